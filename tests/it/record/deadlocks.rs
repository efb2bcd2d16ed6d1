//! A transaction that the database gave up for another one is run again, and nobody is told.

use super::{Record, on_a_record, values};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use helpdesk_domain::{Reference, Role};
use helpdesk_server::app::{gadget_tokens, seats};
use mysql_async::Conn;
use mysql_async::prelude::Queryable;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;

const WIKI: &str = "http://127.0.0.1:9";
/// How often it is looked whether somebody waits, at most: half a minute.
const LOOKS: usize = 200;

/// A transaction that has done so much that of two the other one is given up.
async fn heavy(record: &Record) -> Conn {
    let mut conn = record.conn().await;
    conn.query_drop("START TRANSACTION").await.expect("begun");
    let rows: Vec<String> = (0..500).map(|n| format!("('heavy {n}', 'x', NOW())")).collect();
    let insert = format!("INSERT INTO lease (name, holder, held_until) VALUES {}", rows.join(", "));
    conn.query_drop(insert).await.expect("inserted");
    conn
}

/// Waits until another transaction of this database waits for a lock.
async fn somebody_waits(record: &Record) {
    let waiting = "SELECT COUNT(*) FROM information_schema.innodb_trx t
        JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
        WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()";
    let mut conn = record.conn().await;
    for _ in 0..LOOKS {
        if conn.query_first::<u64, _>(waiting).await.expect("SQL") != Some(0) {
            return;
        }
        // The table is made anew only when nobody has read it for a tenth of a second.
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    panic!("the service waits for no lock");
}

/// Holds what `first` locks, waits until the service waits for it, asks for what the service holds, and so has the
/// service's transaction given up: else `second` would end in a deadlock, or in vain.
async fn given_up_for(record: &Record, conn: &mut Conn, second: &str) {
    somebody_waits(record).await;
    conn.query_drop(second).await.expect("the other one was given up");
    conn.query_drop("ROLLBACK").await.expect("ended");
}

#[test]
fn seats_are_changed_although_the_first_try_met_a_deadlock() {
    on_a_record(async |record: Arc<Record>| {
        let steward = record.person("Steward", &[Role::Steward]).await;
        for name in ["Chiyo", "Devi"] {
            record.person(name, &[Role::Committee]).await;
        }
        let seat = values(&[("name", "Chiyo"), ("from", "2026-01-01")]);
        seats::add(&record.app, &steward, &seat, None).await.expect("added");
        let turn = "INSERT INTO lease (name, holder, held_until) VALUES ('seats', 'x', NOW())
            ON DUPLICATE KEY UPDATE holder = VALUES(holder)";

        let mut conn = heavy(&record).await;
        conn.query_drop("SELECT * FROM seat FOR UPDATE").await.expect("locked");
        let other = record.clone();
        let adding = tokio::spawn(async move {
            let seat = values(&[("name", "Devi"), ("from", "2026-01-01")]);
            seats::add(&other.app, &steward, &seat, None).await
        });
        given_up_for(&record, &mut conn, turn).await;
        adding.await.expect("joined").expect("added");
        let known = seats::known(&record.app, None).await.expect("seats");
        assert_eq!(known.all().len(), 2, "each once");

        let last = Reference::parse(&known.all()[1].id).expect("a name");
        let mut conn = heavy(&record).await;
        conn.query_drop("SELECT * FROM seat FOR UPDATE").await.expect("locked");
        let other = record.clone();
        let ending = tokio::spawn(async move { seats::end(&other.app, &steward, last, "2026-01-31").await });
        given_up_for(&record, &mut conn, turn).await;
        ending.await.expect("joined").expect("ended");
        let ended: Option<u64> = record
            .conn()
            .await
            .query_first("SELECT COUNT(*) FROM seat WHERE ended_on = '2026-01-31'")
            .await
            .expect("SQL");
        assert_eq!(ended, Some(1));
    });
}

#[test]
fn a_code_is_redeemed_although_the_first_try_met_a_deadlock() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let verifier = "v".repeat(43);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let code = gadget_tokens::create_code(&record.app, ada.person, WIKI, &challenge).await.expect("a code");
        let mut conn = heavy(&record).await;
        // Locks the place where the new token would go.
        conn.query_drop("SELECT * FROM gadget_token FOR UPDATE").await.expect("locked");
        let other = record.clone();
        let redeeming = tokio::spawn(async move {
            gadget_tokens::redeem(&other.app, code.expose_secret(), &verifier, WIKI).await
        });
        given_up_for(&record, &mut conn, "SELECT * FROM popup_code FOR UPDATE").await;
        let token = redeeming.await.expect("joined").expect("a token");
        let who = gadget_tokens::find(&record.app, token.expose_secret(), WIKI).await.expect("SQL");
        assert_eq!(who.expect("it holds").person, ada.person);
        let tokens: Option<u64> =
            record.conn().await.query_first("SELECT COUNT(*) FROM gadget_token").await.expect("SQL");
        assert_eq!(tokens, Some(1), "one, not one a try");
    });
}
