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

impl AppError {
    /// Whether the transaction that met this may be run again; waits a little before it says so.
    pub(crate) async fn may_pass(&self, attempts: &mut Attempts) -> bool {
        match self {
            Self::Internal(error) => match error.downcast_ref::<StoreError>() {
                Some(error) => attempts.again(error).await,
                None => false,
            },
            _ => false,
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
            other => Self::Internal(other.into()),
        }
    }
}
