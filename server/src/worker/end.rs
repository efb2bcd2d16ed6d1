//! How a try at a job ends.

use crate::app::AppError;
use crate::store::StoreError;
use crate::store::sent_mail::MailState;
use crate::views::words::{say, say_with};
use crate::wiki::edited::Edited;
use crate::wiki::outcome::{Trouble, Why};

/// The longest pause between two tries, in seconds.
const LONGEST: u32 = 3600;

/// What becomes of a job.
#[derive(Debug)]
pub(super) enum End {
    /// It is done.
    Done,
    /// It is tried again.
    Again {
        /// Why, for people.
        words: String,
        /// In so many seconds.
        seconds: u32,
    },
    /// A person has to look.
    Park {
        /// The key of the message that says why: what of it a log may have, as the words can name people.
        why: &'static str,
        /// Why, for people.
        words: String,
    },
    /// The mail that it was to send is at its end, and why.
    Mail(MailState, Option<String>),
}

/// Why a try failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The wiki said something, about this page.
    Wiki {
        /// What.
        trouble: Trouble,
        /// The prefixed title.
        page: String,
    },
    /// A person changed our part of this page.
    Edited {
        /// The prefixed title.
        page: String,
        /// What the edit means.
        edited: Box<Edited>,
        /// Where it stands.
        revision: u64,
    },
    /// The tool's own trouble.
    Own(AppError),
}

impl Failure {
    /// A failure at that page.
    pub(super) fn at(page: &str) -> impl Fn(Trouble) -> Self + '_ {
        |trouble| Self::Wiki { trouble, page: page.to_owned() }
    }

    /// What only a person can settle at that page.
    pub(super) fn handover(page: &str, why: Why) -> Self {
        Self::at(page)(Trouble::Handover { code: "-".to_owned(), why })
    }

    /// There is nobody to edit that page as.
    pub(super) fn nobody(page: &str) -> Self {
        Self::handover(page, Why::NoAccount)
    }

    /// Whether another account may do what this one could not.
    pub(super) fn is_of_the_grant(&self) -> bool {
        match self {
            Self::Wiki { trouble, .. } => trouble.is_of_the_grant(),
            Self::Edited { .. } | Self::Own(_) => false,
        }
    }

    /// Whether the wiki did not know the token, so that another one of the same person may do.
    pub(super) fn is_of_the_token(&self) -> bool {
        match self {
            Self::Wiki { trouble: Trouble::TokenRefused { code }, .. } => {
                matches!(code.as_str(), "mwoauth-invalid-authorization" | "assertuserfailed")
            }
            Self::Wiki { .. } | Self::Edited { .. } | Self::Own(_) => false,
        }
    }

    /// What becomes of the job after so many tries.
    pub(super) fn end(self, attempts: u32) -> End {
        let again = |words, after: Option<u32>| {
            let pause = pause(attempts);
            End::Again { words, seconds: after.map_or(pause, |after| after.max(pause).min(86_400)) }
        };
        match self {
            Self::Wiki { trouble, page } => match trouble {
                Trouble::Retry { after, code } => again(say_with("helpdesk-retry-wiki", &[code]), after),
                Trouble::StaleToken => again(say_with("helpdesk-retry-wiki", &["badtoken".to_owned()]), None),
                Trouble::Lost => again(say("helpdesk-retry-lost"), None),
                Trouble::Conflict { code } => again(say_with("helpdesk-retry-conflict", &[code]), None),
                Trouble::TokenRefused { code } => park(Why::NoAccount, &[page, code], ""),
                Trouble::Handover { code, why } => park(why, &[page, code], ""),
            },
            Self::Edited { page, edited, revision } => {
                park(Why::HumanEdit, &[page], &format!(" {}", edited.words(revision)))
            }
            Self::Own(AppError::Busy | AppError::Passing(_)) => again(say("helpdesk-retry-busy"), None),
            Self::Own(error) => {
                tracing::error!(error = ?error, "a job failed");
                again(say("helpdesk-retry-fault"), None)
            }
        }
    }
}

fn park(why: Why, with: &[String], more: &str) -> End {
    let why = why.message();
    End::Park { why, words: say_with(why, with) + more }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::Own(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Own(error.into())
    }
}

/// Seconds until the next try: 5, 10, 20 and so on up to an hour.
#[must_use]
pub fn pause(attempts: u32) -> u32 {
    let doublings = attempts.saturating_sub(1).min(16);
    (5 << doublings).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wiki(trouble: Trouble) -> Failure {
        Failure::at("X")(trouble)
    }

    #[test]
    fn pauses_grow_up_to_an_hour() {
        let pauses: Vec<_> = (0..=12).map(pause).collect();
        assert_eq!(&pauses[..5], &[5, 5, 10, 20, 40]);
        assert!(pauses.windows(2).all(|two| two[0] <= two[1]));
        assert_eq!((pause(11), pause(u32::MAX)), (3600, 3600));
    }

    #[test]
    fn the_wiki_s_own_pause_counts_when_it_is_longer() {
        let lagged = |after| wiki(Trouble::Retry { after, code: "maxlag".to_owned() }).end(1);
        assert!(matches!(lagged(Some(120)), End::Again { seconds: 120, .. }));
        assert!(matches!(lagged(Some(1)), End::Again { seconds: 5, .. }));
    }

    #[test]
    fn what_a_person_has_to_settle_says_where_and_why() {
        let blocked = wiki(Trouble::of_code("protectedpage", None)).end(1);
        let End::Park { why, words } = blocked else { panic!("{blocked:?}") };
        assert!(words.contains('X') && words.contains("protectedpage"), "{words}");
        assert_eq!(why, "helpdesk-stuck-protected", "the page may be somebody's, and is in no log");
        assert!(matches!(wiki(Trouble::of_code("assertuserfailed", None)).end(1), End::Park { .. }));
    }
}
