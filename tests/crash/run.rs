//! All runs.

use crate::Options;
use crate::kills::{Histogram, Kill, choose, is_inside, strike};
use crate::letters::{self, Names, Post};
use crate::mail_verdict;
use crate::parts::{Death, Part};
use crate::scene::Stage;
use crate::story::{Chance, tell};
use crate::verdict::{self, Verdict};
use anyhow::{Context, Result, bail};
use helpdesk_domain::Timestamp;
use helpdesk_server::app::whole_record;
use std::future::Future;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How many of a hundred kills have to hit inside a command, a job or a message.
const INSIDE: u32 = 80;
/// How long intake may take for what is left to do.
const PATIENCE: Duration = Duration::from_secs(60);
/// From how many kills on that can be asked for: fewer are chance.
const ENOUGH: u32 = 50;

/// The whole scene.
struct Scene {
    stage: Stage,
    post: Post,
    service: Arc<Part>,
    worker: Arc<Part>,
    intake: Arc<Part>,
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
    scene.intake.stop();
    let histogram = &scene.histogram;
    println!("{histogram}");
    let inside = histogram.kills() < ENOUGH || histogram.inside() >= INSIDE;
    if !inside {
        println!(
            "too few kills hit inside a command, a job or a message: {} %, and {INSIDE} % are asked for",
            histogram.inside()
        );
    }
    println!(
        "crash: runs {}, kills {}, acknowledged {}, mail in {}, mail out {}, lost {lost}, doubled {doubled}",
        options.runs,
        histogram.kills(),
        scene.client.acknowledged(),
        scene.post.mailbox.put_away(),
        scene.post.relay.taken().len()
    );
    Ok(wrong == 0 && lost == 0 && doubled == 0 && inside)
}

async fn open(options: &Options) -> Result<Scene> {
    let (stage, post) = Stage::open_with_mail(options).await?;
    let (environment, wiki) = (&stage.desk.environment, Some(stage.wiki.clone()));
    let service = Part::start("serve", "serve", &options.dir, environment, None)?;
    let worker = Part::start("work", "work", &options.dir, environment, wiki)?;
    let intake = Part::start("mail", "mail", &options.dir, environment, None)?;
    Ok(Scene { stage, post, service, worker, intake, histogram: Histogram::default() })
}

