//! Messages in the banana format of MediaWiki's interface: `$1` and `{{PLURAL:$1|one|other}}`.
//!
//! See <https://www.mediawiki.org/wiki/Help:System_message>. The forms of PLURAL are those of
//! English: the first for 1, the last for all else; `0=…` and `12=…` give a form to one number.

/// Fills a message's parameters in. A parameter that was not given stays as it is.
#[must_use]
pub fn fill(message: &str, arguments: &[String]) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(['$', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((text, after)) = plural(rest, arguments).or_else(|| parameter(rest, arguments)) {
            out.push_str(&text);
            rest = after;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn parameter<'a>(text: &'a str, arguments: &[String]) -> Option<(String, &'a str)> {
    let digits = text.strip_prefix('$')?;
    let place = digits.chars().next()?.to_digit(10)?;
    let argument = arguments.get(usize::try_from(place).ok()?.checked_sub(1)?)?;
    Some((argument.clone(), &digits[1..]))
}

fn plural<'a>(text: &'a str, arguments: &[String]) -> Option<(String, &'a str)> {
    let inner = text.strip_prefix("{{PLURAL:")?;
    let end = inner.find("}}")?;
    let mut parts = inner[..end].split('|');
    let number = parts.next().map(|number| fill(number.trim(), arguments))?;
    let mut forms = Vec::new();
    for part in parts {
        match part.split_once('=') {
            Some((exact, form)) if exact.bytes().all(|byte| byte.is_ascii_digit()) => {
                if exact == number {
                    return Some((fill(form, arguments), &inner[end + 2..]));
                }
            }
            Some(_) | None => forms.push(part),
        }
    }
    let form = if number == "1" { forms.first() } else { forms.last() }?;
    Some((fill(form, arguments), &inner[end + 2..]))
}

#[cfg(test)]
mod tests {
    use super::fill;

    fn filled(message: &str, arguments: &[&str]) -> String {
        fill(message, &arguments.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn parameters_are_filled_in_once() {
        assert_eq!(filled("$1 and $2, $1", &["$2", "b"]), "$2 and b, $2");
        assert_eq!(filled("costs $ and $9 {x}", &["a"]), "costs $ and $9 {x}");
    }

    #[test]
    fn plural_takes_the_form_of_the_number() {
        let message = "{{PLURAL:$1|one day|$1 days|0=today}} left";
        assert_eq!(filled(message, &["1"]), "one day left");
        assert_eq!(filled(message, &["5"]), "5 days left");
        assert_eq!(filled(message, &["0"]), "today left");
    }

    #[test]
    fn what_is_no_message_stays_as_it_is() {
        assert_eq!(filled("{{PLURAL:$1|a", &["1"]), "{{PLURAL:1|a");
        assert_eq!(filled("ü$1é", &["ö"]), "üöé");
    }
}
