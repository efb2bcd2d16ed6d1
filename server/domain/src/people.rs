//! Who acts and who looks.

use crate::ids::PersonId;
use serde::{Deserialize, Serialize};

/// What a person has been given to do. Roles add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Movement experts who develop a request together with the requester.
    WorkingGroup,
    /// A member of the Expert Committee.
    Committee,
    /// Records the committee's decisions.
    Secretary,
    /// The Helpdesk's staff and volunteers.
    Staff,
    /// Grants roles and adopts policy, nothing else.
    Steward,
}

impl Role {
    /// All roles, in the order they are listed to people.
    pub const ALL: [Self; 5] =
        [Self::WorkingGroup, Self::Committee, Self::Secretary, Self::Staff, Self::Steward];

    /// The role's stable name, as in URLs, forms and the record.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WorkingGroup => "working-group",
            Self::Committee => "committee",
            Self::Secretary => "secretary",
            Self::Staff => "staff",
            Self::Steward => "steward",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    fn bit(self) -> u8 {
        match self {
            Self::WorkingGroup => 1,
            Self::Committee => 2,
            Self::Secretary => 4,
            Self::Staff => 8,
            Self::Steward => 16,
        }
    }
}

/// A set of roles; in JSON a list of their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Role>", into = "Vec<Role>")]
pub struct Roles(u8);

impl Roles {
    /// No role.
    pub const NONE: Self = Self(0);

    /// Whether the role is among them.
    #[must_use]
    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// These roles and one more.
    #[must_use]
    pub fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether somebody with these works on requests of others.
    #[must_use]
    pub fn work_on_requests(self) -> bool {
        [Role::Staff, Role::Committee, Role::Secretary, Role::WorkingGroup]
            .into_iter()
            .any(|role| self.has(role))
    }

    /// The roles one by one.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl From<Vec<Role>> for Roles {
    fn from(roles: Vec<Role>) -> Self {
        roles.into_iter().collect()
    }
}

impl From<Roles> for Vec<Role> {
    fn from(roles: Roles) -> Self {
        roles.iter().collect()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

/// Somebody who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub person: PersonId,
    /// What the record says they may do.
    pub roles: Roles,
}

/// Somebody who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Not signed in.
    Anonymous,
    /// Signed in.
    Person(Actor),
}

impl Viewer {
    /// Who looks, if they are signed in.
    #[must_use]
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Anonymous => None,
            Self::Person(actor) => Some(actor.person),
        }
    }

    /// The viewer's roles.
    #[must_use]
    pub fn roles(self) -> Roles {
        match self {
            Self::Anonymous => Roles::NONE,
            Self::Person(actor) => actor.roles,
        }
    }
}

/// In which quality somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// As the one who asked for support.
    Requester,
    /// As the Helpdesk.
    Staff,
    /// As a member of the committee.
    Committee,
    /// As the committee's secretary.
    Secretary,
    /// As a member of a working group.
    WorkingGroup,
}

impl Capacity {
    /// The stable name, the last part of the message key `helpdesk-capacity-…`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Staff => "staff",
            Self::Committee => "committee",
            Self::Secretary => "secretary",
            Self::WorkingGroup => "working-group",
        }
    }
}

/// Who a request can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The one who asked.
    Requester,
    /// The content partner.
    Partner,
    /// The Helpdesk's staff.
    Helpdesk,
    /// The Expert Committee.
    Committee,
    /// The working group.
    WorkingGroup,
    /// Somebody else.
    ThirdParty,
}

impl Party {
    /// All parties, in the order they are listed to people.
    pub const ALL: [Self; 6] =
        [Self::Requester, Self::Partner, Self::Helpdesk, Self::Committee, Self::WorkingGroup, Self::ThirdParty];

    /// The stable name, the last part of the message key `helpdesk-party-…`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Partner => "partner",
            Self::Helpdesk => "helpdesk",
            Self::Committee => "committee",
            Self::WorkingGroup => "working-group",
            Self::ThirdParty => "third-party",
        }
    }

    /// The party of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.code() == code)
    }
}
