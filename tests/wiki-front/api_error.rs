//! The action API's errors as MediaWiki 1.43 words them, in the format that the request asks for.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, X_CONTENT_TYPE_OPTIONS};
use helpdesk_tests::front::Fault;
use serde_json::{Map, Value, json};

use crate::params::Params;

/// One error.
pub struct ApiError {
    code: &'static str,
    text: String,
    data: Map<String, Value>,
    /// Shown only with `errorformat`; `main` where the error is not the action's own.
    of_main: bool,
    headers: Vec<(&'static str, String)>,
}

impl ApiError {
    /// An error of the whole request, before its action began.
    pub fn of_main(code: &'static str, text: impl Into<String>) -> Self {
        Self { of_main: true, ..Self::of_action(code, text) }
    }

    /// An error of the action.
    pub fn of_action(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), data: Map::new(), of_main: false, headers: Vec::new() }
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.data.insert(name.to_owned(), value);
        self
    }

    /// An access token that is unknown, expired or revoked: the three cannot be told apart.
    pub fn invalid_authorization() -> Self {
        Self::of_main(
            "mwoauth-invalid-authorization",
            "The authorization headers in your request are not valid: Invalid access token",
        )
    }

    /// An access token of a disabled client.
    pub fn client_disabled(client: &str) -> Self {
        Self::of_main(
            "mwoauth-invalid-authorization-not-approved",
            format!(
                "The app that you are trying to connect seems to be set up incorrectly. Contact the author of \
                 \"{client}\" for help."
            ),
        )
    }

    /// `assertuser` names somebody else.
    pub fn other_user_asserted(name: &str) -> Self {
        Self::of_main(
            "assertnameduserfailed",
            format!("You are no longer logged in as \"{name}\", so the action could not be completed."),
        )
    }

    /// A token that allows nothing but to know who somebody is.
    pub fn read_denied() -> Self {
        Self::of_main("readapidenied", "You need read permission to use this module.")
    }

    /// The HTTP answer: always 200.
    pub fn answer(&self, params: &Params, public: &str) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        for (name, value) in &self.headers {
            answer.append_header((*name, value.as_str()));
        }
        answer.append_header(("MediaWiki-API-Error", self.code));
        finish(&mut answer, &self.body(params, public))
    }

    fn body(&self, params: &Params, public: &str) -> Value {
        let version_two = matches!(params.get("formatversion"), Some("2" | "latest"));
        let docref = format!(
            "See {public}/w/api.php for API usage. Subscribe to the mediawiki-api-announce mailing list at \
             &lt;https://lists.wikimedia.org/postorius/lists/mediawiki-api-announce.lists.wikimedia.org/&gt; for \
             notice of API deprecations and breaking changes."
        );
        let docref_name = if version_two { "docref" } else { "*" };
        let format = params.get("errorformat").unwrap_or("bc");
        let mut body = if format == "bc" {
            let mut error = self.data.clone();
            error.insert("code".to_owned(), json!(self.code));
            error.insert("info".to_owned(), json!(self.text));
            error.insert(docref_name.to_owned(), json!(docref));
            json!({ "error": error })
        } else {
            let module = if self.of_main { "main" } else { params.get("action").unwrap_or("main") };
            let mut error = json!({ "code": self.code, "module": module });
            let text_name = match format {
                "html" => Some("html"),
                "plaintext" | "wikitext" => Some("text"),
                _ => None,
            };
            if let Some(name) = text_name {
                error[name] = json!(self.text);
            }
            if !self.data.is_empty() {
                error["data"] = json!(self.data);
            }
            json!({ "errors": [error], docref_name: docref })
        };
        if !version_two {
            booleans_of_version_one(&mut body);
        }
        body
    }
}

/// formatversion=1: true is an empty string, false is left out.
fn booleans_of_version_one(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| *field != Value::Bool(false));
            for field in fields.values_mut() {
                if *field == Value::Bool(true) {
                    *field = json!("");
                }
                booleans_of_version_one(field);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(booleans_of_version_one),
        _ => {}
    }
}

