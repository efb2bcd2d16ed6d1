//! Backups: taken while others go on, restored into another database, and compared.

use super::{Record, on_a_record, values};
use helpdesk_domain::{CommandName, Reference, Role};
use helpdesk_server::app::backup::{self, Header, LEFT_OUT, Trailer, backup, check, restore};
use helpdesk_server::app::people::{Identity, OauthTokens, access_token, sign_in};
use helpdesk_server::app::{self, sessions};
use helpdesk_server::cli::demo_seed;
use helpdesk_server::store::support_requests::{self, SupportRequestRow};
use mysql_async::prelude::Queryable;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The first steward's central id is 1, see the record's configuration.
const ACCOUNTS: &str = "Amina=2,Bruno=3,Chiyo=4,Devi=5,Elin=6,Farid=1,Outsider=7,Rosa=8,Imani=9,Hakim=10";

/// Requests at every stage, made by commands.
pub async fn fill(record: &Record) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/requests.json");
    demo_seed::run(record.app.config.clone(), &file, ACCOUNTS).await.expect("filled");
}

pub async fn taken(record: &Record) -> Vec<u8> {
    let mut file = Vec::new();
    backup(&record.app, &mut file).await.expect("a backup");
    file
}

/// Puts a backup into a database of its own.
pub async fn restored(file: &[u8]) -> Record {
    let other = Record::bare().await;
    restore(&other.app, &mut Cursor::new(file), async || Ok(())).await.expect("restored");
    other
}

/// The lines of the rows, sorted.
pub fn rows(file: &[u8]) -> BTreeSet<String> {
    let text = std::str::from_utf8(file).expect("UTF-8");
    let lines: Vec<_> = text.lines().collect();
    lines[1..lines.len() - 1].iter().map(|line| (*line).to_owned()).collect()
}

async fn references(record: &Record) -> Vec<Reference> {
    let found: Vec<String> =
        record.conn().await.query("SELECT reference FROM support_request ORDER BY id").await.expect("SQL");
    found.iter().map(|text| Reference::parse(text).expect("a reference")).collect()
}

#[test]
fn a_backup_taken_while_commands_go_on_is_of_one_moment_and_comes_back_whole() {
    on_a_record(async |record: Arc<Record>| {
        fill(&record).await;
        let staff = record.sign_in("6", "Elin").await;
        let (go_on, writer) = (Arc::new(AtomicBool::new(true)), record.clone());
        let going_on = go_on.clone();
        let writing = tokio::spawn(async move {
            let mut written = 0;
            while going_on.load(Ordering::SeqCst) {
                let view = writer.submit(&staff, &[("on_behalf_of", "Somebody"), ("title", "Meanwhile")]).await;
                let note = [("note", "noted meanwhile")];
                writer.act(&staff, view.reference, CommandName::Acknowledge, &[]).await.expect("done");
                writer.act(&staff, view.reference, CommandName::AddPrivateNote, &note).await.expect("done");
                written += 1;
            }
            written
        });
        let early = references(&record).await.len();
        while references(&record).await.len() < early + 2 {
            tokio::task::yield_now().await;
        }
        let file = taken(&record).await;
        let after = references(&record).await.len();
        while references(&record).await.len() < after + 2 {
            tokio::task::yield_now().await;
        }
        go_on.store(false, Ordering::SeqCst);
        assert!(writing.await.expect("written") > 3);

        let other = restored(&file).await;
        assert_eq!(rows(&taken(&other).await), rows(&file), "every row of every table");
        let there = references(&other).await;
        assert!(there.len() < references(&record).await.len(), "what came later is not in it");
        for reference in there {
            let now = app::whole_record(&record.app, reference).await.expect("there");
            let then = app::whole_record(&other.app, reference).await.expect("restored");
            assert_eq!(then.history, now.history[..then.history.len()], "{reference}: its first events");
            let row = support_requests::find(&other.app.store, reference).await.expect("SQL").expect("a row");
            assert_eq!(row, SupportRequestRow::of(&then), "{reference}: the index is of the same moment");
        }
        // Nothing goes on any more: now they are equal.
        let file = taken(&record).await;
        let same = restored(&file).await;
        assert_eq!(rows(&taken(&same).await), rows(&file));
        for reference in references(&record).await {
            let (one, two) = (
                app::whole_record(&record.app, reference).await.expect("there"),
                app::whole_record(&same.app, reference).await.expect("restored"),
            );
            assert_eq!(one, two);
        }
        // And the restored one goes on by itself.
        let view = other.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        other.act(&staff, view.reference, CommandName::Acknowledge, &[]).await.expect("done");
        other.remove().await;
        same.remove().await;
    });
}

