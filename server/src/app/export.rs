//! What is kept about somebody, to be given to them. Built from the projection for that person: an
//! export shows nothing that its pages would not.

use crate::app::erasure::{self, Subject};
use crate::app::{App, AppError, view};
use crate::store::{
    contacts, incoming_mail, oauth_tokens, people, personal_mail, role_grants, support_requests,
};
use helpdesk_domain::form::Reach;
use helpdesk_domain::{
    Actor, PersonId, Recorded, Reference, Role, Roles, SupportRequest, SupportRequestView, Timestamp, Viewer,
};
use serde::{Serialize, Serializer};

/// What is kept about a person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonalData {
    /// When it was put together. Moments are seconds since 1970-01-01T00:00:00Z.
    pub exported_at: Timestamp,
    /// Their account; `None` if they have none here.
    pub account: Option<Account>,
    /// Roles that they have and had.
    pub roles: Vec<HeldRole>,
    /// Their requests.
    pub requests: Vec<OwnRequest>,
    /// What they did in requests of others.
    pub acts: Vec<Act>,
    /// Mail from them and to them.
    pub mail: Mail,
}

/// What mail keeps about a person.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    /// The address that they gave for notices.
    pub address: Option<String>,
    /// What they wrote.
    pub came_in: Vec<CameIn>,
    /// What they were sent.
    pub went_out: Vec<WentOut>,
}

/// A mail from them.
#[derive(Clone, Debug, Serialize)]
pub struct CameIn {
    /// When.
    pub at: Timestamp,
    /// Its subject.
    pub subject: String,
    /// The address that it came from.
    pub from: Option<String>,
}

/// A mail to them.
#[derive(Clone, Debug, Serialize)]
pub struct WentOut {
    /// When it was written.
    pub at: Timestamp,
    /// The code of what it is about.
    pub about: String,
}

/// A wiki account as it is known here.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// How events name the person.
    pub id: PersonId,
    /// The account's name at the last sign-in.
    pub name: String,
    /// Who issued it.
    pub issuer: String,
    /// Its central number there.
    pub number: String,
    /// Whether it was blocked.
    pub blocked: bool,
    /// When it was registered, if the wiki said so.
    pub registered_at: Option<Timestamp>,
    /// The first sign-in.
    pub first_signed_in_at: Timestamp,
    /// The last sign-in.
    pub last_signed_in_at: Timestamp,
    /// Whether the Helpdesk may edit the wiki in their name; the keys themselves are encrypted.
    pub may_edit_for_them: bool,
}

/// A role with its times.
#[derive(Clone, Debug, Serialize)]
pub struct HeldRole {
    /// Which.
    pub role: Role,
    /// Since when.
    pub granted_at: Timestamp,
    /// Until when.
    pub revoked_at: Option<Timestamp>,
}

/// A request of theirs.
#[derive(Clone, Debug, Serialize)]
pub struct OwnRequest {
    /// As they see it.
    pub request: SupportRequestView,
    /// How they want to be reached, in the file as `talk-page`, `wiki-mail` or a mail address; `None` if it was
    /// forgotten.
    #[serde(serialize_with = "in_words")]
    pub reach: Option<Reach>,
}

/// Something that they did in a request of somebody else.
#[derive(Clone, Debug, Serialize)]
pub struct Act {
    /// Of which request.
    pub reference: Reference,
    /// What, and when.
    #[serde(flatten)]
    pub recorded: Recorded,
}

/// What is kept about somebody with an account.
///
/// # Errors
/// [`AppError::NotFound`] if nobody has that id.
pub async fn of_person(app: &App, person: PersonId) -> Result<PersonalData, AppError> {
    let row = people::find(&app.store, person).await?.ok_or(AppError::NotFound)?;
    let account = Account {
        id: person,
        name: row.name,
        issuer: row.issuer,
        number: row.sub,
        blocked: row.blocked,
        registered_at: row.registered_at.map(Timestamp),
        first_signed_in_at: Timestamp(row.first_seen_at),
        last_signed_in_at: Timestamp(row.signed_in_at),
        may_edit_for_them: oauth_tokens::find(&app.store, person).await?.is_some(),
    };
    let roles = role_grants::history(&app.store, person).await?;
    let held = roles.iter().filter(|held| held.revoked_at.is_none()).map(|held| held.role).collect();
    let mut requests = Vec::new();
    for reference in support_requests::of_requester(&app.store, person).await? {
        requests.push(own_request(app, person, reference).await?);
    }
    Ok(PersonalData {
        exported_at: app.clock.now(),
        account: Some(account),
        roles,
        requests,
        acts: acts(app, Actor { person, roles: held }).await?,
        mail: personal_mail::of_person(&app.store, person).await?,
    })
}

