//! One request as the front looks at it.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use helpdesk_tests::front::{Entry, Place};

use crate::caller::Caller;
use crate::params::Params;
use crate::state::{Front, State, machine_clock};

/// One request.
pub struct Asked {
    pub http: HttpRequest,
    pub body: Bytes,
    pub place: Place,
    pub params: Params,
    pub caller: Caller,
}

impl Asked {
    /// Reads parameters and caller.
    pub fn new(front: &Front, http: HttpRequest, body: Bytes, place: Place) -> Self {
        let params = Params::read(http.query_string(), content_type(&http), &body);
        // With origin=* MediaWiki suppresses every login, and says nothing about a bad token either.
        let anonymous_cors = Params::read(http.query_string(), "", b"").get("origin") == Some("*");
        let caller = match place {
            Place::Api if anonymous_cors => Caller::Nobody,
            Place::Api | Place::Rest | Place::Resource => Caller::of(front, http.headers()),
            Place::Authorize | Place::AccessToken | Place::Page => Caller::by_cookies(http.headers()),
        };
        Self { http, body, place, params, caller }
    }

    /// The API's action or OAuth's grant type.
    pub fn action(&self) -> &str {
        let name = match self.place {
            Place::AccessToken => "grant_type",
            _ => "action",
        };
        self.params.get(name).unwrap_or_default()
    }

    /// The title or titles it is about, or the account that it is for.
    pub fn title(&self) -> &str {
        ["title", "titles", "page", "from", "target"]
            .into_iter()
            .find_map(|name| self.params.filled(name))
            .unwrap_or_default()
    }

    /// The user name as it is shown.
    pub fn user<'a>(&'a self, state: &'a State) -> Option<&'a str> {
        match &self.caller {
            Caller::Nobody | Caller::BadToken => None,
            Caller::Cookies(name) => Some(name),
            Caller::Token(acting) => Some(state.shown_name(&acting.name)),
        }
    }

    /// The journal's entry while the request is under way.
    pub fn entry(&self, state: &State) -> Entry {
        Entry {
            number: 0,
            at_ms: u64::try_from(machine_clock().as_millis()).unwrap_or(u64::MAX),
            place: self.place,
            method: self.http.method().to_string(),
            action: self.action().to_owned(),
            title: self.title().to_owned(),
            user: self.user(state).map(str::to_owned),
            by: self.caller.by(),
            status: None,
            error: None,
            fault: None,
        }
    }
}

/// The Content-Type, or nothing.
pub fn content_type(http: &HttpRequest) -> &str {
    http.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
