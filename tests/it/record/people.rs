//! Signing in, roles, sessions and tokens.

use super::{Record, on_a_record};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use helpdesk_domain::{Actor, Role, Timestamp};
use helpdesk_server::app::people::{Identity, OauthTokens, access_token, sign_in};
use helpdesk_server::app::{AppError, drafts, gadget_tokens, housekeeping, people, roles, sessions};
use mysql_async::prelude::Queryable;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::sync::Arc;

const ORIGIN: &str = "http://127.0.0.1:9";

fn identity(sub: &str, name: &str) -> Identity {
    Identity {
        issuer: super::ISSUER.to_owned(),
        sub: sub.to_owned(),
        name: name.to_owned(),
        blocked: false,
        temporary: false,
        registered: Some(Timestamp(1_000_000_000)),
    }
}

async fn gadget_token(record: &Record, who: &Actor) -> SecretString {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest("a verifier"));
    let code = gadget_tokens::create_code(&record.app, who.person, ORIGIN, &challenge).await.expect("a code");
    gadget_tokens::redeem(&record.app, code.expose_secret(), "a verifier", ORIGIN).await.expect("a token")
}

#[test]
fn a_renamed_account_keeps_its_person() {
    on_a_record(async |record: Arc<Record>| {
        let before = record.sign_in("42", "Ada").await;
        assert_eq!(people::name(&record.app, before.person).await.expect("SQL").as_deref(), Some("Ada"));
        let after = record.sign_in("42", "Ada Lovelace").await;
        assert_eq!(before.person, after.person);
        let name = people::name(&record.app, before.person).await.expect("SQL");
        assert_eq!(name.as_deref(), Some("Ada Lovelace"));
        let other = record.sign_in("43", "Ada").await;
        assert_ne!(other.person, before.person, "a name says nothing about who it is");
    });
}

#[test]
fn the_configured_account_becomes_the_first_steward_and_only_the_first() {
    on_a_record(async |record: Arc<Record>| {
        let first = record.sign_in("1", "First").await;
        assert!(first.roles.has(Role::Steward));
        let second = record.person("Second", &[Role::Steward]).await;
        roles::revoke(&record.app, &second, first.person, Role::Steward).await.expect("revoked");
        assert!(!record.sign_in("1", "First").await.roles.has(Role::Steward));
        let last = roles::revoke(&record.app, &second, second.person, Role::Steward).await;
        assert!(matches!(last, Err(AppError::Form(_))), "{last:?}");
    });
}

#[test]
fn only_stewards_grant_and_roles_hold_at_once() {
    on_a_record(async |record: Arc<Record>| {
        let steward = record.sign_in("1", "First").await;
        let ada = record.sign_in("42", "Ada").await;
        let token = sessions::create(&record.app, ada.person).await.expect("a session");
        let now = async || sessions::find(&record.app, token.expose_secret()).await.expect("SQL").expect("in");
        assert!(now().await.roles.is_empty());
        for refused in [
            roles::grant(&record.app, &ada, "Ada", Role::Staff).await,
            roles::revoke(&record.app, &ada, steward.person, Role::Steward).await,
            roles::list(&record.app, &ada).await.map(drop),
        ] {
            assert!(matches!(refused, Err(AppError::Rejected(_))), "{refused:?}");
        }
        for role in [Role::Staff, Role::Committee, Role::Staff] {
            roles::grant(&record.app, &steward, "Ada", role).await.expect("granted");
        }
        assert!(now().await.roles.has(Role::Staff) && now().await.roles.has(Role::Committee));
        let listed = roles::list(&record.app, &steward).await.expect("a list");
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].roles, now().await.roles);
        roles::revoke(&record.app, &steward, ada.person, Role::Staff).await.expect("revoked");
        assert!(!now().await.roles.has(Role::Staff));
        let nobody = roles::grant(&record.app, &steward, "ada", Role::Staff).await;
        assert!(matches!(nobody, Err(AppError::Form(_))), "names are compared as the wiki does");
    });
}

#[test]
fn a_blocked_account_is_out_everywhere() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.sign_in("42", "Ada").await;
        let session = sessions::create(&record.app, ada.person).await.expect("a session");
        let token = gadget_token(&record, &ada).await;
        let blocked = Identity { blocked: true, ..identity("42", "Ada") };
        let refused = sign_in(&record.app, &blocked, None).await;
        assert!(matches!(refused, Err(AppError::Blocked)), "{refused:?}");
        assert_eq!(sessions::find(&record.app, session.expose_secret()).await.expect("SQL"), None);
        assert_eq!(gadget_tokens::find(&record.app, token.expose_secret(), ORIGIN).await.expect("SQL"), None);
        let temporary = Identity { temporary: true, ..identity("44", "~2026-1") };
        let refused = sign_in(&record.app, &temporary, None).await;
        assert!(matches!(refused, Err(AppError::TemporaryAccount)), "{refused:?}");
    });
}

