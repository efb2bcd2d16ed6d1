//! Samples of mail that came in.

use super::Page;
use super::letter::{LetterFile, LetterMove, LetterPage, LetterPerson, Stretch};
use super::samples::{NOW, person};
use super::tray::{TrayLine, TrayPage};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::text::Body;
use helpdesk_domain::time::Timestamp;

fn mail(n: u8) -> Reference {
    Reference::from_random([4, 4, 4, 4, n])
}

fn file(n: u16, name: &str, kind: &'static str, text: &impl Fn(&str) -> String) -> LetterFile {
    LetterFile {
        n,
        name: Some(text(name)),
        kind,
        bytes: 48_213,
        not_kept: None,
        sheets: Vec::new(),
        unshown: None,
    }
}

fn letter(text: &impl Fn(&str) -> String) -> LetterPage {
    let table = LetterFile {
        sheets: vec![
            (None, vec![vec![text("Title"), text("Year")], vec![text("Map of the harbour"), text("1884")]]),
            (Some(text("Sources")), vec![vec![String::new(), text("City archive")]]),
        ],
        ..file(2, "list.csv", "spreadsheet", text)
    };
    let unread = LetterFile { unshown: Some("unreadable"), ..file(5, "budget.xlsx", "spreadsheet", text) };
    let refused = LetterFile { not_kept: Some("type"), name: None, ..file(3, "", "other", text) };
    LetterPage {
        mail: mail(1),
        subject: text("Re: Picture stones of Gotland"),
        from: Some(text("Ana of Gotland <ana@museum.example>")),
        to: vec![text("helpdesk@wikimedia.se"), text("Bo <bo@museum.example>")],
        at: Timestamp(NOW.0 - 7_200),
        bytes: 2_480_000,
        state: "waiting",
        reason: "it answers our message, but the sender is not proven".to_owned(),
        defects: vec!["there is no Date"],
        request: Some((Reference::from_random([3; 5]), text("Picture stones of Gotland"))),
        text: Some(vec![
            (
                Stretch::Text,
                Body::Text(text("The list is attached.\n\nWe begin in May, see https://example.org/stones")),
            ),
            (Stretch::Quote, Body::Text(text("> When do you want to begin?"))),
            (Stretch::Signature, Body::Text(text("-- \nAna"))),
        ]),
        sealed: false,
        raw: true,
        files: vec![table, refused, file(4, "plan.pdf", "document", text), unread],
        moves: vec![LetterMove {
            at: Timestamp(NOW.0 - 3_600),
            who: Some(text("Axel")),
            from: ("joined", Some(Reference::from_random([5; 5]))),
            to: ("waiting", None),
            reason: Some(text("It is about something else.")),
        }],
        people: vec![
            LetterPerson { person: person(8), shown: text("Bo <bo@museum.example>"), proposed: true },
            LetterPerson { person: person(9), shown: text("cleo@archive.example"), proposed: false },
        ],
        merged_from: None,
        again: None,
    }
}

/// The list and single messages.
pub(super) fn samples_of_mail(text: &impl Fn(&str) -> String) -> Vec<(&'static str, Box<dyn Page>)> {
    let line = |n, subject: &str, request| TrayLine {
        mail: mail(n),
        subject: text(subject),
        from: Some(text("Ana of Gotland <ana@museum.example>")),
        at: Timestamp(NOW.0 - i64::from(n) * 7_200),
        reason: "it answers our message, but the sender is not proven".to_owned(),
        request,
    };
    let request = Some((Reference::from_random([3; 5]), text("Picture stones of Gotland")));
    let lines = vec![line(1, "Re: Picture stones of Gotland", request), line(2, "", None)];
    let typed = (text("7h2kq0vx"), text("It belongs there."), "helpdesk-site-tray-no-such-request".to_owned());
    let sealed = LetterPage {
        sealed: true,
        text: None,
        raw: false,
        files: Vec::new(),
        people: Vec::new(),
        reason: "a ballot needs the member's own reply address, and this is another's".to_owned(),
        ..letter(text)
    };
    let merged = LetterPage {
        state: "joined",
        merged_from: Some(mail(9)),
        subject: String::new(),
        from: None,
        text: None,
        raw: false,
        defects: Vec::new(),
        ..letter(text)
    };
    let made = LetterPage { state: "new", again: Some(typed), ..letter(text) };
    vec![
        ("tray", Box::new(TrayPage { state: "waiting", waiting: 2, lines, next: Some(7) })),
        ("tray-none", Box::new(TrayPage { state: "dropped", waiting: 0, lines: Vec::new(), next: None })),
        ("letter", Box::new(letter(text))),
        ("letter-sealed", Box::new(sealed)),
        ("letter-merged", Box::new(merged)),
        ("letter-made", Box::new(made)),
    ]
}
