//! A proposed policy, tried on what happened.

use crate::app::many::loaded;
use crate::app::policy_changes::{PolicyChange, changes};
use crate::app::seats::OverTime;
use crate::app::{App, AppError, policy_file};
use helpdesk_domain::committee::explain::{Answer, explain};
use helpdesk_domain::project::{seen, standing};
use helpdesk_domain::replay::{Answered, Difference, Otherwise, Replay, replay, replay_among};
use helpdesk_domain::{Actor, Policy, Reference, Rejection, Role, SupportRequest, Viewer};

/// What came of trying a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// What differs from the policy that holds.
    pub changes: Vec<PolicyChange>,
    /// How many requests were gone through.
    pub requests: u32,
    /// How many acts were decided again.
    pub acts: u32,
    /// How many could not be.
    pub left_out: u32,
    /// How many would have been refused.
    pub refused: u32,
    /// How many would have been followed by another promise.
    pub promised: u32,
    /// Acts that would have gone another way, of requests that the actor sees.
    pub differences: Vec<Tale>,
    /// How many past decisions the rules of both policies were asked about; of requests whose positions
    /// the actor sees, and days on which there were seats.
    pub rounds: u32,
    /// How many of them the policy that holds calls met.
    pub met: u32,
    /// How many of them the proposed one would have called met.
    pub would_be_met: u32,
    /// Decisions of which the proposed rule says something else.
    pub answers: Vec<Answered>,
}

/// An act that would have gone another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tale {
    /// Of which request.
    pub reference: Reference,
    /// Its title.
    pub title: String,
    /// What, and how.
    pub difference: Difference,
}

/// Tries a policy on all acts that the actor sees; of requests that they see only as everybody does, such
/// as a steward, they get numbers alone.
///
/// # Errors
/// [`Rejection::RoleNeeded`] for others than stewards, staff and the committee; the inner one in words,
/// one line for each thing that is wrong with `text`.
pub async fn try_policy(app: &App, actor: &Actor, text: &str) -> Result<Result<Tried, Vec<String>>, AppError> {
    let may = [Role::Steward, Role::Staff, Role::Committee, Role::Secretary];
    if !may.into_iter().any(|role| actor.roles.has(role)) {
        return Err(Rejection::RoleNeeded(Role::Steward).into());
    }
    let proposed = match policy_file::read("policy", text) {
        Ok(policy) => policy,
        Err(problems) => return Ok(Err(problems)),
    };
    let held = app.policy().await?.policy;
    let viewer = Viewer::Person(*actor);
    let seats = OverTime::read(app).await?;
    let mut tried = Tried { changes: changes(&held, &proposed), ..Tried::default() };
    for loaded in loaded(app).await? {
        // What the viewer does not see of a request is not even counted.
        let seen = seen(&held, &loaded.request, viewer);
        let roles = standing(&loaded.request, viewer).roles;
        if seen.contains(&true) {
            let replay = replay_among(&proposed, &loaded.request, &seen);
            if [Role::Committee, Role::Secretary, Role::Staff].into_iter().any(|role| roles.has(role)) {
                tried.ask(&held, &proposed, &loaded.request, &replay, &seats)?;
            }
            tried.add(replay, &loaded.request, roles.work_on_requests());
        }
    }
    Ok(Ok(tried))
}

/// Tries a policy on everything, for whoever runs the service.
///
/// # Errors
/// As the database says.
pub async fn try_on_everything(app: &App, proposed: &Policy) -> Result<Tried, AppError> {
    let held = app.policy().await?.policy;
    let seats = OverTime::read(app).await?;
    let mut tried = Tried { changes: changes(&held, proposed), ..Tried::default() };
    for loaded in loaded(app).await? {
        let replay = replay(proposed, &loaded.request);
        tried.ask(&held, proposed, &loaded.request, &replay, &seats)?;
        tried.add(replay, &loaded.request, true);
    }
    Ok(tried)
}

impl Tried {
    /// Asks the rules of both policies about the rounds on which was decided, with the seats as they were
    /// known then.
    fn ask(
        &mut self,
        held: &Policy,
        proposed: &Policy,
        request: &SupportRequest,
        replay: &Replay,
        seats: &OverTime,
    ) -> Result<(), AppError> {
        for decided in &replay.decided {
            let seats = seats.at(decided.at)?;
            if seats.on(decided.round.on).next().is_none() {
                continue;
            }
            let answer = |policy: &Policy| {
                policy.committee.rule.as_ref().map(|rule| explain(rule, &seats, &decided.round).answer)
            };
            let (was, now) = (answer(held), answer(proposed));
            let met = |answer| u32::from(answer == Some(Answer::Met));
            self.rounds += 1;
            self.met += met(was);
            self.would_be_met += met(now);
            if was != now {
                self.answers.push(Answered {
                    reference: request.reference,
                    title: request.facts.title.as_str().to_owned(),
                    gate: decided.gate,
                    at: decided.at,
                    was,
                    now,
                });
            }
        }
        Ok(())
    }

    fn add(&mut self, replay: Replay, request: &SupportRequest, told: bool) {
        self.requests += 1;
        self.acts += replay.acts;
        self.left_out += replay.left_out;
        for difference in replay.differences {
            match difference.otherwise {
                Otherwise::Refused(_) => self.refused += 1,
                Otherwise::Promised { .. } => self.promised += 1,
            }
            if told {
                self.differences.push(Tale {
                    reference: request.reference,
                    title: request.facts.title.as_str().to_owned(),
                    difference,
                });
            }
        }
    }
}
