//! Sending a request, and being signed in for it.

use crate::app::App;
use crate::ask::Ask;
use crate::effect::{Answer, Effect, Effects, Kept, NoSignIn, Request, Target, What};
use crate::message::Message;
use crate::samples::{policy, reader, reference, request_after, token, view_of};
use crate::view::Panel;
use crate::wire::Refusal;

const KEY: &str = "a-random-key";

/// A panel whose form was looked at once more.
fn looked(is_in: bool) -> App {
    let mut app = App::ask(reader(is_in), Ask::new("Maps".to_owned(), None));
    app.gets(Request::Policy, Answer::Policy(Box::new(policy())));
    app.gets(Request::MyRequests, Answer::List(Vec::new()));
    app.types(Target::Submission, "what", "Old maps");
    app.types(Target::Submission, "reach", "talk-page");
    assert_eq!(send(&mut app), [], "first a last look");
    app
}

fn send(app: &mut App) -> Effects {
    app.update(Message::Send(Target::Submission))
}

/// The request that the panel sends once it has a key.
fn submitted(app: &mut App) -> Request {
    let mut fx = app.hears(What::Key(Target::Submission, Some(KEY.into())));
    match fx.pop() {
        Some(Effect::Call(request @ Request::Submit(..), _)) => request,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_is_not_signed_in_signs_in_first_and_then_it_is_sent() {
    let mut app = looked(false);
    assert!(app.html("").contains("Sign in and send"));
    assert_eq!(send(&mut app), [Effect::SignIn]);
    let fx = app.hears(What::SignedIn(Ok(token("Alice"))));
    assert!(fx.contains(&Effect::Keep("token".into(), Kept::Token(token("Alice")))));
    assert_eq!(fx.last(), Some(&Effect::MakeKey(Target::Submission)));
    let Request::Submit(fields, key) = submitted(&mut app) else { unreachable!() };
    assert_eq!((fields.find("what"), &*key), (Some("Old maps"), KEY));
}

#[test]
fn a_sign_in_that_fails_sends_nothing_and_says_why() {
    for (why, said) in [
        (NoSignIn::Blocked, "Your browser did not open the sign-in window."),
        (NoSignIn::Closed, "The sign-in window was closed"),
        (NoSignIn::Failed, "Signing in did not work."),
    ] {
        let mut app = looked(false);
        send(&mut app);
        assert_eq!(app.hears(What::SignedIn(Err(why))), []);
        assert!(app.html("").contains(said), "{why:?}");
        assert!(app.html("").contains("Old maps"), "what was typed is still there");
    }
}

#[test]
fn two_clicks_send_once() {
    let mut app = looked(true);
    assert_eq!(send(&mut app), [Effect::MakeKey(Target::Submission)]);
    assert_eq!(send(&mut app), []);
    assert!(app.html("").contains("Sending…") && app.html("").contains("disabled"));
}

#[test]
fn without_an_answer_the_same_is_sent_under_the_same_key_until_it_is_changed() {
    let mut app = looked(true);
    send(&mut app);
    let first = submitted(&mut app);
    app.unreachable(first.clone());
    assert!(app.html("").contains("The Helpdesk gave no answer. Nothing is lost"));
    let bearer = Some(token("Alice").token);
    assert_eq!(send(&mut app), [Effect::Call(first.clone(), bearer)], "it counts once");
    app.unreachable(first);
    app.update(Message::Back);
    app.types(Target::Submission, "what", "Newer maps");
    send(&mut app);
    assert_eq!(send(&mut app), [Effect::MakeKey(Target::Submission)], "another request, another key");
}

#[test]
fn what_has_arrived_is_shown_and_its_draft_forgotten() {
    let mut app = looked(true);
    send(&mut app);
    let request = submitted(&mut app);
    let view = view_of(&request_after(&[]), 1);
    let fx = app.gets(request, Answer::View(Box::new(view)));
    assert_eq!(fx[0], Effect::Forget("draft.Alice".into()));
    let html = app.html("");
    assert!(html.contains("Thank you. Your request has reached the Helpdesk."), "{html}");
    assert!(html.contains(&format!("/support-requests/{}", reference().as_str())));
    assert!(html.contains("Ask for something else"));
}

#[test]
fn a_session_that_ended_is_said_and_what_was_typed_stays() {
    let mut app = looked(true);
    send(&mut app);
    let request = submitted(&mut app);
    let fx = app.is_refused(request, 401, Refusal::default());
    assert_eq!(fx, [Effect::Forget("token".into())]);
    let html = app.html("");
    assert!(html.contains("You are no longer signed in.") && html.contains("Old maps"), "{html}");
    assert!(html.contains("Sign in and send"));
}

#[test]
fn signing_out_ends_the_token_and_leaves_nothing_that_was_typed() {
    let mut app = looked(true);
    let fx = app.update(Message::SignOut);
    assert_eq!(fx[0], Effect::Call(Request::SignOut, Some(token("Alice").token)));
    for gone in ["token", "draft.Alice"] {
        assert!(fx.contains(&Effect::Forget(gone.into())), "{gone}");
    }
    assert!(!app.html("").contains("Old maps"));
}
