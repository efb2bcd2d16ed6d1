//! What each error is answered with: the one table for pages and API.

use crate::app::AppError;
use crate::views::words::{rejection, say};
use actix_web::http::StatusCode;
use helpdesk_domain::Rejection;

/// Status and code of an error. The code is the last part of the message key `helpdesk-error-…`.
#[must_use]
pub fn answer(error: &AppError) -> (StatusCode, &'static str) {
    match error {
        AppError::Rejected(Rejection::SignInNeeded) => (StatusCode::UNAUTHORIZED, "unauthorized"),
        AppError::Rejected(Rejection::NotFound) | AppError::NotFound => (StatusCode::NOT_FOUND, "not-found"),
        AppError::Rejected(refused) if refused.is_of_others() => (StatusCode::FORBIDDEN, "forbidden"),
        AppError::Rejected(_) => (StatusCode::UNPROCESSABLE_ENTITY, "rejected"),
        AppError::Form(_) => (StatusCode::UNPROCESSABLE_ENTITY, "form"),
        AppError::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
        AppError::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "key-reused"),
        AppError::Blocked => (StatusCode::FORBIDDEN, "blocked"),
        AppError::TemporaryAccount => (StatusCode::FORBIDDEN, "temporary-account"),
        AppError::Busy | AppError::Passing(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        AppError::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// Seconds after which trying again may help.
#[must_use]
pub fn retry_after(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::TOO_MANY_REQUESTS => Some("60"),
        StatusCode::SERVICE_UNAVAILABLE => Some("5"),
        _ => None,
    }
}

/// What the person is told: the rejection's own words, or the catalogue's for the code.
#[must_use]
pub fn words(error: &AppError) -> String {
    match error {
        AppError::Rejected(refused) => rejection(refused),
        AppError::Form(_)
        | AppError::Conflict(_)
        | AppError::KeyReused
        | AppError::NotFound
        | AppError::Blocked
        | AppError::TemporaryAccount
        | AppError::Busy
        | AppError::Passing(_)
        | AppError::Internal(_) => say(&format!("helpdesk-error-{}", answer(error).1)),
    }
}

/// Writes down what is a fault of ours. Nothing that people typed is in it.
pub fn note(error: &AppError) {
    match error {
        AppError::Internal(fault) => tracing::error!(error = format!("{fault:#}"), "a call failed"),
        AppError::Busy => tracing::warn!("the database had no connection to spare"),
        AppError::Passing(passing) => tracing::warn!(code = passing.code(), error = %passing, "a call failed"),
        AppError::Rejected(_)
        | AppError::Form(_)
        | AppError::Conflict(_)
        | AppError::KeyReused
        | AppError::NotFound
        | AppError::Blocked
        | AppError::TemporaryAccount => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdesk_domain::Role;

    #[test]
    fn what_one_may_know_of_is_forbidden_and_what_not_is_not_found() {
        let of = |error: AppError| answer(&error).0.as_u16();
        assert_eq!(of(AppError::NotFound), 404);
        assert_eq!(of(AppError::Rejected(Rejection::NotFound)), 404);
        assert_eq!(of(AppError::Rejected(Rejection::RoleNeeded(Role::Staff))), 403);
        assert_eq!(of(AppError::Rejected(Rejection::SignInNeeded)), 401);
        assert_eq!(of(AppError::Rejected(Rejection::NothingChanged)), 422);
        assert_eq!(of(AppError::KeyReused), 422);
    }

    #[test]
    fn every_answer_has_words_and_faults_do_not_tell_what_they_are() {
        let fault = AppError::Internal(anyhow::anyhow!("table person is on fire"));
        assert!(!words(&fault).contains("fire") && !words(&fault).contains('⧼'));
        for error in [AppError::NotFound, AppError::Busy, AppError::KeyReused, AppError::Form(Vec::new())] {
            assert!(!words(&error).contains('⧼'), "{error}");
        }
    }
}
