//! Mail that goes out, through a real SMTP peer.

mod address;
mod correspondents;
mod follow_ups;
mod objection;
mod packs;
pub mod peer;
mod relay;
mod threads;

use crate::record::Record;
use helpdesk_domain::{Actor, CommandName, Reference};
use helpdesk_server::app::App;
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::config::{MailConfig, SmtpConfig};
use helpdesk_server::worker::post;
use mysql_async::prelude::Queryable;
use peer::Peer;
use std::sync::Arc;

/// The service with this peer as its relay.
pub fn relayed(record: &Record, peer: &Peer) -> App {
    configured(record, |mail| mail.smtp = Some(peer.relay()))
}

/// The service with mail configured otherwise.
pub fn configured(record: &Record, change: impl FnOnce(&mut MailConfig)) -> App {
    let mut config = (*record.app.config).clone();
    change(&mut config.mail);
    App::new(record.app.store.clone(), record.clock.clone(), Arc::new(config), Arc::new(SystemIds))
}

/// A relay that is not encrypted, with little patience.
pub fn plain(port: u16) -> SmtpConfig {
    let mut relay = SmtpConfig::parse(&format!("smtp://localhost:{port}?tls=none")).expect("a relay");
    relay.patience = 5;
    relay
}

/// A request of somebody who is reached by mail, taken up by staff.
pub async fn acknowledged(
    record: &Record,
    requester: &Actor,
    staff: &Actor,
    more: &[(&str, &str)],
) -> Reference {
    let mut fields = vec![("reach", "mail"), ("mail", "ada@people.example"), ("title", "Maps")];
    fields.extend(more);
    let reference = record.submit(requester, &fields).await.reference;
    record.act(staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
    reference
}

/// The committee is asked, and its first feedback is recorded.
pub async fn decided(record: &Record, staff: &Actor, secretary: &Actor, about: Reference) {
    let positive = [("outcome", "positive"), ("priority", "low"), ("rationale", "Good.")];
    record.act(staff, about, CommandName::MarkReadyForCommittee, &[]).await.expect("done");
    record.act(secretary, about, CommandName::RecordInitialDecision, &positive).await.expect("done");
}

/// Makes every mail due that waits, as if its pause were over, and sends what can be sent.
pub async fn sent(record: &Record, app: &App) -> u32 {
    record
        .conn()
        .await
        .query_drop("UPDATE outbox SET due_at = NOW() WHERE kind = 'mail' AND state = 'waiting'")
        .await
        .expect("SQL");
    post::drain(app).await.expect("drained")
}

/// The kinds and states of all mail, in their order.
pub async fn states(record: &Record) -> Vec<(String, String)> {
    record.conn().await.query("SELECT kind, state FROM sent_mail ORDER BY id").await.expect("SQL")
}

/// The same as plain words.
pub fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(kind, state)| ((*kind).to_owned(), (*state).to_owned())).collect()
}

/// A request's number in the record.
pub async fn number_of(record: &Record, reference: Reference) -> u64 {
    let statement = "SELECT id FROM support_request WHERE reference = ?";
    let found = record.conn().await.exec_first(statement, (reference.as_str(),)).await;
    found.expect("SQL").expect("a request")
}
