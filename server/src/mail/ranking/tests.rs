use super::*;
use crate::mail::read::text_of_html;
use crate::mail::words::{languages, words};

const TITLES: [(&str, &str); 4] = [
    ("7h2kq0vw", "Maps of our city"),
    ("9xg4m1zt", "خرائط المدينة [1] 3c5d7e9f: x"),
    ("3c5d7e9f", "A very long title of a request that goes on and on, 7h2kq0vw: 4, until it has no end"),
    ("1b2c3d4e", "শহরের মানচিত্র"),
];

fn request(name: &str) -> Reference {
    Reference::parse(name).expect("a reference")
}

fn form(language: &str, filled: Option<&Ranking>) -> String {
    let candidates = TITLES.map(|(name, title)| (request(name), title));
    render(words(Some(language)), &candidates, filled)
}

fn ranks(places: &[(&str, u32)]) -> Ranking {
    let places = places.iter().map(|(name, place)| (request(name), *place)).collect();
    Ranking { places, ..Ranking::default() }
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(change).collect::<Vec<_>>().join("\n")
}

/// A form as a client quotes it in an answer.
type Client = (&'static str, fn(&str) -> String);

const CLIENTS: [Client; 12] = [
    ("Gmail", |text| {
        format!(
            "Here is mine.\n\nOn Mon, Jan 5, 2026 at 9:58 AM Helpdesk <helpdesk@tool.example> wrote:\n\n{}",
            each_line(text, |line| format!("> {line}"))
        )
    }),
    ("Gmail as HTML", |text| {
        let lines = each_line(text, |line| format!("{}<br>", line.replace("  ", "&nbsp; ")));
        text_of_html(&format!("<div>Mine.</div><blockquote class=\"gmail_quote\">{lines}</blockquote>"))
    }),
    ("Outlook", |text| {
        format!(
            "Mine.\r\n\r\n-----Original Message-----\r\nFrom: Helpdesk\r\nSent: Monday\r\nTo: Chitra\r\n\
             Subject: The meeting\r\n\r\n{}",
            text.replace('\n', "\r\n")
        )
    }),
    ("Outlook as HTML", |text| {
        let lines = each_line(text, |line| {
            format!("<p class=MsoNormal>{}<o:p></o:p></p>", line.replace("[ ]", "[&nbsp;]"))
        });
        text_of_html(&format!("<html><body>{lines}</body></html>"))
    }),
    ("Apple Mail", |text| each_line(text, |line| format!("> {line}").trim_end().to_owned())),
    ("Thunderbird", |text| each_line(text, |line| format!(">{line}"))),
    ("mutt", |text| {
        format!("* Helpdesk [2026-01-05]:\n{}", each_line(text, |line| format!("| {line}").replace("| ", "> ")))
    }),
    ("a second answer", |text| each_line(text, |line| format!("> > {line}"))),
    ("format=flowed", |text| each_line(text, |line| format!("> {} ", line.trim_end()))),
    ("a telephone", |text| each_line(text, |line| line.replace(' ', "\u{a0}"))),
    ("a right-to-left client", |text| each_line(text, |line| format!("> \u{200f}{line}\u{200e}"))),
    ("one that makes dashes and lists", |text| {
        each_line(text, |line| {
            let dashed = line.replace("---", "—");
            if dashed.starts_with('[') { format!("  • {dashed}") } else { dashed }
        })
    }),
];

#[test]
fn what_is_rendered_is_parsed_however_clients_quote_it() {
    let all = [
        ranks(&[("7h2kq0vw", 1)]),
        ranks(&[("7h2kq0vw", 2), ("9xg4m1zt", 1), ("3c5d7e9f", 2), ("1b2c3d4e", 99)]),
        ranks(&[("1b2c3d4e", 10), ("3c5d7e9f", 10)]),
        Ranking { abstains: true, ..Ranking::default() },
    ];
    for language in languages() {
        for (client, quoted) in CLIENTS {
            assert_eq!(parse(&quoted(&form(language, None))), None, "{client}: an empty form ranks nothing");
            for ranking in &all {
                let text = quoted(&form(language, Some(ranking)));
                assert_eq!(parse(&text).as_ref(), Some(ranking), "{client}:\n{text}");
                assert!(ranking.is_clear());
            }
        }
    }
    assert_eq!(parse("Thank you.\nRanking\n7h2kq0vw: 1"), None);
}

#[test]
fn marks_that_people_make() {
    let put = |mark: &str| parse(&form("en", None).replacen("[ ] 7h2kq0vw", &format!("{mark} 7h2kq0vw"), 1));
    for mark in ["[2]", "[ 2 ]", "[2 ]", "[2.]", "[#2]", "2 [ ]", "[٢]", "[২]", "[２]", "［2］"] {
        assert_eq!(put(mark), Some(ranks(&[("7h2kq0vw", 2)])), "{mark}");
    }
    for mark in ["[x]", "[0]", "[100]", "[-]", "[first]", "[1-2]", "1. [ ]", "[2?]"] {
        let ranking = put(mark).expect("a ranking");
        let problems: Vec<_> = ranking.problems.iter().map(|one| (one.request, one.problem)).collect();
        assert_eq!(problems, [(Some(request("7h2kq0vw")), Problem::NotAPlace)], "{mark}");
        assert!(ranking.places.is_empty() && !ranking.is_clear(), "{mark}");
    }
    for mark in ["[_]", "[...]", "[]", "[  ]"] {
        assert_eq!(put(mark), None, "{mark}");
    }
    let behind = form("en", None).replacen("[ ] 7h2kq0vw:", "[ ] 7h2kq0vw 3:", 1);
    assert_eq!(parse(&behind), Some(ranks(&[("7h2kq0vw", 3)])));
}

#[test]
fn what_is_not_clear_comes_back_marked_with_the_rest_of_it() {
    let text = form("en", None)
        .replacen("[ ] 7h2kq0vw", "2 [1] 7h2kq0vw", 1)
        .replacen("[ ] 9xg4m1zt", "[perhaps] 9xg4m1zt", 1)
        .replacen("[ ] 3c5d7e9f", "[4] 3c5d7e9f", 1);
    let ranking = parse(&text).expect("a ranking");
    let problems: Vec<_> = ranking.problems.iter().map(|one| one.problem).collect();
    assert_eq!(problems, [Problem::NotAPlace, Problem::Several]);
    let again = form("en", Some(&ranking));
    for line in [
        "?? different numbers for one request – 2, 1\n[ ] 7h2kq0vw: Maps",
        "?? a place is a number from 1 to 99 – perhaps\n[ ] 9xg4m1zt",
        "[4] 3c5d7e9f: A very long",
    ] {
        assert!(again.contains(line), "{line} in\n{again}");
    }
    assert_eq!(parse(&again), Some(ranks(&[("3c5d7e9f", 4)])), "marks are no answers");
}

#[test]
fn ranking_some_and_none_at_once_is_not_clear() {
    let both = form("en", Some(&ranks(&[("7h2kq0vw", 1)]))).replace("[ ] abstain", "[x] abstain");
    let ranking = parse(&both).expect("a ranking");
    assert_eq!(ranking.problems.iter().map(|one| one.problem).collect::<Vec<_>>(), [Problem::Both]);
    let again = form("en", Some(&ranking));
    assert!(again.contains("[1] 7h2kq0vw") && again.contains("[ ] abstain"), "{again}");
    let unclear = parse(&form("en", None).replace("[ ] abstain", "[no] abstain")).expect("a ranking");
    assert!(!unclear.abstains && !unclear.is_clear());
}

#[test]
fn typed_lines_count_above_the_form_and_the_least_quoted_copy_does() {
    let quoted = each_line(&form("en", Some(&ranks(&[("1b2c3d4e", 7)]))), |line| format!("> {line}"));
    let above = format!("9xg4m1zt: 2\n7h2kq0vw: 1\n3c5d7e9f: later\n\n{}", form("en", None));
    let expected = ranks(&[("9xg4m1zt", 2), ("7h2kq0vw", 1)]);
    assert_eq!(parse(&format!("{quoted}\n{above}")), Some(expected));
}

#[test]
fn a_form_that_was_cut_is_not_counted() {
    let text = form("en", Some(&ranks(&[("7h2kq0vw", 1)])));
    let ranking = parse(text.split("[ ] 3c5d7e9f").next().expect("a start")).expect("a ranking");
    assert_eq!(ranking.problems.iter().map(|one| one.problem).collect::<Vec<_>>(), [Problem::EndMissing]);
    assert!(!ranking.is_clear());
    assert!(form("en", Some(&ranking)).contains("the form's end is missing"));
}

#[test]
fn what_is_no_candidate_is_left_out_and_said() {
    let ranking = ranks(&[("7h2kq0vw", 1), ("9xg4m1zt", 2)]);
    let candidates = [(request("7h2kq0vw"), "Maps")];
    let among = ranking.among(&candidates.map(|(request, _)| request));
    assert!(among.is_clear());
    assert_eq!(among.places, ranks(&[("7h2kq0vw", 1)]).places);
    let told = render(words(None), &candidates, Some(&among));
    assert!(told.contains("it was left out – 9xg4m1zt 2\n[1] 7h2kq0vw: Maps"), "{told}");
    assert!(!ranks(&[("9xg4m1zt", 2)]).among(&[]).is_clear());
}
