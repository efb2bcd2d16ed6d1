//! The parts of a message: its text, its files, the messages inside it.

use super::{Attachment, Failed, Incoming, charset, flowed, html, is_override, one_line, tnef, uuencode};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{ContentType, Encoding, Message, MessagePart, MimeHeaders, PartType};

/// Words by which clients say in the plain part that the text is in the other one.
const EMPTY_PLAIN_MAX: usize = 200;

pub(super) fn take_apart(message: &Message<'_>, incoming: &mut Incoming) {
    incoming.text = text(message, incoming);
    for part in message.attachments() {
        attach(part, incoming);
    }
}

fn text(message: &Message<'_>, incoming: &mut Incoming) -> String {
    let plain = joined(message, &message.text_body, incoming);
    let has_html = message.html_body.iter().any(|id| is_html(message, *id));
    let all_html = message.text_body.iter().all(|id| is_html(message, *id));
    if !has_html || all_html || !says_nothing(&plain) {
        return plain;
    }
    let rich = joined(message, &message.html_body, &mut Incoming::default());
    if rich.trim().is_empty() { plain } else { rich }
}

/// Whether a plain part only says that there is another one.
fn says_nothing(plain: &str) -> bool {
    let plain = plain.trim();
    plain.is_empty() || plain.len() < EMPTY_PLAIN_MAX && plain.to_lowercase().contains("html")
}

fn is_html(message: &Message<'_>, id: u32) -> bool {
    message.part(id).is_some_and(MessagePart::is_text_html)
}

fn joined(message: &Message<'_>, ids: &[u32], incoming: &mut Incoming) -> String {
    let mut texts: Vec<String> = Vec::new();
    for part in ids.iter().filter_map(|id| message.part(*id)) {
        let text = match &part.body {
            PartType::Text(lossy) => {
                let text = decoded(message, part, lossy);
                let (text, files) = uuencode::take_out(&text);
                for (name, content) in files {
                    incoming.attachments.push(file(Some(name), "application/octet-stream", content));
                }
                plain(&flow(part.content_type(), &text))
            }
            PartType::Html(lossy) => plain(&html::text_of_html(&decoded(message, part, lossy))),
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) | PartType::Multipart(_) => {
                continue;
            }
        };
        if !text.trim().is_empty() {
            texts.push(text);
        }
    }
    texts.join("\n\n")
}

/// The text of a part by its own bytes; `lossy` where they cannot be had.
fn decoded(message: &Message<'_>, part: &MessagePart<'_>, lossy: &str) -> String {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize);
    let bytes = raw.and_then(|raw| match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    });
    let declared = part.content_type().and_then(|kind| kind.attribute("charset"));
    bytes.map_or_else(|| lossy.to_owned(), |bytes| charset::decode(&bytes, declared))
}

fn flow(kind: Option<&ContentType<'_>>, text: &str) -> String {
    let is = |name: &str, value: &str| {
        kind.and_then(|kind| kind.attribute(name)).is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    if is("format", "flowed") { flowed::unflow(text, is("delsp", "yes")) } else { text.to_owned() }
}

/// Lines that end with `\n`, no trailing spaces but in `-- `, no control or direction characters.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let kept = line.chars().filter(|one| !is_override(*one) && (*one == '\t' || !one.is_control()));
        let line: String =
            kept.map(|one| if matches!(one, '\u{2028}' | '\u{2029}') { ' ' } else { one }).collect();
        out.push_str(if line == "-- " { &line } else { line.trim_end() });
        out.push('\n');
    }
    out.trim_matches('\n').to_owned()
}

pub(super) fn media_type(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else { return "text/plain".to_owned() };
    let whole = format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase();
    match kind.attribute("report-type") {
        Some(report) => format!("{whole}; report-type={}", report.to_lowercase()),
        None => whole,
    }
}

fn attach(part: &MessagePart<'_>, incoming: &mut Incoming) {
    let kind = media_type(part);
    let name = part.attachment_name().map(file_name).filter(|name| !name.is_empty());
    if kind == "message/delivery-status" {
        incoming.failed.extend(failed(&String::from_utf8_lossy(part.contents())));
    }
    if let PartType::Message(inner) = &part.body {
        let from = super::mailboxes(inner, &mail_parser::HeaderName::From).into_iter().next();
        if let (None, Some(from)) = (&incoming.inner, from) {
            incoming.inner = Some((from, one_line(inner.subject().unwrap_or_default())));
        }
        let kind = if kind.starts_with("message/") { kind } else { "message/rfc822".to_owned() };
        incoming.attachments.push(file(name, &kind, inner.raw_message().to_vec()));
        return;
    }
    let content = part.contents();
    let winmail = kind.ends_with("/ms-tnef") || kind.ends_with("/vnd.ms-tnef");
    let winmail = winmail || name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat"));
    if winmail && let Some(files) = tnef::files(content) {
        for (name, content) in files {
            incoming.attachments.push(file(
                name.as_deref().map(file_name),
                "application/octet-stream",
                content,
            ));
        }
        return;
    }
    incoming.attachments.push(file(name, &kind, content.to_vec()));
}

fn file(name: Option<String>, media_type: &str, content: Vec<u8>) -> Attachment {
    Attachment { name, media_type: media_type.to_owned(), bytes: content.len(), content }
}

/// The last part of a path, on one line.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    one_line(last).trim_start_matches('.').chars().take(200).collect()
}

/// The addresses of a `message/delivery-status` whose action is `failed`.
fn failed(report: &str) -> Vec<Failed> {
    let mut found = Vec::new();
    for group in report.replace("\r\n", "\n").split("\n\n") {
        let field = |name: &str| {
            group.lines().find_map(|line| {
                let (one, value) = line.split_once(':')?;
                one.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let address = field("Final-Recipient").or_else(|| field("Original-Recipient"));
        let address = address.map(|text| text.rsplit(';').next().unwrap_or_default().trim().to_owned());
        let gave_up = field("Action").is_some_and(|action| action.to_lowercase().starts_with("failed"));
        if let (Some(address), true) = (address.as_deref().and_then(super::address_of), gave_up) {
            found.push(Failed { address, status: field("Status") });
        }
    }
    found
}
