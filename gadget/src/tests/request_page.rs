//! The committee's controls on a request's own page.

use std::rc::Rc;

use helpdesk_domain::people::Role;
use helpdesk_domain::process::Position;
use helpdesk_domain::{Command, CommandName, Rejection, StageName, SupportRequestView};

use crate::app::App;
use crate::effect::{Act, Answer, Effect, Effects, Request, Target, What};
use crate::lookups::{PageLookups, PageLookupsAnswer, Pages};
use crate::message::Message;
use crate::samples::{
    PREFIX, me, page_state, policy, reader, reference, request_after, token, view_of, with_committee,
};
use crate::view::Panel;
use crate::wire::{Change, Refusal};

fn title() -> String {
    [PREFIX, "Maps"].concat()
}

fn lookups() -> Request {
    Request::Lookups(PageLookups { titles: vec![title()], known: None })
}

fn bearer() -> Option<String> {
    Some(token("Alice").token)
}

/// The page with this view of its request.
fn page(is_in: bool, view: SupportRequestView) -> App {
    let mut app = App::page(reader(is_in), title());
    if is_in {
        app.gets(Request::Me, Answer::Me(me(&[Role::Committee])));
    }
    app.gets(Request::Policy, Answer::Policy(Box::new(policy())));
    let pages = Pages(vec![(title(), page_state(None))]);
    let found = PageLookupsAnswer::Pages { digest: String::new(), pages };
    let fx = app.gets(lookups(), Answer::Lookups(found));
    assert_eq!(fx, [Effect::Call(Request::View(reference()), is_in.then(bearer).flatten())]);
    app.gets(Request::View(reference()), Answer::View(Box::new(view)));
    app
}

/// A member's page with the feedback form, in which something was typed.
fn typing() -> App {
    let mut app = page(true, view_of(&with_committee(), 2));
    app.update(Message::Open(CommandName::GiveFeedback, Rc::from("")));
    app.types(Target::Act(reference()), "position", "support");
    app.types(Target::Act(reference()), "text", "Worth it");
    app
}

fn send(app: &mut App) -> Effects {
    app.update(Message::Send(Target::Act(reference())))
}

/// The act that the page sends under that key.
fn act(app: &mut App, key: &str) -> Request {
    match app.hears(What::Key(Target::Act(reference()), Some(key.into()))).pop() {
        Some(Effect::Call(request @ Request::Act(..), _)) => request,
        other => panic!("{other:?}"),
    }
}

fn label(name: CommandName) -> String {
    reader(true).words().command(name)
}

fn button(html: &str, label: &str) -> Option<String> {
    let buttons = html.split("<button").skip(1).filter_map(|rest| rest.split_once("</button>"));
    buttons.map(|(button, _)| button.to_owned()).find(|button| button.ends_with(&format!(">{label}")))
}

#[test]
fn a_page_that_is_no_request_asks_for_nothing() {
    let mut app = App::page(reader(true), "Main Page".to_owned());
    assert_eq!(app.update(Message::Start), []);
    assert!(app.html("").contains("cdx-message"));
}

#[test]
fn without_a_token_it_shows_where_the_request_stands_and_how_to_sign_in() {
    let mut app = App::page(reader(false), title());
    let rules_and_page = [Effect::Call(lookups(), None)];
    assert_eq!(app.update(Message::Start), rules_and_page, "what is public needs no token");
    let mut view = view_of(&with_committee(), 2);
    view.standing = helpdesk_domain::project::Standing::default();
    let html = page(false, view).html("");
    assert!(html.contains("data-stage=\"with-committee\"") && html.contains("Old maps"), "{html}");
    assert!(button(&html, "Sign in to the Helpdesk").is_some(), "{html}");
    assert!(button(&html, "Give feedback").is_none(), "{html}");
}

