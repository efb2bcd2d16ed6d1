//! A command through the one write path, against a bare transaction of one row.

use crate::figures::{Figure, Unit, figure};
use crate::world::World;
use anyhow::{Context, Result};
use helpdesk_domain::wire::Act;
use helpdesk_domain::{CommandName, Viewer};
use helpdesk_server::app::{IdempotencyKey, execute, view};
use helpdesk_server::store::{begin, commit};
use mysql_async::prelude::Queryable;
use std::time::{Duration, Instant};

/// Commands of a round.
const COMMANDS: usize = 100;
/// Rounds, of which the best counts.
const ROUNDS: usize = 3;

/// One after the other; each is durable before the next one begins.
pub async fn measure(world: &mut World) -> Result<Vec<Figure>> {
    world.conn.query_drop("CREATE TABLE bare (n INT PRIMARY KEY AUTO_INCREMENT) ENGINE = InnoDB").await?;
    let (mut command, mut bare) = (Duration::MAX, Duration::MAX);
    for round in 0..ROUNDS {
        bare = bare.min(bare_commits(world).await?);
        command = command.min(commands(world, round).await?);
    }
    let ratio = command.as_secs_f64() / bare.as_secs_f64();
    Ok(vec![
        figure("command, against a bare transaction of one row", ratio, Unit::Ratio, None),
        figure("bare transaction of one row", bare.as_secs_f64() * 1e3, Unit::Milliseconds, None),
        figure("command through execute", command.as_secs_f64() * 1e3, Unit::Milliseconds, None),
    ])
}

async fn bare_commits(world: &World) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..COMMANDS {
        let start = Instant::now();
        let mut conn = world.app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        tx.exec_drop("INSERT INTO bare VALUES ()", ()).await?;
        commit(tx).await?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok(times[COMMANDS / 2])
}

async fn commands(world: &World, round: usize) -> Result<Duration> {
    let staff = world.cast.staff[0];
    let mut times = Vec::new();
    for (n, reference) in world.filled.open.iter().cycle().take(COMMANDS).enumerate() {
        let seen = view(&world.app, Viewer::Person(staff), *reference).await?;
        let fields = [("note".to_owned(), "Looked at it again.".to_owned())].into_iter().collect();
        let act = Act { expected_version: seen.version, fields };
        let key = IdempotencyKey::parse(&format!("bench-{round}-{n}-key")).context("a key")?;
        let start = Instant::now();
        execute(&world.app, &staff, *reference, CommandName::AddPrivateNote, &act, &key).await?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok(times[COMMANDS / 2])
}
