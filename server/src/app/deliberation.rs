//! What the committee's rule says of a round, for those who see its positions.

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
