//! What was granted: approvals, codes, access tokens, refresh tokens.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;
use helpdesk_tests::front::Dialect;

use super::error::OauthError;
use super::secret;
use crate::backend::Person;

/// Seconds that a code lives.
pub const CODE_TTL: f64 = 600.0;
/// Seconds that an access token lives, as Wikimedia sets it.
pub const ACCESS_TTL: u32 = 14_400;
/// Seconds that a refresh token lives: a year, as Wikimedia sets it.
const REFRESH_TTL: f64 = 365.0 * 86_400.0;
/// Seconds after its first use in which the master dialect takes a refresh token again.
const REFRESH_GRACE: f64 = 600.0;

/// A PKCE challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    Plain(String),
    S256(String),
}

impl Challenge {
    fn is_answered_by(&self, verifier: &str) -> bool {
        match self {
            Self::Plain(challenge) => challenge == verifier,
            Self::S256(challenge) => secret::answers_s256(verifier, challenge),
        }
    }
}

/// What a user granted to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub person: Person,
    pub client_id: String,
    pub scopes: Vec<String>,
}

struct Code {
    granted: Granted,
    /// As it was given to the authorize end point.
    redirect_uri: Option<String>,
    challenge: Option<Challenge>,
    expires: f64,
    used: bool,
}

struct AccessToken {
    granted: Granted,
    expires: f64,
    revoked: bool,
}

struct RefreshToken {
    granted: Granted,
    access_token: String,
    expires: f64,
    first_used: Option<f64>,
    revoked: bool,
}

/// Everything granted so far.
#[derive(Default)]
pub struct Grants {
    /// By user name and client id.
    approvals: HashMap<(String, String), BTreeSet<String>>,
    codes: HashMap<String, Code>,
    access: HashMap<String, AccessToken>,
    refresh: HashMap<String, RefreshToken>,
}

/// As whom an access token acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// The name on the wiki behind.
    pub name: String,
    /// Empty for a token that needed no sign-in.
    pub client_id: String,
    pub grants: Vec<String>,
}

impl Acting {
    /// Whether the token tells who somebody is and nothing else.
    pub fn may_only_identify(&self) -> bool {
        self.grants.iter().all(|grant| grant.starts_with("mwoauth-authonly"))
    }
}

/// What an access token is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Good(Acting),
    Unknown,
    Expired,
    Revoked,
}

/// New tokens.
#[derive(Debug)]
pub struct Issued {
    pub access_token: String,
    pub refresh_token: String,
}

/// A request for tokens against a code, by a client that proved itself.
pub struct Exchange<'a> {
    pub client_id: &'a str,
    pub code: &'a str,
    pub redirect_uri: Option<&'a str>,
    pub verifier: Option<&'a str>,
}

/// A request for tokens against a refresh token, by a client that proved itself.
pub struct Refresh<'a> {
    pub client_id: &'a str,
    pub refresh_token: &'a str,
    pub scope: Option<&'a str>,
}

/// The circumstances of a token request.
pub struct Moment<'a> {
    /// Seconds since 1970.
    pub now: f64,
    pub dialect: Dialect,
    /// The wiki's address.
    pub issuer: &'a str,
}

impl Grants {
    /// Remembers that the user pressed Allow.
    pub fn approve(&mut self, granted: &Granted) {
        self.approvals
            .entry((granted.person.name.clone(), granted.client_id.clone()))
            .or_default()
            .extend(granted.scopes.iter().cloned());
    }

    /// Whether the user pressed Allow for this client before, whatever for.
    pub fn knows(&self, user: &str, client_id: &str) -> bool {
        self.approvals.contains_key(&(user.to_owned(), client_id.to_owned()))
    }

    /// Whether the user allowed all of this.
    pub fn is_approved(&self, granted: &Granted) -> bool {
        self.approvals
            .get(&(granted.person.name.clone(), granted.client_id.clone()))
            .is_some_and(|scopes| granted.scopes.iter().all(|scope| scopes.contains(scope)))
    }

    /// A new code.
    pub fn issue_code(
        &mut self,
        granted: Granted,
        redirect_uri: Option<String>,
        challenge: Option<Challenge>,
        now: f64,
    ) -> Result<String> {
        let text = secret::code()?;
        let code = Code { granted, redirect_uri, challenge, expires: now + CODE_TTL, used: false };
        self.codes.insert(text.clone(), code);
        Ok(text)
    }

    /// Tokens for a code. A failed exchange leaves the code good; a second one leaves the first one's tokens good.
    pub fn exchange(&mut self, request: &Exchange, moment: &Moment) -> Result<Issued, OauthError> {
        let bad_code = |hint| OauthError::code(moment.dialect, hint);
        let code = self.codes.get(request.code).ok_or_else(|| {
            bad_code(match moment.dialect {
                Dialect::Seen => "Cannot decrypt the authorization code",
                Dialect::Master => "Cannot validate the provided authorization code",
            })
        })?;
        if moment.now > code.expires {
            return Err(bad_code("Authorization code has expired"));
        }
        if code.used {
            return Err(bad_code("Authorization code has been revoked"));
        }
        if code.granted.client_id != request.client_id {
            return Err(OauthError::request("Authorization code was not issued to this client"));
        }
        match (&code.redirect_uri, request.redirect_uri) {
            (Some(_), None) => return Err(OauthError::parameter("redirect_uri")),
            (given, Some(now)) if given.as_deref() != Some(now) => {
                return Err(OauthError::request("Invalid redirect URI"));
            }
            _ => {}
        }
        check_verifier(code.challenge.as_ref(), request.verifier)?;

        let granted = code.granted.clone();
        let issued = self.issue(granted, moment)?;
        if let Some(code) = self.codes.get_mut(request.code) {
            code.used = true;
        }
        Ok(issued)
    }

