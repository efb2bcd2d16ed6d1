//! Mail from a mailbox, which a real Dovecot keeps.

use super::intake::message;
use crate::record::{Record, on_a_record};
use crate::surroundings::given;
use helpdesk_server::config::ImapConfig;
use helpdesk_server::mailbox::{Polled, poll, run};
use mysql_async::prelude::Queryable;
use secrecy::SecretString;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long something that has to happen may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A mailbox of its own, as a Maildir (<https://cr.yp.to/proto/maildir.html>).
struct Mailbox {
    config: ImapConfig,
    folder: PathBuf,
}

impl Mailbox {
    fn new() -> Self {
        let mut random = [0; 4];
        getrandom::fill(&mut random).expect("randomness");
        let user = format!("user{:08x}", u32::from_be_bytes(random));
        let config = ImapConfig {
            host: "localhost".to_owned(),
            port: given("HELPDESK_TEST_IMAP_PORT").parse().expect("a port"),
            user: user.clone(),
            password: SecretString::from(given("HELPDESK_TEST_IMAP_PASSWORD")),
            folder: "INBOX".to_owned(),
            done_folder: Some("Done".to_owned()),
            ca: Some(given("HELPDESK_TEST_IMAP_CA").into()),
        };
        let folder = Path::new(&given("HELPDESK_TEST_IMAP_MAIL")).join(user);
        let mailbox = Self { config, folder };
        for part in ["", "tmp", "cur", "new"] {
            let made = mailbox.folder.join(part);
            fs::create_dir(&made).expect("a folder");
            mailbox.give(&made);
        }
        mailbox
    }

    /// To whom Dovecot runs as: the owner of the folder around.
    fn give(&self, path: &Path) {
        let owner = fs::metadata(self.folder.parent().expect("a folder")).expect("an owner");
        chown(path, Some(owner.uid()), Some(owner.gid())).expect("given to Dovecot");
    }

    fn deliver(&self, name: &str, raw: &[u8]) {
        let (written, there) = (self.folder.join("tmp").join(name), self.folder.join("new").join(name));
        fs::write(&written, raw).expect("written");
        self.give(&written);
        fs::rename(written, there).expect("delivered");
    }

    fn count(&self, folder: &str) -> usize {
        let within = |part: &str| fs::read_dir(self.folder.join(folder).join(part)).map_or(0, Iterator::count);
        within("cur") + within("new")
    }
}

fn mail(n: u32) -> Vec<u8> {
    let headers = ["From: ana@museum.example", "Subject: Maps"];
    message(&format!("{n}@museum.example"), &headers, &format!("We have {n} maps to share with you."))
}

async fn on_record(record: &Record) -> u64 {
    let count = record.conn().await.query_first("SELECT COUNT(*) FROM incoming_mail").await;
    count.expect("SQL").expect("a number")
}

async fn until(record: &Record, count: u64) {
    let met = async {
        while on_record(record).await < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, met).await.expect("in time");
}

#[test]
fn what_is_on_record_is_moved_away_and_what_cannot_be_placed_keeps_nothing_waiting() {
    on_a_record(async |record: Arc<Record>| {
        let mailbox = Mailbox::new();
        mailbox.deliver("1", &mail(1));
        mailbox.deliver("2", b"\x00\xff this is no mail");
        mailbox.deliver("3", &mail(3));
        let polled = poll(&record.app, &mailbox.config).await.expect("polled");
        assert_eq!(polled, Polled { taken: 3, known: 0, left: 0 });
        assert_eq!((mailbox.count(""), mailbox.count(".Done")), (0, 3));
        assert_eq!(on_record(&record).await, 3);
        let again = poll(&record.app, &mailbox.config).await.expect("polled");
        assert_eq!(again, Polled::default());
    });
}

#[test]
fn what_stays_in_its_folder_is_flagged_and_known_even_when_its_numbers_change() {
    on_a_record(async |record: Arc<Record>| {
        let mut mailbox = Mailbox::new();
        mailbox.config.done_folder = None;
        mailbox.deliver("1", &mail(1));
        assert_eq!(poll(&record.app, &mailbox.config).await.expect("polled").taken, 1);
        assert_eq!(poll(&record.app, &mailbox.config).await.expect("polled"), Polled::default());
        for entry in fs::read_dir(&mailbox.folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                fs::remove_file(path).expect("Dovecot's index is gone");
            }
        }
        for entry in fs::read_dir(mailbox.folder.join("cur")).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let plain = name.split(':').next().expect("a name").to_owned();
            fs::rename(&path, mailbox.folder.join("new").join(plain)).expect("as if it were new");
        }
        mailbox.deliver("2", &mail(2));
        let polled = poll(&record.app, &mailbox.config).await.expect("polled");
        assert_eq!(polled.taken + polled.known, 2);
        assert_eq!(on_record(&record).await, 2);
    });
}

