//! What in a text looks like a mail address or a telephone number: it would be published with it.

/// The parts of a text that look so, each once.
pub fn contact_like(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || "<>()[]\"'|,;".contains(c));
    let words = words.map(|word| word.trim_matches(['.', ':', '!', '?']));
    let mut found: Vec<String> = words.filter(|word| is_mail(word)).map(str::to_owned).collect();
    for line in text.lines() {
        numbers(line, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn is_mail(word: &str) -> bool {
    word.rsplit_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    })
}

/// Runs of 8 to 15 digits with the signs that people write telephone numbers with.
fn numbers(line: &str, found: &mut Vec<String>) {
    // What stands in a link is none.
    let words: Vec<&str> =
        line.split_whitespace().map(|word| if word.contains("://") { "x" } else { word }).collect();
    for run in words.join(" ").split(|c: char| !c.is_ascii_digit() && !" +-.()/".contains(c)) {
        let run = run.trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(');
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if (8..=15).contains(&digits) && !is_about_time(run) {
            found.push(run.to_owned());
        }
    }
}

/// Days and years, such as `2023-01-17` and `1890 1910`.
fn is_about_time(run: &str) -> bool {
    let groups: Vec<&str> =
        run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_year = |group: &&str| group.len() == 4 && matches!(group.as_bytes()[0], b'1' | b'2');
    let years = groups.iter().filter(|group| is_year(group)).count();
    let is_day =
        groups.len() == 3 && years == 1 && groups.iter().all(|group| is_year(group) || group.len() <= 2);
    !run.contains('+') && groups.len() > 1 && (is_day || years == groups.len())
}

#[cfg(test)]
mod tests {
    use super::contact_like;

    #[test]
    fn addresses_and_numbers_are_found() {
        let text =
            "Write to <ana.b@museum.example.org>, or mailto:x@y.se; call +46 8 123 456 78 or (08) 1234-5678.";
        assert_eq!(
            contact_like(text),
            ["(08) 1234-5678", "+46 8 123 456 78", "ana.b@museum.example.org", "mailto:x@y.se"]
        );
    }

    #[test]
    fn days_years_amounts_and_links_are_no_contact() {
        for text in [
            "Between 2023-01-17 and 2024-02-28, or 17.1.2023",
            "from 1890 1910 on, 40 000 files",
            "https://example.org/12345678901 and @mention, a@b",
            "Q1234567",
        ] {
            assert_eq!(contact_like(text), Vec::<String>::new(), "{text}");
        }
    }
}
