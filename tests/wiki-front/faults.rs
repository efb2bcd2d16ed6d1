//! Faults: which one a request meets, and what it does to the answer.

use std::io;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, body};
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use helpdesk_tests::front::{By, Fault, FaultOrder, Place, When};

/// What the faults can tell requests apart by.
pub struct Subject<'a> {
    pub place: Place,
    pub action: &'a str,
    pub title: &'a str,
    pub user: Option<&'a str>,
    pub by: By,
    /// Whether the request sends `maxlag`.
    pub asks_for_maxlag: bool,
}

/// The first fault that fits; its count goes down.
pub fn take(faults: &mut Vec<FaultOrder>, subject: &Subject) -> Option<Fault> {
    let index = faults.iter().position(|order| fits(&order.when, &order.fault, subject))?;
    let order = &mut faults[index];
    let fault = order.fault.clone();
    match order.count {
        0 => {}
        1 => drop(faults.remove(index)),
        _ => order.count -= 1,
    }
    Some(fault)
}

fn fits(when: &When, fault: &Fault, subject: &Subject) -> bool {
    let spaced = |title: &str| title.replace('_', " ");
    let needed_action = match (&when.action, fault) {
        (Some(action), _) => Some(action.as_str()),
        (None, Fault::Maxlag { .. }) => None,
        (None, fault) if fault.is_of_transport() => None,
        (None, _) => Some("edit"),
    };
    when.place == subject.place
        && needed_action.is_none_or(|action| action == subject.action)
        && when.title_prefix.as_deref().is_none_or(|prefix| spaced(subject.title).starts_with(&spaced(prefix)))
        && when.user.as_deref().is_none_or(|user| subject.user == Some(user))
        && (fault.is_of_transport() || (subject.place == Place::Api && subject.by != By::BadToken))
        && (!matches!(fault, Fault::Maxlag { .. }) || subject.asks_for_maxlag)
}

/// HTTP 503 as a proxy gives it.
pub fn unavailable(retry_after: Option<u32>) -> HttpResponse {
    let mut answer = HttpResponse::ServiceUnavailable();
    if let Some(seconds) = retry_after {
        answer.append_header((RETRY_AFTER, seconds.to_string()));
    }
    answer
        .append_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .body("<!DOCTYPE html><title>Service Unavailable</title><h1>Our servers are currently under maintenance or experiencing a technical problem</h1>")
}

/// An answer whose connection is cut before its first byte: the error comes before anything was written.
pub fn cut() -> HttpResponse {
    HttpResponse::Ok().streaming(stream::once(ready(Err::<Bytes, _>(ordered_cut()))))
}

/// Waits, then cuts.
pub async fn silence(seconds: u64) -> HttpResponse {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    cut()
}

/// The answer is read to its end, so that the wiki has finished, and thrown away.
pub async fn lose(answer: HttpResponse) -> HttpResponse {
    // Whether the wiki's own answer broke off does not matter here: nobody gets it.
    drop(whole_body(answer).await);
    cut()
}

/// The answer with the first half of its body and the length of the whole.
pub async fn halve(answer: HttpResponse) -> HttpResponse {
    let status = answer.status();
    let headers = answer.headers().clone();
    let Ok(whole) = whole_body(answer).await else {
        return cut();
    };
    let mut half = HttpResponse::build(status);
    for (name, value) in headers.iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        half.append_header((name, value));
    }
    let first = whole.slice(..whole.len() / 2);
    let broken = stream::once(ready(Ok(first))).chain(stream::once(async {
        // One turn of the event loop, in which the first half is written out.
        tokio::task::yield_now().await;
        Err(ordered_cut())
    }));
    half.no_chunking(whole.len() as u64).streaming(broken)
}

async fn whole_body(answer: HttpResponse) -> Result<Bytes, <body::BoxBody as MessageBody>::Error> {
    body::to_bytes(answer.into_body()).await
}

fn ordered_cut() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "cut on command")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit<'a>(title: &'a str, user: &'a str) -> Subject<'a> {
        Subject {
            place: Place::Api,
            action: "edit",
            title,
            user: Some(user),
            by: By::Token,
            asks_for_maxlag: false,
        }
    }

    fn order(when: When, count: u32, fault: Fault) -> Vec<FaultOrder> {
        vec![FaultOrder { when, count, fault }]
    }

    #[test]
    fn a_fault_is_used_up_by_its_count() {
        let mut faults = order(When::default(), 2, Fault::Readonly);
        let edit = edit("X", "Alice");
        assert_eq!(take(&mut faults, &edit), Some(Fault::Readonly));
        assert_eq!(take(&mut faults, &edit), Some(Fault::Readonly));
        assert_eq!(take(&mut faults, &edit), None);
        assert!(faults.is_empty());

        let mut forever = order(When::default(), 0, Fault::Readonly);
        for _ in 0..5 {
            assert_eq!(take(&mut forever, &edit), Some(Fault::Readonly));
        }
    }

    #[test]
    fn title_and_user_must_fit() {
        let when = When {
            title_prefix: Some("Helpdesk_desk/".to_owned()),
            user: Some("Alice".to_owned()),
            ..When::default()
        };
        let mut faults = order(when, 0, Fault::Protectedpage);
        assert!(take(&mut faults, &edit("Helpdesk desk/A", "Alice")).is_some());
        assert!(take(&mut faults, &edit("Helpdesk_desk/A", "Alice")).is_some());
        assert!(take(&mut faults, &edit("Talk:Helpdesk desk/A", "Alice")).is_none());
        assert!(take(&mut faults, &edit("Helpdesk desk/A", "Bob")).is_none());
    }

    #[test]
    fn an_edit_fault_leaves_other_actions_alone_unless_told() {
        let query = Subject { action: "query", ..edit("X", "Alice") };
        assert!(take(&mut order(When::default(), 1, Fault::Badtoken), &query).is_none());
        assert!(take(&mut order(When::default(), 1, Fault::LoseAnswer), &query).is_some());
        let when = When { action: Some("query".to_owned()), ..When::default() };
        assert!(take(&mut order(when, 1, Fault::Ratelimited), &query).is_some());
    }

    #[test]
    fn a_bad_token_meets_only_the_connection_s_faults_and_maxlag_waits_for_maxlag() {
        let refused = Subject { by: By::BadToken, ..edit("X", "Alice") };
        assert!(take(&mut order(When::default(), 1, Fault::Blocked), &refused).is_none());
        assert!(take(&mut order(When::default(), 1, Fault::HalfAnswer), &refused).is_some());

        let mut lagged = order(When::default(), 1, Fault::Maxlag { lag: 9 });
        assert!(take(&mut lagged, &edit("X", "Alice")).is_none());
        let patient = Subject { asks_for_maxlag: true, ..edit("X", "Alice") };
        assert!(take(&mut lagged, &patient).is_some());
    }

    #[test]
    fn a_fault_stays_at_its_end_point() {
        let when = When { place: Place::AccessToken, ..When::default() };
        let mut faults = order(when, 1, Fault::Http503 { retry_after: None });
        assert!(take(&mut faults, &edit("X", "Alice")).is_none());
        let token = Subject { place: Place::AccessToken, action: "refresh_token", ..edit("", "Alice") };
        assert!(take(&mut faults, &token).is_some());
    }
}
