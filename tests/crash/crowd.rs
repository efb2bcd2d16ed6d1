//! Several services and workers on one database, or on the nodes of a cluster, under load; one of all dies each second.

use crate::crowd_load::{Played, load};
use crate::kills::Histogram;
use crate::parts::{Death, Part};
use crate::play::MOST;
use crate::scene::Stage;
use crate::story::Chance;
use crate::verdict::{self, Verdict};
use crate::{Options, crowd_load};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many services there are.
const SERVICES: usize = MOST;
/// How many workers.
const WORKERS: usize = 2;
/// How long it is between two shots.
const BETWEEN: Duration = Duration::from_secs(1);
/// How long it is waited for a victim to be at work.
const AIM: Duration = Duration::from_millis(500);
/// How many shots at processes come between two at a node of a cluster, which is away for seconds.
const SHOTS_A_NODE: u64 = 6;

/// All of it.
struct Crowd {
    stage: Arc<Stage>,
    services: Vec<Arc<Part>>,
    workers: Vec<Arc<Part>>,
    histogram: Histogram,
    nodes_killed: u32,
}

/// Shoots for so many seconds; whether all held.
pub async fn hold(options: &Options, seconds: u64) -> Result<bool> {
    let mut crowd = open(options).await?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let stage = crowd.stage.clone();
    let (played, shot) = tokio::join!(load(stage, options.seed, until), crowd.shoot(options.seed, until));
    shot?;
    let (played, told) = played?;
    // A live worker may hold a lease: those of the dead run out by themselves.
    crowd.stage.settle("due_at > NOW() AND (leased_until IS NULL OR leased_until < NOW())").await?;
    let mut verdict = crowd.judge(&played).await?;
    for part in crowd.services.iter().chain(&crowd.workers) {
        part.stop();
    }
    let retried = retried(&crowd)?;
    crowd.own_deaths(&mut verdict);
    if told.whole == 0 || (crowd.nodes_killed > 2 && told.through_a_death == 0) {
        verdict.wrong.push("the whole story was not told through the death of a node".to_owned());
    }
    for words in &verdict.wrong {
        println!("seed {}: {words}", options.seed);
    }
    println!("{}", crowd.histogram);
    println!("  requests {}, edits {}", played.len(), crowd.stage.wiki.count());
    let codes: Vec<_> = retried.iter().map(|(code, count)| format!("{code} {count}")).collect();
    println!("  run again by error: {}", if codes.is_empty() { "none".to_owned() } else { codes.join(", ") });
    println!("  answers that a person would have seen an error in: {}", crowd.stage.client.refused());
    println!(
        "  the whole story was told {} times, {} of them while a node died",
        told.whole, told.through_a_death
    );
    let nodes = crowd.stage.database.nodes();
    let name = if nodes > 1 {
        format!("galera: nodes {nodes}, of them killed {}, ", crowd.nodes_killed)
    } else {
        "crowd: ".to_owned()
    };
    println!(
        "{name}services {SERVICES}, workers {WORKERS}, kills {}, acknowledged {}, lost {}, doubled {}",
        crowd.histogram.kills(),
        crowd.stage.client.acknowledged(),
        verdict.lost,
        verdict.doubled
    );
    Ok(verdict.wrong.is_empty() && verdict.lost == 0 && verdict.doubled == 0)
}

async fn open(options: &Options) -> Result<Crowd> {
    let stage = Arc::new(Stage::open(options, SERVICES, Vec::new()).await?);
    let (mut services, mut workers) = (Vec::new(), Vec::new());
    for (place, port) in stage.ports.iter().enumerate() {
        let environment = stage.desk.environment_of(&stage.database, place, Some(*port));
        services.push(Part::start("serve", &format!("serve-{place}"), &options.dir, &environment, None)?);
    }
    for place in 0..WORKERS {
        let environment = stage.desk.environment_of(&stage.database, place, None);
        workers.push(Part::start("work", &format!("work-{place}"), &options.dir, &environment, None)?);
    }
    Ok(Crowd { stage, services, workers, histogram: Histogram::default(), nodes_killed: 0 })
}

