//! The window in which somebody lets the gadget of a wiki act for them. It asks for a click each
//! time: a page that opens it cannot get a token by itself.

use super::Shown;
use crate::app::AppError;
use crate::app::gadget_tokens::create_code;
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, SignedIn, Visit};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::asset::POPUP;
use crate::views::frame::{bare, sign_in_href};
use crate::views::popup::{AskPage, HandOverPage};
use actix_web::http::StatusCode;
use actix_web::web::Query;
use secrecy::ExposeSecret;
use serde::Deserialize;

/// The longest that the gadget may send along.
const STATE_MAX: usize = 200;

/// What the gadget sends.
#[derive(Deserialize)]
pub struct Asked {
    origin: String,
    challenge: String,
    state: String,
}

/// `GET /sign-in/gadget`
pub async fn ask(visit: Visit<MaybeSignedIn>, query: Query<Asked>) -> Shown {
    let asked = checked(&visit.site.app.config.wiki_origins, query.into_inner())?;
    let Some(person) = &visit.who else {
        return Ok(see_other(&sign_in_href(&visit.frame.path)));
    };
    let Asked { origin, challenge, state } = asked;
    let page = AskPage { origin, challenge, state, name: person.name.clone() };
    Ok(html(StatusCode::OK, bare(&visit.frame, &page, None)))
}

/// `POST /sign-in/gadget`
pub async fn allow(visit: Visit<SignedIn>, mut sent: Sent) -> Shown {
    let mut field = |name| sent.take(name).ok_or_else(PageError::bad_request);
    let asked = Asked { origin: field("origin")?, challenge: field("challenge")?, state: field("state")? };
    let app = &visit.site.app;
    let asked = checked(&app.config.wiki_origins, asked)?;
    let code = match create_code(app, visit.who.person, &asked.origin, &asked.challenge).await {
        Err(AppError::NotFound) => return Err(unknown()),
        other => other?,
    };
    let page = HandOverPage { origin: asked.origin, code: code.expose_secret().to_owned(), state: asked.state };
    Ok(html(StatusCode::OK, bare(&visit.frame, &page, Some(POPUP.href()))))
}

fn checked(origins: &[String], asked: Asked) -> Result<Asked, PageError> {
    let challenge = asked.challenge.len() == 43
        && asked.challenge.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !origins.contains(&asked.origin) {
        return Err(unknown());
    }
    if !challenge || asked.state.is_empty() || asked.state.len() > STATE_MAX {
        return Err(PageError::bad_request());
    }
    Ok(asked)
}

fn unknown() -> PageError {
    PageError::refused(StatusCode::FORBIDDEN, "unknown-origin")
}
