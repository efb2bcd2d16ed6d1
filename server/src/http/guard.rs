//! Who may call a handler stands in its signature: [`Visit`] with one of the gates for pages,
//! [`MaybeBearer`] and [`Bearer`] for the API.

use super::Site;
use super::api_error::ApiError;
use super::page_error::PageError;
use super::request_log;
use super::session::Visitor as Cookie;
use crate::app::sessions::SignedIn as Person;
use crate::app::{CurrentPolicy, gadget_tokens, sessions};
use crate::views::frame::{Frame, Notice, Site as SiteWords, Visitor};
use crate::views::words::LANGUAGE;
use actix_session::{Session, SessionExt};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, ORIGIN};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::future::LocalBoxFuture;
use helpdesk_domain::{Actor, Role, Viewer};
use std::marker::PhantomData;

/// Who is let in, and as whom the handler knows them.
pub trait Gate: 'static {
    /// What the handler gets.
    type Who;

    /// Lets somebody in, or says why not.
    fn admit(who: Option<Person>) -> Result<Self::Who, PageError>;
}

/// Everybody, signed in or not.
pub struct MaybeSignedIn;
/// Everybody who is signed in.
pub struct SignedIn;
/// Everybody with the role, or with one of several.
pub struct WithRole<R>(PhantomData<R>);

/// A role, or several of which one is enough.
pub trait Roles: 'static {
    /// The roles.
    const ANY_OF: &'static [Role];
}

/// The Helpdesk's staff.
pub struct Staff;
/// Those who grant roles.
pub struct Steward;
/// The committee's secretary.
pub struct Secretary;
/// All who work on requests of others.
pub struct Works;
/// The members of the committee.
pub struct Member;
/// Those who see how the committee is seated.
pub struct Seated;
/// The staff and the committee: who may look over all requests.
pub struct Deliberates;
/// Who may look at what another policy would have done.
pub struct TriesPolicy;

impl Roles for Staff {
    const ANY_OF: &'static [Role] = &[Role::Staff];
}
impl Roles for Steward {
    const ANY_OF: &'static [Role] = &[Role::Steward];
}
impl Roles for Member {
    const ANY_OF: &'static [Role] = &[Role::Committee];
}
impl Roles for Seated {
    const ANY_OF: &'static [Role] = &[Role::Staff, Role::Committee, Role::Secretary, Role::Steward];
}
impl Roles for Works {
    const ANY_OF: &'static [Role] = &[Role::Staff, Role::Committee, Role::Secretary, Role::WorkingGroup];
}

impl Roles for Secretary {
    const ANY_OF: &'static [Role] = &[Role::Secretary];
}
impl Roles for Deliberates {
    const ANY_OF: &'static [Role] = &[Role::Staff, Role::Committee, Role::Secretary];
}
impl Roles for TriesPolicy {
    const ANY_OF: &'static [Role] = &[Role::Steward, Role::Staff, Role::Committee, Role::Secretary];
}

impl Gate for MaybeSignedIn {
    type Who = Option<Person>;

    fn admit(who: Option<Person>) -> Result<Self::Who, PageError> {
        Ok(who)
    }
}

impl Gate for SignedIn {
    type Who = Person;

    fn admit(who: Option<Person>) -> Result<Person, PageError> {
        who.ok_or_else(|| PageError::refused(StatusCode::UNAUTHORIZED, "unauthorized"))
    }
}

impl<R: Roles> Gate for WithRole<R> {
    type Who = Person;

    fn admit(who: Option<Person>) -> Result<Person, PageError> {
        let person = SignedIn::admit(who)?;
        let has = R::ANY_OF.iter().any(|role| person.roles.has(*role));
        has.then_some(person).ok_or_else(|| PageError::refused(StatusCode::FORBIDDEN, "forbidden"))
    }
}

/// Somebody at a page, let in by the gate.
pub struct Visit<G: Gate> {
    /// The service.
    pub site: Data<Site>,
    /// Who it is.
    pub who: G::Who,
    /// What the cookie holds.
    pub session: Session,
    /// The rules as they stand.
    pub policy: CurrentPolicy,
    /// What the page is shown in.
    pub frame: Frame,
}

impl<G: Gate> Visit<G> {
    /// What the cookie holds.
    pub fn cookie(&self) -> Cookie<'_> {
        Cookie(&self.session)
    }
}

