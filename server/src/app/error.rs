//! Why something could not be done.

use crate::store::{Attempts, StoreError};
use helpdesk_domain::{FieldError, Recorded, Rejection, SupportRequestView};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The rules refuse it.
    #[error("refused: {}", .0.code())]
    Rejected(Rejection),
    /// The form was not filled in as it has to be.
    #[error("{} fields of the form are wrong", .0.len())]
    Form(Vec<FieldError>),
    /// Something that this person sees happened since.
    #[error("something happened in between")]
    Conflict(Box<Conflict>),
    /// The idempotency key was used for something else.
    #[error("this idempotency key was used for something else")]
    KeyReused,
    /// For this person it is not there.
    #[error("not found")]
    NotFound,
    /// The wiki account is blocked.
    #[error("the wiki account is blocked")]
    Blocked,
    /// A temporary account cannot be signed in with.
    #[error("a temporary account cannot be signed in with")]
    TemporaryAccount,
    /// The database has no connection to spare, or took too long; trying again may help.
    #[error("busy")]
    Busy,
    /// The database was away, or the transaction lost against another: run again, it may succeed.
    #[error("busy: {0}")]
    Passing(StoreError),
    /// A fault of the service.
    #[error(transparent)]
    Internal(anyhow::Error),
}

/// What happened since somebody filled in a form, as they may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The request as it is now.
    pub now: SupportRequestView,
    /// What they had not seen, oldest first.
    pub since: Vec<Recorded>,
}

/// Runs a transaction, and runs it again while what it met may pass. It has to be one that may run twice, as its
/// commit may have been made although nobody said so.
///
/// # Errors
/// As the transaction says; [`AppError::Busy`] if what may pass did not pass in time.
pub(crate) async fn insist<T, F>(run: impl Fn() -> F) -> Result<T, AppError>
where
    F: Future<Output = Result<T, AppError>>,
{
    let mut attempts = Attempts::default();
    loop {
        match run().await {
            Err(AppError::Passing(error)) if attempts.again(&error).await => {}
            Err(AppError::Passing(error)) => {
                tracing::warn!(code = error.code(), %error, "a transaction was given up");
                return Err(AppError::Busy);
            }
            other => return other,
        }
    }
}

impl From<Rejection> for AppError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NotFound => Self::NotFound,
            other => Self::Rejected(other),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            passing if passing.is_passing() => Self::Passing(passing),
            other => Self::Internal(other.into()),
        }
    }
}
