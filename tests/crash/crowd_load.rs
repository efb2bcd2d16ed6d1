//! The load of a crowd: clients that play one history after the other, no faster than the workers follow.

use crate::scene::Stage;
use crate::story::{Chance, Story, tell};
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

/// Plays until then, and gives all that was played.
pub async fn load(stage: Arc<Stage>, seed: u64, until: Instant) -> Result<Vec<Played>> {
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
        let cast = (client + CLIENTS * played.len()) % stage.desk.casts.len();
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
