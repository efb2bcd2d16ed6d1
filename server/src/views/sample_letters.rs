//! Samples of mail that goes out.

use super::Page;
use super::address::AddressPage;
use super::form::Filling;
use super::mail_choice::{Asked, LinkPage, MailChoice, MailChoicePage};
use super::mails::{MailShown, Mails};
use super::outbox::WaitingMail;
use super::samples::{NOW, policy, values};
use super::status::StatusPage;
use super::written::LetterPage;
use crate::mail::letter::{Block, Item, Letter};
use helpdesk_domain::form::{FieldError, Problem};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::time::Timestamp;

/// Mail in all states, as it stands on a request's page.
pub(super) fn mails(text: &impl Fn(&str) -> String) -> Mails {
    let shown = |id: u64, kind, state, days: i64| MailShown {
        id,
        kind,
        state,
        by: None,
        at: Timestamp(NOW.0 - days * 86_400),
        reason: None,
        body: None,
        due_in: None,
        to: None,
    };
    Mails {
        lines: vec![
            MailShown { due_in: Some(150), by: Some(text("Axel")), ..shown(6, "letter", "waiting", 0) },
            shown(5, "go-decision", "draft", 1),
            MailShown { reason: Some(text("550 5.1.1 … nobody here")), ..shown(4, "question", "refused", 2) },
            MailShown {
                to: Some(text("Bo <bo@museum.example>")),
                reason: Some(text("550 5.1.1 … nobody here")),
                ..shown(8, "question", "refused", 2)
            },
            MailShown { body: Some(text("Dear Ana,\n\nthank you.")), ..shown(3, "letter", "sent", 9) },
            MailShown {
                reason: Some(text("554 5.7.1 no advertising")),
                ..shown(7, "delivery", "declined", 10)
            },
            shown(2, "acknowledged", "gathered", 12),
            shown(1, "received", "dropped", 14),
        ],
        canned: vec![("more-about".to_owned(), text("Ask for more about the material"))],
        others: vec![text("Elin")],
        reached: true,
        private_page: true,
        has_address: true,
    }
}

/// Mail that waits, for the page of jobs.
pub(super) fn waiting(text: &impl Fn(&str) -> String) -> Vec<WaitingMail> {
    let one = |id: u64, kind: &str| WaitingMail {
        id,
        about: Some((Reference::from_random([9, 9, 9, 9, 1]), text("Picture stones of Gotland"))),
        kind: format!("helpdesk-site-mail-kind-{kind}"),
        attempts: 0,
        parked: false,
        behind_page: false,
        error: None,
        created_at: Timestamp(NOW.0 - 7_200),
        due_at: Timestamp(NOW.0 + 300),
    };
    vec![
        WaitingMail {
            attempts: 3,
            error: Some(text("The relay asks to come back later: 451")),
            ..one(21, "question")
        },
        WaitingMail { behind_page: true, ..one(22, "to-committee") },
        WaitingMail {
            attempts: 2,
            parked: true,
            about: None,
            error: Some(text("It may have arrived.")),
            ..one(23, "digest")
        },
    ]
}

fn letter(text: &impl Fn(&str) -> String) -> Letter {
    Letter {
        language: "en",
        subject: text("Re: Picture stones of Gotland [7h2kq0vw]"),
        blocks: vec![
            Block::Words(text("Hello Ana,")),
            Block::Said(text("Which stones are these?\n\nAll of them?")),
            Block::Link { words: text("Your request:"), href: "https://helpdesk.example/status/x".to_owned() },
            Block::List(vec![Item { words: text("Maps"), href: "https://helpdesk.example/1".to_owned() }]),
            Block::Form(text("[ ] support: it should be supported")),
            Block::Small(text("Content Partnerships Hub Helpdesk")),
        ],
    }
}

/// The pages, by name.
pub(super) fn samples_of_letters(
    view: &SupportRequestView,
    text: &impl Fn(&str) -> String,
) -> Vec<(String, Box<dyn Page>)> {
    let written = |letter: Option<Letter>, wrong: Option<String>| LetterPage {
        id: 5,
        reference: Reference::from_random([3; 5]),
        title: text("Picture stones of Gotland"),
        kind: "helpdesk-site-mail-kind-go-decision".to_owned(),
        text: text("The Expert Committee has given its final go.\n\nThese are the committee's reasons:"),
        letter,
        others: vec![text("Elin")],
        void: false,
        undo_minutes: 3,
        wrong,
    };
    let choice = |filling| MailChoicePage {
        choice: MailChoice {
            way: "address",
            mail: text("ana@museum.example"),
            confirmed: false,
            pace: "daily",
            ballot: true,
            language: "sv".to_owned(),
        },
        filling,
        languages: vec!["en", "sv"],
        ballots: true,
    };
    let typed = Filling {
        values: Some(values(&[("way", "address"), ("mail", &text("ana")), ("pace", "daily")])),
        errors: vec![FieldError { field: "mail".to_owned(), problem: Problem::NotAMailAddress }],
    };
    let address = |filling| AddressPage {
        reference: Reference::from_random([3; 5]),
        title: text("Picture stones of Gotland"),
        address: text("ana@museum.example"),
        filling,
    };
    let status = |said| StatusPage {
        view: view.clone(),
        policy: policy(),
        token: "a-7h2kq0vw-7h2kq0vw-0-x".to_owned(),
        key: "0123456789abcdef".to_owned(),
        filling: Filling::of(values(&[("answer", &text("All of them."))])),
        said,
        pace: "at-once",
    };
    let link = |asked| LinkPage { asked, action: "/unsubscribe/x".to_owned() };
    let mut pages: Vec<(String, Box<dyn Page>)> = vec![
        ("written".to_owned(), Box::new(written(Some(letter(text)), None))),
        ("written-void".to_owned(), Box::new(LetterPage { void: true, ..written(None, None) })),
        ("written-wrong".to_owned(), Box::new(written(None, Some(text("Nothing is written."))))),
        ("mail-choice".to_owned(), Box::new(choice(Filling::default()))),
        ("mail-choice-wrong".to_owned(), Box::new(choice(typed.clone()))),
        ("address".to_owned(), Box::new(address(Filling::default()))),
        ("address-wrong".to_owned(), Box::new(address(typed))),
        ("status".to_owned(), Box::new(status(None))),
        ("status-moved".to_owned(), Box::new(status(Some("helpdesk-site-status-moved")))),
    ];
    for asked in [Asked::Confirm, Asked::Confirmed, Asked::Outdated, Asked::Unsubscribe, Asked::Unsubscribed] {
        pages.push((format!("link-{asked:?}").to_lowercase(), Box::new(link(asked))));
    }
    pages
}