impl Visit<MaybeSignedIn> {
    /// Who looks.
    pub fn viewer(&self) -> Viewer {
        viewer(self.who.as_ref())
    }
}

/// Somebody as one who looks.
pub fn viewer(who: Option<&Person>) -> Viewer {
    who.map_or(Viewer::Anonymous, |person| Viewer::Person(person.actor()))
}

impl<G: Gate> FromRequest for Visit<G> {
    type Error = PageError;
    type Future = LocalBoxFuture<'static, Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let site = site(&request)
                .ok_or_else(|| PageError::refused(StatusCode::INTERNAL_SERVER_ERROR, "internal"))?;
            let who = signed_in(&request, &site).await?;
            let writes = !request.method().is_safe();
            if writes && !site.limits.allow(who.as_ref().map(|person| person.person)) {
                return Err(PageError::refused(StatusCode::TOO_MANY_REQUESTS, "too-many"));
            }
            if let Some(person) = &who {
                request_log::called_by(&request, person.person);
            }
            let policy = site.app.policy().await?;
            let frame = frame(&request, &site, SiteWords::from(&*policy.policy), who.as_ref());
            Ok(Self { who: G::admit(who)?, session: request.get_session(), site, policy, frame })
        })
    }
}

fn site(request: &HttpRequest) -> Option<Data<Site>> {
    request.app_data::<Data<Site>>().cloned()
}

async fn signed_in(request: &HttpRequest, site: &Site) -> Result<Option<Person>, PageError> {
    match Cookie(&request.get_session()).token() {
        Some(token) => Ok(sessions::find(&site.app, &token).await?),
        None => Ok(None),
    }
}

fn frame(request: &HttpRequest, site: &Site, words: SiteWords, who: Option<&Person>) -> Frame {
    let said = request.method().is_safe().then(|| Cookie(&request.get_session()).said()).flatten();
    Frame {
        site: words,
        visitor: who.map(|person| Visitor { name: person.name.clone(), roles: person.roles }),
        path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        now: site.app.clock.now(),
        language: LANGUAGE,
        notice: said.as_deref().and_then(Notice::parse),
    }
}

/// The frame of an error's page: as much of it as is to be had.
pub async fn frame_of(request: &HttpRequest) -> Frame {
    let Some(site) = site(request) else {
        return Frame::bare();
    };
    let policy = site.app.policy().await;
    let words = policy.map_or_else(|_| Frame::bare().site, |current| SiteWords::from(&*current.policy));
    let who = signed_in(request, &site).await.ok().flatten();
    frame(request, &site, words, who.as_ref())
}

/// Who calls the API from a wiki page, if they say so by a token.
pub struct MaybeBearer(pub Option<Person>);

/// Who calls the API from a wiki page.
pub struct Bearer(pub Person);

impl MaybeBearer {
    /// Who looks.
    pub fn viewer(&self) -> Viewer {
        viewer(self.0.as_ref())
    }
}

impl Bearer {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.0.actor()
    }
}

impl FromRequest for MaybeBearer {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Some(header) = request.headers().get(AUTHORIZATION) else {
                return Ok(Self(None));
            };
            let site = site(&request)
                .ok_or_else(|| ApiError::refused(StatusCode::INTERNAL_SERVER_ERROR, "internal"))?;
            let unknown = || ApiError::refused(StatusCode::UNAUTHORIZED, "unauthorized");
            let token =
                header.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(unknown)?;
            let origin =
                request.headers().get(ORIGIN).and_then(|origin| origin.to_str().ok()).ok_or_else(unknown)?;
            let person = gadget_tokens::find(&site.app, token, origin).await?.ok_or_else(unknown)?;
            if !request.method().is_safe() && !site.limits.allow(Some(person.person)) {
                return Err(ApiError::refused(StatusCode::TOO_MANY_REQUESTS, "too-many"));
            }
            request_log::called_by(&request, person.person);
            Ok(Self(Some(person)))
        })
    }
}

impl FromRequest for Bearer {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let maybe = MaybeBearer::from_request(request, payload);
        Box::pin(async move {
            let person = maybe.await?.0;
            person.map(Self).ok_or_else(|| ApiError::refused(StatusCode::UNAUTHORIZED, "unauthorized"))
        })
    }
}
