//! Another key in place of an older one, while people sign in and the wiki is edited in their name.

use super::refresh::{scene, with_config};
use super::{ISSUER, Record, on_a_record, values};
use helpdesk_domain::{CommandName, PersonId, Role};
use helpdesk_server::app::crypt::TokenKeys;
use helpdesk_server::app::people::{Identity, OauthTokens, access_token, sign_in};
use helpdesk_server::app::{self, Rotated, drafts, feedback_drafts, rotate_keys};
use mysql_async::prelude::Queryable;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The key of the record's configuration, and another one.
pub fn old() -> String {
    format!("test:{}", "5a".repeat(32))
}

pub fn new() -> String {
    format!("new:{}", "a5".repeat(32))
}

pub fn with_keys(record: &Record, app: &app::App, text: &str) -> app::App {
    let mut config = (*app.config).clone();
    config.token_keys = TokenKeys::parse(text).expect("keys");
    with_config(record, config)
}

async fn sign_in_as(app: &app::App, n: usize, access: &str, expires_in: u32) -> PersonId {
    let identity = Identity {
        issuer: ISSUER.to_owned(),
        sub: format!("sub {n}"),
        name: format!("Person {n}"),
        blocked: false,
        temporary: false,
        registered: None,
    };
    let tokens = OauthTokens {
        access: SecretString::from(access.to_owned()),
        refresh: Some(SecretString::from("refresh-0")),
        expires_in,
    };
    sign_in(app, &identity, Some(&tokens)).await.expect("in").person
}

async fn under(record: &Record, key_id: &str) -> u64 {
    let number = "SELECT COUNT(*) FROM oauth_token WHERE key_id = ?";
    record.conn().await.exec_first(number, (key_id,)).await.expect("SQL").expect("a number")
}

#[test]
fn tokens_are_encrypted_anew_under_the_first_key() {
    on_a_record(async |record: Arc<Record>| {
        let person = sign_in_as(&record.app, 1, "access-0", 3600).await;
        let both = with_keys(&record, &record.app, &format!("{},{}", new(), old()));
        let rotated = rotate_keys(&both).await.expect("rotated");
        assert_eq!(rotated, Rotated { key_id: "new".to_owned(), anew: 1, left: BTreeMap::new() });
        assert_eq!(rotate_keys(&both).await.expect("rotated").anew, 0);
        let alone = with_keys(&record, &record.app, &new());
        let token = access_token(&alone, person).await.expect("an answer").expect("a token");
        assert_eq!(token.expose_secret(), "access-0", "the old key is no longer needed");
        assert!(access_token(&record.app, person).await.is_err());
    });
}

#[test]
fn what_was_begun_and_not_sent_is_encrypted_anew_too() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&ada, &[]).await.reference;
        for name in [CommandName::Acknowledge, CommandName::MarkReadyForCommittee] {
            record.act(&staff, reference, name, &[]).await.expect("done");
        }
        let begun = values(&[("text", "Not yet given.")]);
        let mut members = Vec::new();
        for n in 0..60 {
            let member = record.person(&format!("Member {n}"), &[Role::Committee]).await;
            feedback_drafts::save(&record.app, &member, reference, &begun).await.expect("kept");
            members.push(member);
        }
        let form = values(&[("what", "Before signing in.")]);
        let mut words = Vec::new();
        for _ in 0..60 {
            words.push(drafts::save(&record.app, &form).await.expect("kept"));
        }
        let both = with_keys(&record, &record.app, &format!("{},{}", new(), old()));
        let rotated = rotate_keys(&both).await.expect("rotated");
        assert_eq!((rotated.anew, rotated.left), (120, BTreeMap::new()));
        let alone = with_keys(&record, &record.app, &new());
        for member in &members {
            let (kept, _) =
                feedback_drafts::find(&alone, member, reference).await.expect("SQL").expect("readable");
            assert_eq!(kept, begun);
        }
        for word in &words {
            let kept = drafts::find(&alone, word.expose_secret()).await.expect("readable");
            assert_eq!(kept.as_ref(), Some(&form));
        }
    });
}

#[test]
fn a_token_whose_key_is_lost_is_counted_and_keeps_no_other_from_being_encrypted_anew() {
    on_a_record(async |record: Arc<Record>| {
        for n in 0..120 {
            sign_in_as(&record.app, n, "access", 3600).await;
        }
        let lost = "UPDATE oauth_token SET key_id = 'lost' ORDER BY person LIMIT 60";
        record.conn().await.query_drop(lost).await.expect("SQL");
        let both = with_keys(&record, &record.app, &format!("{},{}", new(), old()));
        let rotated = rotate_keys(&both).await.expect("rotated");
        assert_eq!((rotated.anew, rotated.left), (60, BTreeMap::from([("lost".to_owned(), 60)])));
        assert_eq!((under(&record, "new").await, under(&record, "lost").await), (60, 60));
    });
}

#[test]
fn keys_are_rotated_twice_at_once_while_people_sign_in_and_their_tokens_are_used_and_refreshed() {
    on_a_record(async |record: Arc<Record>| {
        let (service, point, handle, _) = scene(&record).await;
        let people = Arc::new({
            let mut people = Vec::new();
            for n in 0..200 {
                // A fifth of them have run out and are refreshed meanwhile.
                let expires_in = if n % 5 == 0 { 0 } else { 3600 };
                people.push(sign_in_as(&service, n, &format!("access of {n}"), expires_in).await);
            }
            people
        });
        let both = with_keys(&record, &service, &format!("{},{}", new(), old()));
        let (go_on, done) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicU32::new(0)));
        let load: Vec<_> = (0..4)
            .map(|task| {
                let (both, people, go_on, done) = (both.clone(), people.clone(), go_on.clone(), done.clone());
                tokio::spawn(async move {
                    let mut n = task;
                    while go_on.load(Ordering::SeqCst) {
                        n = (n + 37) % people.len();
                        if task == 0 {
                            sign_in_as(&both, n, &format!("access of {n}"), 3600).await;
                        } else {
                            let token =
                                access_token(&both, people[n]).await.expect("in time").expect("a token");
                            let token = token.expose_secret();
                            let own = token == format!("access of {n}");
                            assert!(own || token.starts_with("access-"), "{n} has {token}");
                        }
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        while done.load(Ordering::SeqCst) < 8 {
            tokio::task::yield_now().await;
        }
        let before = done.load(Ordering::SeqCst);
        let (one, other) = tokio::join!(rotate_keys(&both), rotate_keys(&both));
        let (one, other) = (one.expect("rotated"), other.expect("rotated"));
        assert!(done.load(Ordering::SeqCst) > before, "the load went on meanwhile");
        go_on.store(false, Ordering::SeqCst);
        for task in load {
            task.await.expect("every token was to be had");
        }
        assert!(one.anew + other.anew > 100 && one.anew + other.anew <= 201, "each once: {one:?} {other:?}");
        assert!(one.left.is_empty() && other.left.is_empty());
        assert_eq!(under(&record, "test").await, 0);
        let alone = with_keys(&record, &service, &new());
        for person in people.iter() {
            access_token(&alone, *person).await.expect("in time").expect("a token");
        }
        assert!(point.calls.load(Ordering::SeqCst) > 0, "some were refreshed");
        handle.stop(false).await;
    });
}
