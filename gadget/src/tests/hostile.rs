//! Hostile text in every field that comes from people.

use std::rc::Rc;

use helpdesk_domain::process::Position;
use helpdesk_domain::{Command, CommandName};

use crate::app::App;
use crate::ask::Ask;
use crate::effect::{Answer, Request, Target, What};
use crate::lookups::{PageLookups, PageLookupsAnswer, Pages};
use crate::message::Message;
use crate::rows::place;
use crate::samples::{
    PREFIX, listed, page_state, policy, reader, reference, request_after, view_of, with_committee,
};
use crate::token::Token;
use crate::view::{Node, Panel};
use crate::wire::{Change, Refusal};

const EVIL: &str = "\"><img src=x onerror=alert(1)> '$1 {{PLURAL:$1|a|b}} javascript:alert(1) <script>";

/// Replaces every text of people's in a value, as the tool sends it.
fn poisoned<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T, is_text: fn(&str) -> bool) -> T {
    fn walk(value: &mut serde_json::Value, is_text: fn(&str) -> bool) {
        match value {
            serde_json::Value::String(text) if is_text(text) => *text = EVIL.to_owned(),
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| walk(item, is_text)),
            serde_json::Value::Object(members) => members.values_mut().for_each(|item| walk(item, is_text)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(value).unwrap();
    walk(&mut value, is_text);
    serde_json::from_value(value).unwrap()
}

/// What has a capital or a space in it was written by people; codes, ids and the rest have none.
fn is_peoples(text: &str) -> bool {
    text.contains(|c: char| c.is_uppercase() || c == ' ')
}

/// Every text and attribute holds the hostile words as words; nothing of them became a tag or an address.
fn is_harmless(app: &App, place: &str) -> usize {
    let nodes = app.view(place);
    let mut found = 0;
    nodes.iter().for_each(|node| look(node, &mut found));
    found
}

fn look<M>(node: &Node<M>, found: &mut usize) {
    match node {
        Node::Text(text) => *found += usize::from(text.contains(EVIL)),
        Node::Element(element) => {
            assert!(!matches!(element.tag, "img" | "script" | "iframe" | "style"), "{}", element.tag);
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on") && *name != "style", "{name}");
                if matches!(*name, "href" | "src" | "action") {
                    let is_ours = value.starts_with("https://helpdesk.example.org/") || value.starts_with('#');
                    assert!(is_ours, "{value}");
                }
                *found += usize::from(value.contains(EVIL));
            }
            element.children.iter().for_each(|child| look(child, found));
        }
    }
}

#[test]
fn a_request_full_of_markup_is_shown_as_text() {
    let feedback = Command::GiveFeedback {
        position: Position::Concerns,
        priority: None,
        text: Some("No map".to_owned().try_into().unwrap()),
        notes: std::collections::BTreeMap::new(),
    };
    let request = request_after(&[
        (5, Command::Acknowledge { message: None }),
        (5, Command::AskRequester { question: "Which one".to_owned().try_into().unwrap() }),
        (5, Command::MarkReadyForCommittee { summary: None }),
        (2, feedback),
    ]);
    let mut app = App::page(reader(true), [PREFIX, EVIL].concat());
    let policy = poisoned(&policy(), is_peoples);
    app.gets(Request::Policy, Answer::Policy(Box::new(policy)));
    let lookups = PageLookups { titles: vec![[PREFIX, EVIL].concat()], known: None };
    let pages = Pages(vec![([PREFIX, EVIL].concat(), page_state(None))]);
    let found = PageLookupsAnswer::Pages { digest: EVIL.into(), pages };
    app.gets(Request::Lookups(lookups), Answer::Lookups(found));
    let view = poisoned(&view_of(&request, 2), is_peoples);
    app.gets(Request::View(reference()), Answer::View(Box::new(view)));
    app.update(Message::Open(CommandName::SetChecklistItem, Rc::from("")));
    app.types(Target::Act(reference()), "note", EVIL);
    let found = is_harmless(&app, "");
    assert!(found >= 5, "title, text, question, feedback and its giver's name: {found}");
}

#[test]
fn what_the_tool_says_is_shown_as_text() {
    let mut app = App::page(reader(true), [PREFIX, "Maps"].concat());
    app.gets(Request::Policy, Answer::Policy(Box::new(policy())));
    let lookups = PageLookups { titles: vec![[PREFIX, "Maps"].concat()], known: None };
    let pages = Pages(vec![([PREFIX, "Maps"].concat(), page_state(None))]);
    let found = PageLookupsAnswer::Pages { digest: String::new(), pages };
    app.gets(Request::Lookups(lookups), Answer::Lookups(found));
    let view = || Answer::View(Box::new(view_of(&with_committee(), 2)));
    app.gets(Request::View(reference()), view());
    app.is_refused(Request::View(reference()), 500, Refusal { message: EVIL.into(), ..Refusal::default() });
    assert_eq!(is_harmless(&app, ""), 1, "the message of an error");
    app.update(Message::Open(CommandName::GiveFeedback, Rc::from("")));
    let news = Change { kind: "question-asked".into(), who: EVIL.into(), texts: vec![EVIL.into()] };
    app.is_refused(Request::View(reference()), 409, Refusal { changed: vec![news], ..Refusal::default() });
    app.gets(Request::View(reference()), view());
    assert_eq!(is_harmless(&app, ""), 2, "who did what, and what they wrote");
}

#[test]
fn a_form_full_of_markup_is_shown_as_text() {
    let mut app = App::ask(reader(true), Ask::new(EVIL.to_owned(), None));
    app.gets(Request::Policy, Answer::Policy(Box::new(poisoned(&policy(), is_peoples))));
    let mut mine = listed(EVIL);
    mine.title = EVIL.into();
    app.gets(Request::MyRequests, Answer::List(vec![mine]));
    app.types(Target::Submission, "what", EVIL);
    assert!(is_harmless(&app, "") > 10, "own requests, the page, what was typed, and each question");
    app.types(Target::Submission, "reach", "talk-page");
    app.update(Message::Send(Target::Submission));
    assert!(app.html("").contains("Is it all right so?"));
    assert!(is_harmless(&app, "") > 1, "at the last look too");
}

#[test]
fn names_of_accounts_and_titles_of_rows_are_shown_as_text() {
    let mut app = App::ask(reader(false), Ask::new("Maps".to_owned(), None));
    app.hears(What::SignedIn(Ok(Token { user: EVIL.into(), ..crate::samples::token("Alice") })));
    assert_eq!(is_harmless(&app, ""), 1, "the other account's name");
    let mut rows = App::rows(reader(true));
    let title = [PREFIX, EVIL].concat();
    rows.update(Message::Titles(Rc::new(vec![title.clone()])));
    let lookups = PageLookups { titles: vec![title.clone()], known: None };
    let pages = Pages(vec![(title.clone(), page_state(Some(CommandName::GiveFeedback)))]);
    let found = PageLookupsAnswer::Pages { digest: EVIL.into(), pages };
    rows.gets(Request::Lookups(lookups), Answer::Lookups(found));
    assert!(rows.html(&place(0, &title)).contains("Waits for you"));
    is_harmless(&rows, &place(0, &title));
}
