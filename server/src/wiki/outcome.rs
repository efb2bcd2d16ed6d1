//! What the wiki's answers mean. See <https://www.mediawiki.org/wiki/API:Errors_and_warnings>.

use serde_json::Value;

/// Why the wiki did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It passes: try again, after so many seconds if the wiki says.
    #[error("{code}")]
    Retry {
        /// Seconds, from `Retry-After`.
        after: Option<u32>,
        /// The wiki's code, or `http-503` and the like.
        code: String,
    },
    /// The CSRF token is not good (any more): take a new one.
    #[error("badtoken")]
    StaleToken,
    /// The page changed, came or went in between: read it again.
    #[error("{code}")]
    Conflict {
        /// The wiki's code.
        code: String,
    },
    /// It was sent and no answer came: look before doing it again.
    #[error("no answer")]
    Lost,
    /// The access token is not good, or not for this account: its person has to sign in again.
    #[error("{code}")]
    TokenRefused {
        /// The wiki's code.
        code: String,
    },
    /// It does not pass: a person has to look.
    #[error("{code}")]
    Handover {
        /// The wiki's code.
        code: String,
        /// What it means for people.
        why: Why,
    },
}

/// Why a person has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The account is blocked.
    Blocked,
    /// The page is protected.
    Protected,
    /// The title is forbidden or impossible.
    Title,
    /// A link is on a list of spam.
    Spam,
    /// A filter of the wiki stopped the edit.
    Filter,
    /// The wiki wants a puzzle solved.
    Captcha,
    /// The account lacks the right, or the grant does.
    NotAllowed,
    /// The page would be too long.
    TooBig,
    /// Something else.
    Unknown,
    /// Somebody changed what stands between the markers.
    HumanEdit,
    /// The markers are doubled or cut.
    Markers,
    /// The markers are gone.
    MarkersGone,
    /// The page was deleted.
    PageGone,
    /// No title is free.
    NoTitle,
    /// The page does not hold wikitext.
    NotWikitext,
    /// Nobody is there to edit as: no tool account, and no grant of the person.
    NoAccount,
    /// Somebody takes no e-mail from others, or the wiki carries none.
    TakesNoMail,
    /// The account may not send e-mail.
    MayNotMail,
    /// The wiki did not send the e-mail.
    MailRefused,
    /// An e-mail was given to the wiki and no answer came.
    MailInDoubt,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Blocked,
        Self::Protected,
        Self::Title,
        Self::Spam,
        Self::Filter,
        Self::Captcha,
        Self::NotAllowed,
        Self::TooBig,
        Self::Unknown,
        Self::HumanEdit,
        Self::Markers,
        Self::MarkersGone,
        Self::PageGone,
        Self::NoTitle,
        Self::NotWikitext,
        Self::NoAccount,
        Self::TakesNoMail,
        Self::MayNotMail,
        Self::MailRefused,
        Self::MailInDoubt,
    ];

    /// The key of the message that says what to do; its `$1` is the page, `$2` the wiki's code.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Blocked => "helpdesk-stuck-blocked",
            Self::Protected => "helpdesk-stuck-protected",
            Self::Title => "helpdesk-stuck-title",
            Self::Spam => "helpdesk-stuck-spam",
            Self::Filter => "helpdesk-stuck-filter",
            Self::Captcha => "helpdesk-stuck-captcha",
            Self::NotAllowed => "helpdesk-stuck-not-allowed",
            Self::TooBig => "helpdesk-stuck-too-big",
            Self::Unknown => "helpdesk-stuck-unknown",
            Self::HumanEdit => "helpdesk-stuck-human-edit",
            Self::Markers => "helpdesk-stuck-markers",
            Self::MarkersGone => "helpdesk-stuck-markers-gone",
            Self::PageGone => "helpdesk-stuck-page-gone",
            Self::NoTitle => "helpdesk-stuck-no-title",
            Self::NotWikitext => "helpdesk-stuck-not-wikitext",
            Self::NoAccount => "helpdesk-stuck-no-account",
            Self::TakesNoMail => "helpdesk-stuck-takes-no-mail",
            Self::MayNotMail => "helpdesk-stuck-may-not-mail",
            Self::MailRefused => "helpdesk-stuck-mail-refused",
            Self::MailInDoubt => "helpdesk-stuck-mail-in-doubt",
        }
    }
}

