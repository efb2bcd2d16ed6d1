//! All runs.

use crate::Options;
use crate::database::Database;
use crate::desk::Desk;
use crate::kills::{Histogram, Kill, choose, strike};
use crate::parts::{Death, Part};
use crate::play::Client;
use crate::story::{Chance, tell};
use crate::verdict::{self, Verdict};
use crate::wiki::Wiki;
use actix_web::web::Data;
use anyhow::{Context, Result, bail};
use helpdesk_domain::Timestamp;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long the worker may take for what a run leaves to do.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many of a hundred kills have to hit inside a command or a job.
const INSIDE: u32 = 80;
/// From how many kills on that can be asked for: fewer are chance.
const ENOUGH: u32 = 50;

/// The whole scene.
struct Scene {
    database: Database,
    wiki: Data<Wiki>,
    desk: Desk,
    client: Client,
    service: Arc<Part>,
    worker: Arc<Part>,
    histogram: Histogram,
}

/// Runs all; whether all held.
pub fn all(options: &Options) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            done = every(options) => done,
            _ = tokio::signal::ctrl_c() => bail!("interrupted"),
        }
    })
}

async fn every(options: &Options) -> Result<bool> {
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
    std::fs::create_dir_all(&options.dir)?;
    for part in ["serve", "work"] {
        for ending in ["log", "plan"] {
            std::fs::remove_file(options.dir.join(format!("{part}.{ending}"))).ok();
        }
    }
    let database = Database::start(options).await?;
    let (wiki, wiki_port) = Wiki::start(options.seed)?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let desk = Desk::open(&database, wiki_port, port).await?;
    let service = Part::start("serve", &options.dir, &desk.environment, wiki.clone())?;
    let worker = Part::start("work", &options.dir, &desk.environment, wiki.clone())?;
    let histogram = Histogram::default();
    Ok(Scene { database, wiki, desk, client: Client::new()?, service, worker, histogram })
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
    number(shared, &mut verdict).await?;
    scene.count(blow, hit, pending, &mut verdict);
    Ok(verdict)
}

/// The number on the status page is that of the record.
async fn number(scene: &Scene, verdict: &mut Verdict) -> Result<()> {
    let statement = "SELECT COUNT(*) FROM support_request WHERE stage <> 'closed' AND NOT published";
    let count: Option<u64> = scene.database.rows(statement).await?.pop();
    let words = format!("|unpublished={}|", count.unwrap_or(0));
    let data = scene.wiki.text(&scene.desk.policy.wiki.data_page);
    if data.is_some_and(|data| !data.contains(&words)) {
        verdict.lost += 1;
        verdict.wrong.push(format!("the status page does not say {words}"));
    }
    Ok(())
}

impl Scene {
    /// Waits until the outbox is empty. Pauses between tries and leases of the dead are cut short: there is one
    /// worker, and it is started after the wiki is done with what the last one asked.
    async fn settle(&self) -> Result<()> {
        let begin = Instant::now();
        loop {
            let waiting: Vec<u64> =
                self.database.rows("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").await?;
            if waiting == [0] {
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                bail!("{waiting:?} jobs still wait after {} s", PATIENCE.as_secs());
            }
            self.database
                .run(
                    "UPDATE outbox SET due_at = NOW(), leased_until = NOW() - INTERVAL 1 SECOND \
                     WHERE state = 'waiting' AND (due_at > NOW() OR leased_until > NOW())",
                )
                .await?;
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// Kills from outside at the planned moment; whether something was under way.
    async fn strike(&self, kill: Kill, over: &AtomicBool) -> Result<Option<bool>> {
        let (commands, jobs, after) = match kill {
            Kill::Service(..) | Kill::Worker(..) => return Ok(None),
            Kill::ServiceAfter(after) => (true, false, after),
            Kill::WorkerAfter(after) => (false, true, after),
            Kill::DatabaseAfter(after) => (true, true, after),
        };
        let under_way = || (commands && self.client.under_way() > 0) || (jobs && self.wiki.busy() > 0);
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
            Kill::DatabaseAfter(_) => self.database.kill_and_start().await?,
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
