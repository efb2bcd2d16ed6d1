//! What is publicly known of requests to the Helpdesk, walked through the process. A1 to A10 are the
//! Helpdesk's own requests as its pages and reports tell of them.

use crate::desk::{Desk, MEMBERS, REQUESTER, SECRETARY, STAFF, day};
use helpdesk_domain::CommandName as C;
use helpdesk_domain::meeting::{pack, year};
use helpdesk_domain::{Outcome, Party};

#[test]
fn a5_a_tool_that_broke_down_is_convened_and_counted_as_referred() {
    let mut desk = Desk::on("2023-02-14");
    let n = desk.submit("BaGLAMa2 broke down, please fix it");
    desk.asks_committee(n);
    desk.does(n, MEMBERS[0], C::GiveFeedback, &[("position", "concerns"), ("text", "Is this in scope?")]);
    desk.go_to("2023-02-21");
    desk.decides(n, "refer", "Bring the actors together; others repair the tool");
    let request = &desk.requests[n];
    assert!(!request.stage.is_open() && request.promise.is_none());
    let decision = desk.view(n, REQUESTER).decisions.pop().expect("the requester reads it");
    assert!(decision.rationale.as_str().starts_with("Bring the actors together"));
    let counted = year(&desk.requests, 2023, desk.now);
    assert_eq!(counted.outcomes[&Outcome::Referred], [desk.reference(n)]);
    assert_eq!((counted.requests.len(), counted.outcomes.len()), (1, 1));
}

#[test]
fn a6_what_waits_for_staff_to_return_is_not_late_before_that_day() {
    let mut desk = Desk::on("2025-07-07");
    let n = desk.submit("Support for the country's first Wiki Loves Monuments");
    desk.does(n, STAFF, C::Acknowledge, &[("message", "Resources are attached; we meet after the holidays")]);
    let until = [("whom", "helpdesk"), ("until", "2025-08-18"), ("reason", "Staff return")];
    desk.does(n, STAFF, C::SetWaiting, &until);
    let shown = |desk: &Desk| {
        let view = desk.view(n, REQUESTER);
        let waiting = view.waiting.expect("the requester sees for whom");
        assert_eq!((waiting.whom, waiting.until), (Party::Helpdesk, Some(day("2025-08-18"))));
        view.promise.expect("an open request has a promise").is_late(desk.now)
    };
    for date in ["2025-07-08", "2025-08-01", "2025-08-17", "2025-08-18"] {
        desk.go_to(date);
        assert!(!shown(&desk), "{date}");
        assert_eq!(pack(&desk.requests, None, desk.now).late, []);
    }
    desk.go_to("2025-08-19");
    assert!(shown(&desk));
    assert_eq!(
        pack(&desk.requests, None, desk.now).late,
        [desk.reference(n)],
        "a breach is on the next agenda"
    );
}

#[test]
fn a7_a8_two_linked_requests_return_with_what_was_said_in_the_first_meeting() {
    let mut desk = Desk::on("2025-08-04");
    let profiles = desk.submit("Agricultural profiles in the Philippines");
    let horses = desk.submit("Alignment of horse breed data");
    let to = desk.reference(horses).to_string();
    desk.does(profiles, STAFF, C::LinkRequest, &[("kind", "part-of"), ("to", &to)]);
    desk.asks_committee(profiles);
    desk.asks_committee(horses);
    desk.go_to("2025-08-12");
    let first = pack(&desk.requests, None, desk.now);
    assert_eq!((first.new.len(), first.returning.len()), (2, 0));
    desk.does(horses, MEMBERS[0], C::GiveFeedback, &[("position", "need-more"), ("text", "Which mapping?")]);
    desk.decides(profiles, "needs-more", "A strategy for using the data");
    let august = desk.now;

    desk.go_to("2025-09-01");
    desk.does(profiles, STAFF, C::MarkReadyForCommittee, &[("summary", "Here is the strategy")]);
    desk.does(horses, MEMBERS[1], C::GiveFeedback, &[("position", "support")]);
    let newcomer = desk.submit("Something else");
    desk.asks_committee(newcomer);
    desk.go_to("2025-09-09");
    let second = pack(&desk.requests, Some(august), desk.now);
    assert_eq!(second.new.iter().map(|item| item.reference).collect::<Vec<_>>(), [desk.reference(newcomer)]);
    let [again, still] = second.returning.as_slice() else { panic!("two return: {second:?}") };
    assert_eq!(again.reference, desk.reference(profiles));
    assert_eq!(again.decided[0].rationale.as_str(), "A strategy for using the data");
    assert_eq!(again.said, [], "the second round starts from zero");
    assert_eq!(still.reference, desk.reference(horses));
    assert_eq!(still.said.len(), 1, "what came since the meeting was not said there");
    assert_eq!(still.said[0].text.as_ref().expect("words").as_str(), "Which mapping?");
}