impl Trouble {
    /// What an error code of the Action API means.
    #[must_use]
    pub fn of_code(code: &str, after: Option<u32>) -> Self {
        let owned = || code.to_owned();
        let handover = |why| Self::Handover { code: owned(), why };
        match code {
            "maxlag" | "readonly" | "ratelimited" | "actionthrottledtext" | "unknownerror" | "timeout" => {
                Self::Retry { after, code: owned() }
            }
            "badtoken" => Self::StaleToken,
            "editconflict" | "articleexists" | "missingtitle" | "pagedeleted" | "nosuchrevid" => {
                Self::Conflict { code: owned() }
            }
            "assertuserfailed" | "assertnameduserfailed" | "readapidenied" | "notloggedin" => {
                Self::TokenRefused { code: owned() }
            }
            "autoblocked" => handover(Why::Blocked),
            "protectedtitle" | "cascadeprotected" => handover(Why::Protected),
            "invalidtitle" | "specialpage-cantexecute" | "pagecannotexist" => handover(Why::Title),
            "permissiondenied" | "noedit" | "noedit-anon" | "cantcreate" | "cantcreate-anon"
            | "writeapidenied" => handover(Why::NotAllowed),
            "contenttoobig" => handover(Why::TooBig),
            "badmodelforcontent" | "contentmodel-mismatch" | "no-direct-editing" => handover(Why::NotWikitext),
            "spamdetected" => handover(Why::Spam),
            _ => Self::of_family(code, after),
        }
    }

    fn of_family(code: &str, after: Option<u32>) -> Self {
        let handover = |why| Self::Handover { code: code.to_owned(), why };
        if code.starts_with("internal_api_error_") {
            Self::Retry { after, code: code.to_owned() }
        } else if code.starts_with("mwoauth-") {
            Self::TokenRefused { code: code.to_owned() }
        } else if code.starts_with("blocked") || code.contains("globalblocking") {
            handover(Why::Blocked)
        } else if code.starts_with("protected") || code.ends_with("protected") {
            handover(Why::Protected)
        } else if code.starts_with("titleblacklist") {
            handover(Why::Title)
        } else if code.contains("spamblacklist") || code.starts_with("abusefilter-blocked-domains") {
            handover(Why::Spam)
        } else if code.starts_with("abusefilter-") {
            handover(Why::Filter)
        } else {
            handover(Why::Unknown)
        }
    }

    /// What an HTTP status other than 200 means.
    #[must_use]
    pub fn of_status(status: u16, after: Option<u32>) -> Self {
        Self::Retry { after, code: format!("http-{status}") }
    }

    /// Whether the tool's account may do what this person's could not: their grant does not hold or
    /// does not reach as far.
    #[must_use]
    pub fn is_of_the_grant(&self) -> bool {
        matches!(self, Self::TokenRefused { .. } | Self::Handover { why: Why::NotAllowed, .. })
    }
}

/// The first error of an answer in `errorformat=plaintext`.
#[must_use]
pub fn error_code(answer: &Value) -> Option<&str> {
    answer["errors"][0]["code"].as_str().or_else(|| answer["error"]["code"].as_str())
}

/// An edit that was made or was not needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It was made.
    Done {
        /// The revision that it made.
        revision: u64,
        /// The page's id.
        page_id: u64,
    },
    /// The page has that text already.
    NoChange,
}

