//! What can go wrong on command.

use serde::{Deserialize, Serialize};

/// Which end point a request goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// `/w/api.php`.
    #[default]
    Api,
    /// `/w/rest.php`, apart from OAuth.
    Rest,
    /// `/w/rest.php/oauth2/authorize`.
    Authorize,
    /// `/w/rest.php/oauth2/access_token`.
    AccessToken,
    /// `/w/rest.php/oauth2/resource/profile` and `/scopes`.
    Resource,
    /// Wiki pages, scripts and styles.
    Page,
}

/// Which requests a fault is for. What is left out matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The end point.
    #[serde(default)]
    pub place: Place,
    /// The API's `action`. Left out, the faults that only an edit can meet wait for `edit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How the title begins; underscores count as spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_prefix: Option<String>,
    /// The user name that the request is carried out as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// One kind of misbehaviour. The API errors have the shapes seen on MediaWiki 1.43.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Fault {
    /// HTTP 503 with an HTML page, as a proxy in front of a wiki gives it.
    #[serde(rename = "http-503")]
    Http503 {
        /// Seconds for `Retry-After`; none sends no such header.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// API error `maxlag` with `Retry-After: 5`; only for a request that sends `maxlag`, as on a real wiki.
    Maxlag {
        /// Seconds of lag.
        lag: u32,
    },
    /// API error `readonly`.
    Readonly,
    /// API error `ratelimited`.
    Ratelimited,
    /// API error `badtoken`.
    Badtoken,
    /// API error `editconflict`.
    Editconflict,
    /// An edit's `result: Failure` with a captcha: no API error.
    Captcha,
    /// API error `abusefilter-warning`: the same edit sent again passes when the count is 1.
    AbusefilterWarning,
    /// API error `abusefilter-disallowed`.
    AbusefilterDisallowed,
    /// API error `titleblacklist-forbidden`.
    TitleblacklistForbidden,
    /// API error `protectedpage`.
    Protectedpage,
    /// API error `blocked` with `blockinfo`.
    Blocked,
    /// The wiki carries the request out, then the connection is cut without a byte of answer.
    LoseAnswer,
    /// Nothing is carried out and nothing answered; the connection is cut afterwards.
    Silence {
        /// For how long.
        seconds: u64,
    },
    /// The wiki carries the request out; the answer breaks off in the middle of its body.
    HalfAnswer,
}

impl Fault {
    /// Whether the fault concerns the connection, so that it fits every end point and every caller.
    pub fn is_of_transport(&self) -> bool {
        matches!(self, Self::Http503 { .. } | Self::LoseAnswer | Self::Silence { .. } | Self::HalfAnswer)
    }

    /// The name used in JSON and in the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Http503 { .. } => "http-503",
            Self::Maxlag { .. } => "maxlag",
            Self::Readonly => "readonly",
            Self::Ratelimited => "ratelimited",
            Self::Badtoken => "badtoken",
            Self::Editconflict => "editconflict",
            Self::Captcha => "captcha",
            Self::AbusefilterWarning => "abusefilter-warning",
            Self::AbusefilterDisallowed => "abusefilter-disallowed",
            Self::TitleblacklistForbidden => "titleblacklist-forbidden",
            Self::Protectedpage => "protectedpage",
            Self::Blocked => "blocked",
            Self::LoseAnswer => "lose-answer",
            Self::Silence { .. } => "silence",
            Self::HalfAnswer => "half-answer",
        }
    }
}

/// A fault that waits for its requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOrder {
    /// Which requests.
    #[serde(default)]
    pub when: When,
    /// How many of them; 0 is all until the faults are cleared.
    #[serde(default = "once")]
    pub count: u32,
    /// What happens to them.
    pub fault: Fault,
}

fn once() -> u32 {
    1
}

impl FaultOrder {
    /// The next API request that the fault fits.
    pub fn next(fault: Fault) -> Self {
        Self { when: When::default(), count: 1, fault }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_order_can_be_written_by_hand() {
        let order: FaultOrder = serde_json::from_str(
            r#"{"when":{"action":"edit","title_prefix":"Helpdesk/"},"fault":{"kind":"silence","seconds":3}}"#,
        )
        .unwrap();
        assert_eq!(order.count, 1);
        assert_eq!(order.when.place, Place::Api);
        assert_eq!(order.fault, Fault::Silence { seconds: 3 });
    }

    #[test]
    fn every_fault_has_its_json_name_in_the_journal() {
        let all = [
            Fault::Http503 { retry_after: None },
            Fault::Maxlag { lag: 7 },
            Fault::Readonly,
            Fault::Ratelimited,
            Fault::Badtoken,
            Fault::Editconflict,
            Fault::Captcha,
            Fault::AbusefilterWarning,
            Fault::AbusefilterDisallowed,
            Fault::TitleblacklistForbidden,
            Fault::Protectedpage,
            Fault::Blocked,
            Fault::LoseAnswer,
            Fault::Silence { seconds: 1 },
            Fault::HalfAnswer,
        ];
        for fault in all {
            let json = serde_json::to_value(&fault).unwrap();
            assert_eq!(json["kind"], fault.name());
            assert_eq!(serde_json::from_value::<Fault>(json).unwrap(), fault);
        }
    }

    #[test]
    fn a_misspelt_condition_is_refused() {
        assert!(
            serde_json::from_str::<FaultOrder>(r#"{"when":{"titel":"X"},"fault":{"kind":"readonly"}}"#)
                .is_err()
        );
    }
}
