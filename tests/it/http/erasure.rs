//! The page on which staff erase what is kept about somebody.

use super::service::on_a_service;
use helpdesk_domain::text::Body;
use helpdesk_domain::{CommandName, Role, Viewer};
use helpdesk_server::app;
use mysql_async::prelude::Queryable;

#[test]
fn staff_see_what_would_go_and_what_stays_and_erase_it_by_typing_the_name_once_more() {
    on_a_service(|service| async move {
        let record = &service.record;
        let ada = record.person("Ada Xyzzy", &[]).await;
        let staff = record.person("Elin", &[Role::Staff]).await;
        let fields = [("title", "Xyzzy maps"), ("reach", "mail"), ("mail", "ada@people.example")];
        let reference = record.submit(&ada, &fields).await.reference;
        let mut browser = service.browser_of(&staff).await;
        browser.get("/privacy").await.expect(200).says("href=\"/erasure\"");
        browser.get("/erasure").await.expect(200).says("Whom");

        let page = browser.post("/erasure", &[("who", "Ada_Xyzzy")]).await.expect(200);
        let page = page.says("What goes").says("What stays").says("Xyzzy maps").says(reference.as_str());
        let page = page.says("still open");
        assert!(!page.text.contains("ada@people.example"), "no address is shown that nobody typed");
        let there = app::view(&record.app, Viewer::Person(staff), reference).await.expect("there");
        assert_eq!(there.facts.title.as_str(), "Xyzzy maps", "looking erases nothing");

        let who = page.hidden("who");
        for again in ["", "Ada", "ada_Xyzzy"] {
            let page = browser.post("/erasure", &[("who", &who), ("again", again)]).await.expect(422);
            page.says("Nothing was erased");
        }
        let done = browser.post("/erasure", &[("who", &who), ("again", " Ada_Xyzzy ")]).await.expect(200);
        done.says("It is erased").says(reference.as_str());
        let there = app::view(&record.app, Viewer::Person(staff), reference).await.expect("there");
        assert!(there.facts.title == Body::Erased && !there.names.contains_key(&ada.person));
        let by: Option<(String, String)> =
            record.conn().await.query_first("SELECT by_person, subject FROM erasure").await.expect("SQL");
        assert_eq!(by, Some((staff.person.to_string(), ada.person.to_string())));
        // A second click, or somebody else at the same time.
        let page = browser.post("/erasure", &[("who", &who), ("again", &who)]).await.expect(422);
        page.says("Nothing is kept of anybody of that name");
    });
}

#[test]
fn whoever_has_a_role_is_not_erased_by_staff_and_no_request_is_named_that_they_stood_aside_from() {
    on_a_service(|service| async move {
        let record = &service.record;
        let staff = record.person("Elin", &[Role::Staff]).await;
        let both = record.person("Both", &[Role::Staff, Role::Committee]).await;
        record.person("Member", &[Role::Committee]).await;
        let mut browser = service.browser_of(&staff).await;
        for name in ["Member", "Elin"] {
            let page = browser.post("/erasure", &[("who", name), ("again", name)]).await.expect(422);
            page.says("They have a role");
        }
        let ada = record.person("Ada", &[]).await;
        let reference = record.submit(&ada, &[("title", "Secret maps")]).await.reference;
        record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        record.act(&both, reference, CommandName::StandAside, &[]).await.expect("aside");
        let mut other = service.browser_of(&both).await;
        let shown = other.post("/erasure", &[("who", "Ada")]).await.expect(200);
        assert!(!shown.text.contains("Secret maps") && !shown.text.contains(reference.as_str()));
        let shown = other.post("/erasure", &[("who", "Ada"), ("again", "Ada")]).await.expect(200);
        assert!(!shown.text.contains(reference.as_str()), "{}", shown.text);
        let there = app::view(&record.app, Viewer::Person(staff), reference).await.expect("there");
        assert!(there.facts.title == Body::Erased, "all of it is erased all the same");
    });
}
