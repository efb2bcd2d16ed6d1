//! What the rules alone cost.

use crate::args::Args;
use crate::figures::Goal::AtMost;
use crate::figures::{Figure, Unit, figure};
use crate::world::World;
use anyhow::{Context, Result, ensure};
use helpdesk_domain::form::read;
use helpdesk_domain::histories::digest;
use helpdesk_domain::{Command, CommandName, SupportRequest, Timestamp, decide};
use helpdesk_server::app::whole_record;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Decisions of a round: few, so that some rounds are not interrupted.
const DECISIONS: u32 = 2000;
/// Rounds of decisions, of which the best counts.
const MANY_ROUNDS: usize = 100;
/// Rounds of histories, of which the best counts.
const ROUNDS: usize = 3;
/// How long a record `decide` is measured on has at least.
const EVENTS: usize = 10;
/// Histories that are played in wasm and natively.
const HISTORIES: u32 = 1000;
const SEED: u32 = 1;

/// One decision on a request of the record with ten events or a few more.
pub async fn measure(world: &World) -> Result<Vec<Figure>> {
    let policy = world.app.policy().await?.policy;
    let (request, member) = before_the_committee(world).await?;
    let values = [("position".to_owned(), "support".to_owned())].into_iter().collect();
    let command: Command =
        read(CommandName::GiveFeedback, &values).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let now = Timestamp(request.history.last().context("events")?.at.0 + 1);
    let mut best = f64::INFINITY;
    for _ in 0..MANY_ROUNDS {
        let begin = Instant::now();
        for _ in 0..DECISIONS {
            let decided = decide(black_box(&policy), black_box(&request), &member, &command, now);
            ensure!(black_box(decided).is_ok(), "the committee may give feedback");
        }
        best = best.min(begin.elapsed().as_secs_f64() * 1e6 / f64::from(DECISIONS));
    }
    Ok(vec![figure("decide", best, Unit::Microseconds, Some(AtMost(2.0)))])
}

async fn before_the_committee(world: &World) -> Result<(Arc<SupportRequest>, helpdesk_domain::Actor)> {
    for reference in &world.filled.open {
        let request = whole_record(&world.app, *reference).await?;
        let member = world.cast.members.iter().find(|member| !request.aside.contains(&member.person));
        if request.stage.gate().is_some() && (EVENTS..EVENTS + 4).contains(&request.history.len()) {
            return Ok((request, *member.context("a member who did not stand aside")?));
        }
    }
    anyhow::bail!("no request with so many events is before the committee")
}

/// The same histories in wasm and natively: how many times as long wasm takes.
pub fn wasm(args: &Args) -> Result<Option<f64>> {
    let Some(folder) = &args.wasm else { return Ok(None) };
    let (mut native, mut wasm) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        black_box(digest(u64::from(SEED), HISTORIES));
        native = native.min(begin.elapsed().as_secs_f64());
        // What the start of node costs is no part of it.
        wasm = wasm.min(played(folder, HISTORIES)? - played(folder, 1)?);
    }
    Ok(Some(wasm / native))
}

fn played(folder: &Path, count: u32) -> Result<f64> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/histories.mjs");
    let begin = Instant::now();
    let words = [SEED.to_string(), count.to_string()];
    let output = std::process::Command::new("node").arg(script).arg(folder).args(words).output();
    let output = output.context("node does not start")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(begin.elapsed().as_secs_f64())
}
