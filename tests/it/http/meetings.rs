//! The pages of meetings, as a browser without scripts meets them.

use super::service::{Service, on_a_service};
use helpdesk_domain::{CommandName as C, Role, StageName, Viewer};
use std::sync::Arc;

const MEETING: [(&str, &str); 5] = [
    ("day", "2026-01-20"),
    ("time", "15:00"),
    ("zone", "America/Santiago"),
    ("minutes", "90"),
    ("place", "https://meet.example.org/x"),
];

/// A meeting, by its address.
async fn planned(service: &Arc<Service>, secretary: &helpdesk_domain::Actor) -> String {
    let mut browser = service.browser_of(secretary).await;
    browser.post("/meetings/new", &MEETING).await.expect(303).location().to_owned()
}

#[test]
fn what_is_typed_wrongly_is_said_and_nothing_of_it_is_lost() {
    on_a_service(|service| async move {
        let secretary = service.record.person("Secretary", &[Role::Secretary]).await;
        let mut browser = service.browser_of(&secretary).await;
        let fields = [
            ("day", "2026-01-20"),
            ("time", "15:00"),
            ("zone", "Atlantis"),
            ("minutes", "0"),
            ("place", "Here"),
        ];
        let page = browser.post("/meetings/new", &fields).await.expect(422);
        page.says("There is no time zone of that name.").says("from 5 to 600").says("Atlantis").says("Here");
    });
}

#[test]
fn everybody_sees_when_on_their_own_clock_and_their_calendar_follows() {
    on_a_service(|service| async move {
        let secretary = service.record.person("Secretary", &[Role::Secretary]).await;
        let address = planned(&service, &secretary).await;
        let mut anybody = service.browser();
        let page = anybody.get("/meetings?tz=Asia/Jakarta").await.expect(200);
        let page = page.says("21 January 2026, 01:00 (Asia/Jakarta, UTC+07:00)");
        assert!(!page.text.contains("meet.example.org"), "how to take part is not public");
        anybody.get("/meetings?tz=Nowhere").await.expect(200).says("There is no time zone of that name.");
        let feed = anybody.get("/meetings.ics").await.expect(200);
        assert!(feed.headers["content-type"].to_str().expect("text").starts_with("text/calendar"));
        let uid =
            |text: &str| text.lines().find(|line| line.starts_with("UID:")).map(str::to_owned).expect("a UID");
        for line in ["DTSTART:20260120T180000Z", "DTEND:20260120T193000Z", "SEQUENCE:0", "STATUS:CONFIRMED"] {
            assert!(feed.text.lines().any(|one| one == line), "{line}: {}", feed.text);
        }
        assert!(!feed.text.contains("meet.example.org") && feed.text.lines().all(|line| line.len() <= 75));
        let mut browser = service.browser_of(&secretary).await;
        let mut fields = MEETING.to_vec();
        fields.extend([("changes", "0"), ("cancelled", "on")]);
        browser.post(&format!("{address}/change"), &fields).await.expect(303);
        let later = anybody.get("/meetings.ics").await.expect(200);
        assert_eq!(uid(&feed.text), uid(&later.text), "a calendar knows it again");
        for line in ["SEQUENCE:1", "STATUS:CANCELLED"] {
            assert!(later.text.lines().any(|one| one == line), "{line}: {}", later.text);
        }
    });
}

#[test]
fn a_decision_typed_in_the_meeting_is_the_record_s_and_the_notes_stay_apart() {
    on_a_service(|service| async move {
        let record = &service.record;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        for name in [C::Acknowledge, C::MarkReadyForCommittee] {
            record.act(&staff, reference, name, &[]).await.expect("done");
        }
        let address = planned(&service, &secretary).await;
        let mut browser = service.browser_of(&secretary).await;
        let form = browser.get(&format!("{address}/notes?item={reference}")).await.expect(200);
        let item = reference.to_string();
        let send = |page: &super::browser::Page, outcome: &str, priority: &str| {
            vec![
                ("item".to_owned(), item.clone()),
                ("note_version".to_owned(), page.hidden("note_version")),
                ("expected_version".to_owned(), page.hidden("expected_version")),
                ("idempotency_key".to_owned(), page.hidden("idempotency_key")),
                ("public_note".to_owned(), "They have the rights.".to_owned()),
                ("internal_note".to_owned(), "Ask the board.".to_owned()),
                ("outcome".to_owned(), outcome.to_owned()),
                ("priority".to_owned(), priority.to_owned()),
                ("rationale".to_owned(), "A good partner in a region that asks little.".to_owned()),
            ]
        };
        let path = format!("{address}/notes");
        let pairs = |fields: &[(String, String)]| -> Vec<(String, String)> { fields.to_vec() };
        let post = async |browser: &mut super::browser::Browser, fields: Vec<(String, String)>| {
            let pairs = pairs(&fields);
            let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            browser.post(&path, &borrowed).await
        };
        // A positive decision needs a priority: the notes are saved, the decision is shown again.
        let again = post(&mut browser, send(&form, "positive", "")).await.expect(422);
        let again = again.says("A good partner in a region").says("They have the rights.");
        let done = post(&mut browser, send(&again, "positive", "high")).await.expect(303);
        assert_eq!(done.location(), format!("{address}/notes?item={reference}"));
        let view =
            helpdesk_server::app::view(&record.app, Viewer::Person(staff), reference).await.expect("there");
        assert_eq!(view.stage.name(), StageName::InDevelopment);
        assert_eq!(view.decisions.len(), 1);
        let pack = browser.get(&address).await.expect(200);
        pack.says("They have the rights.").says("Ask the board.").says("A good partner");
        let minutes = browser.get(&format!("{address}/minutes")).await.expect(200);
        assert!(!minutes.text.contains("Ask the board."));
    });
}

#[test]
fn the_pack_says_what_room_there_is_and_goes_to_the_members_by_mail() {
    on_a_service(|service| async move {
        let record = &service.record;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        for hours in ["9", "4.5"] {
            let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
            record.act(&staff, reference, C::Acknowledge, &[]).await.expect("done");
            record.act(&staff, reference, C::EstimateEffort, &[("hours", hours)]).await.expect("done");
            record.act(&staff, reference, C::LogEffort, &[("hours", "1")]).await.expect("done");
            record.act(&staff, reference, C::MarkReadyForCommittee, &[]).await.expect("done");
        }
        let address = planned(&service, &secretary).await;
        let mut reader = service.browser_of(&member).await;
        reader.get(&address).await.expect(200).says("Nobody has said how many hours there are");
        helpdesk_server::app::ranking::set_hours(&record.app, &secretary, "20").await.expect("kept");
        let page = reader.get(&address).await.expect(200);
        let page = page.says("Room until the next meeting: 20 hours.");
        let page = page.says("The 2 requests before the committee take about 11.5 more hours.");
        let page = page.says("2 hours were spent on them so far.").says("Estimated: 4.5 hours.");
        assert!(!page.text.contains("Mail this to the members"), "that is the secretary's");
        let mut browser = service.browser_of(&secretary).await;
        browser.get(&address).await.expect(200).says("Mail this to the members");
        browser.post(&format!("{address}/mail"), &[]).await.expect(303);
        browser.get(&address).await.expect(200).says("Nobody was left to send it to");
    });
}