/// The answer of an API request that meets a fault; none for a fault that is not the API's.
pub fn of_fault(fault: &Fault, params: &Params, public: &str, user: Option<&str>) -> Option<HttpResponse> {
    let error = match fault {
        Fault::Http503 { .. } | Fault::LoseAnswer | Fault::Silence { .. } | Fault::HalfAnswer => {
            return None;
        }
        Fault::Captcha => {
            let captcha = json!({ "type": "simple", "mime": "text/plain", "id": "4221444805339229381", "question": "33+9" });
            let body = json!({ "edit": { "captcha": captcha, "result": "Failure" } });
            return Some(finish(&mut HttpResponse::Ok(), &body));
        }
        Fault::Maxlag { lag } => {
            let mut error =
                ApiError::of_main("maxlag", format!("Waiting for 10.64.0.7: {lag} seconds lagged."))
                    .with("host", json!("10.64.0.7"))
                    .with("lag", json!(lag))
                    .with("type", json!("db"));
            error.headers = vec![("Retry-After", "5".to_owned()), ("X-Database-Lag", lag.to_string())];
            error
        }
        Fault::Readonly => ApiError::of_main("readonly", "The wiki is currently in read-only mode.")
            .with("readonlyreason", json!("maintenance")),
        Fault::Ratelimited => ApiError::of_action(
            "ratelimited",
            "You've exceeded your rate limit. Please wait some time and try again.",
        ),
        Fault::Badtoken => ApiError::of_main("badtoken", "Invalid CSRF token."),
        Fault::Editconflict => ApiError::of_action("editconflict", "Edit conflict."),
        Fault::AbusefilterWarning => abuse_filter(
            "abusefilter-warning",
            "'''Warning:''' This action has been automatically identified as harmful. Unconstructive actions will be \
             quickly reverted, and egregious or repeated unconstructive editing will result in your account or IP \
             address being blocked. If you believe this action to be constructive, you may submit it again to confirm \
             it. A brief description of the abuse rule which your action matched is: on command",
            "warn",
        ),
        Fault::AbusefilterDisallowed => abuse_filter(
            "abusefilter-disallowed",
            "This action has been automatically identified as harmful, and therefore disallowed. If you believe your \
             action was constructive, please inform an administrator of what you were trying to do. A brief \
             description of the abuse rule which your action matched is: on command",
            "disallow",
        ),
        Fault::TitleblacklistForbidden => {
            let title = params.get("title").unwrap_or_default();
            let line = ".*on command.*";
            ApiError::of_action(
                "titleblacklist-forbidden",
                format!(
                    "The title \"{title}\" has been banned from creation. It matches the following block list entry: \
                     <code>{line}</code>"
                ),
            )
            .with(
                "message",
                json!({ "key": "titleblacklist-forbidden-edit", "params": [line, title] }),
            )
            .with("line", json!(line))
        }
        Fault::Protectedpage => ApiError::of_action(
            "protectedpage",
            "This page has been protected to prevent editing or other actions.",
        ),
        Fault::Blocked => blocked(user.unwrap_or("127.0.0.1")),
    };
    Some(error.answer(params, public))
}

fn abuse_filter(code: &'static str, text: &str, action: &str) -> ApiError {
    ApiError::of_action(code, text)
        .with("abusefilter", json!({ "id": "1", "description": "on command", "actions": [action] }))
}

fn blocked(user: &str) -> ApiError {
    ApiError::of_action(
        "blocked",
        format!(
            "Your username or IP address has been blocked. The block was made by [[User:Admin|Admin]]. The reason \
             given is on command. *Start of block: 20:49, 23 November 2026 *Expiration of block: infinite *Intended \
             blockee: {user}. You can contact [[User:Admin|Admin]] or another administrator to discuss the block. \
             Block ID #3. Please include all above details in any queries you make."
        ),
    )
    .with(
        "blockinfo",
        json!({
            "blockid": 3, "blockedby": "Admin", "blockedbyid": 1, "blockreason": "on command",
            "blockedtimestamp": "2026-11-23T20:49:13Z", "blockexpiry": "infinite", "blockpartial": false,
            "blocknocreate": false, "blockanononly": false, "blockemail": false, "blockowntalk": true,
            "blockedtimestampformatted": "20:49, 23 November 2026",
        }),
    )
}

fn finish(answer: &mut actix_web::HttpResponseBuilder, body: &Value) -> HttpResponse {
    answer
        .append_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .append_header(("X-Frame-Options", "DENY"))
        .append_header((CONTENT_DISPOSITION, "inline; filename=api-result.json"))
        .append_header((CACHE_CONTROL, "private, must-revalidate, max-age=0"))
        .content_type("application/json; charset=utf-8")
        .body(body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Params {
        Params::read(query, "", b"")
    }

    #[test]
    fn the_shape_follows_formatversion_and_errorformat() {
        let error = blocked("Mallory");
        let two = error.body(&asked("formatversion=2&action=edit"), "http://w");
        assert_eq!(two["error"]["code"], "blocked");
        assert_eq!(two["error"]["blockinfo"]["blockpartial"], false);
        assert!(two["error"]["docref"].as_str().unwrap().starts_with("See http://w/w/api.php"));

        let one = error.body(&asked("action=edit"), "http://w");
        assert_eq!(one["error"]["blockinfo"]["blockpartial"], Value::Null);
        assert_eq!(one["error"]["blockinfo"]["blockowntalk"], "");
        assert!(one["error"]["*"].is_string());

        let plain = error.body(&asked("formatversion=2&action=edit&errorformat=plaintext"), "http://w");
        assert_eq!(plain["errors"][0]["module"], "edit");
        assert_eq!(plain["errors"][0]["data"]["blockinfo"]["blockedby"], "Admin");
        assert!(plain["errors"][0]["text"].is_string());
        assert!(plain["docref"].is_string());

        let main = ApiError::invalid_authorization()
            .body(&asked("formatversion=2&action=edit&errorformat=html"), "http://w");
        assert_eq!(main["errors"][0]["module"], "main");
        assert!(main["errors"][0]["html"].is_string());
    }
}
