//! A sample of the page of what is kept about somebody.

use super::erasure::{Done, Meant, Step};
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

/// The steps of erasing somebody.
pub fn erasure(text: &impl Fn(&str) -> String) -> Vec<(&'static str, Step)> {
    let stones = Reference::from_random([3; 5]);
    let meant = Meant {
        account: Some(text("Ana")),
        accounts: Vec::new(),
        requests: vec![(stones, text("Picture stones of Gotland"), true), (stones, String::new(), false)],
        wrong: Some("helpdesk-site-erasure-not-confirmed"),
    };
    let by_address = Meant { account: None, accounts: vec![text("Ana")], ..Meant::default() };
    let done = Done { open: vec![stones], pages: vec![(stones, text("Helpdesk/Requests/Picture stones"))] };
    vec![
        ("erasure", Step::Ask { wrong: Some("helpdesk-site-erasure-nobody") }),
        ("erasure-confirm", Step::Confirm(meant)),
        ("erasure-address", Step::Confirm(by_address)),
        ("erasure-done", Step::Done(done)),
    ]
}
