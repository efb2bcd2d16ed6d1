//! The panel "Request helpdesk support" up to the last look.

use helpdesk_domain::Timestamp;
use helpdesk_domain::form::{FieldError, Problem};
use helpdesk_domain::text::TextError;

use crate::app::App;
use crate::ask::Ask;
use crate::draft::Draft;
use crate::effect::{Answer, Effect, Kept, Request, Target};
use crate::message::Message;
use crate::samples::{NOW, policy, reader, token};
use crate::typed::Typed;
use crate::view::Panel;

const PAGE: &str = "Wikipedia:Maps & atlases";

fn panel(is_in: bool, draft: Option<Draft>) -> App {
    App::ask(reader(is_in), Ask::new(PAGE.to_owned(), draft))
}

/// The panel with its form, for a reader who is not signed in.
fn form(draft: Option<Draft>) -> App {
    let mut app = panel(false, draft);
    app.gets(Request::Policy, Answer::Policy(Box::new(policy())));
    app
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

#[test]
fn who_is_not_signed_in_is_asked_for_nothing_but_the_rules() {
    let mut app = panel(false, None);
    assert_eq!(app.update(Message::Start), [Effect::Call(Request::Policy, None)]);
    assert!(app.html("").contains("Loading…"));
}

#[test]
fn who_is_signed_in_gets_their_own_requests_too() {
    let mut app = panel(true, None);
    let bearer = Some(token("Alice").token);
    let calls = [Request::Policy, Request::Me, Request::MyRequests];
    assert_eq!(app.update(Message::Start), calls.map(|call| Effect::Call(call, bearer.clone())));
}

#[test]
fn the_form_comes_with_the_page_as_its_context_and_asks_for_little() {
    let html = form(None).html("");
    assert!(html.contains("value=\"Wikipedia:Maps &amp; atlases\""), "{html}");
    assert_eq!(html.matches("aria-required").count(), 1, "what is asked for; how to be reached is a choice");
    let (more, _) = html.split_once("More, if you know it already").unwrap();
    let (_, fold) = more.rsplit_once("<details").unwrap();
    assert!(!fold.contains("open"), "what may come later is folded: {fold}");
    assert!(html.contains("Sign in to see your requests"));
    assert!(html.contains("href=\"https://helpdesk.example.org/\""), "the way to the tool");
}

#[test]
fn a_tool_that_is_not_reached_can_be_asked_again_or_visited() {
    let mut app = panel(false, None);
    app.unreachable(Request::Policy);
    let html = app.html("");
    assert!(html.contains("The Helpdesk gave no answer.") && html.contains("Try again"), "{html}");
    assert!(html.contains("href=\"https://helpdesk.example.org/support-requests/new\""));
    assert_eq!(app.update(Message::Start), [Effect::Call(Request::Policy, None)]);
}

#[test]
fn what_is_typed_is_kept_for_this_account_and_contact_data_is_not() {
    let mut app = form(None);
    app.types(Target::Submission, "what", "Old maps");
    app.types(Target::Submission, "reach", "mail");
    let kept = app.types(Target::Submission, "mail", "ana@example.org");
    let [Effect::Keep(key, Kept::Draft(draft))] = &*kept else { panic!("{kept:?}") };
    assert_eq!(key, "draft.Alice");
    assert_eq!((draft.values.find("what"), draft.values.find("reach")), (Some("Old maps"), Some("mail")));
    assert!(!draft.written().contains("ana@example.org"));
}

#[test]
fn a_draft_of_this_week_is_there_again_and_an_older_one_is_not() {
    let kept = |at| Draft { at, values: typed(&[("what", "Old maps")]) };
    let html = form(Some(kept(Timestamp(NOW.0 - 6 * 86_400)))).html("");
    assert!(html.contains("value=\"Old maps\"") && html.contains("What you typed before is still here."));
    let html = form(Some(kept(Timestamp(NOW.0 - 7 * 86_400)))).html("");
    assert!(!html.contains("Old maps") && !html.contains("What you typed before"));
}

#[test]
fn an_emptied_form_leaves_no_draft() {
    let mut app = form(Some(Draft { at: NOW, values: typed(&[("what", "Old maps")]) }));
    assert_eq!(app.update(Message::Empty), [Effect::Forget("draft.Alice".into())]);
    assert!(!app.html("").contains("Old maps"));
}

#[test]
fn what_has_to_be_filled_in_is_said_before_anything_is_sent() {
    let mut app = form(None);
    assert_eq!(app.update(Message::Send(Target::Submission)), []);
    let html = app.html("");
    assert!(html.contains("Please look at this again:"), "{html}");
    assert!(html.contains("href=\"#helpdesk-submit-what\"") && html.contains("id=\"helpdesk-submit-what\""));
    assert!(html.contains("aria-invalid=\"true\""));
}

#[test]
fn the_last_look_says_who_will_read_it_and_warns_of_contact_data() {
    let mut app = form(None);
    app.types(Target::Submission, "what", "Old maps, ask ana@example.org");
    app.types(Target::Submission, "reach", "talk-page");
    app.update(Message::Send(Target::Submission));
    let html = app.html("");
    assert!(html.contains("It is not published.") && !html.contains("It would be published"), "{html}");
    app.update(Message::Back);
    app.types(Target::Submission, "publish", "on");
    app.update(Message::Send(Target::Submission));
    let html = app.html("");
    assert!(html.contains("This is what everybody will be able to read on the wiki."), "{html}");
    assert!(html.contains("<li><bdi>ana@example.org</bdi></li>"), "{html}");
}

#[test]
fn an_address_of_mail_is_not_shown_at_the_last_look() {
    let mut app = form(None);
    app.types(Target::Submission, "what", "Old maps");
    app.types(Target::Submission, "reach", "mail");
    app.types(Target::Submission, "mail", "ana@example.org");
    app.update(Message::Send(Target::Submission));
    assert!(app.html("").contains("Is it all right so?"));
    assert!(!app.html("").contains("ana@example.org"));
}

#[test]
fn what_the_tool_finds_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    let mut app = form(None);
    app.types(Target::Submission, "what", "Old maps");
    let problem = Problem::Text(TextError::TooLong { max: 9, length: 10 });
    let answer = crate::wire::Refusal {
        fields: vec![FieldError { field: "what".into(), problem }],
        ..Default::default()
    };
    app.is_refused(Request::Submit(Typed::default(), "key".into()), 422, answer);
    let html = app.html("");
    assert!(html.contains("value=\"Old maps\"") && html.contains("helpdesk-submit-what-wrong"), "{html}");
}
