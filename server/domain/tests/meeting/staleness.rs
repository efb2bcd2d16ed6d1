use crate::desk::{Desk, MEMBERS, STAFF};
use helpdesk_domain::CommandName as C;
use helpdesk_domain::committee::staleness::{Matter, stale};

fn with_two_positions() -> (Desk, usize) {
    let mut desk = Desk::on("2026-03-02");
    let n = desk.submit("Maps of an archive");
    desk.asks_committee(n);
    desk.go_to("2026-03-05");
    desk.does(n, MEMBERS[0], C::GiveFeedback, &[("position", "support"), ("text", "Good maps")]);
    (desk, n)
}

#[test]
fn a_material_edit_makes_earlier_positions_stale_and_says_what_changed() {
    let (mut desk, n) = with_two_positions();
    desk.edit(n, &[("what", "Photographs of a museum"), ("partner", "A museum")]);
    desk.does(n, MEMBERS[1], C::GiveFeedback, &[("position", "concerns")]);
    let request = &desk.requests[n];
    let found = stale(&request.history, &request.feedback);
    assert_eq!(found.len(), 1, "who came after the edit read the new text, on the same day");
    assert_eq!(found[0].by, desk.cast[MEMBERS[0]].person);
    assert_eq!(found[0].changed, [Matter::What, Matter::Partner]);
    assert_eq!(found[0].then.what.as_str(), "Maps of an archive");
    desk.does(n, MEMBERS[0], C::GiveFeedback, &[("position", "support")]);
    let request = &desk.requests[n];
    assert_eq!(stale(&request.history, &request.feedback), [], "asked once, answered");
}

#[test]
fn a_small_edit_and_one_taken_back_leave_positions_as_they_are() {
    let (mut desk, n) = with_two_positions();
    desk.edit(n, &[("title", "Old maps"), ("language", "bn")]);
    assert_eq!(stale(&desk.requests[n].history, &desk.requests[n].feedback), []);
    desk.edit(n, &[("what", "Something else")]);
    assert_eq!(stale(&desk.requests[n].history, &desk.requests[n].feedback).len(), 1);
    desk.edit(n, &[("what", "Maps of an archive")]);
    assert_eq!(stale(&desk.requests[n].history, &desk.requests[n].feedback), []);
}

#[test]
fn the_secretary_and_the_member_see_what_is_stale_from_their_own_view() {
    let (mut desk, n) = with_two_positions();
    desk.edit(n, &[("what", "Photographs")]);
    for who in [MEMBERS[0], crate::desk::SECRETARY] {
        let view = desk.view(n, who);
        let found = stale(&view.history, &view.feedback.expect("positions are not hidden from them"));
        assert_eq!(found.len(), 1);
    }
    assert_eq!(desk.view(n, STAFF).feedback, None, "from the Helpdesk they are");
    assert_eq!(desk.view(n, MEMBERS[1]).feedback, None, "and from who gave none");
}
