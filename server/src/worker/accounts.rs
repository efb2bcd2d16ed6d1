//! As whom an edit is made: the person whose act it was where their grant allows it, then the tool.

use super::end::Failure;
use crate::app::{App, people};
use crate::faults::point;
use crate::store::outbox::Job;
use crate::wiki::client::Account;
use helpdesk_domain::PersonId;
use secrecy::SecretString;

/// The accounts to try, one after the other, until the grant of one reaches far enough.
pub(super) struct Accounts<'a> {
    app: &'a App,
    next: Next,
    refusal: Failure,
}

enum Next {
    Person(PersonId),
    /// The same person, if another token is to be had than the one that was refused.
    Renewed(PersonId, SecretString),
    Tool,
    Nobody,
}

impl<'a> Accounts<'a> {
    /// For a job about that page.
    pub(super) fn of(app: &'a App, job: &Job, page: &str) -> Self {
        Self::for_person(app, job.as_person, page)
    }

    /// For that page, beginning with somebody's own.
    pub(super) fn for_person(app: &'a App, person: Option<PersonId>, page: &str) -> Self {
        let next = person.map_or(Next::Tool, Next::Person);
        Self { app, next, refusal: Failure::nobody(page) }
    }

    /// The next one to try.
    pub(super) async fn next(&mut self) -> Result<Option<Account>, Failure> {
        loop {
            match std::mem::replace(&mut self.next, Next::Nobody) {
                Next::Person(person) => {
                    self.next = Next::Tool;
                    if let Some(token) = people::access_token(self.app, person).await? {
                        self.next = Next::Renewed(person, token.clone());
                        return self.as_person(person, token).await.map(Some);
                    }
                }
                Next::Renewed(person, refused) => {
                    self.next = Next::Tool;
                    if self.refusal.is_of_the_token()
                        && let Some(token) = people::renewed_token(self.app, person, &refused).await?
                    {
                        return self.as_person(person, token).await.map(Some);
                    }
                }
                Next::Tool => {
                    if let Some(account) = of_tool(self.app) {
                        return Ok(Some(account));
                    }
                }
                Next::Nobody => return Ok(None),
            }
        }
    }

    async fn as_person(&self, person: PersonId, token: SecretString) -> Result<Account, Failure> {
        point("account.found");
        Ok(Account { token, name: people::name(self.app, person).await? })
    }

    /// The one that was tried last may not do it.
    pub(super) fn refused(&mut self, failure: Failure) {
        tracing::info!(?failure, "the grant does not reach");
        self.refusal = failure;
    }

    /// Why none of them may do it.
    pub(super) fn refusal(self) -> Failure {
        self.refusal
    }
}

/// The tool's own account, if it is configured.
pub(super) fn of_tool(app: &App) -> Option<Account> {
    app.config.tool_account_token.clone().map(|token| Account { token, name: None })
}