/// Reads the answer to an edit.
///
/// # Errors
/// What the wiki said instead. A captcha is no error to the wiki, but a `Failure`.
pub fn of_edit(answer: &Value, after: Option<u32>) -> Result<Edited, Trouble> {
    if let Some(code) = error_code(answer) {
        return Err(Trouble::of_code(code, after));
    }
    let edit = &answer["edit"];
    match edit["result"].as_str() {
        Some("Success") if edit["nochange"].as_bool() == Some(true) => Ok(Edited::NoChange),
        Some("Success") => match (edit["newrevid"].as_u64(), edit["pageid"].as_u64()) {
            (Some(revision), Some(page_id)) => Ok(Edited::Done { revision, page_id }),
            _ => Err(Trouble::Lost),
        },
        Some(_) if edit.get("captcha").is_some() => {
            Err(Trouble::Handover { code: "captcha".to_owned(), why: Why::Captcha })
        }
        Some(_) => {
            let code = edit["code"].as_str().unwrap_or("failure");
            Err(Trouble::Handover { code: code.to_owned(), why: Why::Unknown })
        }
        None => Err(Trouble::Lost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_refusal_has_its_meaning() {
        let lasting = [
            ("protectedpage", Why::Protected),
            ("customjsprotected", Why::Protected),
            ("blocked", Why::Blocked),
            ("autoblocked", Why::Blocked),
            ("globalblocking-blocked", Why::Blocked),
            ("titleblacklist-forbidden", Why::Title),
            ("invalidtitle", Why::Title),
            ("spamblacklist", Why::Spam),
            ("abusefilter-disallowed", Why::Filter),
            ("abusefilter-warning", Why::Filter),
            ("contenttoobig", Why::TooBig),
            ("permissiondenied", Why::NotAllowed),
            ("something-new", Why::Unknown),
        ];
        for (code, why) in lasting {
            assert_eq!(Trouble::of_code(code, None), Trouble::Handover { code: code.to_owned(), why });
        }
    }

    #[test]
    fn what_passes_is_tried_again() {
        for code in ["maxlag", "readonly", "ratelimited", "internal_api_error_DBQueryError"] {
            let trouble = Trouble::of_code(code, Some(7));
            assert_eq!(trouble, Trouble::Retry { after: Some(7), code: code.to_owned() });
        }
        assert_eq!(Trouble::of_code("badtoken", None), Trouble::StaleToken);
        for code in ["editconflict", "articleexists", "missingtitle"] {
            assert_eq!(Trouble::of_code(code, None), Trouble::Conflict { code: code.to_owned() });
        }
    }

    #[test]
    fn a_grant_that_does_not_reach_is_no_block() {
        for code in ["mwoauth-invalid-authorization", "assertnameduserfailed", "permissiondenied"] {
            assert!(Trouble::of_code(code, None).is_of_the_grant(), "{code}");
        }
        for code in ["blocked", "protectedpage", "maxlag"] {
            assert!(!Trouble::of_code(code, None).is_of_the_grant(), "{code}");
        }
    }

    #[test]
    fn an_edit_s_answer_is_read_to_its_result() {
        let done = json!({ "edit": { "result": "Success", "newrevid": 7, "pageid": 3 } });
        assert_eq!(of_edit(&done, None), Ok(Edited::Done { revision: 7, page_id: 3 }));
        let same = json!({ "edit": { "result": "Success", "nochange": true, "pageid": 3 } });
        assert_eq!(of_edit(&same, None), Ok(Edited::NoChange));
        let captcha = json!({ "edit": { "result": "Failure", "captcha": { "type": "image" } } });
        assert_eq!(
            of_edit(&captcha, None),
            Err(Trouble::Handover { code: "captcha".to_owned(), why: Why::Captcha })
        );
        let error = json!({ "errors": [{ "code": "maxlag", "text": "Waiting" }] });
        assert_eq!(of_edit(&error, Some(5)), Err(Trouble::Retry { after: Some(5), code: "maxlag".to_owned() }));
        assert_eq!(of_edit(&json!({}), None), Err(Trouble::Lost));
    }

    #[test]
    fn every_reason_has_words() {
        for why in Why::ALL {
            assert!(crate::views::words::find(why.message()).is_some(), "{}", why.message());
        }
    }
}
