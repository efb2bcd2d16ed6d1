//! A proposed policy, tried on what happened.

use crate::app::many::loaded;
use crate::app::policy_changes::{PolicyChange, changes};
use crate::app::{App, AppError, policy_file};
use helpdesk_domain::project::{seen, standing};
use helpdesk_domain::replay::{Difference, Otherwise, replay_among};
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
    let mut tried = Tried { changes: changes(&held, &proposed), ..Tried::default() };
    for loaded in loaded(app).await? {
        // What the viewer does not see of a request is not even counted.
        let seen = seen(&held, &loaded.request, viewer);
        let party = standing(&loaded.request, viewer).roles.work_on_requests();
        if seen.contains(&true) {
            tried.add(&proposed, &loaded.request, &seen, party);
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
    let mut tried = Tried { changes: changes(&held, proposed), ..Tried::default() };
    for loaded in loaded(app).await? {
        let all = vec![true; loaded.request.history.len()];
        tried.add(proposed, &loaded.request, &all, true);
    }
    Ok(tried)
}

impl Tried {
    fn add(&mut self, proposed: &Policy, request: &SupportRequest, seen: &[bool], told: bool) {
        let replay = replay_among(proposed, request, seen);
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