    /// New tokens for a refresh token. The access token that it came with dies at once.
    pub fn refresh(&mut self, request: &Refresh, moment: &Moment) -> Result<Issued, OauthError> {
        let bad = |hint| OauthError::refresh(moment.dialect, hint);
        let token =
            self.refresh.get(request.refresh_token).ok_or_else(|| bad("Cannot decrypt the refresh token"))?;
        if token.granted.client_id != request.client_id {
            return Err(bad("Token is not linked to client"));
        }
        if token.expires < moment.now {
            return Err(bad("Token has expired"));
        }
        let used_up = token.first_used.is_some_and(|first| match moment.dialect {
            Dialect::Seen => true,
            Dialect::Master => first + REFRESH_GRACE < moment.now,
        });
        if token.revoked || used_up {
            return Err(bad("Token has been revoked"));
        }
        let mut granted = token.granted.clone();
        if let Some(scope) = request.scope {
            let asked = super::scopes::split(scope);
            if let Some(more) = asked.iter().find(|scope| !granted.scopes.contains(scope)) {
                return Err(OauthError::scope(more));
            }
            granted.scopes = asked;
        }

        let old_access = token.access_token.clone();
        let issued = self.issue(granted, moment)?;
        if let Some(access) = self.access.get_mut(&old_access) {
            access.revoked = true;
        }
        if let Some(token) = self.refresh.get_mut(request.refresh_token) {
            token.first_used.get_or_insert(moment.now);
        }
        Ok(issued)
    }

    /// For whom a refresh token was made.
    pub fn person_of_refresh(&self, refresh_token: &str) -> Option<&Person> {
        self.refresh.get(refresh_token).map(|token| &token.granted.person)
    }

    /// For which client an access token was made, whatever became of it.
    pub fn client_of(&self, token: &str) -> Option<&str> {
        self.access.get(token).map(|access| access.granted.client_id.as_str())
    }

    /// What an access token is worth.
    pub fn access(&self, token: &str, now: f64) -> Access {
        match self.access.get(token) {
            None => Access::Unknown,
            Some(access) if access.expires < now => Access::Expired,
            Some(access) if access.revoked => Access::Revoked,
            Some(access) => Access::Good(Acting {
                name: access.granted.person.name.clone(),
                client_id: access.granted.client_id.clone(),
                grants: access.granted.scopes.clone(),
            }),
        }
    }

    /// The user takes everything back.
    pub fn revoke_user(&mut self, name: &str) {
        for access in self.access.values_mut() {
            access.revoked |= access.granted.person.name == name;
        }
        for refresh in self.refresh.values_mut() {
            refresh.revoked |= refresh.granted.person.name == name;
        }
        for code in self.codes.values_mut() {
            code.used |= code.granted.person.name == name;
        }
        self.approvals.retain(|(user, _), _| user != name);
    }

    /// The user's access tokens are past their time.
    pub fn expire_access(&mut self, name: &str) {
        for access in self.access.values_mut() {
            if access.granted.person.name == name {
                access.expires = 0.0;
            }
        }
    }

    fn issue(&mut self, granted: Granted, moment: &Moment) -> Result<Issued, OauthError> {
        let expires = moment.now + f64::from(ACCESS_TTL);
        let claims = secret::Claims {
            client_id: &granted.client_id,
            user_id: granted.person.id,
            scopes: &granted.scopes,
            issuer: moment.issuer,
            issued: moment.now,
            expires,
            dialect: moment.dialect,
        };
        let broken = |error: anyhow::Error| OauthError::server(&error);
        let access_token = secret::access_token(&claims).map_err(broken)?;
        let refresh_token = secret::refresh_token().map_err(broken)?;
        self.access
            .insert(access_token.clone(), AccessToken { granted: granted.clone(), expires, revoked: false });
        self.refresh.insert(
            refresh_token.clone(),
            RefreshToken {
                granted,
                access_token: access_token.clone(),
                expires: moment.now + REFRESH_TTL,
                first_used: None,
                revoked: false,
            },
        );
        Ok(Issued { access_token, refresh_token })
    }
}

fn check_verifier(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), OauthError> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(OauthError::request("code_verifier received when no code_challenge is present")),
        (Some(_), None) => Err(OauthError::parameter("code_verifier")),
        (Some(_), Some(verifier)) if !is_rfc_7636(verifier) => {
            Err(OauthError::request("Code Verifier must follow the specifications of RFC-7636."))
        }
        (Some(challenge), Some(verifier)) if !challenge.is_answered_by(verifier) => {
            Err(OauthError::grant("Failed to verify `code_verifier`."))
        }
        (Some(_), Some(_)) => Ok(()),
    }
}

/// Whether a code verifier or challenge has the form that RFC 7636 asks for.
pub fn is_rfc_7636(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
