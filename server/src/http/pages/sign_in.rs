//! Sign-in with a Wikimedia account, and sign-out.

use super::Shown;
use crate::app::people::OauthTokens;
use crate::app::{AppError, gadget_tokens, people, sessions};
use crate::http::Site;
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::{PageError, see_other};
use crate::http::session::SignIn;
use crate::oauth::OauthError;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

type Visiting = Visit<MaybeSignedIn>;

/// Longer ways back than this, three times, do not fit into the cookie.
const RETURN_MAX: usize = 500;

/// The query of `/sign-in`.
#[derive(Deserialize)]
pub struct Asked {
    return_to: Option<String>,
}

/// `GET /sign-in`
pub async fn begin(visit: Visiting, query: Query<Asked>) -> Shown {
    let return_to = own_path(&visit.site.app.config.public_url, query.return_to.as_deref());
    if visit.who.is_some() {
        return Ok(see_other(&return_to));
    }
    let authorization = visit.site.oauth.authorize();
    visit.cookie().begin_sign_in(SignIn {
        state: authorization.state,
        verifier: authorization.verifier.expose_secret().to_owned(),
        return_to,
        at: visit.frame.now,
    });
    Ok(see_other(authorization.url.as_str()))
}

/// What the wiki sends people back with. After a refusal there may be no state.
#[derive(Deserialize)]
pub struct Back {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// `GET /sign-in/callback`
pub async fn end(visit: Visiting, query: Query<Back>) -> Shown {
    let now = visit.frame.now;
    let expired = || PageError::at_sign_in(StatusCode::BAD_REQUEST, "sign-in-expired");
    if let Some(error) = &query.error {
        match &query.state {
            Some(state) => visit.cookie().end_sign_in(state, now),
            None => visit.cookie().end_sign_ins(),
        };
        return Err(refused(error));
    }
    let (Some(code), Some(state)) = (&query.code, &query.state) else {
        return Err(expired());
    };
    let begun = visit.cookie().end_sign_in(state, now).ok_or_else(expired)?;
    let verifier = SecretString::from(begun.verifier);
    let tokens = visit.site.oauth.exchange(code, &verifier).await.map_err(|error| failed(&error))?;
    signed_in(&visit, &tokens).await?;
    Ok(see_other(&begun.return_to))
}

async fn signed_in(visit: &Visiting, tokens: &OauthTokens) -> Result<(), PageError> {
    let Site { app, oauth, .. } = &**visit.site;
    let identity =
        oauth.profile(&tokens.access).await.map_err(|error| failed(&error))?.identity(oauth.issuer());
    let person = match people::sign_in(app, &identity, Some(tokens)).await {
        Err(error @ (AppError::Blocked | AppError::TemporaryAccount)) => {
            visit.session.clear();
            return Err(error.into());
        }
        other => other?,
    };
    if let Some(old) = visit.cookie().token() {
        sessions::end(app, &old).await?;
    }
    visit.cookie().signed_in(&sessions::create(app, person.person).await?);
    tracing::info!(actor.id = %person.person, "signed in");
    Ok(())
}

/// `POST /sign-out`
pub async fn sign_out(visit: Visiting, _sent: Sent) -> Shown {
    if let Some(token) = visit.cookie().token() {
        sessions::end(&visit.site.app, &token).await?;
    }
    if let Some(person) = &visit.who {
        gadget_tokens::end(&visit.site.app, person.person).await?;
    }
    visit.cookie().signed_out("helpdesk-site-notice-signed-out");
    Ok(see_other("/"))
}

/// MediaWiki says `unauthorized_client` where the standard says `access_denied`.
fn refused(error: &str) -> PageError {
    let code = if matches!(error, "unauthorized_client" | "access_denied") {
        "consent-refused"
    } else {
        "sign-in-failed"
    };
    let known: String = error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(40).collect();
    tracing::info!(error = known, "the wiki sent somebody back without a code");
    PageError::at_sign_in(StatusCode::FORBIDDEN, code)
}

fn failed(error: &OauthError) -> PageError {
    let status = match error {
        OauthError::SignInAgain(_) => StatusCode::FORBIDDEN,
        OauthError::Unavailable(_) => StatusCode::BAD_GATEWAY,
        OauthError::Configuration(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    tracing::warn!(%error, "a sign-in failed");
    PageError::at_sign_in(status, "sign-in-failed")
}

/// A path of our own to come back to; the start page for all else.
fn own_path(public: &Url, asked: Option<&str>) -> String {
    let own = |asked: &str| {
        let plain =
            asked.starts_with('/') && asked.len() <= RETURN_MAX && !asked.contains(['\\', '\n', '\r', '\t']);
        let url = plain.then(|| public.join(asked).ok()).flatten()?;
        // `/..//x` becomes `//x`, which is another site's.
        let foreign = url.origin() != public.origin() || url.path().starts_with("//");
        let here = !foreign && !url.path().starts_with("/sign-in/callback");
        here.then(|| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
    };
    asked.and_then(own).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_our_own_pages_alone() {
        let public = "https://helpdesk.example/".parse().expect("an address");
        let back = |asked: &str| own_path(&public, Some(asked));
        assert_eq!(back("/queue?text=a%20b&late=on"), "/queue?text=a%20b&late=on");
        assert_eq!(back("/support-requests/new#x"), "/support-requests/new");
        for foreign in [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "/..//evil.example/",
            "/x/..//evil.example/",
            "/.//evil.example/",
            "/%2e%2e//evil.example/",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            "",
            "queue",
            "/sign-in/callback?code=x",
        ] {
            assert_eq!(back(foreign), "/", "{foreign}");
        }
        assert_eq!(back(&format!("/{}", "a".repeat(2000))), "/");
        assert_eq!(own_path(&public, None), "/");
    }
}
