//! Time: leap days, clocks that were put forward, zones, and a database whose clock is another.

use super::{BEGIN, Record, on_a_record, values};
use helpdesk_domain::time::Date;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Rejection, Role, SupportRequestView, Timestamp, Viewer};
use helpdesk_server::app::{self, App, AppError, QueueFilter, outbox, policy, sessions};
use helpdesk_server::clock::SystemClock;
use helpdesk_server::store::outbox::retry_at;
use helpdesk_server::store::{leases, migrate};
use helpdesk_server::views::when;
use mysql_async::prelude::Queryable;
use secrecy::ExposeSecret;
use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Arc;

const DAY: i64 = 86_400;

/// Moments at which calendars and clocks are odd: the leap day, the hours that Europe leaves out and
/// has twice, the day that Samoa left out, the turn of a year, the end of 32-bit time.
fn odd_moments() -> [(&'static str, Timestamp); 7] {
    let at =
        |text: &str, seconds: i64| Timestamp(Date::parse(text).expect("a day").end().0 + 1 - DAY + seconds);
    [
        ("the day before a leap day", at("2028-02-28", DAY - 1)),
        ("a leap day", at("2028-02-29", 0)),
        ("clocks put forward", at("2026-03-29", 3600)),
        ("clocks put back", at("2026-10-25", 3600)),
        ("clocks put back, the hour again", at("2026-10-25", 7200)),
        ("the last second of a year", at("2026-12-31", DAY - 1)),
        ("past 32 bits", at("2038-01-19", 11_648)),
    ]
}

async fn asked(record: &Record, staff: &Actor) -> SupportRequestView {
    let view = record.submit(staff, &[("on_behalf_of", "Somebody")]).await;
    record.act(staff, view.reference, CommandName::Acknowledge, &[]).await.expect("done");
    let question = [("question", "Which maps?")];
    record.act(staff, view.reference, CommandName::AskRequester, &question).await.expect("asked")
}

/// Whether staff may close it because nobody answered.
async fn closes(record: &Record, staff: &Actor, view: &SupportRequestView) -> Result<(), Rejection> {
    let fields = [("outcome", "no-answer"), ("reason", "")];
    match record.act(staff, view.reference, CommandName::Close, &fields).await {
        Ok(_) => Ok(()),
        Err(AppError::Rejected(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_deadline_is_enforced_at_the_second_that_is_shown_on_every_odd_day() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let days = record.app.policy().await.expect("a policy").policy.deadlines;
        for (what, now) in odd_moments() {
            record.clock.set(now);
            let view = asked(&record, &staff).await;
            let promise = view.promise.clone().expect("a promise");
            assert_eq!(promise.by, now.plus_days(days.answer_days), "{what}");
            // Late in the list from the second after the one that is shown, and not before.
            let late = async |at: i64| {
                record.clock.set(Timestamp(at));
                let filter = QueueFilter { late: true, ..QueueFilter::default() };
                let page = app::queue(&record.app, Viewer::Person(staff), &filter, None).await.expect("a list");
                let listed = page.items.iter().any(|item| item.reference == view.reference);
                let all = app::queue(&record.app, Viewer::Person(staff), &QueueFilter::default(), None).await;
                let all = all.expect("a list").items;
                let item = all.iter().find(|item| item.reference == view.reference).expect("listed");
                assert_eq!((item.by, item.late), (Some(promise.by), listed), "{what}: shown as it is enforced");
                listed
            };
            assert!(!late(promise.by.0).await, "{what}");
            assert!(late(promise.by.0 + 1).await, "{what}");
            // Closed for want of an answer from that second on, and not before.
            let from = now.plus_days(days.no_answer_days);
            record.clock.set(Timestamp(from.0 - 1));
            assert!(closes(&record, &staff, &view).await.is_err(), "{what}");
            record.clock.set(from);
            assert_eq!(closes(&record, &staff, &view).await, Ok(()), "{what}");
        }
    });
}

#[test]
fn a_day_that_is_waited_for_holds_to_its_last_second_also_when_it_is_a_leap_day() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        for day in ["2028-02-29", "2026-03-29", "2026-10-25", "2026-12-31"] {
            record.clock.set(BEGIN);
            let view = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
            let fields = [("whom", "partner"), ("until", day), ("reason", "They look for the files.")];
            let view = record.act(&staff, view.reference, CommandName::SetWaiting, &fields).await.expect("set");
            let by = view.promise.expect("a promise").by;
            assert_eq!(by.date().to_string(), day);
            assert_ne!(Timestamp(by.0 + 1).date().to_string(), day, "not a second longer");
        }
    });
}

/// The same service with another clock.
fn with_clock(record: &Record, seconds: i64) -> App {
    let app = &record.app;
    let clock = Arc::new(SystemClock { offset: seconds });
    App::new(app.store.clone(), clock, app.config.clone(), app.ids.clone())
}

