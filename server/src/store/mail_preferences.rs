//! Who wants which mail, and where to: tables `mail_preference` and `mail_generation`.

use crate::store::{Store, StoreError, Tx, person, sql};
use helpdesk_domain::{PersonId, Reference, Role, Timestamp};
use mysql_async::prelude::{FromRow, Queryable};

/// By which way somebody gets mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not at all, but where a request's own contact says so.
    None,
    /// At their address.
    Address,
    /// Word that something waits, through MediaWiki's "Email this user".
    Wiki,
}

/// How often somebody wants mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At once.
    AtOnce,
    /// Gathered by day.
    Daily,
    /// Gathered by week.
    Weekly,
    /// Only what nobody else can answer.
    Needed,
}

macro_rules! named {
    ($name:ident { $($variant:ident = $code:literal),+ }) => {
        impl $name {
            /// All of them, in the order they are listed to people.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one of that name.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
named!(Way { None = "none", Address = "address", Wiki = "wiki" });
named!(Pace { AtOnce = "at-once", Daily = "daily", Weekly = "weekly", Needed = "needed" });

/// What somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Who.
    pub person: PersonId,
    /// By which way.
    pub way: Way,
    /// Where to, with [`Way::Address`].
    pub mail: Option<String>,
    /// Whether somebody who reads mail there said that it is theirs.
    pub confirmed: bool,
    /// How often.
    pub pace: Pace,
    /// Whether a ballot comes by mail.
    pub ballot: bool,
    /// In which language, as a language tag.
    pub language: Option<String>,
    /// How often the address was changed.
    pub generation: u32,
}

impl Preference {
    /// What holds for somebody who chose nothing.
    #[must_use]
    pub fn none(person: PersonId) -> Self {
        Self {
            person,
            way: Way::None,
            mail: None,
            confirmed: false,
            pace: Pace::AtOnce,
            ballot: false,
            language: None,
            generation: 0,
        }
    }

    /// Where mail may go, if anywhere.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.mail.as_deref().filter(|_| self.way == Way::Address && self.confirmed)
    }

    /// Whether any mail can go out to them.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.address().is_some()
    }
}

#[derive(FromRow)]
struct Raw {
    person: String,
    way: String,
    mail: Option<String>,
    confirmed: bool,
    pace: String,
    ballot: bool,
    language: Option<String>,
    generation: u32,
}

fn read(raw: Raw) -> Result<Preference, StoreError> {
    let broken = |what: &str| StoreError::Broken(format!("mail_preference.{what}"));
    Ok(Preference {
        person: person(&raw.person, "mail_preference.person")?,
        way: Way::parse(&raw.way).ok_or_else(|| broken("way"))?,
        mail: raw.mail,
        confirmed: raw.confirmed,
        pace: Pace::parse(&raw.pace).ok_or_else(|| broken("pace"))?,
        ballot: raw.ballot,
        language: raw.language,
        generation: raw.generation,
    })
}

/// What somebody chose, if they chose.
///
/// # Errors
/// As the database says.
pub(crate) async fn find(conn: &mut impl Queryable, who: PersonId) -> Result<Option<Preference>, StoreError> {
    let raw: Option<Raw> = conn.exec_first(sql!("mail_preference/find"), (who.as_str(),)).await?;
    raw.map(read).transpose()
}

/// Keeps a choice; `moved` if the address is another one than before.
///
/// # Errors
/// As the database says.
pub(crate) async fn save(
    tx: &mut Tx<'_>,
    chosen: &Preference,
    moved: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = (
        chosen.person.as_str(),
        chosen.way.code(),
        &chosen.mail,
        chosen.confirmed,
        chosen.pace.code(),
        chosen.ballot,
        &chosen.language,
        now.0,
        u32::from(moved),
    );
    Ok(tx.exec_drop(sql!("mail_preference/save"), row).await?)
}

/// Confirms the address of that generation. `false` if it was changed since.
///
/// # Errors
/// As the database says.
pub(crate) async fn confirm(store: &Store, who: PersonId, generation: u32) -> Result<bool, StoreError> {
    let mut conn = store.conn().await?;
    conn.exec_drop(sql!("mail_preference/confirm"), (who.as_str(), generation)).await?;
    Ok(conn.affected_rows() == 1)
}

/// What all who have the role chose, as far as they chose.
///
/// # Errors
/// As the database says.
pub(crate) async fn with_role(conn: &mut impl Queryable, role: Role) -> Result<Vec<Preference>, StoreError> {
    let rows: Vec<Raw> = conn.exec(sql!("mail_preference/with_role"), (role.code(),)).await?;
    rows.into_iter().map(read).collect()
}

/// All who want their mail gathered.
///
/// # Errors
/// As the database says.
pub(crate) async fn paced(store: &Store) -> Result<Vec<Preference>, StoreError> {
    let rows: Vec<Raw> = store.conn().await?.query(sql!("mail_preference/paced")).await?;
    rows.into_iter().map(read).collect()
}

/// How often somebody's links for a request were ended.
///
/// # Errors
/// As the database says.
pub async fn generation(store: &Store, about: Reference, who: PersonId) -> Result<u32, StoreError> {
    let parameters = (about.as_str(), who.as_str());
    let found: Option<u32> = store.conn().await?.exec_first(sql!("mail_generation/find"), parameters).await?;
    Ok(found.unwrap_or(0))
}

/// Ends somebody's links and reply addresses for a request.
///
/// # Errors
/// As the database says.
pub(crate) async fn raise_generation(
    conn: &mut impl Queryable,
    about: Reference,
    who: PersonId,
) -> Result<(), StoreError> {
    Ok(conn.exec_drop(sql!("mail_generation/raise"), (who.as_str(), about.as_str())).await?)
}
