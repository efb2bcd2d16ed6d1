//! The demo's people. Their accounts are those of the test wiki.

use crate::app::people::{Identity, sign_in};
use crate::app::{App, roles, seats};
use anyhow::{Context, Result, ensure};
use helpdesk_domain::{Actor, Role};
use std::collections::BTreeMap;

/// Who acts in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Requester,
    Member,
    OtherMember,
    Secretary,
    Staff,
}

/// The accounts by name, and the role of each.
const PEOPLE: [(Who, &str, Option<Role>); 5] = [
    (Who::Requester, "Amina", None),
    (Who::Member, "Bruno", Some(Role::Committee)),
    (Who::OtherMember, "Chiyo", Some(Role::Committee)),
    (Who::Secretary, "Devi", Some(Role::Secretary)),
    (Who::Staff, "Elin", Some(Role::Staff)),
];
/// Who is seated for which region, and their affiliates.
const SEATS: [(&str, &str, &str); 2] = [
    ("Bruno", "latin-america-caribbean", "Wiki Movimento Brasil"),
    ("Chiyo", "east-southeast-asia-pacific", ""),
];
/// The account that is configured as the first steward.
const STEWARD: &str = "Farid";

/// The people of the stories, signed in.
pub(crate) struct Cast(BTreeMap<Who, Actor>);

impl Cast {
    /// Signs all of them in, and has the steward give them their roles.
    pub(crate) async fn sign_in(app: &App, accounts: &str) -> Result<Self> {
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
        seat(app, &steward).await?;
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
    for (name, region, affiliate) in SEATS {
        let fields = [("name", name), ("region", region), ("affiliates", affiliate), ("from", "2025-01-01")];
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
