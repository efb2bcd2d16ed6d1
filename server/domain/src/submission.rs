//! Making a request, for oneself or, as staff, for somebody else.

use crate::event::{Event, Recorded};
use crate::facts::Facts;
use crate::people::{Actor, Capacity, Role};
use crate::permit::known_facts;
use crate::policy::Policy;
use crate::process::Stage;
use crate::promise;
use crate::rejection::Rejection;
use crate::text::{Body, LINE_MAX, Line, TITLE_MAX};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A request as it is handed in. How to reach the requester is kept apart from it and from the
/// record, and goes beside it through the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// What it says.
    pub facts: Facts,
    /// For whom, if staff enter it for somebody without an account.
    pub on_behalf_of: Option<Line<LINE_MAX>>,
    /// Consent to publication, if it is given at once: the name to be shown, and whether notes may
    /// be left on the talk page.
    pub consent: Option<(Line<LINE_MAX>, bool)>,
}

/// Decides a submission, and says what happened.
///
/// # Errors
/// [`Rejection::RoleNeeded`] if somebody who is not staff enters it for somebody else,
/// [`Rejection::RequesterOnly`] if consent is given for somebody else,
/// [`Rejection::NotInPolicy`] if it names what the policy does not have.
pub fn decide_submission(
    policy: &Policy,
    actor: &Actor,
    submission: &Submission,
    now: Timestamp,
) -> Result<Vec<Recorded>, Rejection> {
    known_facts(policy, &submission.facts)?;
    let for_somebody = submission.on_behalf_of.is_some();
    if for_somebody && !actor.roles.has(Role::Staff) {
        return Err(Rejection::RoleNeeded(Role::Staff));
    }
    if for_somebody && submission.consent.is_some() {
        return Err(Rejection::RequesterOnly);
    }
    let capacity = if for_somebody { Capacity::Staff } else { Capacity::Requester };
    let submitted = Event::Submitted {
        facts: submission.facts.clone(),
        requester: (!for_somebody).then_some(actor.person),
        requester_name: submission.on_behalf_of.as_ref().map(Body::from),
    };
    let promised = promise::at_stage(&Stage::Received, &policy.deadlines, now)
        .map(|promise| Event::PromiseMade { promise });
    let consented = submission.consent.as_ref().map(|(shown_name, talk_page_notes)| Event::ConsentGiven {
        shown_name: shown_name.into(),
        talk_page_notes: *talk_page_notes,
    });
    let record = |event| Recorded { at: now, by: Some(actor.person), capacity, event };
    Ok(std::iter::once(submitted).chain(promised).chain(consented).map(record).collect())
}

/// A title made of the beginning of what was written: its first line, cut at a word.
#[must_use]
pub fn title_from(what: &str) -> String {
    let line = what.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    if line.chars().count() <= 80 {
        return line.to_owned();
    }
    let start: String = line.chars().take(80).collect();
    let cut = start.rfind(char::is_whitespace).filter(|at| *at > 30).unwrap_or(start.len());
    let title = format!("{}…", start[..cut].trim_end());
    debug_assert!(title.chars().count() <= TITLE_MAX);
    title
}

#[cfg(test)]
mod tests {
    use super::title_from;

    #[test]
    fn a_title_is_the_first_line_cut_at_a_word() {
        assert_eq!(title_from("\n  Help with maps \nand more"), "Help with maps");
        let long =
            "We would like to upload forty thousand photographs of a museum's collection to Commons this year";
        let title = title_from(long);
        assert!(title.ends_with('…') && long.starts_with(title.trim_end_matches('…')), "{title}");
    }

    #[test]
    fn a_script_without_spaces_is_cut_too() {
        assert_eq!(title_from(&"字".repeat(200)).chars().count(), 81);
    }
}