#[test]
fn a_member_is_offered_what_is_due_and_told_why_the_rest_is_off() {
    let html = page(true, view_of(&with_committee(), 2)).html("");
    let due = button(&html, "Give feedback").expect(&html);
    assert!(due.contains("primary") && !due.contains("disabled"), "{due}");
    assert!(
        button(&html, &label(CommandName::RecordInitialDecision)).is_none(),
        "the secretary's alone is not even shown: {html}"
    );
    let staff = page(true, view_of(&request_after(&[]), 5)).html("");
    let off = button(&staff, &label(CommandName::MarkReadyForCommittee)).expect(&staff);
    assert!(off.contains("disabled"), "{off}");
    let id = off.split("aria-describedby=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(&off);
    let why = staff.split(&format!("id=\"{id}\">")).nth(1).expect(&staff);
    let words = reader(true).words().rejection(&Rejection::WrongStage(StageName::Gathering));
    assert!(why.starts_with(&*words), "{why}");
}

#[test]
fn the_round_and_its_rule_are_said_above_the_positions_as_the_tool_sent_them() {
    let mut view = view_of(&with_committee(), 2);
    assert!(!page(true, view.clone()).html("").contains("round"), "nothing was said");
    view.remarks =
        ["Final go, round 2", "Who can still change it: Imani, Rosa <b>"].map(str::to_owned).to_vec();
    let html = page(true, view).html("");
    let heading = html.find("The committee’s feedback").expect("a heading");
    for said in [">Final go, round 2<", ">Who can still change it: Imani, Rosa &lt;b&gt;<"] {
        assert!(html.find(said).is_some_and(|place| place > heading), "{said} in {html}");
    }
}

#[test]
fn other_peoples_positions_are_not_there_before_ones_own() {
    let given = Command::GiveFeedback {
        position: Position::Concerns,
        priority: None,
        text: None,
        notes: std::collections::BTreeMap::new(),
    };
    let request = request_after(&[
        (5, Command::Acknowledge { message: None }),
        (5, Command::MarkReadyForCommittee { summary: None }),
        (3, given),
    ]);
    let html = page(true, view_of(&request, 2)).html("");
    assert!(html.contains("You see the others’ positions when you have given yours"), "{html}");
    assert!(!html.contains("Person 3"), "{html}");
    assert!(page(true, view_of(&request, 3)).html("").contains("Person 3"));
}

#[test]
fn who_stood_aside_or_asked_is_told_why_nothing_is_offered() {
    let mut view = view_of(&with_committee(), 2);
    view.standing.aside = true;
    let html = page(true, view).html("");
    assert!(html.contains("You stand aside from this request.") && button(&html, "Give feedback").is_none());
    let mut view = view_of(&with_committee(), 1);
    view.standing.own_request = true;
    assert!(page(true, view).html("").contains("This is your own request."));
}

#[test]
fn under_other_rules_only_the_state_is_shown_with_the_way_to_the_tool() {
    let mut view = view_of(&with_committee(), 2);
    view.rules_version += 1;
    let mut app = page(true, view);
    let html = app.html("");
    assert!(html.contains("The Helpdesk has changed since this page was loaded."), "{html}");
    assert!(html.contains("data-stage=\"with-committee\""));
    assert!(button(&html, "Give feedback").is_none() && !html.contains("Not possible now"));
    assert!(
        html.contains(&format!(
            "href=\"https://helpdesk.example.org/support-requests/{}\"",
            reference().as_str()
        ))
    );
    assert_eq!(send(&mut app), []);
}

#[test]
fn an_act_goes_with_the_version_that_was_seen_and_closes_its_form() {
    let mut app = typing();
    let version = view_of(&with_committee(), 2).version;
    assert_eq!(send(&mut app), [Effect::MakeKey(Target::Act(reference()))]);
    assert_eq!(send(&mut app), [], "a second click does nothing");
    let request = act(&mut app, "k1");
    let Request::Act(_, CommandName::GiveFeedback, Act { expected_version, fields }, _) = &request else {
        panic!("{request:?}")
    };
    assert_eq!((*expected_version, fields.find("text")), (version, Some("Worth it")));
    app.gets(request, Answer::View(Box::new(view_of(&with_committee(), 2))));
    let html = app.html("");
    assert!(html.contains("Done: Give feedback") && !html.contains("Worth it"), "{html}");
}

#[test]
fn after_a_conflict_what_happened_is_shown_what_was_typed_stays_and_it_can_be_sent_again() {
    let mut app = typing();
    send(&mut app);
    let request = act(&mut app, "k1");
    let changed = vec![Change {
        kind: "question-asked".into(),
        who: "Person 5".into(),
        texts: vec!["Which century?".into()],
    }];
    let fx = app.is_refused(request, 409, Refusal { changed, ..Refusal::default() });
    assert_eq!(fx, [Effect::Call(Request::View(reference()), bearer())]);
    let mut newer = view_of(&with_committee(), 2);
    newer.version += 1;
    app.gets(Request::View(reference()), Answer::View(Box::new(newer.clone())));
    let html = app.html("");
    assert!(html.contains("Something happened here meanwhile:"), "{html}");
    assert!(html.contains("Person 5 asked a question") && html.contains("Which century?"), "{html}");
    assert!(html.contains("value=\"Worth it\""), "{html}");
    assert_eq!(send(&mut app), [Effect::MakeKey(Target::Act(reference()))], "a new act, a new key");
    let Request::Act(_, _, again, _) = act(&mut app, "k2") else { unreachable!() };
    assert_eq!(again.expected_version, newer.version);
}

#[test]
fn without_an_answer_the_same_act_goes_under_the_same_key() {
    let mut app = typing();
    send(&mut app);
    let request = act(&mut app, "k1");
    app.unreachable(request.clone());
    assert!(app.html("").contains("The Helpdesk gave no answer.") && app.html("").contains("Worth it"));
    assert_eq!(send(&mut app), [Effect::Call(request, bearer())]);
}

#[test]
fn a_refusal_is_said_in_the_readers_language_and_the_form_stays() {
    let mut app = typing();
    send(&mut app);
    let request = act(&mut app, "k1");
    let rejection = Some(Rejection::WrongStage(StageName::WithCommittee));
    app.is_refused(
        request,
        422,
        Refusal { message: "In the tool's words.".into(), rejection, ..Refusal::default() },
    );
    let html = app.html("");
    assert!(html.contains("This can be done in the stage") && html.contains("Worth it"), "{html}");
    assert!(!html.contains("In the tool's words."));
}

#[test]
fn a_request_that_is_gone_is_said_like_one_that_never_was() {
    let mut app = typing();
    app.is_refused(Request::View(reference()), 404, Refusal::default());
    let words = reader(true).words().rejection(&Rejection::NotFound);
    assert!(app.html("").contains(&words));
}
