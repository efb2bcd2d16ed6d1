//! The file of public requests.

use helpdesk_domain::{Date, Policy, Timestamp, Values};
use serde::Deserialize;

/// The parts of the file that are used.
#[derive(Debug, Deserialize)]
pub(crate) struct PublicRequests {
    pub(crate) helpdesk_requests: Vec<PublicRequest>,
    pub(crate) same_pipeline: Vec<Neighbour>,
}

/// A request to the Helpdesk as a public source tells of it.
#[derive(Debug, Deserialize)]
pub(crate) struct PublicRequest {
    pub(crate) id: String,
    pub(crate) title: String,
    /// A year, or a year and a month.
    pub(crate) received: String,
    pub(crate) requester: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) partner: Option<String>,
    #[serde(default)]
    pub(crate) kinds: Vec<String>,
    #[serde(default)]
    pub(crate) platforms: Vec<String>,
    pub(crate) campaign: Option<String>,
    pub(crate) source: String,
}

/// A batch upload that went another way.
#[derive(Debug, Deserialize)]
pub(crate) struct Neighbour {
    pub(crate) title: String,
    pub(crate) partner: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

impl PublicRequest {
    /// When it came in, as nearly as the source says.
    pub(crate) fn received_at(&self) -> Timestamp {
        let day = if self.received.contains('-') { "15" } else { "03-01" };
        Date::parse(&format!("{}-{day}", self.received)).map_or(Timestamp(0), |date| {
            // The middle of the day.
            Timestamp(date.end().0 - 43_199)
        })
    }

    /// The form as somebody would have filled it in.
    pub(crate) fn fields(&self, policy: &Policy) -> Values {
        let mut what = format!("{}.", self.title);
        if !self.platforms.is_empty() {
            what.push_str(&format!("\n\nFor {}.", self.platforms.join(", ")));
        }
        if let Some(campaign) = &self.campaign {
            what.push_str(&format!(" Part of {campaign}."));
        }
        what.push_str(&format!("\n\nSource: {}", self.source));
        let mut fields = Values::from([
            ("what".to_owned(), what),
            ("title".to_owned(), self.title.clone()),
            ("reach".to_owned(), "talk-page".to_owned()),
        ]);
        for kind in self.kinds.iter().filter(|kind| policy.kinds.iter().any(|known| known.id == **kind)) {
            fields.insert(format!("kinds.{kind}"), "on".to_owned());
        }
        let region = self.region.as_deref().and_then(region);
        let region = region.filter(|region| policy.regions.iter().any(|known| known.id == *region));
        let partner = self.partner.clone();
        for (name, value) in
            [("country", self.country.clone()), ("partner", partner), ("region", region.map(str::to_owned))]
        {
            fields.extend(value.map(|value| (name.to_owned(), value)));
        }
        fields
    }
}

impl Neighbour {
    /// The form as somebody would have filled it in.
    pub(crate) fn fields(&self) -> Values {
        let title = self.title.trim_start_matches("Commons:Batch uploading/");
        let mut fields = Values::from([
            ("what".to_owned(), format!("Help with a batch upload: {title} ({}).", self.kind)),
            ("title".to_owned(), title.to_owned()),
            ("reach".to_owned(), "talk-page".to_owned()),
        ]);
        fields.extend(self.partner.clone().map(|partner| ("partner".to_owned(), partner)));
        fields
    }
}

/// The policy's id of a region as the sources name it.
fn region(name: &str) -> Option<&'static str> {
    match name {
        "Sub-Saharan Africa" => Some("sub-saharan-africa"),
        "Central and Eastern Europe" => Some("central-eastern-europe"),
        "ESEAP" => Some("east-southeast-asia-pacific"),
        "Europe, South America, Africa" => Some("global"),
        _ => None,
    }
}
