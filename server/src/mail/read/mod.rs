//! A raw message (RFC 5322, MIME) taken apart. Whatever the bytes are, there is an answer.

mod charset;
mod flowed;
mod html;
mod parts;
mod prepare;
mod tnef;
mod uuencode;

pub use html::text_of_html;

use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser};
use serde::Serialize;

/// An address as a header names it. The address is in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mailbox {
    /// The name beside the address.
    pub name: Option<String>,
    /// The address, `local@domain`; `None` where the header has no address.
    pub address: Option<String>,
}

/// A file that came with a message. `bytes` is its size, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The file's name without a path.
    pub name: Option<String>,
    /// The media type that the message declares, in lower case.
    #[serde(rename = "type")]
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// What it is.
    #[serde(skip)]
    pub content: Vec<u8>,
}

/// A message taken apart.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// All headers in their order, unfolded; names in lower case.
    pub headers: Vec<(String, String)>,
    /// Who it is from. Several where the header names several or is there more than once.
    pub from: Vec<Mailbox>,
    /// Who sent it for them.
    pub sender: Option<Mailbox>,
    /// Where answers are wanted.
    pub reply_to: Vec<Mailbox>,
    /// To, Cc and Bcc.
    pub recipients: Vec<Mailbox>,
    /// The subject, decoded, on one line.
    pub subject: String,
    /// The first Message-ID without its brackets.
    pub message_id: Option<String>,
    /// In-Reply-To without brackets.
    pub in_reply_to: Vec<String>,
    /// References without brackets, oldest first.
    pub references: Vec<String>,
    /// The text, quotes included.
    pub text: String,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// Who the first message inside this one is from, and its subject.
    pub inner: Option<(Mailbox, String)>,
    /// The media type of the whole, with `report-type` if it is a report.
    pub media_type: String,
    /// The recipients that a delivery report says cannot be reached.
    pub failed: Vec<Failed>,
    /// What was wrong with its form, in words.
    pub defects: Vec<&'static str>,
}

/// An address that a delivery report names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The address.
    pub address: String,
    /// The report's `Status`, such as `5.1.1`.
    pub status: Option<String>,
}

impl Incoming {
    /// The first header of that name (in lower case), unfolded.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// All headers of that name (in lower case).
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// The Message-IDs of what a report gives back: of the parts that are a message or its headers,
    /// and what the report itself answers.
    #[must_use]
    pub fn returned(&self) -> Vec<String> {
        let given_back =
            |file: &&Attachment| matches!(file.media_type.as_str(), "message/rfc822" | "text/rfc822-headers");
        let mut ids: Vec<String> = self
            .attachments
            .iter()
            .filter(given_back)
            .filter_map(|file| {
                let text = String::from_utf8_lossy(&file.content);
                let line = text.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:"))?;
                message_ids(line.split_once(':')?.1).into_iter().next()
            })
            .collect();
        ids.extend(self.in_reply_to.iter().chain(self.references.last()).cloned());
        ids.dedup();
        ids
    }

    /// Whether it answers something, as far as its headers say.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        !self.in_reply_to.is_empty() || !self.references.is_empty()
    }
}

/// Takes a message apart. Bytes that are no message give one without headers whose text they are.
#[must_use]
pub fn read(raw: &[u8]) -> Incoming {
    let prepared = prepare::prepare(raw);
    let mut incoming = Incoming { defects: prepared.defects, ..Incoming::default() };
    let parser = MessageParser::default();
    let message = if prepared.too_deep {
        incoming.defects.push("messages are nested too deep to be opened");
        parser.parse_headers(&prepared.bytes)
    } else {
        parser.parse(&prepared.bytes)
    };
    let Some(message) = message.filter(|message| !message.parts.is_empty()) else {
        incoming.defects.push("there are no headers");
        incoming.text = parts::plain(&charset::decode(&prepared.bytes, None));
        return incoming;
    };
    headers(&message, &mut incoming);
    parts::take_apart(&message, &mut incoming);
    if incoming.text.trim().is_empty() {
        find_text(&prepared.bytes, &mut incoming);
    }
    incoming
}

