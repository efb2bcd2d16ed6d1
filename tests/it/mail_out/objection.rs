//! A member's objection, as the requester learns of it by mail.

use super::peer::Peer;
use super::{relayed, sent, states};
use crate::record::{Record, on_a_record};
use helpdesk_domain::{CommandName, Role};
use std::sync::Arc;

#[test]
fn the_requester_learns_that_a_decision_is_open_again_and_not_who_objected_or_why() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let member = record.person("Objector", &[Role::Committee]).await;
        let fields = [("reach", "mail"), ("mail", "ada@people.example"), ("title", "Maps"), ("language", "fr")];
        let about = record.submit(&ada, &fields).await.reference;
        record.act(&staff, about, CommandName::Acknowledge, &[]).await.expect("done");
        record.act(&staff, about, CommandName::MarkReadyForCommittee, &[]).await.expect("done");
        let positive = [("outcome", "positive"), ("priority", "low"), ("rationale", "Good.")];
        record.act(&secretary, about, CommandName::RecordInitialDecision, &positive).await.expect("done");
        sent(&record, &app).await;
        let reason = [("reason", "The rights are not clear, hemlock.")];
        record.act(&member, about, CommandName::Object, &reason).await.expect("done");
        sent(&record, &app).await;
        let told = states(&record).await.pop().expect("a mail");
        assert_eq!(told, ("objection".to_owned(), "sent".to_owned()));
        let mail = peer.taken().pop().expect("a mail");
        assert!(mail.message.text.contains("regarde de nouveau sa décision"), "{}", mail.message.text);
        for hidden in ["hemlock", "Objector"] {
            assert!(!mail.raw.contains(hidden) && !mail.message.text.contains(hidden), "{hidden}");
        }
    });
}