async fn one(scene: &mut Scene, chance: &mut Chance, n: u32, pending: &mut Option<Kill>) -> Result<Verdict> {
    // While a point that was not met is waited for, something is killed from outside.
    let blow = if pending.is_some() { strike(chance) } else { choose(chance) };
    match blow {
        Kill::Service(point, times) => scene.service.plan(point, times)?,
        Kill::Worker(point, times) => scene.worker.plan(point, times)?,
        Kill::Intake(point, times) => scene.intake.plan(point, times)?,
        Kill::ServiceAfter(_) | Kill::WorkerAfter(_) | Kill::IntakeAfter(_) | Kill::DatabaseAfter(_) => {}
    }
    if matches!(blow, Kill::Service(..) | Kill::Worker(..) | Kill::Intake(..)) {
        *pending = Some(blow);
    }
    let cast = scene.desk.casts[n as usize % scene.desk.casts.len()].clone();
    let now = Timestamp(chrono::Utc::now().timestamp());
    let length = 3 + chance.below(5);
    let address = format!("amina{n}@people.example");
    let one = tell(chance, &scene.desk.policy, &cast.actors, now, length, Some(&address));
    let two = tell(chance, &scene.desk.policy, &cast.actors, now, 2, None);
    let mails = Names::of(n);
    let from = scene.wiki.count();
    let over = AtomicBool::new(false);
    let names = (format!("run-{n}-one"), format!("run-{n}-two"));
    let shared = &*scene;
    let playing = async {
        let played = tokio::try_join!(
            shared.client.play(&shared.desk, &cast, &one, &names.0),
            shared.client.play(&shared.desk, &cast, &two, &names.1),
            shared.hurrying(letters::play(&shared.stage, &shared.post, &cast, &mails)),
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
    let shaken = scene.count(blow, hit, pending, &mut verdict);
    let shared = &*scene;
    let made = shared.wiki.made(from);
    for told in [(&cast, &one, references.0), (&cast, &two, references.1)] {
        verdict::of_request(&mut verdict, &shared.desk, &shared.database, &shared.wiki, told, &made).await?;
    }
    let mailed = whole_record(&shared.desk.app, references.2).await?;
    mail_verdict::came_in(&mut verdict, &shared.database, &mails, &mailed).await?;
    for reference in [references.0, references.1, references.2] {
        mail_verdict::went_out(&mut verdict, &shared.database, &shared.post, reference, &made, shaken).await?;
    }
    shared.number(&mut verdict).await?;
    Ok(verdict)
}

impl Scene {
    /// Waits until what came in is put away and the outbox is empty. Leases of the dead are cut short: there is one
    /// worker, and it is started after the wiki is done with what the last one asked.
    async fn settle(&self) -> Result<()> {
        let begin = Instant::now();
        while self.post.mailbox.left() > 0 {
            if begin.elapsed() > PATIENCE {
                bail!("messages are still in the mailbox after {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.hurrying(self.stage.settle("due_at > NOW() OR leased_until > NOW()")).await
    }

    /// Lets the pauses and leases of mail pass at once while something is done.
    async fn hurrying<T>(&self, doing: impl Future<Output = Result<T>>) -> Result<T> {
        let hurry = async {
            loop {
                if self.post.relay.busy() == 0 {
                    let jobs = "UPDATE outbox SET due_at = NOW(), leased_until = NOW() - INTERVAL 1 SECOND \
                                WHERE kind = 'mail' AND state = 'waiting' AND (due_at > NOW() OR leased_until > NOW())";
                    self.database.run(jobs).await?;
                    let lane = "UPDATE lease SET held_until = NOW() - INTERVAL 1 SECOND WHERE name = 'mail'";
                    self.database.run(lane).await?;
                }
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        tokio::select! {
            done = doing => done,
            failed = hurry => failed,
        }
    }

    /// Kills from outside at the planned moment; whether something was under way.
    async fn strike(&self, kill: Kill, over: &AtomicBool) -> Result<Option<bool>> {
        let (commands, jobs, messages, after) = match kill {
            Kill::Service(..) | Kill::Worker(..) | Kill::Intake(..) => return Ok(None),
            Kill::ServiceAfter(after) => (true, false, false, after),
            Kill::WorkerAfter(after) => (false, true, false, after),
            Kill::IntakeAfter(after) => (false, false, true, after),
            Kill::DatabaseAfter(after) => (true, true, false, after),
        };
        let under_way = || {
            (commands && self.client.under_way(0) > 0)
                || (jobs && (self.wiki.busy() > 0 || self.post.relay.busy() > 0))
                || (messages && self.post.mailbox.left() > 0)
        };
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
            Kill::IntakeAfter(_) => self.intake.kill(),
            Kill::DatabaseAfter(_) => self.database.kill_and_start(0).await?,
            Kill::Service(..) | Kill::Worker(..) | Kill::Intake(..) => {}
        }
        Ok(Some(inside))
    }

    /// Counts the kills; whether the worker or the database died, so that an answer about a mail may be lost.
    fn count(
        &mut self,
        blow: Kill,
        hit: Option<bool>,
        pending: &mut Option<Kill>,
        verdict: &mut Verdict,
    ) -> bool {
        let deaths = [
            ("service", self.service.deaths()),
            ("worker", self.worker.deaths()),
            ("intake", self.intake.deaths()),
        ];
        let database = matches!(blow, Kill::DatabaseAfter(_)) && hit.is_some();
        let shaken = database || !deaths[1].1.is_empty();
        for (part, deaths) in &deaths {
            for death in deaths {
                if let Death::Other(status) = death {
                    verdict.wrong.push(format!("the {part} ended by itself: {status}"));
                }
            }
        }
        let died = deaths.iter().any(|(_, deaths)| deaths.contains(&Death::Point));
        if died
            && let Some(Kill::Service(point, _) | Kill::Worker(point, _) | Kill::Intake(point, _)) =
                pending.take()
        {
            self.histogram.add(point, is_inside(point));
        }
        let name = match blow {
            Kill::Service(..) | Kill::Worker(..) | Kill::Intake(..) => return shaken,
            Kill::ServiceAfter(_) => "SIGKILL of the service",
            Kill::WorkerAfter(_) => "SIGKILL of the worker",
            Kill::IntakeAfter(_) => "SIGKILL of intake",
            Kill::DatabaseAfter(_) => "SIGKILL of MariaDB",
        };
        if let Some(inside) = hit {
            self.histogram.add(name, inside);
        }
        shaken
    }
}
