//! As whom an edit is made.

use crate::app::{App, AppError, people};
use crate::store::outbox::Job;
use crate::wiki::client::Account;
use crate::wiki::outcome::{Trouble, Why};

/// The accounts to try, one after the other: the person whose act it was, then the tool's own.
pub(super) async fn of(app: &App, job: &Job) -> Result<Vec<Account>, AppError> {
    let mut accounts = Vec::new();
    if let Some(person) = job.as_person
        && let Some(token) = people::access_token(app, person).await?
    {
        accounts.push(Account { token, name: people::name(app, person).await? });
    }
    accounts.extend(of_tool(app));
    Ok(accounts)
}

/// The tool's own account, if it is configured.
pub(super) fn of_tool(app: &App) -> Option<Account> {
    app.config.tool_account_token.clone().map(|token| Account { token, name: None })
}

/// Does something as the first account whose grant reaches that far.
pub(super) async fn as_one_of<T>(
    accounts: &[Account],
    mut act: impl AsyncFnMut(&Account) -> Result<T, super::end::Failure>,
    page: &str,
) -> Result<T, super::end::Failure> {
    let mut last = Trouble::Handover { code: "-".to_owned(), why: Why::NoAccount };
    for account in accounts {
        match act(account).await {
            Err(super::end::Failure::Wiki { trouble, .. }) if trouble.is_of_the_grant() => {
                tracing::info!(error = %trouble, "a grant does not hold or does not reach this far");
                last = trouble;
            }
            other => return other,
        }
    }
    Err(super::end::Failure::at(page)(last))
}
