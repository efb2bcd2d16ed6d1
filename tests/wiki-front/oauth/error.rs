//! OAuth's errors, worded as league/oauth2-server words them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::X_CONTENT_TYPE_OPTIONS;
use helpdesk_tests::front::Dialect;
use serde_json::{Value, json};
use url::form_urlencoded;

const MALFORMED: &str = "The request is missing a required parameter, includes an invalid parameter value, includes a \
                         parameter more than once, or is otherwise malformed.";
const BAD_GRANT: &str = "The provided authorization grant (e.g., authorization code, resource owner credentials) or \
                         refresh token is invalid, expired, revoked, does not match the redirection URI used in the \
                         authorization request, or was issued to another client.";
const DENIED: &str = "The resource owner or authorization server denied the request.";

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OauthError {
    pub status: u16,
    pub error: &'static str,
    pub description: String,
    pub hint: Option<String>,
}

/// The error code of an answer, for the journal.
#[derive(Clone, Copy)]
pub struct ErrorCode(pub &'static str);

impl OauthError {
    fn new(status: u16, error: &'static str, description: impl Into<String>, hint: Option<String>) -> Self {
        Self { status, error, description: description.into(), hint }
    }

    /// A parameter is missing or wrong.
    pub fn parameter(name: &str) -> Self {
        Self::request(format!("Check the `{name}` parameter"))
    }

    /// The request is wrong in another way.
    pub fn request(hint: impl Into<String>) -> Self {
        Self::new(400, "invalid_request", MALFORMED, Some(hint.into()))
    }

    /// `grant_type` is missing or unknown: the REST framework refuses before league looks at it.
    pub fn grant_type(value: Option<&str>) -> Self {
        let reason = match value {
            None => "The \"grant_type\" parameter must be set.".to_owned(),
            Some(value) => {
                format!("Unrecognized value for parameter \"grant_type\": {value}.")
            }
        };
        Self::new(
            400,
            "invalid_request",
            format!("Invalid request: Invalid request body: {reason}"),
            Some("Check the `grant_type` parameter".to_owned()),
        )
    }

    /// Unknown client, wrong secret, wrong callback.
    pub fn client() -> Self {
        Self::new(401, "invalid_client", "Client authentication failed", None)
    }

    /// A code or its verifier is wrong.
    pub fn grant(hint: &str) -> Self {
        Self::new(400, "invalid_grant", BAD_GRANT, Some(hint.to_owned()))
    }

    /// A code is unknown, expired or used: what league 8 calls a bad request and league 9 a bad grant.
    pub fn code(dialect: Dialect, hint: &str) -> Self {
        match dialect {
            Dialect::Seen => Self::request(hint),
            Dialect::Master => Self::grant(hint),
        }
    }

    /// A refresh token is wrong.
    pub fn refresh(dialect: Dialect, hint: &str) -> Self {
        let (status, error) = match dialect {
            Dialect::Seen => (401, "invalid_request"),
            Dialect::Master => (400, "invalid_grant"),
        };
        Self::new(status, error, "The refresh token is invalid.", Some(hint.to_owned()))
    }

    /// A scope that is unknown, or more than was granted.
    pub fn scope(scope: &str) -> Self {
        Self::new(
            400,
            "invalid_scope",
            "The requested scope is invalid, unknown, or malformed",
            Some(format!("Check the `{scope}` scope")),
        )
    }

    /// The access token is not good, or the client may not be used.
    pub fn denied(hint: impl Into<String>) -> Self {
        Self::new(401, "access_denied", DENIED, Some(hint.into()))
    }

    /// The user pressed Cancel.
    pub fn rejected_by_user() -> Self {
        Self::new(401, "unauthorized_client", "User has rejected the request from client application", None)
    }

    /// Something broke here.
    pub fn server(cause: &anyhow::Error) -> Self {
        Self::new(
            500,
            "server_error",
            format!(
                "The authorization server encountered an unexpected condition which prevented it from fulfilling the \
                 request: {cause:#}"
            ),
            None,
        )
    }

    /// The error's fields in the order and number of the dialect.
    fn fields(&self, dialect: Dialect) -> Vec<(&'static str, &str)> {
        let mut fields = vec![("error", self.error), ("error_description", self.description.as_str())];
        if let Some(hint) = &self.hint {
            fields.push(("hint", hint));
        }
        if dialect == Dialect::Seen {
            fields.push(("message", &self.description));
        }
        fields
    }

    /// The JSON body.
    pub fn body(&self, dialect: Dialect) -> Value {
        self.fields(dialect)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// The answer of the token and resource end points.
    pub fn answer(&self, dialect: Dialect) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let answer = HttpResponse::build(status)
            .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .append_header(("Vary", "x-restbase-compat"))
            .append_header(("Cache-Control", "private,no-cache,s-maxage=0"))
            .content_type("application/json")
            .body(self.body(dialect).to_string());
        self.noted(answer)
    }

    /// The error page of the authorize end point.
    pub fn page(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let text = match self.error {
            "invalid_client" => {
                "Client authentication failed (e.g., unknown client, no client authentication included, or \
                 unsupported authentication method)"
            }
            _ => &self.description,
        };
        let debug = self
            .hint
            .as_deref()
            .map_or_else(String::new, |hint| format!("<p>Additional debug information: {}</p>", escape(hint)));
        let answer = HttpResponse::build(status)
            .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .append_header(("X-Frame-Options", "DENY"))
            .content_type("text/html;charset=UTF-8")
            .body(format!(
                "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Application Connection Error</title>\
                 <h1>Application Connection Error</h1><p>{}</p>{debug}<p>Return to <a href=\"/wiki/\">Main Page</a>.</p>",
                escape(text)
            ));
        self.noted(answer)
    }

    /// The redirect to the client. `state` only where the dialect has one.
    pub fn redirect(&self, dialect: Dialect, redirect_uri: &str, state: Option<&str>) -> HttpResponse {
        let state = state.map(|state| ("state", state));
        let fields = state.into_iter().chain(self.fields(dialect));
        self.noted(found(&with_query(redirect_uri, fields)))
    }

    fn noted(&self, answer: HttpResponse) -> HttpResponse {
        let mut answer = answer;
        answer.extensions_mut().insert(ErrorCode(self.error));
        answer
    }
}

/// An address with more parameters.
pub fn with_query<'a>(base: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let joint = if base.contains('?') { '&' } else { '?' };
    format!("{base}{joint}{query}")
}

/// A redirect that the browser follows with GET.
pub fn found(location: &str) -> HttpResponse {
    HttpResponse::Found()
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("Location", location))
        .append_header(("Cache-Control", "private,must-revalidate,s-maxage=0"))
        .content_type("text/html; charset=UTF-8")
        .finish()
}

/// Text for HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_there_in_one_dialect_only() {
        let error = OauthError::client();
        assert_eq!(error.body(Dialect::Seen)["message"], "Client authentication failed");
        assert_eq!(
            error.body(Dialect::Master),
            json!({ "error": "invalid_client", "error_description": "Client authentication failed" })
        );
    }

    #[test]
    fn cancel_comes_back_without_state() {
        let answer = OauthError::rejected_by_user().redirect(
            Dialect::Seen,
            "http://127.0.0.1:9000/oauth/callback",
            None,
        );
        assert_eq!(
            answer.headers().get("location").unwrap(),
            "http://127.0.0.1:9000/oauth/callback?error=unauthorized_client&error_description=User+has+rejected+the+\
             request+from+client+application&message=User+has+rejected+the+request+from+client+application"
        );
    }
}