/// A text that no part of the message is: another kind of text than plain and HTML, or what stands
/// where parts should be.
fn find_text(bytes: &[u8], incoming: &mut Incoming) {
    let apart =
        |kind: &str| matches!(kind, "text/calendar" | "text/csv" | "text/vcard" | "text/rfc822-headers");
    let is_text = |file: &Attachment| {
        file.name.is_none() && file.media_type.starts_with("text/") && !apart(&file.media_type)
    };
    let is_unknown = |file: &Attachment| file.name.is_none() && file.media_type.starts_with("multipart/");
    if let Some(at) = incoming.attachments.iter().position(is_text) {
        incoming.text = parts::plain(&charset::decode(&incoming.attachments.remove(at).content, None));
    } else if incoming.attachments.iter().all(is_unknown) {
        let body = parts::plain(&charset::decode(prepare::body(bytes), None));
        if !body.trim().is_empty() {
            incoming.defects.push("its parts cannot be told apart");
            incoming.attachments.clear();
            incoming.text = body;
        }
    }
}

fn headers(message: &Message<'_>, incoming: &mut Incoming) {
    for header in message.headers() {
        let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize);
        let value = String::from_utf8_lossy(raw.unwrap_or_default());
        let unfolded = value.split_whitespace().collect::<Vec<_>>().join(" ");
        incoming.headers.push((header.name.as_str().to_ascii_lowercase(), unfolded));
    }
    incoming.from = mailboxes(message, &HeaderName::From);
    incoming.sender = mailboxes(message, &HeaderName::Sender).into_iter().next();
    incoming.reply_to = mailboxes(message, &HeaderName::ReplyTo);
    for name in [HeaderName::To, HeaderName::Cc, HeaderName::Bcc] {
        incoming.recipients.extend(mailboxes(message, &name));
    }
    incoming.subject = one_line(message.subject().unwrap_or_default());
    let mut own: Vec<String> = incoming.all("message-id").flat_map(message_ids).collect();
    own.truncate(1);
    incoming.message_id = own.pop();
    incoming.in_reply_to = incoming.all("in-reply-to").flat_map(message_ids).collect();
    incoming.references = incoming.all("references").flat_map(message_ids).collect();
    if incoming.all("message-id").count() > 1 {
        incoming.defects.push("there are several Message-IDs");
    }
    if incoming.all("from").count() > 1 {
        incoming.defects.push("there are several From headers");
    }
    if message.date().is_none() {
        incoming.defects.push("there is no Date");
    }
    incoming.media_type = parts::media_type(message.root_part());
}

/// The ids between brackets; the whole, if there are no brackets but an `@`.
fn message_ids(header: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in header.split('<').skip(1) {
        if let Some((id, _)) = part.split_once('>') {
            found.push(id.split_whitespace().collect::<String>());
        }
    }
    if found.is_empty() {
        found.extend(header.split_whitespace().filter(|word| word.contains('@')).map(str::to_owned));
    }
    found.retain(|id| !id.is_empty());
    found
}

fn mailboxes(message: &Message<'_>, name: &HeaderName<'_>) -> Vec<Mailbox> {
    let values = message.headers().iter().filter(|header| header.name == *name);
    values.flat_map(|header| mailboxes_of(&header.value)).collect()
}

fn mailboxes_of(value: &HeaderValue<'_>) -> Vec<Mailbox> {
    let Some(address) = value.as_address() else { return Vec::new() };
    let all: Vec<_> = match address {
        Address::List(list) => list.iter().collect(),
        Address::Group(groups) => groups.iter().flat_map(|group| &group.addresses).collect(),
    };
    let mailbox = |one: &mail_parser::Addr<'_>| Mailbox {
        name: one.name.as_deref().map(one_line).filter(|name| !name.is_empty()),
        address: one.address.as_deref().and_then(address_of),
    };
    all.into_iter().map(mailbox).filter(|one| one.name.is_some() || one.address.is_some()).collect()
}

/// An address in lower case, if it is one.
fn address_of(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>', '"', '\'']).trim().to_lowercase();
    let (local, domain) = text.rsplit_once('@')?;
    let whole = !local.is_empty() && !domain.is_empty() && !text.contains(char::is_whitespace);
    whole.then_some(text)
}

/// White space and control characters made into single spaces.
fn one_line(text: &str) -> String {
    let clean = text.replace(|character: char| character.is_control() || is_override(character), " ");
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that make a text read as another: overrides, embeddings and isolates of direction.
fn is_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
