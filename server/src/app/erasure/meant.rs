//! Who is meant by a name, an id in the record, or an address.

use super::Subject;
use crate::app::addressee::without_account;
use crate::app::{App, AppError, people};
use crate::store::{self, contacts, correspondents, incoming_mail, mail_known, support_requests};
use helpdesk_domain::form::MailAddress;
use helpdesk_domain::{PersonId, Reference};

/// What is kept of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// What is erased.
    pub subjects: Vec<Subject>,
    /// The account, if it was named.
    pub account: Option<PersonId>,
    /// Accounts that use the address that was named: they are erased by their own names.
    pub accounts: Vec<PersonId>,
}

impl Meant {
    fn add(&mut self, subject: Subject) {
        if !self.subjects.contains(&subject) {
            self.subjects.push(subject);
        }
    }
}

/// What is kept of somebody who is named by their wiki account, by their id in the record, or, without an account,
/// by their address.
///
/// # Errors
/// As the database says.
pub async fn meant(app: &App, who: &str) -> Result<Meant, AppError> {
    if who.contains('@') {
        return match MailAddress::parse(who.trim()) {
            Ok(address) => by_address(app, address.as_str()).await,
            Err(_) => Ok(Meant::default()),
        };
    }
    let mut meant = Meant::default();
    if let Some(person) = people::find(app, who).await? {
        meant.account = Some(person);
        meant.add(Subject::Person { person });
    } else if let Some(person) = PersonId::parse(who.trim())
        && store::erasures::is_known_by_mail(&app.store, person).await?
    {
        meant.add(Subject::Person { person });
    }
    Ok(meant)
}

async fn by_address(app: &App, address: &str) -> Result<Meant, AppError> {
    let mut meant = Meant::default();
    let mut conn = app.store.conn().await?;
    let asked = contacts::by_mail(&mut conn, address).await?;
    let mut people = correspondents::named_by_mail(&mut conn, address).await?;
    let confirmed = mail_known::confirmed(&mut conn, address).await?;
    let letters = incoming_mail::from_address(&mut conn, address).await?;
    drop(conn);
    let mut accounts = confirmed;
    for (reference, requester) in asked {
        match requester {
            Some(account) => accounts.push(account),
            None => meant.add(Subject::Request { reference }),
        }
    }
    for (mail, writer) in letters {
        match writer {
            Some(person) => people.push(person),
            None => meant.add(Subject::Mail { mail }),
        }
    }
    for person in people {
        if let Some(reference) = asked_without_account(app, person).await? {
            meant.add(Subject::Request { reference });
        } else if store::people::find(&app.store, person).await?.is_some() {
            accounts.push(person);
        } else {
            meant.add(Subject::Person { person });
        }
    }
    accounts.sort();
    accounts.dedup();
    meant.accounts = accounts;
    Ok(meant)
}

/// The request that names somebody who asked without an account.
async fn asked_without_account(app: &App, person: PersonId) -> Result<Option<Reference>, AppError> {
    let Some(reference) = Reference::parse(person.as_str()) else { return Ok(None) };
    let row = support_requests::find(&app.store, reference).await?;
    let own = row.filter(|row| row.requester.is_none() && without_account(reference) == person);
    Ok(own.map(|_| reference))
}
