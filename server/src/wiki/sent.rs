//! What the wiki's answers to an e-mail mean. See <https://www.mediawiki.org/wiki/API:Emailuser>.
//!
//! The codes are those of MediaWiki 1.43 and the shorter ones that older versions gave them. An e-mail
//! cannot be looked for afterwards, so whatever may have come behind it counts as no answer.

use crate::wiki::outcome::{Trouble, Why, error_code};
use serde_json::Value;

/// Seconds after which an account that sent too much may be let again.
const LIMITED: u32 = 3600;

/// Reads the answer to an e-mail.
///
/// # Errors
/// What the wiki said instead; [`Trouble::Lost`] if the e-mail may have gone out.
pub fn of_mail(answer: &Value, after: Option<u32>) -> Result<(), Trouble> {
    if let Some(code) = error_code(answer) {
        return Err(of_code(code, after));
    }
    let mail = &answer["emailuser"];
    match mail["result"].as_str() {
        Some("Success" | "Warnings") => Ok(()),
        Some(_) => Err(of_code(mail["errors"][0]["code"].as_str().unwrap_or("failure"), after)),
        None => Err(Trouble::Lost),
    }
}

/// What an error code means for an e-mail.
#[must_use]
pub fn of_code(code: &str, after: Option<u32>) -> Trouble {
    let handover = |why| Trouble::Handover { code: code.to_owned(), why };
    match code {
        "noemail" | "noemailtext" | "nowikiemail" | "nowikiemailtext" | "notarget" | "emailnotarget"
        | "nosuchuser" | "baduser" | "baduser_target" | "usermaildisabled" => handover(Why::TakesNoMail),
        "cantsend" | "mailnologin" | "blockedfromemail" | "blockedemailuser" | "confirmemail" => {
            handover(Why::MayNotMail)
        }
        "ratelimited" | "actionthrottledtext" => {
            Trouble::Retry { after: Some(after.unwrap_or(0).max(LIMITED)), code: code.to_owned() }
        }
        "unknownerror" | "timeout" => Trouble::Lost,
        _ if code.starts_with("internal_api_error_") => Trouble::Lost,
        _ => match Trouble::of_code(code, after) {
            passing @ (Trouble::Retry { .. } | Trouble::StaleToken) => passing,
            Trouble::TokenRefused { .. } | Trouble::Handover { why: Why::Blocked | Why::NotAllowed, .. } => {
                handover(Why::MayNotMail)
            }
            Trouble::Conflict { .. } | Trouble::Lost | Trouble::Handover { .. } => handover(Why::MailRefused),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_code_has_its_meaning() {
        let cases = [
            ("noemail", Why::TakesNoMail),
            ("noemailtext", Why::TakesNoMail),
            ("nowikiemail", Why::TakesNoMail),
            ("nowikiemailtext", Why::TakesNoMail),
            ("usermaildisabled", Why::TakesNoMail),
            ("notarget", Why::TakesNoMail),
            ("emailnotarget", Why::TakesNoMail),
            ("nosuchuser", Why::TakesNoMail),
            ("cantsend", Why::MayNotMail),
            ("mailnologin", Why::MayNotMail),
            ("blockedfromemail", Why::MayNotMail),
            ("blocked", Why::MayNotMail),
            ("globalblocking-blocked", Why::MayNotMail),
            ("confirmemail", Why::MayNotMail),
            ("permissiondenied", Why::MayNotMail),
            ("mwoauth-invalid-authorization", Why::MayNotMail),
            ("hookaborted", Why::MailRefused),
            ("spamblacklist", Why::MailRefused),
            ("something-new", Why::MailRefused),
        ];
        for (code, why) in cases {
            assert_eq!(of_code(code, None), Trouble::Handover { code: code.to_owned(), why });
        }
    }

    #[test]
    fn what_passes_is_tried_again_and_too_much_only_after_an_hour() {
        let retry = |code, after| Trouble::Retry { after, code: String::from(code) };
        assert_eq!(of_code("ratelimited", None), retry("ratelimited", Some(3600)));
        assert_eq!(of_code("actionthrottledtext", Some(7200)), retry("actionthrottledtext", Some(7200)));
        assert_eq!(of_code("maxlag", Some(5)), retry("maxlag", Some(5)));
        assert_eq!(of_code("readonly", None), retry("readonly", None));
        assert_eq!(of_code("badtoken", None), Trouble::StaleToken);
    }

    #[test]
    fn what_may_have_come_after_the_mail_is_no_answer() {
        for code in ["internal_api_error_DBQueryError", "unknownerror", "timeout"] {
            assert_eq!(of_code(code, None), Trouble::Lost, "{code}");
        }
        assert_eq!(of_mail(&json!({}), None), Err(Trouble::Lost));
    }

    #[test]
    fn an_answer_is_read_to_its_result() {
        for result in ["Success", "Warnings"] {
            assert_eq!(of_mail(&json!({ "emailuser": { "result": result } }), None), Ok(()));
        }
        let failed = json!({ "emailuser": { "result": "Failure", "errors": [{ "code": "php-mail-error" }] } });
        let refused = Trouble::Handover { code: "php-mail-error".to_owned(), why: Why::MailRefused };
        assert_eq!(of_mail(&failed, None), Err(refused));
        let error = json!({ "errors": [{ "code": "noemailtext" }] });
        assert_eq!(of_mail(&error, None), Err(of_code("noemailtext", None)));
    }
}