impl Crowd {
    /// Kills one process a second, and now and then a node, which then comes back.
    async fn shoot(&mut self, seed: u64, until: Instant) -> Result<()> {
        let mut chance = Chance(seed ^ 0x5eed);
        let mut shots = 0_u64;
        let mut node = None;
        while Instant::now() < until {
            tokio::time::sleep(BETWEEN).await;
            shots += 1;
            if self.stage.database.nodes() > 1 && shots % SHOTS_A_NODE == 0 {
                // The one before is back first: two of three are needed for a majority.
                finish(&mut node).await?;
                node = Some(self.kill_node(&mut chance));
            } else {
                self.kill_process(&mut chance).await;
            }
        }
        finish(&mut node).await
    }

    /// Kills one when it is at work, or after a while.
    async fn kill_process(&mut self, chance: &mut Chance) {
        let victim = chance.below(SERVICES + WORKERS);
        let at_work = |stage: &Stage| match victim {
            0..SERVICES => stage.client.under_way(victim) > 0,
            _ => stage.wiki.busy() > 0,
        };
        let begin = Instant::now();
        while !at_work(&self.stage) && begin.elapsed() < AIM {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let inside = at_work(&self.stage);
        if let Some(service) = self.services.get(victim) {
            self.histogram.add("SIGKILL of a service", inside);
            service.kill();
        } else {
            self.histogram.add("SIGKILL of a worker", inside);
            self.workers[victim - SERVICES].kill();
        }
    }

    fn kill_node(&mut self, chance: &mut Chance) -> tokio::task::JoinHandle<Result<()>> {
        let place = chance.below(self.stage.database.nodes());
        let busy = (0..SERVICES).any(|service| self.stage.client.under_way(service) > 0);
        self.histogram.add("SIGKILL of a node", busy || self.stage.wiki.busy() > 0);
        self.nodes_killed += 1;
        let stage = self.stage.clone();
        tokio::spawn(async move { stage.database.kill_and_start(place).await })
    }

    /// Looks at all that was played.
    async fn judge(&self, played: &[Played]) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        let stage = &self.stage;
        let made = stage.wiki.made(0);
        for crowd_load::Played { cast, story, reference } in played {
            let told = (&stage.desk.casts[*cast], story, *reference);
            verdict::of_request(&mut verdict, &stage.desk, &stage.database, &stage.wiki, told, &made).await?;
        }
        stage.number(&mut verdict).await?;
        Ok(verdict)
    }

    /// A process that ended by itself is a fault.
    fn own_deaths(&self, verdict: &mut Verdict) {
        for part in self.services.iter().chain(&self.workers) {
            for death in part.deaths() {
                if let Death::Other(status) = death {
                    verdict.wrong.push(format!("{} ended by itself: {status}", part.name()));
                }
            }
        }
    }
}

async fn finish(node: &mut Option<tokio::task::JoinHandle<Result<()>>>) -> Result<()> {
    match node.take() {
        Some(coming) => coming.await?.context("a node that was killed did not come back"),
        None => Ok(()),
    }
}

/// How often the processes ran a transaction again, by the error that it met.
fn retried(crowd: &Crowd) -> Result<BTreeMap<String, usize>> {
    let mut counted = BTreeMap::new();
    for part in crowd.services.iter().chain(&crowd.workers) {
        let log = std::fs::read(part.log()).context("a log")?;
        for line in String::from_utf8_lossy(&log).lines() {
            // A line that a kill cut off is no JSON.
            let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            if line["message"] == "a transaction is run again" {
                *counted.entry(line["code"].as_str().unwrap_or("?").to_owned()).or_default() += 1;
            }
        }
    }
    Ok(counted)
}