#[test]
fn a10_ten_small_questions_are_ten_lines_of_the_digest_and_counted_apart() {
    let mut desk = Desk::on("2023-04-03");
    desk.submit("A whole project");
    let before = desk.submit("Where is the presentation?");
    desk.does(before, STAFF, C::AnswerSmallQuestion, &[("answer", "There")]);
    let last = desk.now;
    desk.go_to("2023-04-10");
    let questions: Vec<_> = (0..10).map(|n| desk.submit(&format!("Small question {n}"))).collect();
    for n in &questions {
        desk.does(*n, STAFF, C::AnswerSmallQuestion, &[("answer", "Like this")]);
    }
    desk.go_to("2023-04-18");
    let digest = pack(&desk.requests, Some(last), desk.now).small;
    assert_eq!(digest, questions.iter().map(|n| desk.reference(*n)).collect::<Vec<_>>());
    let counted = year(&desk.requests, 2023, desk.now);
    assert_eq!((counted.requests.len(), counted.small.len()), (1, 11));
    assert_eq!(counted.outcomes[&Outcome::Answered].len(), 11);
}

#[test]
fn yearly_report_counts_the_requests_of_each_year_with_the_list_behind_it() {
    let mut desk = Desk::on("2022-12-31");
    let old: Vec<_> = (0..12).map(|n| desk.submit(&format!("Request {n}"))).collect();
    desk.go_to("2023-01-01");
    let new: Vec<_> = (0..20).map(|n| desk.submit(&format!("Request {n}"))).collect();
    desk.asks_committee(old[0]);
    desk.decides(old[0], "decline", "Not for us");
    let list = |of: &[usize], desk: &Desk| of.iter().map(|n| desk.reference(*n)).collect::<Vec<_>>();
    let (first, second) = (year(&desk.requests, 2022, desk.now), year(&desk.requests, 2023, desk.now));
    assert_eq!(first.requests, list(&old, &desk));
    assert_eq!(second.requests, list(&new, &desk));
    assert_eq!(first.outcomes[&Outcome::Declined], [desk.reference(old[0])], "by the year it came in");
    assert!(second.outcomes.is_empty());
    assert_eq!((first.late_promises, second.late_promises), (0, 0));
    desk.go_to("2023-02-01");
    assert_eq!(year(&desk.requests, 2023, desk.now).late_promises, 20, "nobody answered them");
}

/// Three sentences from Uganda become a programme: what was asked, gathered, decided, delivered and
/// learned, and what came of it for others.
#[test]
fn a4_a1_three_sentences_become_support_with_lessons_and_a_clinic() {
    let mut desk = Desk::on("2023-02-07");
    let words = "We run Wiki Loves Monuments in Uganda. Our lists are on English Wikipedia. Can they come from Wikidata?";
    let n = desk.submit(words);
    desk.does(n, STAFF, C::Acknowledge, &[("message", "We would like to know more")]);
    desk.does(n, STAFF, C::AskRequester, &[("question", "Which lists are there?")]);
    desk.go_to("2023-02-20");
    desk.does(n, REQUESTER, C::AnswerQuestion, &[("answer", "One for each region")]);
    desk.does(n, STAFF, C::MarkReadyForCommittee, &[("summary", "Lists of monuments from Wikidata")]);
    desk.go_to("2023-04-04");
    let meeting = pack(&desk.requests, None, desk.now);
    assert_eq!(meeting.new.iter().map(|item| item.reference).collect::<Vec<_>>(), [desk.reference(n)]);
    desk.does(n, MEMBERS[0], C::GiveFeedback, &[("position", "support"), ("text", "Low barriers to entry")]);
    desk.decides(n, "positive", "It helps others who run the competition too");
    for item in ["technical", "risk-legal"] {
        desk.does(n, STAFF, C::SetChecklistItem, &[("item", item), ("state", "done")]);
    }
    desk.does(n, STAFF, C::MarkReadyForGo, &[]);
    desk.go_to("2023-04-18");
    desk.does(n, SECRETARY, C::RecordGoDecision, &[("outcome", "go"), ("rationale", "All is clear")]);
    let delivery = [("what", "Lists for all regions"), ("link", "https://example.org/lists")];
    desk.does(n, STAFF, C::RecordDelivery, &delivery);
    desk.does(n, STAFF, C::FinishSupport, &[("summary", "Data imported, lists made")]);
    let lessons = [
        ("context", "Lists that nobody could keep up"),
        ("done", "Data imported to Wikidata"),
        ("worked", "Lists by template; the import took longer than thought"),
        ("reuse", "The steps, as a learning clinic"),
    ];
    desk.does(n, STAFF, C::RecordLessons, &lessons);
    let clinic = desk.submit("A learning clinic on Wikidata for Wiki Loves competitions");
    let to = desk.reference(clinic).to_string();
    desk.does(n, STAFF, C::LinkRequest, &[("kind", "led-to"), ("to", &to)]);
    desk.does(n, STAFF, C::Close, &[("outcome", "delivered")]);
    let seen = desk.view(n, REQUESTER);
    assert!(seen.facts.title.as_str().starts_with("We run Wiki Loves Monuments in Uganda"));
    let reuse = seen.lessons.expect("lessons").reuse.expect("what others can use");
    assert_eq!(reuse.as_str(), "The steps, as a learning clinic");
    assert_eq!(seen.links[0].to, desk.reference(clinic));
    let counted = year(&desk.requests, 2023, desk.now);
    assert_eq!(counted.outcomes[&Outcome::Delivered], [desk.reference(n)]);
    assert_eq!(counted.requests.len(), 2, "the clinic is a request of its own");
}