#[test]
fn services_whose_clocks_are_an_hour_apart_hold_no_lease_twice_and_agree_on_who_is_signed_in() {
    on_a_record(async |record: Arc<Record>| {
        let services = [with_clock(&record, -3600), with_clock(&record, 0), with_clock(&record, 3600)];
        let staff = record.person("Staff", &[Role::Staff]).await;
        for service in &services {
            let session = sessions::create(service, staff.person).await.expect("a session");
            for other in &services {
                let found = sessions::find(other, session.expose_secret()).await.expect("SQL");
                assert_eq!(found.map(|found| found.person), Some(staff.person));
            }
            let over = "UPDATE session SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND";
            record.conn().await.query_drop(over).await.expect("SQL");
            for other in &services {
                assert_eq!(sessions::find(other, session.expose_secret()).await.expect("SQL"), None);
            }
        }
        // One of them keeps the schema, or the house.
        let holders = ["one-------------", "two-------------", "three-----------"];
        let store = &record.app.store;
        let (one, two, three) = tokio::join!(
            leases::take(store, "house", holders[0], 60),
            leases::take(store, "house", holders[1], 60),
            leases::take(store, "house", holders[2], 60)
        );
        let held = [one, two, three].map(|taken| taken.expect("SQL"));
        assert_eq!(held.iter().filter(|held| **held).count(), 1, "{held:?}");
        // Each job is one worker's.
        let ada = record.person("Ada", &[]).await;
        for n in 0..12 {
            let shown = [("publish", "on"), ("shown_name", "Ada"), ("title", &*format!("Maps {n}"))];
            record.submit(&ada, &shown).await;
        }
        let workers = (0..6).map(|n| {
            let app = services[n % 3].clone();
            tokio::spawn(async move {
                let mut jobs = Vec::new();
                while let Some(job) = outbox::lease(&app, 1, 60).await.expect("SQL").pop() {
                    jobs.push(job.id);
                }
                jobs
            })
        });
        let mut leased = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            leased.extend(worker.await.expect("worked"));
        }
        let all = leased.len();
        leased.sort_unstable();
        leased.dedup();
        assert!(all >= 12 && leased.len() == all, "{all} leases of {} jobs", leased.len());
    });
}

#[test]
fn time_in_a_record_does_not_run_backwards_between_services_whose_clocks_differ() {
    on_a_record(async |record: Arc<Record>| {
        let (ahead, behind) = (with_clock(&record, 3600), with_clock(&record, -3600));
        let staff = record.person("Staff", &[Role::Staff]).await;
        let fields = values(&[("what", "Help."), ("reach", "talk-page"), ("on_behalf_of", "Somebody")]);
        let made = app::submit(&ahead, &staff, &fields, &record.key()).await.expect("made");
        let act = Act { expected_version: made.version, fields: values(&[]) };
        let acknowledge = CommandName::Acknowledge;
        let view = app::execute(&behind, &staff, made.reference, acknowledge, &act, &record.key()).await;
        let view = view.expect("done");
        assert!(view.history.is_sorted_by_key(|recorded| recorded.at), "{:?}", view.history);
        let days = behind.policy().await.expect("a policy").policy.deadlines.gather_days;
        let promise = view.promise.expect("a promise");
        assert_eq!(promise.by, view.history.last().expect("an event").at.plus_days(days));
        // What one of them shows, the other one shows too.
        let seen = app::view(&ahead, Viewer::Person(staff), made.reference).await.expect("there");
        assert_eq!(seen.promise.expect("a promise").by, promise.by);
    });
}

#[test]
fn when_a_job_is_tried_again_is_told_by_the_clock_that_people_see() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        record.submit(&ada, &[("publish", "on"), ("shown_name", "Ada")]).await;
        for _ in 0..2 {
            let job = outbox::lease(&record.app, 1, 60).await.expect("SQL").pop().expect("a job");
            retry_at(&record.app.store, job.id, &job.lease, "later", 0).await.expect("kept");
        }
        let job = outbox::lease(&record.app, 1, 60).await.expect("SQL").pop().expect("a job");
        retry_at(&record.app.store, job.id, &job.lease, "later", 7200).await.expect("kept");
        // The record's clock stands in January, the database's does not.
        for offset in [-3600, 0, 3600] {
            record.clock.set(Timestamp(BEGIN.0 + offset));
            let stuck = outbox::stuck(&record.app, &staff).await.expect("allowed");
            let far = stuck[0].due_at - (BEGIN.0 + offset);
            assert!((7190..=7200).contains(&far), "in {far} seconds");
            let old = BEGIN.0 + offset - stuck[0].created_at;
            assert!((0..600).contains(&old), "{old} seconds ago");
        }
    });
}