#[test]
fn a_poll_that_dies_anywhere_takes_each_message_in_once() {
    on_a_record(async |record: Arc<Record>| {
        const COUNT: u32 = 12;
        let mailbox = Mailbox::new();
        for n in 0..COUNT {
            mailbox.deliver(&n.to_string(), &mail(n));
        }
        for died_at in 1..=u64::from(COUNT) {
            let (app, config) = (record.app.clone(), mailbox.config.clone());
            let polling = tokio::spawn(async move { poll(&app, &config).await.map(drop) });
            until(&record, died_at).await;
            polling.abort();
            let ended = polling.await;
            assert!(ended.is_err() || ended.is_ok_and(|polled| polled.is_ok()));
        }
        poll(&record.app, &mailbox.config).await.expect("polled");
        assert_eq!((mailbox.count(""), mailbox.count(".Done")), (0, usize::try_from(COUNT).expect("small")));
        assert_eq!(on_record(&record).await, u64::from(COUNT));
        let requests: Option<u64> =
            record.conn().await.query_first("SELECT COUNT(*) FROM support_request").await.expect("SQL");
        assert_eq!(requests, Some(u64::from(COUNT)));
    });
}

#[test]
fn new_mail_is_taken_in_while_it_is_listened_for() {
    on_a_record(async |record: Arc<Record>| {
        let mailbox = Mailbox::new();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (app, config) = (record.app.clone(), mailbox.config.clone());
        let running = tokio::spawn(async move {
            run(&app, &config, async {
                stopped.await.ok();
            })
            .await;
        });
        mailbox.deliver("1", &mail(1));
        until(&record, 1).await;
        mailbox.deliver("2", &mail(2));
        until(&record, 2).await;
        stop.send(()).expect("it still runs");
        tokio::time::timeout(PATIENCE, running).await.expect("in time").expect("ended well");
    });
}

#[test]
fn nobody_else_is_believed_to_be_the_mailbox_and_no_password_is_in_an_error() {
    on_a_record(async |record: Arc<Record>| {
        let mailbox = Mailbox::new();
        let public = ImapConfig { ca: None, ..mailbox.config.clone() };
        let error = poll(&record.app, &public).await.expect_err("no public authority knows it");
        assert!(format!("{error:#}").contains("TLS"), "{error:#}");
        let other_host = ImapConfig { host: "ip6-localhost".to_owned(), ..mailbox.config.clone() };
        assert!(poll(&record.app, &other_host).await.is_err());
        let wrong = ImapConfig { password: SecretString::from("open sesame"), ..mailbox.config.clone() };
        let error = poll(&record.app, &wrong).await.expect_err("a wrong password");
        assert!(!format!("{error:#}").contains("sesame"), "{error:#}");
        mailbox.deliver("1", &mail(1));
        let gone = ImapConfig { port: 9, ..mailbox.config.clone() };
        assert!(poll(&record.app, &gone).await.is_err());
        assert_eq!((on_record(&record).await, mailbox.count("")), (0, 1));
    });
}
