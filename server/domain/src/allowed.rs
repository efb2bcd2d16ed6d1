//! Which commands are open to a viewer, and why the others are not.

use crate::command::CommandName;
use crate::permit::permit;
use crate::policy::Policy;
use crate::project::SupportRequestView;
use crate::rejection::Rejection;
use crate::time::Timestamp;

/// A command as a control: open, or off with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which command.
    pub name: CommandName,
    /// Why it is off; `None` if it is open.
    pub off: Option<Rejection>,
}

/// The commands that belong to this viewer here, open or off. What belongs to others is not listed.
#[must_use]
pub fn allowed(policy: &Policy, view: &SupportRequestView, now: Timestamp) -> Vec<Offer> {
    CommandName::ALL
        .iter()
        .map(|name| Offer { name: *name, off: permit(policy, view, *name, now).err() })
        .filter(|offer| offer.off.as_ref().is_none_or(|rejection| !rejection.is_of_others()))
        .collect()
}
