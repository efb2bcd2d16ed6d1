//! Another address in the place of a requester's that does not work or is another's.

use super::peer::Peer;
use super::{pairs, relayed, sent, states};
use crate::mail::intake::message;
use crate::record::{Record, on_a_record};
use helpdesk_domain::{Actor, CommandName, Reference, Role, Viewer};
use helpdesk_server::app::intake::take_in;
use helpdesk_server::app::mail_out::{address, links, status};
use helpdesk_server::app::{App, AppError, addressee, view};
use std::sync::Arc;

const WRONG: &str = "refuse-ada@people.example";

async fn by_mail(app: &App, from: &str) -> Reference {
    let raw = message("1@people.example", &[&format!("From: {from}"), "Subject: Maps"], "We have maps.");
    take_in(app, raw, None).await.expect("taken in").request.expect("a request")
}

async fn tells(record: &Record, viewer: Viewer, about: Reference, words: &str) -> bool {
    let seen = view(&record.app, viewer, about).await.expect("a request");
    serde_json::to_string(&seen).expect("JSON").contains(words)
}

#[test]
fn mail_goes_to_the_new_address_and_what_went_to_the_old_one_ends() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let about = by_mail(&app, WRONG).await;
        sent(&record, &app).await;
        assert_eq!(states(&record).await, pairs(&[("received", "refused")]));
        let who = addressee::without_account(about);
        let link = links::status(&app, about, who).await.expect("a link");
        let token = link.rsplit('/').next().expect("a token").to_owned();
        status::holder(&app, &token).await.expect("it holds");
        assert!(address::correct(&app, &staff, about, " ada@people.example ").await.expect("corrected"));
        assert!(!address::correct(&app, &staff, about, "ada@people.example").await.expect("the same"));
        let ended = status::holder(&app, &token).await;
        assert!(matches!(ended, Err(AppError::NotFound)));
        record.act(&staff, about, CommandName::Acknowledge, &[]).await.expect("done");
        sent(&record, &app).await;
        assert_eq!(peer.only().to, "ada@people.example");
        let note = "mail address was corrected";
        assert!(tells(&record, Viewer::Person(staff), about, note).await, "the staff read who did it");
        assert!(!tells(&record, Viewer::Person(member), about, note).await);
        assert!(
            !tells(&record, Viewer::Person(staff), about, "people.example").await,
            "no event has an address"
        );
        let requester = Actor { person: who, roles: helpdesk_domain::Roles::NONE };
        assert!(!tells(&record, Viewer::Person(requester), about, note).await);
    });
}

#[test]
fn only_staff_correct_an_address_and_only_to_one() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let about = by_mail(&record.app, "ada@people.example").await;
        for typed in ["", "ada", "ada@", "ada@people example", "a@b@people.example"] {
            let refused = address::correct(&record.app, &staff, about, typed).await;
            assert!(matches!(refused, Err(AppError::Form(_))), "{typed}");
        }
        let refused = address::correct(&record.app, &member, about, "eve@people.example").await;
        assert!(matches!(refused, Err(AppError::Rejected(_))));
        let refused = address::of(&record.app, &member, about).await;
        assert!(matches!(refused, Err(AppError::Rejected(_))));
        let ada = record.person("Ada", &[]).await;
        let on_wiki = record.submit(&ada, &[("reach", "talk-page")]).await.reference;
        let refused = address::correct(&record.app, &staff, on_wiki, "eve@people.example").await;
        assert!(matches!(refused, Err(AppError::NotFound)), "who chose the talk page gets no mail");
        let kept = address::of(&record.app, &staff, about).await.expect("asked").expect("an address");
        assert_eq!(kept.as_str(), "ada@people.example");
    });
}
