//! What the committee's rule says of a round, for those who see its positions.

use helpdesk_domain::committee::explain::{Answer, Part};
use helpdesk_domain::committee::rounds::rounds;
use helpdesk_domain::process::Gate;
use helpdesk_domain::project::Remark;

use crate::app::{App, AppError, seats};
use helpdesk_domain::committee::explain::{Explanation, explain, round_of};
use helpdesk_domain::{Policy, SupportRequestView};

/// Explains the round under way by the policy's rule and the seats of today, and gives the view with
/// the names of those whom the answer speaks of. `None` without a rule, without seats, and towards
/// those who do not see positions: it would tell how many there are.
///
/// # Errors
/// As the database says.
pub async fn explained(
    app: &App,
    policy: &Policy,
    mut view: SupportRequestView,
) -> Result<(SupportRequestView, Option<Explanation>), AppError> {
    let today = app.clock.now().date();
    let (Some(rule), Some(round)) = (&policy.committee.rule, round_of(&view, today)) else {
        return Ok((view, None));
    };
    let seats = seats::known(app, None).await?;
    if seats.on(today).next().is_none() {
        return Ok((view, None));
    }
    let explanation = explain(rule, &seats, &round);
    let named = explanation.by_seat.iter().map(|seat| seat.person).collect();
    view.names.extend(app.names.of(&app.store, &named).await?);
    Ok((view, Some(explanation)))
}

/// The view with short facts about the round under way, for the panel on the wiki: which it is, what
/// the rule says, and what was given on an earlier text.
///
/// # Errors
/// As [`explained`].
pub async fn remarked(
    app: &App,
    policy: &Policy,
    view: SupportRequestView,
) -> Result<SupportRequestView, AppError> {
    let works = !view.standing.roles.is_empty();
    if !works || view.stage.gate().is_none() {
        return Ok(view);
    }
    let (mut view, explanation) = explained(app, policy, view).await?;
    let found = rounds(&view.history, &view.decisions);
    let mut remarks = Vec::new();
    if let Some(round) = found.last().filter(|round| round.is_open) {
        let code = match round.gate {
            Gate::Initial => "round-initial",
            Gate::Go => "round-go",
        };
        remarks.push(remark(code, vec![round.number.to_string()]));
    }
    if let Some(found) = explanation {
        remarks.push(remark(rule_code(found.answer), Vec::new()));
        for part in &found.parts {
            let code = match part.part {
                Part::Positions => "positions",
                Part::Regions => "regions",
            };
            remarks.push(remark(code, vec![part.have.to_string(), part.needed.to_string()]));
        }
        let names: Vec<_> =
            found.can_change.iter().filter_map(|person| view.names.get(person).cloned()).collect();
        if !names.is_empty() {
            remarks.push(remark("can-change", vec![names.join(", ")]));
        }
    }
    if view.own_stale {
        remarks.push(remark("own-stale", Vec::new()));
    } else if view.stale {
        remarks.push(remark("stale", Vec::new()));
    }
    view.remarks = remarks;
    Ok(view)
}

fn remark(code: &str, with: Vec<String>) -> Remark {
    Remark { code: code.to_owned(), with }
}

fn rule_code(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "rule-met",
        Answer::Open => "rule-open",
        Answer::OutOfReach => "rule-out-of-reach",
    }
}