#[test]
fn every_connection_counts_in_utc_whatever_the_database_does() {
    on_a_record(async |_: Arc<Record>| {
        let elsewhere = Elsewhere::start();
        let record = Record::bare_on(&elsewhere.socket).await;
        let mut conn = record.conn().await;
        let zones: Option<(String, String)> =
            conn.query_first("SELECT @@global.time_zone, @@session.time_zone").await.expect("SQL");
        assert_eq!(zones, Some(("+05:30".to_owned(), "+05:30".to_owned())), "it is in another zone");
        migrate::migrate(&record.app.store, "test------------").await.expect("migrated");
        policy::adopt_default(&record.app).await.expect("a policy");
        let staff = record.person("Staff", &[Role::Staff]).await;
        let session = sessions::create(&record.app, staff.person).await.expect("a session");
        let far = "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), expires_at) FROM session";
        let far: i64 = conn.query_first(far).await.expect("SQL").expect("a row");
        assert!((14 * DAY - 60..=14 * DAY).contains(&far), "{far} seconds");
        assert!(sessions::find(&record.app, session.expose_secret()).await.expect("SQL").is_some());
        record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let old = "SELECT TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP()) FROM outbox LIMIT 1";
        let old: i64 = conn.query_first(old).await.expect("SQL").expect("a row");
        assert!((0..60).contains(&old), "{old} seconds");
        assert!(outbox::lease(&record.app, 1, 60).await.expect("SQL").len() == 1, "a new job is due at once");
        assert!(outbox::lease(&record.app, 1, 60).await.expect("SQL").is_empty());
        let (one, two) = ("one-------------", "two-------------");
        assert!(leases::take(&record.app.store, "house", one, 60).await.expect("SQL"));
        assert!(!leases::take(&record.app.store, "house", two, 60).await.expect("SQL"));
        // And what was backed up there is the same here.
        let file = super::backup::taken(&record).await;
        let here = super::backup::restored(&file).await;
        assert_eq!(super::backup::rows(&super::backup::taken(&here).await), super::backup::rows(&file));
        here.remove().await;
        conn.disconnect().await.expect("disconnected");
        record.remove().await;
    });
}

/// A database's server of its own, in another zone.
struct Elsewhere {
    socket: String,
    folder: PathBuf,
    server: Child,
}

impl Elsewhere {
    fn start() -> Self {
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("randomness");
        let name = format!("helpdesk-zone-{:016x}", u64::from_be_bytes(random));
        let folder = std::env::temp_dir().join(name);
        let (data, socket) = (folder.join("data"), folder.join("sock"));
        std::fs::create_dir_all(&folder).expect("a folder");
        let run = |program: &str, more: &[String]| {
            let log = File::create(folder.join(program)).expect("a log");
            let mut command = Command::new(program);
            command.arg("--no-defaults").arg(format!("--datadir={}", data.display())).args(more);
            // MariaDB refuses to run as root unless told to.
            if std::fs::metadata("/proc/self").expect("this process").uid() == 0 {
                command.arg("--user=root");
            }
            command.stdout(log.try_clone().expect("a log")).stderr(log);
            command
        };
        let install = ["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"];
        let installed = run("mariadb-install-db", &install.map(str::to_owned)).status().expect("installs");
        assert!(installed.success(), "see {}", folder.display());
        let settings = [
            format!("--socket={}", socket.display()),
            "--skip-networking".to_owned(),
            "--default-time-zone=+05:30".to_owned(),
            "--innodb-log-file-size=8M".to_owned(),
            "--innodb-buffer-pool-size=16M".to_owned(),
        ];
        let mut server = run("mariadbd", &settings).env("TZ", "America/St_Johns").spawn().expect("starts");
        while UnixStream::connect(&socket).is_err() {
            assert!(server.try_wait().expect("a state").is_none(), "see {}", folder.display());
            std::thread::yield_now();
        }
        Self { socket: socket.display().to_string(), folder, server }
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// The tests of deadlines again, in a process of another zone.
#[test]
fn a_service_in_another_zone_shows_and_enforces_the_same() {
    for zone in ["Pacific/Apia", "America/St_Johns"] {
        let tests =
            ["a_deadline_is_enforced_at_the_second", "a_day_that_is_waited_for_holds", "a_page_shows_the_day"];
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(tests.map(|test| format!("record::time::{test}"))).env("TZ", zone);
        let output = command.output().expect("it ran");
        let words = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && words.contains("3 passed"), "{zone}: {words}");
    }
}

#[test]
fn a_page_shows_the_day_on_which_a_deadline_ends_in_utc() {
    for day in ["2028-02-29", "2026-03-29", "2026-10-25", "2026-12-31"] {
        let end = Date::parse(day).expect("a day").end();
        let shown = when::moment(end).into_string();
        assert!(shown.contains(&format!("{day}T23:59:59Z")), "{shown}");
        let number = day[8..].trim_start_matches('0').to_owned();
        assert!(shown.contains(&format!(">{number} ")), "{shown}");
    }
}
