use super::*;

fn request() -> Reference {
    Reference::parse("7h2kq0vw").expect("a reference")
}

fn form() -> String {
    render(&BallotWords::default(), request(), "A batch upload", None)
}

fn filled(position: Option<Position>, priority: Option<Priority>, text: Option<&str>) -> Ballot {
    Ballot { request: Some(request()), position, priority, text: text.map(str::to_owned), problems: vec![] }
}

#[test]
fn an_empty_form_is_no_ballot() {
    assert_eq!(parse(&form()), None);
    assert_eq!(parse("Thank you, I will look at it."), None);
}

#[test]
fn what_is_rendered_is_parsed() {
    for position in Position::ALL.iter().copied() {
        for priority in Priority::ALL.iter().copied().map(Some).chain([None]) {
            for text in [None, Some("One.\n\nTwo: three [x] four"), Some("بالتأكيد، مع الشكر"), Some("অবশ্যই")]
            {
                let ballot = filled(Some(position), priority, text);
                let rendered = render(&BallotWords::default(), request(), "Title", Some(&ballot));
                assert_eq!(parse(&rendered), Some(ballot), "{rendered}");
            }
        }
    }
}

#[test]
fn marks_that_people_make() {
    for mark in ["[x]", "[X]", "[ x ]", "[x ]", "[✓]", "[*]", "x [ ]", "[xx]", "[ja]", "[yes]"] {
        let text = form().replacen("[ ] concerns", &format!("{mark} concerns"), 1);
        assert_eq!(parse(&text), Some(filled(Some(Position::Concerns), None, None)), "{mark}");
    }
    for mark in ["[?]", "[no]", "[-]", "[0]"] {
        let ballot = parse(&form().replacen("[ ] concerns", &format!("{mark} concerns"), 1)).expect("a ballot");
        assert_eq!(ballot.position, None, "{mark}");
        assert_eq!(ballot.problems[0].problem, Problem::UnclearMark, "{mark}");
    }
}

#[test]
fn two_answers_come_back_marked() {
    let text = form()
        .replace("[ ] support", "[x] support")
        .replace("[ ] abstain", "[x] abstain")
        .replace("[ ] low", "[x] low");
    let ballot = parse(&text).expect("a ballot");
    assert_eq!((ballot.position, ballot.priority), (None, Some(Priority::Low)));
    assert_eq!(ballot.problems.iter().map(|one| one.problem).collect::<Vec<_>>(), [Problem::Several; 2]);
    let again = render(&BallotWords::default(), request(), "Title", Some(&ballot));
    assert!(again.contains("?? more than one answer was marked: (x) support"), "{again}");
    assert!(again.contains("[x] low"), "{again}");
    assert_eq!(parse(&again).expect("a ballot").priority, Some(Priority::Low));
}

#[test]
fn typed_lines_count_above_the_form_and_without_it() {
    let above = format!("Position: Support\nPriority: high.\n\n{}", form());
    assert_eq!(parse(&above), Some(filled(Some(Position::Support), Some(Priority::High), None)));
    let alone = "position: need more\nfeedback: Which licence?\nAnd who?";
    let ballot = parse_typed(alone).expect("a ballot");
    assert_eq!(
        (ballot.position, ballot.text.as_deref()),
        (Some(Position::NeedMore), Some("Which licence?\nAnd who?"))
    );
    assert_eq!(parse_typed("My position: I like it"), None);
}

#[test]
fn the_least_quoted_copy_counts() {
    let old = form().replace("[ ] support", "[x] support");
    let quoted: String = old.lines().map(|line| format!("> {line}\n")).collect();
    let new = form().replace("[ ] concerns", "[x] concerns");
    assert_eq!(parse(&format!("{quoted}\n{new}")).and_then(|ballot| ballot.position), Some(Position::Concerns));
}

#[test]
fn a_form_that_was_cut_says_so() {
    let text = form().replace("feedback:\n", "feedback:\nFine.\n").replace("[ ] support", "[x] support");
    let cut = text.split("--- End").next().expect("a start");
    let ballot = parse(cut).expect("a ballot");
    assert_eq!(ballot.text.as_deref(), Some("Fine."));
    assert_eq!(ballot.problems.iter().map(|one| one.problem).collect::<Vec<_>>(), [Problem::EndMissing]);
}