#[test]
fn every_table_is_in_a_backup_or_left_out_for_a_reason() {
    on_a_record(async |record: Arc<Record>| {
        let file = taken(&record).await;
        let (header, _) = check(&mut Cursor::new(&file)).expect("a backup");
        let tables: BTreeSet<String> =
            record.conn().await.query("SHOW TABLES").await.expect("tables").into_iter().collect();
        let left_out: BTreeSet<String> = LEFT_OUT.iter().map(|(table, _)| (*table).to_owned()).collect();
        let kept: BTreeSet<String> = header.tables.keys().cloned().collect();
        assert!(kept.is_disjoint(&left_out));
        assert_eq!(kept.union(&left_out).cloned().collect::<BTreeSet<_>>(), tables);
    });
}

#[test]
fn a_backup_has_no_token_in_the_clear_and_brings_no_sign_in_back() {
    on_a_record(async |record: Arc<Record>| {
        let identity = Identity {
            issuer: super::ISSUER.to_owned(),
            sub: "42".to_owned(),
            name: "Ada".to_owned(),
            blocked: false,
            temporary: false,
            registered: None,
        };
        let tokens = OauthTokens {
            access: SecretString::from("access-xyzzy"),
            refresh: Some(SecretString::from("refresh-xyzzy")),
            expires_in: 3600,
        };
        let ada = sign_in(&record.app, &identity, Some(&tokens)).await.expect("in").person;
        let session = sessions::create(&record.app, ada).await.expect("a session");
        let file = taken(&record).await;
        assert!(!String::from_utf8_lossy(&file).contains("xyzzy"));
        let other = restored(&file).await;
        let found = sessions::find(&other.app, session.expose_secret()).await.expect("SQL");
        assert_eq!(found, None, "everybody signs in again");
        let token = access_token(&other.app, ada).await.expect("SQL").expect("a token");
        assert_eq!(token.expose_secret(), "access-xyzzy", "the wiki is still edited as those who agreed");
        other.remove().await;
    });
}

#[test]
fn a_command_that_was_acknowledged_before_the_backup_is_not_done_twice_after_it() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let fields = values(&[("what", "Please help."), ("reach", "talk-page"), ("on_behalf_of", "Somebody")]);
        let key = record.key();
        let before = app::submit(&record.app, &staff, &fields, &key).await.expect("made").reference;
        let other = restored(&taken(&record).await).await;
        let again = app::submit(&other.app, &staff, &fields, &key).await.expect("made before").reference;
        assert_eq!(before, again);
        other.remove().await;
    });
}

async fn refusal(file: &[u8]) -> String {
    let other = Record::bare().await;
    let refused = restore(&other.app, &mut Cursor::new(file), async || Ok(())).await.expect_err("refused");
    let tables: Vec<String> = other.conn().await.query("SHOW TABLES").await.expect("tables");
    assert!(!tables.contains(&"person".to_owned()), "nothing was changed: {refused:#}");
    other.remove().await;
    format!("{refused:#}")
}

#[test]
fn what_is_no_whole_backup_is_refused_in_words_and_changes_nothing() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        record.submit(&staff, &[("on_behalf_of", "Somebody")]).await;
        let file = taken(&record).await;
        let ends: Vec<usize> =
            file.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(place, _)| place + 1).collect();
        assert!(ends.len() > 10, "{} lines", ends.len());
        for end in &ends[..ends.len() - 1] {
            let words =
                format!("{:#}", check(&mut Cursor::new(&file[..*end])).expect_err("cut off at a line's end"));
            assert!(words.contains("cut off"), "{words}");
        }
        for end in [ends[3] + 10, file.len() - 1, file.len() - 20] {
            let words =
                format!("{:#}", check(&mut Cursor::new(&file[..end])).expect_err("cut off within a line"));
            assert!(words.contains("cut off"), "{words}");
        }
        let text = String::from_utf8(file.clone()).expect("UTF-8");
        let altered = text.replacen("Somebody", "Nobody", 1);
        assert!(refusal(altered.as_bytes()).await.contains("altered"));
        let twice: String = text
            .lines()
            .map(|line| format!("{line}\n"))
            .enumerate()
            .fold(String::new(), |all, (n, line)| all + &if n == 3 { line.repeat(2) } else { line });
        assert!(refusal(twice.as_bytes()).await.contains("altered"));
        let odd = text.replacen("{\"event\":{", "{\"event\":{\"more\":1,", 1);
        let words = refusal(odd.as_bytes()).await;
        assert!(words.contains("line ") && words.contains("event.more"), "{words}");
        for (other, said) in [
            ("", "empty"),
            ("<html>", "not a backup"),
            ("{\"helpdesk_backup\": 7}\n", "format 7"),
            ("{\"id\": \"x\"}\n", "not a backup"),
        ] {
            let words = refusal(other.as_bytes()).await;
            assert!(words.contains(said), "{words}");
        }
        assert!(refusal(&[0x1f, 0x8b, 8, 0]).await.contains("gunzip"));
    });
}

