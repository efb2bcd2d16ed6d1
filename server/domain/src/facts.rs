//! What a request says about itself.

use crate::text::Body;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the requester wrote, and what is known beside it. Only `title` and `what` are always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// A few words; the beginning of `what` if none were given.
    pub title: Body,
    /// What support is asked for.
    pub what: Body,
    /// Answers to the policy's questions, by the question's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, Body>,
    /// Kinds of support, by the policy's ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// The content partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<Body>,
    /// The affiliate that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliate: Option<Body>,
    /// How large that affiliate is, by the policy's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliate_size: Option<String>,
    /// The country, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Body>,
    /// The region, by the policy's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The language of the text, as a language tag (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether the requester asks for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_time: Option<bool>,
    /// A day by which support is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_by: Option<Date>,
    /// The wiki page that the request was made from, as a prefixed title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_page: Option<Body>,
}
