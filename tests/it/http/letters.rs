//! Letters that staff write, and the pages that links in mail lead to.

use super::browser::{Browser, Page};
use super::service::{Service, on_a_service};
use helpdesk_domain::{Actor, CommandName, Reference, Role, Viewer};
use helpdesk_server::app::mail_out::{self, links};
use helpdesk_server::app::{self, addressee};
use mysql_async::prelude::Queryable;
use reqwest::Method;
use std::sync::Arc;

/// A request of Grace, who has no account, entered by staff.
async fn of_grace(service: &Arc<Service>) -> (Actor, Reference) {
    let staff = service.record.person("Elin", &[Role::Staff]).await;
    let fields =
        [("on_behalf_of", "Grace"), ("title", "Maps"), ("reach", "mail"), ("mail", "grace@people.example")];
    let reference = service.record.submit(&staff, &fields).await.reference;
    service.record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
    (staff, reference)
}

async fn status_path(service: &Arc<Service>, reference: Reference) -> String {
    let app = &service.record.app;
    let link = links::status(app, reference, addressee::without_account(reference)).await.expect("a link");
    link.strip_prefix("http://localhost:8000").expect("a page of ours").to_owned()
}

async fn one_text(service: &Arc<Service>, statement: &str) -> String {
    service.record.conn().await.query_first(statement).await.expect("SQL").expect("a row")
}

async fn sent_from_a_mail_client(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    browser.send(browser.call(Method::POST, path).form(fields)).await
}

#[test]
fn who_has_no_account_sees_their_request_and_answers_by_their_private_link() {
    on_a_service(|service| async move {
        let (staff, reference) = of_grace(&service).await;
        let question = [("question", "Which maps are these?")];
        service.record.act(&staff, reference, CommandName::AskRequester, &question).await.expect("done");
        service
            .record
            .act(&staff, reference, CommandName::AddPrivateNote, &[("note", "SECRET")])
            .await
            .expect("done");
        let path = status_path(&service, reference).await;
        let mut browser = service.browser();
        let page = browser.get(&path).await.expect(200).says("Which maps are these?").says("Maps");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert_eq!(page.headers["x-robots-tag"], "noindex");
        for hidden in ["SECRET", "Elin", "grace@people.example", "/sign-in?return_to=%2Fstatus"] {
            assert!(!page.text.contains(hidden), "{hidden}");
        }
        let (key, version) = (page.hidden("idempotency_key"), page.hidden("expected_version"));
        let fields = |answer: &str| {
            vec![
                ("idempotency_key".to_owned(), key.clone()),
                ("expected_version".to_owned(), version.clone()),
                ("answer".to_owned(), answer.to_owned()),
            ]
        };
        let send = async |browser: &mut Browser, answer: &str| {
            browser.send(browser.call(Method::POST, &path).form(&fields(answer))).await
        };
        send(&mut browser, " ").await.expect(422).says("Which maps are these?");
        send(&mut browser, "Of the city, from 1880.").await.expect(303);
        send(&mut browser, "Of the city, from 1880.").await.expect(303);
        browser.get(&path).await.expect(200).says("Of the city, from 1880.");
        let seen = app::view(&service.record.app, Viewer::Person(staff), reference).await.expect("seen");
        assert_eq!(seen.requester, None, "they have no account now either");
        assert_eq!(seen.questions.iter().filter(|one| one.answer.is_some()).count(), 1);
        let mut changed = fields("Another one");
        changed[0].1 = "another-key-of-the-form".to_owned();
        let late = browser.send(browser.call(Method::POST, &path).form(&changed)).await;
        late.expect(409).says("Another one");
    });
}

#[test]
fn a_link_that_was_ended_opens_nothing_and_a_changed_one_never_did() {
    on_a_service(|service| async move {
        let (staff, reference) = of_grace(&service).await;
        let path = status_path(&service, reference).await;
        let mut elin = service.browser_of(&staff).await;
        elin.post(&format!("/support-requests/{reference}/end-links"), &[]).await.expect(303);
        let mut browser = service.browser();
        browser.get(&path).await.expect(404);
        browser.get(&status_path(&service, reference).await).await.expect(200);
        let forged = path.replace(reference.as_str(), "00000000");
        browser.get(&forged).await.expect(404);
        browser.get(&path.replace("/status/", "/unsubscribe/")).await.expect(404);
    });
}