#[test]
fn a_backup_of_a_newer_schema_is_refused_with_what_to_do() {
    on_a_record(async |record: Arc<Record>| {
        let mut conn = record.conn().await;
        conn.query_drop("INSERT INTO migration VALUES (9999, 'V9999__x', REPEAT('x', 32), NOW())")
            .await
            .expect("added");
        let refused = backup(&record.app, Vec::new()).await.expect_err("a newer schema");
        assert!(refused.to_string().contains("9999"), "{refused}");
        conn.query_drop("DELETE FROM migration WHERE version = 9999").await.expect("removed");
        let file = with_header(&taken(&record).await, |header| header.schema = 9999);
        let words = refusal(&file).await;
        assert!(words.contains("9999") && words.contains("restore it with the program"), "{words}");
    });
}

/// The same backup with another first line, and the sum that goes with it.
fn with_header(file: &[u8], change: impl FnOnce(&mut Header)) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let (mut header, trailer) = check(&mut Cursor::new(file)).expect("a backup");
    change(&mut header);
    let text = String::from_utf8(file.to_vec()).expect("UTF-8");
    let lines: Vec<_> = text.lines().collect();
    let mut new = serde_json::to_string(&header).expect("JSON") + "\n";
    lines[1..lines.len() - 1].iter().for_each(|line| new = format!("{new}{line}\n"));
    let sha256 = Sha256::digest(&new).iter().map(|byte| format!("{byte:02x}")).collect();
    let trailer = Trailer { sha256, ..trailer };
    (new + &serde_json::to_string(&trailer).expect("JSON") + "\n").into_bytes()
}

#[test]
fn only_an_empty_database_is_restored_into() {
    on_a_record(async |record: Arc<Record>| {
        record.sign_in("42", "Ada").await;
        let file = taken(&record).await;
        let refused =
            restore(&record.app, &mut Cursor::new(&file), async || Ok(())).await.expect_err("refused");
        let words = format!("{refused:#}");
        assert!(words.contains("not empty") && words.contains("person"), "{words}");
        assert!(!backup::unfinished(&record.app).await.expect("SQL"));
        // One that was migrated and has the default policy counts as empty.
        let migrated = Record::create().await;
        restore(&migrated.app, &mut Cursor::new(&file), async || Ok(())).await.expect("restored");
        assert_eq!(rows(&taken(&migrated).await), rows(&file));
        migrated.remove().await;
    });
}

#[test]
fn a_restore_that_is_cut_off_lets_nobody_in_and_goes_on_when_it_is_run_again() {
    on_a_record(async |record: Arc<Record>| {
        fill(&record).await;
        let file = taken(&record).await;
        let other = Record::bare().await;
        let cut = restore(&other.app, &mut Cursor::new(&file), async || anyhow::bail!("cut off")).await;
        assert!(cut.is_err_and(|error| error.to_string().contains("cut off")));
        assert!(backup::unfinished(&other.app).await.expect("SQL"));
        let another = taken(&Record::create().await).await;
        let refused =
            restore(&other.app, &mut Cursor::new(&another), async || Ok(())).await.expect_err("refused");
        assert!(refused.to_string().contains("another backup"), "{refused}");
        let done = restore(&other.app, &mut Cursor::new(&file), async || Ok(())).await.expect("restored");
        assert!(done.resumed && !backup::unfinished(&other.app).await.expect("SQL"));
        assert_eq!(rows(&taken(&other).await), rows(&file));
        other.remove().await;
    });
}
