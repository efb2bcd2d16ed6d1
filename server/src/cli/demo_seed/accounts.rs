//! The demo's people. Their accounts are those of the test wiki.

use crate::app::people::{Identity, sign_in};
use crate::app::{App, roles, seats};
use crate::clock::{Clock, SetClock};
use anyhow::{Context, Result, ensure};
use helpdesk_domain::{Actor, Date, Role};
use std::collections::BTreeMap;

/// Who acts in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Requester,
    Member,
    OtherMember,
    /// A member of the same region as the first one.
    Neighbour,
    /// A member of a third region.
    ThirdRegion,
    /// A member of a fourth one, who stands aside where that is told.
    FourthRegion,
    Secretary,
    Staff,
}

/// The accounts by name, and the role of each.
const PEOPLE: [(Who, &str, Option<Role>); 8] = [
    (Who::Requester, "Amina", None),
    (Who::Member, "Bruno", Some(Role::Committee)),
    (Who::OtherMember, "Chiyo", Some(Role::Committee)),
    (Who::Neighbour, "Rosa", Some(Role::Committee)),
    (Who::ThirdRegion, "Imani", Some(Role::Committee)),
    (Who::FourthRegion, "Hakim", Some(Role::Committee)),
    (Who::Secretary, "Devi", Some(Role::Secretary)),
    (Who::Staff, "Elin", Some(Role::Staff)),
];
/// Who is seated for which region, and their affiliates: two of one region, as the rule counts regions
/// beside positions.
const SEATS: [(&str, &str, &str); 5] = [
    ("Bruno", "latin-america-caribbean", "Wiki Movimento Brasil"),
    ("Chiyo", "east-southeast-asia-pacific", ""),
    ("Rosa", "latin-america-caribbean", "Wikimedia Chile"),
    ("Imani", "sub-saharan-africa", ""),
    ("Hakim", "middle-east-north-africa", ""),
];
/// The first day of all seats.
const SEATED: &str = "2025-01-01";
/// The account that is configured as the first steward.
const STEWARD: &str = "Farid";

/// The people of the stories, signed in.
pub(crate) struct Cast(BTreeMap<Who, Actor>);

impl Cast {
    /// Signs all of them in, and has the steward give them their roles.
    pub(crate) async fn sign_in(app: &App, clock: &SetClock, accounts: &str) -> Result<Self> {
        let subs: BTreeMap<&str, &str> = accounts.split(',').filter_map(|pair| pair.split_once('=')).collect();
        let steward = account(app, &subs, STEWARD).await?;
        ensure!(steward.roles.has(Role::Steward), "{STEWARD} is not the account of HELPDESK_FIRST_STEWARD");
        let mut cast = BTreeMap::new();
        for (who, name, role) in PEOPLE {
            account(app, &subs, name).await?;
            if let Some(role) = role {
                roles::grant(app, &steward, name, role).await?;
            }
            cast.insert(who, account(app, &subs, name).await?);
        }
        let now = clock.now();
        // Seats are known from their first day on: what was decided since then was decided by them.
        clock.set(Date::parse(SEATED).context("a day")?.end());
        seat(app, &steward).await?;
        clock.set(now);
        Ok(Self(cast))
    }

    /// One of them.
    pub(crate) fn actor(&self, who: Who) -> Result<&Actor> {
        self.0.get(&who).with_context(|| format!("{who:?} is not among the people"))
    }
}

/// Seats the members, unless somebody was seated before.
async fn seat(app: &App, steward: &Actor) -> Result<()> {
    if !seats::known(app, None).await?.all().is_empty() {
        return Ok(());
    }
    let policy = app.policy().await?.policy;
    for (name, region, affiliate) in SEATS {
        // Another affiliate's policy may have other regions: its seats here are without one.
        let region = if policy.regions.iter().any(|known| known.id == region) { region } else { "" };
        let fields = [("name", name), ("region", region), ("affiliates", affiliate), ("from", SEATED)];
        let fields = fields.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
        let seated = seats::add(app, steward, &fields, None).await;
        ensure!(seated.is_ok(), "{name} was not seated: {seated:?}");
    }
    Ok(())
}

async fn account(app: &App, subs: &BTreeMap<&str, &str>, name: &str) -> Result<Actor> {
    let sub = subs.get(name).with_context(|| format!("the account {name} is not among those given"))?;
    let identity = Identity {
        issuer: app.config.oauth.base_url.as_str().trim_end_matches('/').to_owned(),
        sub: (*sub).to_owned(),
        name: name.to_owned(),
        blocked: false,
        temporary: false,
        registered: None,
    };
    Ok(sign_in(app, &identity, None).await.with_context(|| format!("signing {name} in"))?.actor())
}
