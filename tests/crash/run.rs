//! All runs.

use crate::Options;
use crate::kills::{Histogram, Kill, choose, strike};
use crate::parts::{Death, Part};
use crate::scene::Stage;
use crate::story::{Chance, tell};
use crate::verdict::{self, Verdict};
use anyhow::{Context, Result};
use helpdesk_domain::Timestamp;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How many of a hundred kills have to hit inside a command or a job.
const INSIDE: u32 = 80;
/// From how many kills on that can be asked for: fewer are chance.
const ENOUGH: u32 = 50;

/// The whole scene.
struct Scene {
    stage: Stage,
    service: Arc<Part>,
    worker: Arc<Part>,
    histogram: Histogram,
}

impl Deref for Scene {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

/// Runs all; whether all held.
pub async fn every(options: &Options) -> Result<bool> {
    let begin = Instant::now();
    let mut scene = open(options).await?;
    let mut chance = Chance(options.seed);
    let (mut lost, mut doubled, mut wrong) = (0, 0, 0);
    let mut pending = None;
    for n in 0..options.runs {
        let verdict = one(&mut scene, &mut chance, n, &mut pending).await.with_context(|| {
            format!("run {n} of seed {}; the logs are in {}", options.seed, options.dir.display())
        })?;
        lost += verdict.lost;
        doubled += verdict.doubled;
        wrong += verdict.wrong.len();
        for words in &verdict.wrong {
            println!("run {n}, seed {}: {words}", options.seed);
        }
        if (n + 1) % 50 == 0 {
            println!("  {} runs, {} kills, {} s", n + 1, scene.histogram.kills(), begin.elapsed().as_secs());
        }
    }
    scene.service.stop();
    scene.worker.stop();
    let histogram = &scene.histogram;
    println!("{histogram}");
    let inside = histogram.kills() < ENOUGH || histogram.inside() >= INSIDE;
    if !inside {
        println!(
            "too few kills hit inside a command or a job: {} %, and {INSIDE} % are asked for",
            histogram.inside()
        );
    }
    println!(
        "crash: runs {}, kills {}, acknowledged {}, lost {lost}, doubled {doubled}",
        options.runs,
        histogram.kills(),
        scene.client.acknowledged()
    );
    Ok(wrong == 0 && lost == 0 && doubled == 0 && inside)
}

async fn open(options: &Options) -> Result<Scene> {
    let stage = Stage::open(options, 1).await?;
    let (environment, wiki) = (&stage.desk.environment, Some(stage.wiki.clone()));
    let service = Part::start("serve", "serve", &options.dir, environment, None)?;
    let worker = Part::start("work", "work", &options.dir, environment, wiki)?;
    Ok(Scene { stage, service, worker, histogram: Histogram::default() })
}

async fn one(scene: &mut Scene, chance: &mut Chance, n: u32, pending: &mut Option<Kill>) -> Result<Verdict> {
    // While a point that was not met is waited for, something is killed from outside.
    let blow = if pending.is_some() { strike(chance) } else { choose(chance) };
    match blow {
        Kill::Service(point, times) => scene.service.plan(point, times)?,
        Kill::Worker(point, times) => scene.worker.plan(point, times)?,
        Kill::ServiceAfter(_) | Kill::WorkerAfter(_) | Kill::DatabaseAfter(_) => {}
    }
    if matches!(blow, Kill::Service(..) | Kill::Worker(..)) {
        *pending = Some(blow);
    }
    let cast = scene.desk.casts[n as usize % scene.desk.casts.len()].clone();
    let now = Timestamp(chrono::Utc::now().timestamp());
    let length = 3 + chance.below(5);
    let one = tell(chance, &scene.desk.policy, &cast.actors, now, length);
    let two = tell(chance, &scene.desk.policy, &cast.actors, now, 2);
    let from = scene.wiki.count();
    let over = AtomicBool::new(false);
    let names = (format!("run-{n}-one"), format!("run-{n}-two"));
    let shared = &*scene;
    let playing = async {
        let played = tokio::try_join!(
            shared.client.play(&shared.desk, &cast, &one, &names.0),
            shared.client.play(&shared.desk, &cast, &two, &names.1),
        );
        let settled = shared.settle().await;
        over.store(true, Ordering::SeqCst);
        settled.and(played)
    };
    let (played, hit) = tokio::join!(playing, shared.strike(blow, &over));
    let hit = hit?;
    // A strike at the last moment leaves something to do.
    shared.settle().await?;
    let references = played?;
    let mut verdict = Verdict::default();
    let made = shared.wiki.made(from);
    for told in [(&cast, &one, references.0), (&cast, &two, references.1)] {
        verdict::of_request(&mut verdict, &shared.desk, &shared.database, &shared.wiki, told, &made).await?;
    }
    shared.number(&mut verdict).await?;
    scene.count(blow, hit, pending, &mut verdict);
    Ok(verdict)
}

impl Scene {
    /// Waits until the outbox is empty. Leases of the dead are cut short: there is one worker, and it is started after
    /// the wiki is done with what the last one asked.
    async fn settle(&self) -> Result<()> {
        self.stage.settle("due_at > NOW() OR leased_until > NOW()").await
    }

    /// Kills from outside at the planned moment; whether something was under way.
    async fn strike(&self, kill: Kill, over: &AtomicBool) -> Result<Option<bool>> {
        let (commands, jobs, after) = match kill {
            Kill::Service(..) | Kill::Worker(..) => return Ok(None),
            Kill::ServiceAfter(after) => (true, false, after),
            Kill::WorkerAfter(after) => (false, true, after),
            Kill::DatabaseAfter(after) => (true, true, after),
        };
        let under_way = || (commands && self.client.under_way(0) > 0) || (jobs && self.wiki.busy() > 0);
        while !under_way() {
            if over.load(Ordering::SeqCst) {
                return Ok(None);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(u64::try_from(after)?)).await;
        let inside = under_way();
        match kill {
            Kill::ServiceAfter(_) => self.service.kill(),
            Kill::WorkerAfter(_) => self.worker.kill(),
            Kill::DatabaseAfter(_) => self.database.kill_and_start(0).await?,
            Kill::Service(..) | Kill::Worker(..) => {}
        }
        Ok(Some(inside))
    }

    fn count(&mut self, blow: Kill, hit: Option<bool>, pending: &mut Option<Kill>, verdict: &mut Verdict) {
        let deaths = [("service", self.service.deaths()), ("worker", self.worker.deaths())];
        for (part, deaths) in &deaths {
            for death in deaths {
                if let Death::Other(status) = death {
                    verdict.wrong.push(format!("the {part} ended by itself: {status}"));
                }
            }
        }
        let died = deaths.iter().any(|(_, deaths)| deaths.contains(&Death::Point));
        if died && let Some(Kill::Service(point, _) | Kill::Worker(point, _)) = pending.take() {
            self.histogram.add(point, point != "work.kept");
        }
        let name = match blow {
            Kill::Service(..) | Kill::Worker(..) => return,
            Kill::ServiceAfter(_) => "SIGKILL of the service",
            Kill::WorkerAfter(_) => "SIGKILL of the worker",
            Kill::DatabaseAfter(_) => "SIGKILL of MariaDB",
        };
        if let Some(inside) = hit {
            self.histogram.add(name, inside);
        }
    }
}
