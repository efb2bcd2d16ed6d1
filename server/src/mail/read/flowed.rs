//! `format=flowed` (RFC 3676): lines that end with a space go on in the next one.

/// The text with flowed lines put together; `delsp` takes the space at the break away.
pub(super) fn unflow(text: &str, delsp: bool) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        let flows = content.ends_with(' ') && !signature;
        let content = if flows && delsp { &content[..content.len() - 1] } else { content };
        match (open, out.last_mut()) {
            (Some(same), Some(last)) if same == depth && !signature => last.push_str(content),
            _ => {
                let marks = ">".repeat(depth);
                out.push(if depth > 0 { format!("{marks} {content}") } else { content.to_owned() });
            }
        }
        open = flows.then_some(depth);
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flowed_paragraph_is_one_line_and_a_signature_is_not_drawn_in() {
        assert_eq!(unflow("a \nb\n\nc \n-- \nd", false), "a b\n\nc \n-- \nd");
    }

    #[test]
    fn quotes_flow_by_depth_and_stuffed_spaces_go() {
        assert_eq!(unflow("> a \n> b\n>> c\n From here", false), "> a b\n>> c\nFrom here");
        assert_eq!(unflow("日本 \n語", true), "日本語");
    }
}
