//! A sample of the page of what is kept about somebody.

use super::my_data::{ActLine, MyDataPage, OwnLine, RoleTerm};
use super::samples::NOW;
use helpdesk_domain::Timestamp;
use helpdesk_domain::form::{MailAddress, Reach};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::people::Role;

/// The page of somebody with two roles.
pub(super) fn page(text: &impl Fn(&str) -> String) -> MyDataPage {
    let own = |title: String, reach| OwnLine { reference: Reference::from_random([1; 5]), title, reach };
    let mail = MailAddress::parse("ada@example.org").ok().map(Reach::Mail);
    MyDataPage {
        name: text("Ada"),
        number: "12345".to_owned(),
        registered_at: Some(Timestamp(1_000_000_000)),
        signed_in_at: (Timestamp(NOW.0 - 90_000_000), NOW),
        may_edit: true,
        roles: vec![
            RoleTerm { role: Role::Committee, from: Timestamp(NOW.0 - 80_000_000), until: Some(NOW) },
            RoleTerm { role: Role::Staff, from: NOW, until: None },
        ],
        requests: vec![
            own(text("Maps of the coast"), mail),
            own(text("Photographs of the harbour"), Some(Reach::TalkPage)),
            own(String::new(), None),
        ],
        acts: vec![ActLine {
            at: NOW,
            reference: Reference::from_random([2; 5]),
            kind: "acknowledged".to_owned(),
        }],
    }
}