#[test]
fn a_session_ends_and_runs_out_by_the_databases_clock() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.sign_in("42", "Ada").await;
        let one = sessions::create(&record.app, ada.person).await.expect("a session");
        let other = sessions::create(&record.app, ada.person).await.expect("a session");
        sessions::end(&record.app, one.expose_secret()).await.expect("ended");
        assert_eq!(sessions::find(&record.app, one.expose_secret()).await.expect("SQL"), None);
        assert!(sessions::find(&record.app, other.expose_secret()).await.expect("SQL").is_some());
        let mut conn = record.conn().await;
        let kept: Vec<Vec<u8>> = conn.query("SELECT token_hash FROM session").await.expect("SQL");
        assert!(kept.iter().all(|hash| hash != other.expose_secret().as_bytes()), "only its hash is kept");
        conn.query_drop("UPDATE session SET expires_at = NOW() - INTERVAL 1 SECOND").await.expect("SQL");
        assert_eq!(sessions::find(&record.app, other.expose_secret()).await.expect("SQL"), None);
        housekeeping::tidy(&record.app).await.expect("tidy");
        let left: Option<u64> = conn.query_first("SELECT COUNT(*) FROM session").await.expect("SQL");
        assert_eq!(left, Some(0));
    });
}

#[test]
fn a_gadgets_token_is_for_its_person_and_origin() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.sign_in("42", "Ada").await;
        let token = gadget_token(&record, &ada).await;
        let find =
            async |origin| gadget_tokens::find(&record.app, token.expose_secret(), origin).await.expect("SQL");
        assert_eq!(find(ORIGIN).await.expect("signed in").person, ada.person);
        assert_eq!(find("http://127.0.0.1:90").await, None);
        gadget_tokens::end(&record.app, ada.person).await.expect("ended");
        assert_eq!(find(ORIGIN).await, None);
    });
}

#[test]
fn a_code_is_used_up_by_the_first_try() {
    on_a_record(async |record: Arc<Record>| {
        let app = &record.app;
        let ada = record.sign_in("42", "Ada").await;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest("a verifier"));
        for (verifier, origin) in [("another verifier", ORIGIN), ("a verifier", "http://evil.example")] {
            let code = gadget_tokens::create_code(app, ada.person, ORIGIN, &challenge).await.expect("a code");
            for (verifier, origin) in [(verifier, origin), ("a verifier", ORIGIN)] {
                let refused = gadget_tokens::redeem(app, code.expose_secret(), verifier, origin).await;
                assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
            }
        }
        let code = gadget_tokens::create_code(app, ada.person, ORIGIN, &challenge).await.expect("a code");
        let redeem = || gadget_tokens::redeem(app, code.expose_secret(), "a verifier", ORIGIN);
        let (one, other) = tokio::join!(redeem(), redeem());
        assert!(one.is_ok() != other.is_ok(), "once, also for two at once: {one:?} {other:?}");
        for (origin, challenge) in [("http://127.0.0.1:90", challenge.as_str()), (ORIGIN, "short")] {
            let refused = gadget_tokens::create_code(app, ada.person, origin, challenge).await;
            assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
        }
    });
}

#[test]
fn wiki_tokens_are_kept_encrypted_and_come_back() {
    on_a_record(async |record: Arc<Record>| {
        let tokens = OauthTokens {
            access: SecretString::from("access-xyzzy"),
            refresh: Some(SecretString::from("refresh-xyzzy")),
            expires_in: 3600,
        };
        let ada = sign_in(&record.app, &identity("42", "Ada"), Some(&tokens)).await.expect("in");
        let got = access_token(&record.app, ada.person).await.expect("SQL").expect("a token");
        assert_eq!(got.expose_secret(), "access-xyzzy");
        let mut conn = record.conn().await;
        let kept: (Vec<u8>, Vec<u8>) =
            conn.query_first("SELECT access, refresh FROM oauth_token").await.expect("SQL").expect("a row");
        let bytes = [kept.0, kept.1].concat();
        assert!(!bytes.windows(5).any(|part| part == b"xyzzy"));
        let bob = record.sign_in("43", "Bob").await;
        assert!(access_token(&record.app, bob.person).await.expect("SQL").is_none());
        // Another person's row cannot be used.
        conn.query_drop(format!("UPDATE oauth_token SET person = '{}'", bob.person)).await.expect("SQL");
        assert!(matches!(access_token(&record.app, bob.person).await, Err(AppError::Internal(_))));
    });
}

#[test]
fn a_draft_survives_and_is_forgotten() {
    on_a_record(async |record: Arc<Record>| {
        let filled = super::values(&[("what", "xyzzy maps"), ("mail", "ada@example.org")]);
        let word = drafts::save(&record.app, &filled).await.expect("kept");
        let found = drafts::find(&record.app, word.expose_secret()).await.expect("SQL");
        assert_eq!(found.as_ref(), Some(&filled));
        let mut conn = record.conn().await;
        let body: Vec<u8> = conn.query_first("SELECT body FROM draft").await.expect("SQL").expect("a row");
        assert!(!body.windows(5).any(|part| part == b"xyzzy"));
        drafts::forget(&record.app, word.expose_secret()).await.expect("forgotten");
        assert_eq!(drafts::find(&record.app, word.expose_secret()).await.expect("SQL"), None);
    });
}
