//! Rows of the watchlist and of recent changes.

use std::rc::Rc;

use helpdesk_domain::CommandName;
use helpdesk_domain::wire::{MAX_LOOKUPS, PageState};

use crate::app::App;
use crate::effect::{Answer, Effect, Effects, Kept, Request, What};
use crate::lookups::{PageLookups, PageLookupsAnswer, Pages};
use crate::message::Message;
use crate::rows::place;
use crate::samples::{PREFIX, page_state, reader, reference, token};
use crate::view::Panel;

fn rows(is_in: bool) -> App {
    App::rows(reader(is_in))
}

fn page(name: &str) -> String {
    [PREFIX, name].concat()
}

fn titles(app: &mut App, titles: &[String]) -> Effects {
    app.update(Message::Titles(Rc::new(titles.to_vec())))
}

/// What the tool is asked for.
fn asked(fx: &Effects) -> Vec<PageLookups> {
    let call = |effect: &Effect| match effect {
        Effect::Call(Request::Lookups(lookups), Some(_)) => Some(lookups.clone()),
        _ => None,
    };
    fx.iter().filter_map(call).collect()
}

fn answer(app: &mut App, asked: &PageLookups, duty: Option<CommandName>) -> Effects {
    let pages = Pages(asked.titles.iter().map(|title| (title.clone(), page_state(duty))).collect());
    let pages = PageLookupsAnswer::Pages { digest: "d1".into(), pages };
    app.gets(Request::Lookups(asked.clone()), Answer::Lookups(pages))
}

/// A list with one row, which waits for this reader's feedback.
fn waiting() -> (App, String) {
    let mut app = rows(true);
    let fx = titles(&mut app, &[page("Maps")]);
    answer(&mut app, &asked(&fx)[0], Some(CommandName::GiveFeedback));
    (app, place(0, &page("Maps")))
}

#[test]
fn without_a_token_there_is_a_link_to_sign_in_and_no_call() {
    let mut app = rows(false);
    assert_eq!(app.update(Message::Start), []);
    assert_eq!(titles(&mut app, &[page("Maps")]), []);
    let html = app.html(&place(0, &page("Maps")));
    assert_eq!(html, "<a href=\"https://helpdesk.example.org/\">Sign in to the Helpdesk</a>");
}

#[test]
fn who_signs_in_from_a_row_sees_the_rows_from_then_on() {
    let mut app = rows(false);
    titles(&mut app, &[page("Maps")]);
    assert_eq!(app.update(Message::SignIn), [Effect::SignIn]);
    let fx = app.hears(What::SignedIn(Ok(token("Alice"))));
    assert!(fx.contains(&Effect::Keep("watchlist".into(), Kept::On)));
    assert_eq!(asked(&fx).len(), 1);
}

#[test]
fn only_titles_of_requests_leave_the_browser_each_once() {
    let mut app = rows(true);
    let secret = "User:Alice/What nobody should know".to_owned();
    let all = [secret, page("Maps"), page("Data"), PREFIX.to_owned(), page("Coins"), page("Maps")];
    let fx = titles(&mut app, &all);
    let asked = asked(&fx);
    assert_eq!(asked, [PageLookups { titles: vec![page("Maps"), page("Coins")], known: None }]);
    assert!(!asked[0].written().contains("nobody"));
}

#[test]
fn a_long_list_is_asked_for_up_to_what_the_tool_takes() {
    let mut app = rows(true);
    let all: Vec<String> = (0..=MAX_LOOKUPS).map(|n| page(&n.to_string())).collect();
    assert_eq!(asked(&titles(&mut app, &all))[0].titles, all[..MAX_LOOKUPS]);
}

#[test]
fn a_row_shows_its_stage_the_duty_and_its_actions() {
    let (app, row) = waiting();
    let html = app.html(&row);
    assert!(html.contains("data-stage=\"with-committee\""), "{html}");
    assert!(html.contains("Waits for you: Give feedback"), "{html}");
    assert_eq!(html.matches("<button").count(), 2, "to give feedback, and to stand aside: {html}");
}

#[test]
fn what_a_member_ranks_has_the_way_to_the_ranking_also_when_nothing_is_due() {
    let mut app = rows(true);
    let fx = titles(&mut app, &[page("Maps"), page("Coins")]);
    let ranked = PageState { ranks: true, ..page_state(None) };
    let pages = Pages(vec![(page("Maps"), ranked), (page("Coins"), page_state(None))]);
    let pages = PageLookupsAnswer::Pages { digest: "d1".into(), pages };
    app.gets(Request::Lookups(asked(&fx).remove(0)), Answer::Lookups(pages));
    let way = "<a href=\"https://helpdesk.example.org/ranking\">";
    let html = app.html(&place(0, &page("Maps")));
    assert!(html.contains(way) && !html.contains("<button"), "{html}");
    assert!(!app.html(&place(0, &page("Coins"))).contains(way));
}

#[test]
fn the_same_rows_again_change_nothing_when_nothing_has_changed() {
    let (mut app, row) = waiting();
    let before = app.html(&row);
    let fx = titles(&mut app, &[page("Maps")]);
    let again = asked(&fx);
    assert_eq!(again, [PageLookups { titles: vec![page("Maps")], known: Some("d1".into()) }]);
    app.gets(Request::Lookups(again[0].clone()), Answer::Lookups(PageLookupsAnswer::Unchanged));
    assert_eq!(app.html(&row), before);
}

#[test]
fn rows_that_come_while_the_tool_is_asked_wait_for_one_more_question() {
    let mut app = rows(true);
    let first = asked(&titles(&mut app, &[page("Maps")]));
    assert_eq!(titles(&mut app, &[page("Maps"), page("Coins")]), [], "one question at a time");
    assert_eq!(titles(&mut app, &[page("Maps"), page("Coins")]), []);
    let then = asked(&answer(&mut app, &first[0], None));
    assert_eq!(then.len(), 1, "one for all that came");
    assert_eq!(then[0].titles, [page("Maps"), page("Coins")]);
    assert_eq!(then[0].known, None, "the digest is of other rows");
}

#[test]
fn of_two_rows_of_one_page_only_the_one_that_was_clicked_has_the_form() {
    let (mut app, row) = waiting();
    let fx = app.update(Message::Open(CommandName::GiveFeedback, Rc::from(&*row)));
    assert!(fx.contains(&Effect::Call(Request::View(reference()), Some(token("Alice").token))));
    assert!(app.html(&row).contains("helpdesk-desk"));
    assert!(!app.html(&place(1, &page("Maps"))).contains("helpdesk-desk"));
    app.update(Message::Open(CommandName::GiveFeedback, Rc::from(&*row)));
    assert!(!app.html(&row).contains("helpdesk-desk"), "a second click closes it");
}

#[test]
fn a_page_that_is_no_request_for_this_reader_stays_without_words() {
    let (app, _) = waiting();
    assert_eq!(app.html(&place(0, &page("Unknown"))), "");
}

#[test]
fn a_tool_that_is_not_reached_is_said_in_the_row_and_asked_at_the_next_update() {
    let mut app = rows(true);
    let first = asked(&titles(&mut app, &[page("Maps")]));
    app.unreachable(Request::Lookups(first[0].clone()));
    assert!(app.html(&place(0, &page("Maps"))).contains("The Helpdesk is not reached now."));
    assert_eq!(asked(&titles(&mut app, &[page("Maps")])).len(), 1);
}
