//! Mail that came in: what follows for the record when the service has placed it. Who may write where
//! by mail is decided there, by what a message proves; see the server's `mail::join`.

use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::ids::{PersonId, Reference};
use crate::people::{Actor, Capacity, Party, Role, Viewer};
use crate::policy::Policy;
use crate::process::Stage;
use crate::project::project;
use crate::promise::{self, Expectation, Promise};
use crate::rejection::Rejection;
use crate::request::SupportRequest;
use crate::text::{Body, LINE_MAX, Line};
use crate::time::Timestamp;

/// A mail that belongs to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The mail's own name.
    pub mail: Reference,
    /// Who wrote it, if they have an account.
    pub by: Option<PersonId>,
    /// In which quality.
    pub capacity: Capacity,
    /// Whether it answers a question that is open.
    pub answers: bool,
    /// What they wrote.
    pub text: String,
}

/// A mail that becomes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailed {
    /// The mail's own name.
    pub mail: Reference,
    /// What it asks for.
    pub facts: Facts,
    /// Whose it is, if the account is proven.
    pub requester: Option<PersonId>,
    /// The name of somebody without an account.
    pub requester_name: Option<Line<LINE_MAX>>,
    /// All of the text, if the request takes only its beginning.
    pub whole_text: Option<String>,
}

/// What follows from a mail to a request: the answer to the open question if it is one, else a
/// message to the Helpdesk.
#[must_use]
pub fn decide_arrival(
    policy: &Policy,
    request: &SupportRequest,
    arrival: &Arrival,
    now: Timestamp,
) -> Vec<Recorded> {
    let asked = request.stage.is_open() && request.questions.iter().any(|asked| asked.answer.is_none());
    let answers = asked && arrival.answers;
    let received = Event::MailReceived { mail: arrival.mail, answers, text: Body::Text(arrival.text.clone()) };
    let promised = answers.then(|| promise::at_stage(&request.stage, &policy.deadlines, now)).flatten();
    let record = |event| Recorded { at: now, by: arrival.by, capacity: arrival.capacity, event };
    std::iter::once(received)
        .chain(promised.map(|promise| Event::PromiseMade { promise }))
        .map(record)
        .collect()
}

/// What follows from a mail that becomes a request.
///
/// # Errors
/// [`Rejection::NotInPolicy`] if it names what the policy does not have.
pub fn decide_mailed(policy: &Policy, mailed: &Mailed, now: Timestamp) -> Result<Vec<Recorded>, Rejection> {
    crate::permit::known_facts(policy, &mailed.facts)?;
    let submitted = Event::Submitted {
        facts: mailed.facts.clone(),
        requester: mailed.requester,
        requester_name: mailed.requester_name.as_ref().map(Body::from),
    };
    let promised = promise::at_stage(&Stage::Received, &policy.deadlines, now)
        .map(|promise| Event::PromiseMade { promise });
    let whole = mailed.whole_text.as_ref().map(|text| Event::MailReceived {
        mail: mailed.mail,
        answers: false,
        text: Body::Text(text.clone()),
    });
    let record = |event| Recorded { at: now, by: mailed.requester, capacity: Capacity::Requester, event };
    Ok(std::iter::once(submitted).chain(promised).chain(whole).map(record).collect())
}

/// What follows when staff take a mail out of a request that it does not belong to.
///
/// # Errors
/// [`Rejection::RoleNeeded`] unless the actor is of the staff here, [`Rejection::NotFound`] if the
/// mail is not in the request.
pub fn decide_taking_out(
    policy: &Policy,
    request: &SupportRequest,
    actor: &Actor,
    mail: Reference,
    now: Timestamp,
) -> Result<Vec<Recorded>, Rejection> {
    let view = project(policy, request, Viewer::Person(*actor)).ok_or(Rejection::NotFound)?;
    if !view.standing.roles.has(Role::Staff) {
        return Err(Rejection::RoleNeeded(Role::Staff));
    }
    let (_, recorded) = received(request, mail).ok_or(Rejection::NotFound)?;
    let answered = matches!(recorded.event, Event::MailReceived { answers: true, .. });
    let again = (answered && request.stage.is_open()).then(|| Event::PromiseMade {
        promise: Promise {
            who: Party::Requester,
            what: Expectation::Answer,
            words: None,
            by: now.plus_days(policy.deadlines.answer_days),
        },
    });
    let record = |event| Recorded { at: now, by: Some(actor.person), capacity: Capacity::Staff, event };
    Ok(std::iter::once(Event::MailTakenOut { mail, answered }).chain(again).map(record).collect())
}

/// Where a mail stands in a request's history, counted from 0, unless it was taken out since.
#[must_use]
pub fn received(request: &SupportRequest, mail: Reference) -> Option<(usize, &Recorded)> {
    let mut found = None;
    for (n, recorded) in request.history.iter().enumerate() {
        if let Event::MailReceived { mail: one, .. } = &recorded.event
            && *one == mail
        {
            found = Some((n, recorded));
        }
        if let Event::MailTakenOut { mail: one, .. } = &recorded.event
            && *one == mail
        {
            found = None;
        }
    }
    found
}
