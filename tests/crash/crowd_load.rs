//! The load of a crowd: clients that play one history after the other, no faster than the workers follow.

use crate::desk::WHOLE;
use crate::scene::Stage;
use crate::story::{Chance, Story, tell};
use crate::whole;
use anyhow::{Context, Result};
use helpdesk_domain::{Reference, Timestamp};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How many clients play at the same time.
const CLIENTS: usize = 4;
/// How many jobs may wait before a client begins another history.
const BACKLOG: u64 = 30;

/// A history that was played.
pub struct Played {
    /// The place of its cast.
    pub cast: usize,
    /// What was told.
    pub story: Story,
    /// The request that came of it.
    pub reference: Reference,
}

/// How often the whole story was told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// All in all.
    pub whole: u32,
    /// Those during which a node died.
    pub through_a_death: u32,
}

/// Plays until then, the whole story beside the others, and gives all that was played.
pub async fn load(stage: Arc<Stage>, seed: u64, until: Instant) -> Result<(Vec<Played>, Told)> {
    let (others, whole) = tokio::join!(generated(stage.clone(), seed, until), whole_stories(stage, until));
    let (mut played, (more, told)) = (others?, whole?);
    played.extend(more);
    Ok((played, told))
}

async fn whole_stories(stage: Arc<Stage>, until: Instant) -> Result<(Vec<Played>, Told)> {
    let (mut played, mut told) = (Vec::new(), Told::default());
    let casts = stage.desk.casts.len();
    while Instant::now() < until {
        let cast = casts - 1 - played.len() % WHOLE;
        let (story, reference, deaths) = whole::play(&stage, cast, &format!("whole-{}", played.len())).await?;
        told.whole += 1;
        told.through_a_death += u32::from(deaths > 0);
        played.push(Played { cast, story, reference });
    }
    Ok((played, told))
}

async fn generated(stage: Arc<Stage>, seed: u64, until: Instant) -> Result<Vec<Played>> {
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        clients.spawn(play(stage.clone(), seed, client, until));
    }
    let mut played = Vec::new();
    while let Some(done) = clients.join_next().await {
        played.extend(done??);
    }
    Ok(played)
}

async fn play(stage: Arc<Stage>, seed: u64, client: usize, until: Instant) -> Result<Vec<Played>> {
    let mut chance = Chance(seed.wrapping_add(client as u64 + 1).wrapping_mul(0x9e37_79b9));
    let mut played = Vec::new();
    while Instant::now() < until {
        while stage.waiting().await? > BACKLOG {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // Each client has people of its own, who take turns.
        let cast = (client + CLIENTS * played.len()) % (stage.desk.casts.len() - WHOLE);
        let people = &stage.desk.casts[cast];
        let now = Timestamp(chrono::Utc::now().timestamp());
        let length = 3 + chance.below(5);
        let story = tell(&mut chance, &stage.desk.policy, &people.actors, now, length, None);
        let name = format!("crowd-{client}-{}", played.len());
        let reference = stage.client.play(&stage.desk, people, &story, &name).await;
        let reference = reference.with_context(|| format!("history {} of client {client}", played.len()))?;
        played.push(Played { cast, story, reference });
    }
    Ok(played)
}
