//! What a mail says, to whom, and as part of which thread.

use super::peer::Peer;
use super::{pairs, relayed, sent, states};
use crate::record::{Record, on_a_record};
use helpdesk_domain::{CommandName, Role};
use helpdesk_server::app::addressee;
use helpdesk_server::app::mail_out::{self, links, written};
use helpdesk_server::mail::reply_address::{Claim, claim};
use std::sync::Arc;

#[test]
fn who_asked_without_an_account_is_answered_with_a_private_page() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let fields = [
            ("on_behalf_of", "Grace"),
            ("title", "Kartor från arkivet"),
            ("reach", "mail"),
            ("mail", "grace@people.example"),
            ("language", "sv"),
        ];
        let reference = record.submit(&staff, &fields).await.reference;
        sent(&record, &app).await;
        let taken = peer.only();
        assert_eq!(taken.to, "grace@people.example");
        assert_eq!(taken.from, "tools.helpdesk@toolforge.org");
        assert_eq!(taken.message.subject, format!("Kartor från arkivet [{reference}]"));
        let text = &taken.message.text;
        assert!(text.starts_with("Hej Grace!"), "in the language of the request: {text}");
        assert!(text.contains("http://localhost:8000/status/"), "{text}");
        assert!(!text.contains("grace@people.example") && !text.contains("Staff"), "{text}");
        assert!(taken.raw.contains("Auto-Submitted: auto-generated"));
        assert!(taken.raw.find("text/plain").expect("text") < taken.raw.find("text/html").expect("HTML"));
        let reply = taken.message.reply_to[0].address.clone().expect("an address");
        let proven = claim(&links::reply_keys(&app), "desk+{token}@mail.example", &reply);
        let Some(Claim::Proven(token)) = proven else { panic!("{reply}") };
        assert_eq!(token.request, reference);
        assert_eq!(token.person.as_str(), reference.as_str());
    });
}

#[test]
fn a_thread_is_a_thread_and_begins_with_the_requesters_own_mail() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let fields = [("reach", "mail"), ("mail", "ada@people.example"), ("title", "Maps")];
        let reference = record.submit(&ada, &fields).await.reference;
        let mut conn = app.store.conn().await.expect("a connection");
        let id = super::number_of(&record, reference).await;
        let mut tx = helpdesk_server::store::begin(&mut conn).await.expect("begun");
        mail_out::answers(&mut tx, id, ada.person, "<theirs@people.example>").await.expect("kept");
        helpdesk_server::store::commit(tx).await.expect("committed");
        sent(&record, &app).await;
        let message = [("message", "Hello!\n\nWe read it.")];
        record.act(&staff, reference, CommandName::Acknowledge, &message).await.expect("done");
        record
            .act(&staff, reference, CommandName::AskRequester, &[("question", "Which maps?")])
            .await
            .expect("done");
        sent(&record, &app).await;
        let all = peer.taken();
        assert_eq!(all.len(), 3);
        let ids: Vec<String> = all.iter().map(|one| one.message.message_id.clone().expect("an id")).collect();
        assert_eq!(all[0].message.in_reply_to, ["theirs@people.example"]);
        assert_eq!(all[1].message.in_reply_to, [ids[0].clone()]);
        assert_eq!(all[2].message.in_reply_to, [ids[1].clone()]);
        assert_eq!(all[2].message.references, [ids[0].clone(), ids[1].clone()]);
        assert_eq!(all[2].message.subject, format!("Re: Maps [{reference}]"));
        assert!(all[1].message.text.contains("We read it."), "{}", all[1].message.text);
        assert!(all[2].message.text.contains("Which maps?"), "{}", all[2].message.text);
        assert!(all[2].message.text.contains("/support-requests/"), "with an account there is a page");
        assert!(!all[2].message.text.contains("/status/"));
    });
}

#[test]
fn what_was_answered_meanwhile_is_not_asked_by_mail() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let fields = [("reach", "mail"), ("mail", "ada@people.example")];
        let reference = record.submit(&ada, &fields).await.reference;
        record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        record
            .act(&staff, reference, CommandName::AskRequester, &[("question", "Which?")])
            .await
            .expect("done");
        record.act(&ada, reference, CommandName::AnswerQuestion, &[("answer", "These.")]).await.expect("done");
        sent(&record, &app).await;
        let all = pairs(&[("received", "sent"), ("acknowledged", "sent"), ("question", "dropped")]);
        assert_eq!(states(&record).await, all);
        assert_eq!(peer.taken().len(), 2);
    });
}

#[test]
fn nothing_that_the_requester_may_not_see_is_in_their_mail() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Memberine", &[Role::Committee]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let fields = [("reach", "mail"), ("mail", "ada@people.example")];
        let reference = record.submit(&ada, &fields).await.reference;
        let act = async |who, name, fields: &[(&str, &str)]| {
            record.act(who, reference, name, fields).await.unwrap_or_else(|error| panic!("{name:?}: {error}"));
        };
        act(&staff, CommandName::Acknowledge, &[]).await;
        act(&staff, CommandName::AddPrivateNote, &[("note", "SECRETNOTE")]).await;
        act(&staff, CommandName::MarkReadyForCommittee, &[]).await;
        act(&member, CommandName::GiveFeedback, &[("position", "concerns"), ("text", "SECRETWORDS")]).await;
        let decision = [("outcome", "positive"), ("priority", "low"), ("rationale", "It fits.")];
        act(&secretary, CommandName::RecordInitialDecision, &decision).await;
        sent(&record, &app).await;
        let last = states(&record).await.pop().expect("one");
        assert_eq!(last, ("initial-decision".to_owned(), "draft".to_owned()), "a person sends a decision");
        for taken in peer.taken() {
            for secret in ["SECRETNOTE", "SECRETWORDS", "Memberine"] {
                assert!(!taken.message.text.contains(secret) && !taken.raw.contains(secret), "{secret}");
            }
        }
    });
}

#[test]
fn who_looks_through_a_letter_does_not_see_the_addressees_private_link() {
    on_a_record(async |record: Arc<Record>| {
        let peer = Peer::plain();
        let app = relayed(&record, &peer);
        let staff = record.person("Staff", &[Role::Staff]).await;
        let fields = [("on_behalf_of", "Grace"), ("reach", "mail"), ("mail", "grace@people.example")];
        let reference = record.submit(&staff, &fields).await.reference;
        let mail = written::begin_letter(&app, &staff, reference, None).await.expect("begun");
        let draft = written::draft(&app, &staff, mail, Some("Hello, primrose.")).await.expect("a draft");
        let shown = draft.letter.expect("a letter").text();
        let link = links::status(&app, reference, addressee::without_account(reference)).await.expect("a link");
        let token = link.rsplit('/').next().expect("a token");
        assert!(shown.contains("primrose") && shown.contains("/status/…") && !shown.contains(token), "{shown}");
        written::send(&app, &staff, mail, "Hello, primrose.").await.expect("sent");
        while sent(&record, &app).await > 0 {}
        let arrived = peer.taken().pop().expect("a mail").message.text;
        assert!(arrived.contains("primrose") && arrived.contains(token), "{arrived}");
    });
}
