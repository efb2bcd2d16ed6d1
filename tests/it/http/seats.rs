//! The page of the committee's seats.

use super::service::on_a_service;
use helpdesk_domain::Role;

#[test]
fn a_steward_seats_a_member_and_what_was_typed_stays_when_it_is_wrong() {
    on_a_service(|service| async move {
        let member = service.record.person("Chiyo", &[Role::Committee]).await;
        let steward = service.record.person("Steward", &[Role::Steward]).await;
        let mut browser = service.browser_of(&steward).await;
        browser.get("/seats").await.expect(200).says("no seat today").says("Chiyo");
        let wrong = [("name", "Nobody here"), ("from", "2026-01-01"), ("affiliates", "A museum's friends")];
        let page = browser.post("/seats/add", &wrong).await.expect(422);
        page.says("Nobody here").says("A museum's friends").says("2026-01-01");
        let right = [("name", "Chiyo"), ("region", "south-asia"), ("from", "2026-01-01")];
        assert_eq!(browser.post("/seats/add", &right).await.expect(303).location(), "/seats");
        let page = browser.get("/seats").await.expect(200).says("South Asia").says("In the committee today: 1");
        assert!(!page.text.contains("no seat today"), "{}", page.text);
        let page = browser.post("/seats/add", &right).await.expect(422);
        page.says("two seats on one day");
        let mut other = service.browser_of(&member).await;
        let page = other.get("/seats").await.expect(200).says("South Asia");
        assert!(!page.text.contains("/seats/end"), "a member changes nothing");
    });
}
