//! What happened since somebody looked.

use crate::apply::{apply, fold};
use crate::event::Recorded;
use crate::people::Viewer;
use crate::policy::Policy;
use crate::project::{project, seen};
use crate::request::SupportRequest;

/// The events that the viewer sees now and did not see when they saw `version` of them, oldest
/// first. What came to light by a later act is among them. If they never saw so many, as when their
/// roles changed meanwhile, it is what lies behind that many.
#[must_use]
pub fn since(policy: &Policy, request: &SupportRequest, viewer: Viewer, version: u32) -> Vec<Recorded> {
    let Some(view) = project(policy, request, viewer) else {
        return Vec::new();
    };
    let now = seen(policy, request, viewer);
    let Some(then) = then(policy, request, viewer, version) else {
        return view.history.into_iter().skip(usize::try_from(version).unwrap_or(usize::MAX)).collect();
    };
    let places = now.iter().enumerate().filter(|(_, seen)| **seen).map(|(n, _)| n);
    let fresh = places.zip(view.history).filter(|(n, _)| !then.get(*n).copied().unwrap_or(false));
    fresh.map(|(_, recorded)| recorded).collect()
}

/// What the viewer saw at the last moment when it was so many.
fn then(policy: &Policy, request: &SupportRequest, viewer: Viewer, version: u32) -> Option<Vec<bool>> {
    let (first, rest) = request.history.split_first()?;
    let mut past = fold(request.reference, vec![first.clone()])?;
    let count = |seen: &[bool]| u32::try_from(seen.iter().filter(|seen| **seen).count()).unwrap_or(u32::MAX);
    let mut then = Some(seen(policy, &past, viewer)).filter(|seen| count(seen) == version);
    for recorded in rest {
        past = apply(past, recorded.clone());
        let now = seen(policy, &past, viewer);
        if count(&now) == version {
            then = Some(now);
        }
    }
    then
}
