//! A check number in a template call, by which a block that a person changed is known as such, also
//! where the answer to our last edit was lost and the record does not know that it was made.

use crate::wiki::splice;

const CHECK: &str = "|check=";

/// The call with a check number over the rest of it as its last parameter.
#[must_use]
pub fn sealed(call: &str) -> String {
    let open = call.strip_suffix("}}").unwrap_or(call);
    let (head, separator) = match open.strip_suffix('\n') {
        Some(head) => (head, "\n"),
        None => (open, ""),
    };
    format!("{head}{separator}{CHECK}{}{separator}}}}}", number(head))
}

/// Whether the call is as it was sealed.
#[must_use]
pub fn holds(block: &str) -> bool {
    let parts = block.strip_suffix("}}").and_then(|open| open.rsplit_once(CHECK));
    parts.is_some_and(|(head, check)| {
        number(head.strip_suffix('\n').unwrap_or(head)) == check.strip_suffix('\n').unwrap_or(check)
    })
}

fn number(head: &str) -> String {
    splice::digest(head)[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_call_is_known_and_a_changed_one_too() {
        for call in ["{{Row|title=a|b=c}}", "{{Request\n|what=a<br>\nb\n}}"] {
            let block = sealed(call);
            assert!(holds(&block), "{block}");
            assert!(!holds(&block.replace('a', "b")) && !holds(call) && !holds(""));
        }
        assert_eq!(sealed("{{A\n|b=c\n}}").lines().count(), 4);
    }
}
