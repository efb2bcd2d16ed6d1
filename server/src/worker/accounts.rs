//! As whom an edit is made.

use crate::app::{App, AppError, people};
use crate::store::outbox::Job;
use crate::wiki::client::Account;

/// The accounts to try, one after the other, until the grant of one reaches far enough: the person
/// whose act it was, then the tool's own.
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
