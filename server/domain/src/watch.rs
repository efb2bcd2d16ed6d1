//! What of an open request somebody should look at: its promise is late, nothing happens, nobody
//! looks after it. From a view, so that it depends on nothing that its viewer may not see.

use crate::project::SupportRequestView;
use crate::time::Timestamp;

/// A request of which its viewer has seen nothing for so many days is silent.
pub const SILENT_DAYS: u32 = 30;

/// What is wrong with an open request, as its viewer sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// What was promised did not happen in time.
    pub late: bool,
    /// Nothing happened for [`SILENT_DAYS`], and nobody is waited for until a day to come.
    pub silent: bool,
    /// Nobody of the Helpdesk looks after it.
    pub without_owner: bool,
}

impl Watch {
    /// Whether anything is.
    #[must_use]
    pub fn is_needed(self) -> bool {
        self.late || self.silent || self.without_owner
    }
}

/// What is wrong with a request at `now`; nothing with a closed one.
#[must_use]
pub fn watch(view: &SupportRequestView, now: Timestamp) -> Watch {
    if !view.stage.is_open() {
        return Watch::default();
    }
    let waits = view.waiting.as_ref().and_then(|waiting| waiting.until).is_some_and(|until| now <= until.end());
    let quiet = last_sign(view).is_none_or(|at| now.days_since(at) >= SILENT_DAYS);
    Watch {
        late: view.promise.as_ref().is_some_and(|promise| promise.is_late(now)),
        silent: quiet && !waits,
        without_owner: view.owner.is_none(),
    }
}

/// When something happened last that the viewer sees.
#[must_use]
pub fn last_sign(view: &SupportRequestView) -> Option<Timestamp> {
    view.history.last().map(|recorded| recorded.at)
}