/// What is kept about those whom mail alone knows by an address, as one, and the accounts that use it
/// too, which are exported by their own names.
///
/// # Errors
/// [`AppError::NotFound`] if nothing is kept of anybody who is known by it alone.
pub async fn of_address(app: &App, address: &str) -> Result<(PersonalData, Vec<PersonId>), AppError> {
    let meant = erasure::meant(app, address).await?;
    let mut whole: Option<PersonalData> = None;
    for subject in meant.subjects {
        let part = match subject {
            Subject::Request { reference } => of_request(app, reference).await?,
            Subject::Person { person } => of_writer(app, person).await?,
            Subject::Mail { mail } => of_mail(app, mail).await?,
            Subject::Text { .. } => continue,
        };
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => whole.add(part),
        }
    }
    let whole = match whole {
        Some(whole) => whole,
        None if meant.accounts.is_empty() => return Err(AppError::NotFound),
        None => PersonalData::empty(app),
    };
    Ok((whole, meant.accounts))
}

/// Of somebody who takes part in requests of others by mail.
async fn of_writer(app: &App, person: PersonId) -> Result<PersonalData, AppError> {
    Ok(PersonalData {
        acts: acts(app, Actor { person, roles: Roles::NONE }).await?,
        mail: personal_mail::of_person(&app.store, person).await?,
        ..PersonalData::empty(app)
    })
}

/// Of the writer of one message, whom nothing else knows.
async fn of_mail(app: &App, mail: Reference) -> Result<PersonalData, AppError> {
    let mut data = PersonalData::empty(app);
    let row = incoming_mail::find(&mut app.store.conn().await?, mail).await?.ok_or(AppError::NotFound)?;
    data.mail.came_in.push(CameIn { at: Timestamp(row.arrived_at), subject: row.subject, from: row.from_mail });
    Ok(data)
}

impl PersonalData {
    fn empty(app: &App) -> Self {
        Self {
            exported_at: app.clock.now(),
            account: None,
            roles: Vec::new(),
            requests: Vec::new(),
            acts: Vec::new(),
            mail: Mail { address: None, came_in: Vec::new(), went_out: Vec::new() },
        }
    }

    fn add(&mut self, more: Self) {
        self.requests.extend(more.requests);
        self.acts.extend(more.acts);
        self.mail.address = self.mail.address.take().or(more.mail.address);
        self.mail.came_in.extend(more.mail.came_in);
        self.mail.went_out.extend(more.mail.went_out);
    }
}

/// What is kept about the one who asked, who has no account or wants one request alone.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn of_request(app: &App, reference: Reference) -> Result<PersonalData, AppError> {
    let loaded = view::load(app, reference).await?;
    // Somebody without an account would see their request as its requester does; nobody has this id.
    let stand_in = || PersonId::parse(reference.as_str()).ok_or(AppError::NotFound);
    let requester = loaded.request.requester.map_or_else(stand_in, Ok)?;
    let mut request = SupportRequest::clone(&loaded.request);
    request.requester = Some(requester);
    let policy = app.policy().await?.policy;
    let viewer = Viewer::Person(Actor { person: requester, roles: Roles::NONE });
    let mut seen = helpdesk_domain::project(&policy, &request, viewer).ok_or(AppError::NotFound)?;
    seen.requester = loaded.request.requester;
    let request = view::with_names(app, seen).await?;
    Ok(PersonalData {
        exported_at: app.clock.now(),
        account: None,
        roles: Vec::new(),
        requests: vec![OwnRequest { request, reach: contacts::find(&app.store, reference).await? }],
        acts: Vec::new(),
        mail: personal_mail::of_person(&app.store, requester).await?,
    })
}

async fn own_request(app: &App, person: PersonId, reference: Reference) -> Result<OwnRequest, AppError> {
    let viewer = Viewer::Person(Actor { person, roles: Roles::NONE });
    let reach = contacts::find(&app.store, reference).await?;
    Ok(OwnRequest { request: view(app, viewer, reference).await?, reach })
}

fn in_words<S: Serializer>(reach: &Option<Reach>, serializer: S) -> Result<S::Ok, S::Error> {
    let words = reach.as_ref().map(|reach| match reach {
        Reach::TalkPage => "talk-page",
        Reach::WikiMail => "wiki-mail",
        Reach::Mail(address) => address.as_str(),
    });
    words.serialize(serializer)
}

async fn acts(app: &App, actor: Actor) -> Result<Vec<Act>, AppError> {
    let mut acts = Vec::new();
    for reference in support_requests::acted_on(&app.store, actor.person).await? {
        match view(app, Viewer::Person(actor), reference).await {
            Ok(seen) if !seen.standing.requester => {
                let own = seen.history.into_iter().filter(|recorded| recorded.by == Some(actor.person));
                acts.extend(own.map(|recorded| Act { reference, recorded }));
            }
            // Their own are given whole; one that is not there for them any more is not named.
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(acts)
}
