//! What foreign bytes can reach, as functions of bytes: each panics where something that has to hold does not.
//!
//! The fuzzer in this folder's workspace looks for such bytes; the tests of the main workspace replay its corpus.

use helpdesk_domain::form::{read, read_submission};
use helpdesk_domain::wire::{Act, Submit};
use helpdesk_domain::{CommandName, Reference, Values};
use helpdesk_server::app::policy_file;
use helpdesk_server::mail::ballot::{self, BallotWords};
use helpdesk_server::mail::explain::explain;
use helpdesk_server::mail::known::Known;
use helpdesk_server::mail::ranking;
use helpdesk_server::mail::read::text_of_html;
use helpdesk_server::mail::words::words;
use helpdesk_server::oauth::Profile;
use helpdesk_server::wiki::outcome::{error_code, of_edit};
use helpdesk_server::wiki::row::{self, Placed};
use helpdesk_server::wiki::splice::{self, Found, Spliced};
use helpdesk_server::wiki::titles::{self, Titles};
use helpdesk_server::wiki::{edited, seal};

/// A target's name and function.
pub type Target = (&'static str, fn(&[u8]));

/// All of them; the corpus of each is the folder of its name.
pub const ALL: [Target; 9] = [
    ("splice", splice_a_block),
    ("form", read_a_form),
    ("json", read_json),
    ("policy", read_a_policy),
    ("oauth", read_what_a_wiki_says),
    ("title", make_a_title),
    ("mail", read_a_mail),
    ("ballot", read_a_ballot),
    ("ranking", read_a_ranking),
];

const NAME: &str = "7h2kq0vw";

/// Text, and the rest after a byte that wikitext cannot hold; a block has the line ends of `wiki::escape`.
fn halves(data: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(data);
    let (page, block) = text.split_once('\0').unwrap_or((&text, "{{Helpdesk request\n|stage=received\n}}"));
    (page.to_owned(), block.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A page and a block, apart by a zero byte: what is outside of our markers stays byte for byte.
pub fn splice_a_block(data: &[u8]) {
    let (page, block) = halves(data);
    let spliced = splice::splice(&page, NAME, &block);
    match (splice::find(&page, NAME), &spliced) {
        (Found::Block { whole, .. }, Spliced::New(new)) => {
            let kept = page.len() - whole.len();
            assert!(new.starts_with(&page[..whole.start]) && new.ends_with(&page[whole.end..]));
            assert_eq!(new.len(), kept + splice::framed(NAME, &block).len());
            assert_eq!(splice::splice(new, NAME, &block), Spliced::Unchanged);
            let Spliced::New(without) = splice::remove(new, NAME) else { panic!("it cannot be taken out") };
            assert!(without.starts_with(&page[..whole.start]) && without.len() <= kept);
        }
        (Found::Block { inner, .. }, Spliced::Unchanged) => assert_eq!(page[inner], block),
        (Found::Missing, Spliced::Missing)
        | (Found::Doubled, Spliced::Doubled)
        | (Found::Cut, Spliced::Cut) => {}
        (_, Spliced::MarkersInBlock) => assert!(block.contains("<!-- helpdesk:")),
        (found, spliced) => panic!("{found:?}, but {spliced:?}"),
    }
    if let Placed::New(new) = row::place(&page, NAME, Some(&block)) {
        assert!(matches!(row::place(&new, NAME, Some(&block)), Placed::Unchanged | Placed::Broken), "{new}");
    }
    let read = edited::read(std::slice::from_ref(&block), &page);
    assert!(read.words(1).chars().count() < 2000 && !read.words(1).contains('\u{29fc}'));
    assert!(seal::holds(&seal::sealed(&block)));
}

/// The body of a form, as each command's and as a submission's.
pub fn read_a_form(data: &[u8]) {
    let values: Values = url::form_urlencoded::parse(data).into_owned().collect();
    for &name in CommandName::ALL {
        if let Err(errors) = read(name, &values) {
            assert!(!errors.is_empty(), "{name:?} is refused without a reason");
        }
    }
    if let Err(errors) = read_submission(&values) {
        assert!(!errors.is_empty(), "a submission is refused without a reason");
    }
}

/// The bodies that the API takes.
pub fn read_json(data: &[u8]) {
    if let Ok(act) = serde_json::from_slice::<Act>(data) {
        let again = serde_json::to_vec(&act).expect("what was read is written");
        let again: Act = serde_json::from_slice(&again).expect("and read again");
        assert_eq!((again.expected_version, &again.fields), (act.expected_version, &act.fields));
        for &name in CommandName::ALL {
            drop(read(name, &act.fields));
        }
    }
    if let Ok(submit) = serde_json::from_slice::<Submit>(data) {
        drop(read_submission(&submit.fields));
    }
}

/// A policy file.
pub fn read_a_policy(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match policy_file::read("policy.toml", &text) {
        Ok(policy) => {
            let again = serde_json::to_string(&policy).expect("a policy is written");
            serde_json::from_str::<helpdesk_domain::Policy>(&again).expect("and read again");
        }
        Err(problems) => {
            assert!(!problems.is_empty() && problems.iter().all(|words| !words.trim().is_empty()));
        }
    }
}

/// A wiki's answers: an account's profile, an edit, its own rules.
pub fn read_what_a_wiki_says(data: &[u8]) {
    if let Ok(profile) = Profile::parse(data) {
        let identity = profile.identity("https://wiki.example/w/rest.php/oauth2");
        assert!(!identity.sub.is_empty());
        assert!(!identity.name.is_empty() || identity.blocked, "an account without a name is let in");
    }
    let Ok(answer) = serde_json::from_slice::<serde_json::Value>(data) else { return };
    if error_code(&answer).is_some() {
        assert!(of_edit(&answer, None).is_err(), "an error is taken for an edit");
    }
    if let Ok(site) = serde_json::from_value(answer["query"].clone())
        && let Ok(rules) = Titles::new(site)
    {
        drop((rules.user_talk("Amina"), rules.normal("Project:Amina")));
    }
}

fn wiki() -> Titles {
    let space = |id: i32, name: &str| serde_json::json!({ "id": id, "case": "first-letter", "name": name, "canonical": name });
    let site = serde_json::json!({
        "general": {
            "mainpage": "Main Page", "lang": "en",
            "legaltitlechars": " %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+"
        },
        "namespaces": {
            "0": space(0, ""), "1": space(1, "Talk"), "2": space(2, "User"), "3": space(3, "User talk"),
            "-1": space(-1, "Special")
        },
        "namespacealiases": [], "interwikimap": [{ "prefix": "w" }]
    });
    Titles::new(serde_json::from_value(site).expect("site information")).expect("rules")
}

/// The title of a request becomes titles that the wiki takes as they are.
pub fn make_a_title(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (prefix, data_page) = ("Helpdesk/Requests/", "Helpdesk/Requests/Data");
    let Some(reference) = Reference::parse(NAME) else { return };
    let found = titles::candidates(prefix, data_page, &text, reference);
    assert!(found.last().is_some_and(|last| last.ends_with(NAME)));
    let wiki = wiki();
    for title in &found {
        assert_eq!(wiki.normal(title).as_ref(), Some(title));
        assert!(title.len() <= 255 && title != data_page);
    }
    if let Some(talk) = wiki.user_talk(&text) {
        assert_eq!(wiki.normal(&talk), Some(talk));
    }
}

/// A raw message.
pub fn read_a_mail(data: &[u8]) {
    let explained = explain(data, &Known::default());
    serde_json::to_string(&explained).expect("what was understood is written");
    drop(text_of_html(&String::from_utf8_lossy(data)));
}

/// A member's answer: what was understood of it is understood again from the form that is filled in with it.
pub fn read_a_ballot(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    drop(ballot::parse_typed(&text));
    let Some(read) = ballot::parse(&text) else { return };
    let (Some(reference), true) = (read.request, read.problems.is_empty()) else { return };
    let form = ballot::render(&BallotWords::default(), reference, "Photos", Some(&read));
    let again = ballot::parse(&form).expect("the form is a ballot");
    assert_eq!((again.request, again.position, again.priority), (read.request, read.position, read.priority));
    assert_eq!(again.text, read.text, "{form}");
}

/// A mail in which a member ranks: what was understood of it is understood of the form again.
pub fn read_a_ranking(data: &[u8]) {
    let Some(read) = ranking::parse(&String::from_utf8_lossy(data)) else { return };
    let candidates: Vec<_> = read.places.keys().map(|request| (*request, "Photos [1]")).collect();
    let form = ranking::render(words(None), &candidates, Some(&read));
    if let Some(again) = ranking::parse(&form) {
        assert!(again.is_clear(), "{form}");
        assert_eq!(again.places, read.places, "{form}");
    } else {
        assert!(!read.is_clear(), "{form}");
    }
}
