//! A letter as a message of the internet (RFC 5322): plain text first, HTML beside it (RFC 2046
//! section 5.1.4), with the headers that keep a thread together and robots quiet.

use lettre::address::{Address, Envelope};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use std::time::{Duration, UNIX_EPOCH};

/// What a message is made of.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    /// The name that it is from.
    pub from_name: &'a str,
    /// The address that it is from, in its header and towards the relay.
    pub from: &'a str,
    /// The address that it goes to.
    pub to: &'a str,
    /// The address that answers go to.
    pub reply_to: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// Its Message-ID, without brackets.
    pub message_id: &'a str,
    /// The Message-ID that it answers, without brackets.
    pub in_reply_to: Option<&'a str>,
    /// The Message-IDs of its thread, the oldest first, without brackets.
    pub references: &'a [String],
    /// When it was made, in seconds since 1970.
    pub at: i64,
    /// Whether no person looked at it before it goes out (RFC 3834).
    pub automatic: bool,
    /// Where one click ends mail of this sort (RFC 8058).
    pub unsubscribe: Option<&'a str>,
    /// The language of its words.
    pub language: &'a str,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Why a message cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The address that it should go to is none.
    #[error("the address cannot be written to")]
    Recipient,
    /// Something else that the configuration or a fault of the tool is behind.
    #[error("the message cannot be made: {0}")]
    Other(String),
}

/// A message that can be handed to a relay.
#[derive(Clone, Debug)]
pub struct Ready {
    /// From and to whom, towards the relay.
    pub envelope: Envelope,
    /// The message.
    pub bytes: Vec<u8>,
}

