//! What a relay does with mail, and what becomes of it.

use super::peer::Peer;
use super::{configured, pairs, plain, relayed, sent, states};
use crate::record::{Record, on_a_record};
use helpdesk_domain::{Actor, CommandName, Reference, Role};
use helpdesk_server::config::SmtpTls;
use helpdesk_server::worker::post;
use mysql_async::prelude::Queryable;
use std::sync::Arc;

async fn asked_at(record: &Record, address: &str) -> (Actor, Reference) {
    let ada = record.person("Ada", &[]).await;
    let view = record.submit(&ada, &[("reach", "mail"), ("mail", address)]).await;
    (ada, view.reference)
}

async fn error(record: &Record) -> (String, u32, Option<String>) {
    let statement = "SELECT state, attempts, error FROM outbox WHERE kind = 'mail' ORDER BY id DESC LIMIT 1";
    record.conn().await.query_first(statement).await.expect("SQL").expect("a job")
}

#[test]
fn a_relay_that_defers_is_asked_again_and_the_mail_arrives_once() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "defer-2-ada@people.example").await;
        assert_eq!(post::drain(&app).await.expect("drained"), 1);
        let (state, attempts, words) = error(&record).await;
        assert_eq!((state.as_str(), attempts), ("waiting", 1));
        let words = words.expect("why");
        assert!(words.contains("451") && !words.contains("people.example"), "{words}");
        assert_eq!(post::drain(&app).await.expect("drained"), 0, "it waits before it asks again");
        sent(&record, &app).await;
        sent(&record, &app).await;
        assert_eq!(states(&record).await, pairs(&[("received", "sent")]));
        peer.only();
    });
}

#[test]
fn a_refused_address_comes_back_to_the_request_without_being_said_in_the_clear() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "refuse-ada@people.example").await;
        sent(&record, &app).await;
        assert_eq!(states(&record).await, pairs(&[("received", "refused")]));
        let reason: String =
            record.conn().await.query_first("SELECT reason FROM sent_mail").await.expect("SQL").expect("one");
        assert!(reason.contains("550") && !reason.contains('@'), "{reason}");
        assert!(peer.taken().is_empty());
    });
}

#[test]
fn a_text_that_is_not_accepted_says_nothing_of_the_address() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "spam-ada@people.example").await;
        sent(&record, &app).await;
        assert_eq!(states(&record).await, pairs(&[("received", "declined")]));
        assert!(peer.taken().is_empty());
    });
}

#[test]
fn a_lost_answer_sends_the_same_message_id_once_more_and_then_waits_for_a_person() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "lost-1-ada@people.example").await;
        sent(&record, &app).await;
        sent(&record, &app).await;
        let taken = peer.taken();
        assert_eq!(taken.len(), 2, "it had arrived, which nobody could know");
        assert_eq!(taken[0].message.message_id, taken[1].message.message_id);
        assert_eq!(states(&record).await, pairs(&[("received", "sent")]));
    });
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "lost-9-ada@people.example").await;
        for _ in 0..5 {
            sent(&record, &app).await;
        }
        assert_eq!(peer.taken().len(), 2, "never a third time");
        assert_eq!(error(&record).await.0, "parked");
    });
}

#[test]
fn a_connection_that_breaks_within_the_text_loses_nothing() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "drop-1-ada@people.example").await;
        sent(&record, &app).await;
        assert!(peer.taken().is_empty());
        sent(&record, &app).await;
        peer.only();
    });
}

#[test]
fn a_slow_relay_is_waited_for() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        asked_at(&record, "slow-7-ada@people.example").await;
        sent(&record, &app).await;
        peer.only();
        assert_eq!(states(&record).await, pairs(&[("received", "sent")]));
    });
}

#[test]
fn mail_is_encrypted_with_a_certificate_that_is_trusted_or_not_sent() {
    for tls in [SmtpTls::Whole, SmtpTls::Required, SmtpTls::Offered] {
        on_a_record(async move |record: Arc<Record>| {
            let peer = Peer::start(tls);
            asked_at(&record, "ada@people.example").await;
            let mut relay = peer.relay();
            relay.ca = None;
            let distrusting = configured(&record, |mail| mail.smtp = Some(relay));
            sent(&record, &distrusting).await;
            assert!(peer.taken().is_empty(), "{tls:?}");
            assert_eq!(error(&record).await.0, "waiting");
            sent(&record, &relayed(&record, &peer)).await;
            assert!(peer.only().encrypted, "{tls:?}");
        });
    }
}

#[test]
fn a_relay_without_encryption_gets_nothing_where_it_is_required() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        asked_at(&record, "ada@people.example").await;
        let mut relay = peer.relay();
        relay.tls = SmtpTls::Required;
        sent(&record, &configured(&record, |mail| mail.smtp = Some(relay))).await;
        assert!(peer.taken().is_empty());
    });
}

#[test]
fn without_a_relay_mail_waits_and_nothing_else_does() {
    on_a_record(async |record: Arc<Record>| {
        let (ada, reference) = asked_at(&record, "ada@people.example").await;
        assert_eq!(sent(&record, &record.app).await, 0);
        let staff = record.person("Staff", &[Role::Staff]).await;
        record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        let name = [("shown_name", "Ada")];
        record.act(&ada, reference, CommandName::GiveConsent, &name).await.expect("done");
        let jobs = helpdesk_server::app::outbox::lease(&record.app, 1, 60).await.expect("a lease");
        assert_eq!(jobs.len(), 1, "the page of the request does not wait for mail");
        let nobody = configured(&record, |mail| mail.smtp = Some(plain(9)));
        sent(&record, &nobody).await;
        let all = pairs(&[("received", "waiting"), ("acknowledged", "waiting")]);
        assert_eq!(states(&record).await, all);
    });
}

#[test]
fn mail_waits_for_the_page_that_it_links_to() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let fields =
            [("reach", "mail"), ("mail", "ada@people.example"), ("publish", "on"), ("shown_name", "Ada")];
        record.submit(&ada, &fields).await;
        assert_eq!(sent(&record, &app).await, 0, "the page is not there");
        let store = &record.app.store;
        while let Some(job) = helpdesk_server::app::outbox::lease(&app, 1, 60).await.expect("a lease").pop() {
            assert!(peer.taken().is_empty());
            assert!(helpdesk_server::store::outbox::done(store, job.id, &job.lease).await.expect("SQL"));
        }
        assert_eq!(sent(&record, &app).await, 1);
        peer.only();
    });
}

#[test]
fn an_hour_s_budget_is_kept_by_all_processes_together() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let ada = record.person("Ada", &[]).await;
        for n in 0..5 {
            let address = format!("ada{n}@people.example");
            record.submit(&ada, &[("reach", "mail"), ("mail", &address)]).await;
        }
        let limited = || {
            configured(&record, |mail| {
                mail.smtp = Some(peer.relay());
                mail.per_sender = 3;
            })
        };
        let (one, other) = (limited(), limited());
        let (one, other) = tokio::join!(post::drain(&one), post::drain(&other));
        one.expect("drained");
        other.expect("drained");
        assert!(peer.taken().len() <= 3, "{}", peer.taken().len());
        sent(&record, &limited()).await;
        assert_eq!(peer.taken().len(), 3);
        let ago = "UPDATE sent_mail SET tried_on = NOW() - INTERVAL 61 MINUTE WHERE tried_on IS NOT NULL";
        record.conn().await.query_drop(ago).await.expect("SQL");
        sent(&record, &limited()).await;
        assert_eq!(peer.taken().len(), 5);
    });
}