#[test]
fn a_letter_is_looked_at_sent_taken_back_and_sent() {
    on_a_service(|service| async move {
        let (staff, reference) = of_grace(&service).await;
        let other = service.record.person("Olle", &[Role::Staff]).await;
        let (mut elin, mut olle) = (service.browser_of(&staff).await, service.browser_of(&other).await);
        let page = format!("/support-requests/{reference}");
        let begun = elin.post(&format!("{page}/letters"), &[("canned", "more-about")]).await.expect(303);
        let letter = begun.location().to_owned();
        elin.get(&letter).await.expect(200).says("Who owns it").says("Hello Grace,").says("Elin, Content");
        olle.get(&page).await.expect(200).says("Somebody else is writing").says("Elin");
        elin.post(&letter, &[("step", "send"), ("text", " ")]).await.expect(422);
        let text = "Dear Grace,\n\nwhich <b>maps</b>?";
        elin.post(&letter, &[("step", "preview"), ("text", text)]).await.expect(200).says("&lt;b&gt;maps");
        elin.get(&letter).await.expect(200).says("which &lt;b&gt;maps");
        elin.post(&letter, &[("step", "send"), ("text", text)]).await.expect(303);
        let shown = elin.get(&page).await.expect(200).says("Take it back");
        assert!(!shown.text.contains("Somebody else"));
        let undo = format!("{letter}/undo");
        olle.post(&undo, &[("reference", reference.as_str())]).await.expect(303);
        elin.get(&letter).await.expect(200).says("which &lt;b&gt;maps");
        elin.post(&letter, &[("step", "send"), ("text", text)]).await.expect(303);
        elin.get(&letter).await.expect(404);
        let state = one_text(&service, "SELECT state FROM sent_mail WHERE kind = 'letter'").await;
        assert_eq!(state, "waiting");
    });
}

#[test]
fn staff_see_that_an_address_does_not_work() {
    on_a_service(|service| async move {
        let (staff, reference) = of_grace(&service).await;
        let record = &service.record;
        record
            .conn()
            .await
            .query_drop("UPDATE sent_mail SET state = 'sent' WHERE kind = 'received'")
            .await
            .expect("SQL");
        let id = one_text(&service, "SELECT message_id FROM sent_mail WHERE kind = 'received'").await;
        let words = "5.1.1 <grace@people.example> unknown";
        assert!(mail_out::bounced(&record.app, &format!("<{id}>"), words).await.expect("kept"));
        assert!(!mail_out::bounced(&record.app, "<nothing@of.ours>", words).await.expect("asked"));
        let mut elin = service.browser_of(&staff).await;
        let page = elin.get(&format!("/support-requests/{reference}")).await.expect(200);
        page.says("This address does not work").says("5.1.1 … unknown");
    });
}

#[test]
fn mail_is_chosen_with_a_form_and_ended_with_one_click() {
    on_a_service(|service| async move {
        let member = service.record.person("Mia", &[Role::Committee]).await;
        let mut mia = service.browser_of(&member).await;
        mia.get("/mail").await.expect(200).says("Send me forms to give feedback and to rank by mail");
        let wrong = [("way", "address"), ("mail", "mia"), ("pace", "daily")];
        mia.post("/mail", &wrong).await.expect(422).says("value=\"mia\"");
        let right = [("way", "address"), ("mail", "mia@people.example"), ("pace", "daily"), ("ballot", "on")];
        mia.post("/mail", &right).await.expect(303);
        mia.get("/mail").await.expect(200).says("mia@people.example");
        let app = &service.record.app;
        let confirm = links::confirm(app, member.person, 0).expect("a link");
        let confirm = confirm.strip_prefix("http://localhost:8000").expect("ours").to_owned();
        let mut browser = service.browser();
        browser.get(&confirm).await.expect(200).says("Yes, it is mine");
        let confirmed = one_text(&service, "SELECT CAST(confirmed AS CHAR) FROM mail_preference").await;
        assert_eq!(confirmed, "0", "looking changes nothing");
        sent_from_a_mail_client(&mut browser, &confirm, &[]).await.expect(200).says("confirmed");
        let ends = links::unsubscribe(app, member.person).expect("a link");
        let ends = ends.strip_prefix("http://localhost:8000").expect("ours").to_owned();
        browser.get(&ends).await.expect(200);
        let pace = async || one_text(&service, "SELECT pace FROM mail_preference").await;
        assert_eq!(pace().await, "daily");
        let click = [("List-Unsubscribe", "One-Click")];
        sent_from_a_mail_client(&mut browser, &ends, &click).await.expect(200);
        assert_eq!(pace().await, "needed");
    });
}

#[test]
fn the_outbox_says_why_mail_waits() {
    on_a_service(|service| async move {
        let (staff, _) = of_grace(&service).await;
        let mut elin = service.browser_of(&staff).await;
        let page = elin.get("/outbox").await.expect(200);
        let page = page.says("HELPDESK_SMTP_URL").says("We got the request");
        assert!(!page.text.contains("grace@people.example"));
    });
}