macro_rules! plain_header {
    ($name:ident, $header:literal) => {
        #[derive(Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($header)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

plain_header!(AutoSubmitted, "Auto-Submitted");
plain_header!(AutoResponseSuppress, "X-Auto-Response-Suppress");
plain_header!(ListUnsubscribe, "List-Unsubscribe");
plain_header!(ListUnsubscribePost, "List-Unsubscribe-Post");
plain_header!(ContentLanguage, "Content-Language");

/// Makes the message.
///
/// # Errors
/// [`MessageError::Recipient`] if nobody can be written to at that address.
pub fn message(out: &Outgoing<'_>) -> Result<Ready, MessageError> {
    let other = |what: &dyn std::fmt::Display| MessageError::Other(what.to_string());
    let to: Address = out.to.parse().map_err(|_| MessageError::Recipient)?;
    let from: Address = out.from.parse().map_err(|error| other(&error))?;
    let reply_to: Address = out.reply_to.parse().map_err(|error| other(&error))?;
    let seconds = u64::try_from(out.at).unwrap_or(0);
    let mut builder = Message::builder()
        .date(UNIX_EPOCH + Duration::from_secs(seconds))
        .from(Mailbox::new(Some(one_line(out.from_name)), from))
        .reply_to(Mailbox::new(None, reply_to))
        .to(Mailbox::new(None, to))
        .subject(one_line(out.subject))
        .message_id(Some(bracketed(out.message_id)?))
        .header(ContentLanguage(token(out.language)?));
    if let Some(id) = out.in_reply_to {
        builder = builder.in_reply_to(bracketed(id)?);
    }
    if !out.references.is_empty() {
        let ids: Result<Vec<_>, _> = out.references.iter().map(|id| bracketed(id)).collect();
        builder = builder.references(ids?.join(" "));
    }
    if out.automatic {
        builder = builder
            .header(AutoSubmitted("auto-generated".to_owned()))
            .header(AutoResponseSuppress("All".to_owned()));
    }
    if let Some(url) = out.unsubscribe {
        builder = builder
            .header(ListUnsubscribe(format!("<{}>", token(url)?)))
            .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    let parts = MultiPart::alternative_plain_html(out.text.clone(), out.html.clone());
    let message = builder.multipart(parts).map_err(|error| other(&error))?;
    Ok(Ready { envelope: message.envelope().clone(), bytes: message.formatted() })
}

/// Text for a header: line breaks and other controls become spaces.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A word of visible ASCII, or nothing at all.
fn token(text: &str) -> Result<String, MessageError> {
    let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte));
    if fits { Ok(text.to_owned()) } else { Err(MessageError::Other("a header's value is no word".to_owned())) }
}

fn bracketed(id: &str) -> Result<String, MessageError> {
    Ok(format!("<{}>", token(id)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::read::read;

    fn outgoing<'a>() -> Outgoing<'a> {
        Outgoing {
            from_name: "Content Partnerships Hub Helpdesk",
            from: "tools.helpdesk@toolforge.org",
            to: "ada@example.org",
            reply_to: "helpdesk+a-7h2kq0vw-0000000a-0-x@example.org",
            subject: "Kartor från arkivet – পাঠাগার [7h2kq0vw]",
            message_id: "abc.7h2kq0vw@toolforge.org",
            in_reply_to: Some("theirs@example.org"),
            references: &[],
            at: 1_795_478_460,
            automatic: true,
            unsubscribe: None,
            language: "sv",
            text: "Hej!\n\n. ensam punkt".to_owned(),
            html: "<p>Hej!</p>".to_owned(),
        }
    }

    fn headers(out: &Outgoing<'_>) -> String {
        let bytes = message(out).expect("a message").bytes;
        let text = String::from_utf8(bytes).expect("ASCII");
        text.split("\r\n\r\n").next().expect("headers").to_owned()
    }

    #[test]
    fn a_message_is_read_back_as_it_was_meant() {
        let references = ["one@example.org".to_owned(), "theirs@example.org".to_owned()];
        let ready = message(&Outgoing { references: &references, ..outgoing() }).expect("a message");
        assert!(ready.bytes.is_ascii(), "any relay can carry it");
        let read = read(&ready.bytes);
        assert_eq!(read.subject, outgoing().subject);
        assert_eq!(read.in_reply_to, ["theirs@example.org"]);
        assert_eq!(read.references, references);
        assert!(read.text.contains("Hej!") && read.text.contains(". ensam punkt"), "{}", read.text);
        let text = String::from_utf8(ready.bytes).expect("ASCII");
        let plain = text.find("text/plain").expect("plain text");
        assert!(plain < text.find("text/html").expect("HTML"), "plain text comes first");
    }

    #[test]
    fn nothing_that_is_filled_in_can_make_a_header() {
        for evil in ["x\r\nBcc: eve@example.org", "x\nBcc: eve@example.org", "x\u{85}Bcc: eve@example.org"] {
            let text = headers(&Outgoing { subject: evil, from_name: evil, ..outgoing() });
            assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
            assert!(message(&Outgoing { to: evil, ..outgoing() }).is_err());
            assert!(message(&Outgoing { reply_to: evil, ..outgoing() }).is_err());
            assert!(message(&Outgoing { message_id: evil, ..outgoing() }).is_err());
            assert!(message(&Outgoing { in_reply_to: Some(evil), ..outgoing() }).is_err());
            assert!(message(&Outgoing { unsubscribe: Some(evil), ..outgoing() }).is_err());
        }
    }

    #[test]
    fn robots_are_told_and_a_person_s_letter_is_none() {
        assert!(headers(&outgoing()).contains("Auto-Submitted: auto-generated"));
        assert!(!headers(&Outgoing { automatic: false, ..outgoing() }).contains("Auto-Submitted"));
    }

    #[test]
    fn one_click_ends_a_digest() {
        let url = "https://helpdesk.example/unsubscribe/a-0000000a-0000000a-0-x";
        let text = headers(&Outgoing { unsubscribe: Some(url), ..outgoing() });
        let unfolded = text.replace("\r\n ", " ");
        assert!(unfolded.contains(&format!("List-Unsubscribe: <{url}>")), "{text}");
        assert!(unfolded.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{text}");
    }
}
