//! Which files of a message are kept, and as what they are served.

use crate::mail::read::Attachment;
use crate::store::mail_attachments::MailAttachmentRow;

/// Bytes of one file that is kept.
const FILE_MAX: usize = 15 << 20;
/// Bytes of all files of a message that are kept.
const ALL_MAX: usize = 30 << 20;
/// Files of a message that are listed.
const COUNT_MAX: usize = 200;

/// What kind of thing a file is, for those who look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture that browsers show.
    Picture,
    /// Comma- or tab-separated values, which are shown as a table.
    Table,
    /// A spreadsheet of an office program.
    Spreadsheet,
    /// A text or an office document.
    Document,
    /// A message inside the message.
    Message,
    /// An appointment.
    Calendar,
    /// Sound or film.
    Media,
    /// Several files in one.
    Archive,
}

/// The types that are kept: the name's ending, the media type it is served as, the kind.
const KEPT: &[(&str, &str, FileKind)] = &[
    ("png", "image/png", FileKind::Picture),
    ("jpg", "image/jpeg", FileKind::Picture),
    ("jpeg", "image/jpeg", FileKind::Picture),
    ("gif", "image/gif", FileKind::Picture),
    ("webp", "image/webp", FileKind::Picture),
    ("tif", "image/tiff", FileKind::Document),
    ("tiff", "image/tiff", FileKind::Document),
    ("heic", "image/heic", FileKind::Document),
    ("csv", "text/csv", FileKind::Table),
    ("tsv", "text/tab-separated-values", FileKind::Table),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FileKind::Spreadsheet),
    ("xls", "application/vnd.ms-excel", FileKind::Spreadsheet),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", FileKind::Spreadsheet),
    ("pdf", "application/pdf", FileKind::Document),
    ("txt", "text/plain", FileKind::Document),
    ("md", "text/plain", FileKind::Document),
    ("rtf", "application/rtf", FileKind::Document),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", FileKind::Document),
    ("doc", "application/msword", FileKind::Document),
    ("odt", "application/vnd.oasis.opendocument.text", FileKind::Document),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", FileKind::Document),
    ("ppt", "application/vnd.ms-powerpoint", FileKind::Document),
    ("odp", "application/vnd.oasis.opendocument.presentation", FileKind::Document),
    ("json", "application/json", FileKind::Document),
    ("geojson", "application/geo+json", FileKind::Document),
    ("eml", "message/rfc822", FileKind::Message),
    ("ics", "text/calendar", FileKind::Calendar),
    ("vcf", "text/vcard", FileKind::Document),
    ("mp3", "audio/mpeg", FileKind::Media),
    ("ogg", "audio/ogg", FileKind::Media),
    ("wav", "audio/wav", FileKind::Media),
    ("webm", "video/webm", FileKind::Media),
    ("zip", "application/zip", FileKind::Archive),
];

/// What kind of thing a media type is that a file is served as.
#[must_use]
pub fn kind_of(media_type: &str) -> Option<FileKind> {
    KEPT.iter().find(|(_, kept, _)| *kept == media_type).map(|(_, _, kind)| *kind)
}

/// The files of a message as they go on record; those that are kept say `kept`.
pub(super) fn rows(files: &[Attachment]) -> Vec<MailAttachmentRow> {
    let mut total = 0;
    let mut rows = Vec::new();
    for (n, file) in (1u16..).zip(files.iter().take(COUNT_MAX)) {
        let served = served_as(file);
        let kept = match served {
            None => "type",
            Some(_) if file.content.len() > FILE_MAX => "size",
            Some(_) if total + file.content.len() > ALL_MAX => "many",
            Some(_) => {
                total += file.content.len();
                "kept"
            }
        };
        rows.push(MailAttachmentRow {
            n,
            name: file.name.clone(),
            media_type: served.map_or_else(|| cut(&file.media_type), str::to_owned),
            bytes: u32::try_from(file.bytes).unwrap_or(u32::MAX),
            kept: kept.to_owned(),
        });
    }
    rows
}

/// The media type under which a file is served, if its type is kept: by its name, without one by
/// what the message declares; a picture only if its bytes are one.
fn served_as(file: &Attachment) -> Option<&'static str> {
    let ending = file.name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(_, one)| one.to_lowercase());
    let found = match ending {
        Some(ending) => KEPT.iter().find(|(one, _, _)| *one == ending),
        None => KEPT.iter().find(|(_, media_type, _)| *media_type == file.media_type),
    };
    let (_, media_type, kind) = found?;
    match kind {
        FileKind::Picture => picture(&file.content).filter(|found| found == media_type),
        _ => Some(media_type),
    }
}

/// What picture the bytes are, by how they begin (WHATWG MIME Sniffing, 6.1).
fn picture(content: &[u8]) -> Option<&'static str> {
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if content.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if content.starts_with(b"GIF87a") || content.starts_with(b"GIF89a") {
        Some("image/gif")
    } else if content.starts_with(b"RIFF") && content.get(8..14) == Some(b"WEBPVP") {
        Some("image/webp")
    } else {
        None
    }
}

fn cut(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: Option<&str>, media_type: &str, content: &[u8]) -> Attachment {
        Attachment {
            name: name.map(str::to_owned),
            media_type: media_type.to_owned(),
            bytes: content.len(),
            content: content.to_vec(),
        }
    }

    #[test]
    fn a_file_is_kept_by_what_it_is_and_not_by_what_it_says() {
        let png = b"\x89PNG\r\n\x1a\nxx".as_slice();
        for (name, media_type, content, kept, served) in [
            (Some("a.PNG"), "application/octet-stream", png, "kept", "image/png"),
            (None, "image/png", png, "kept", "image/png"),
            (Some("a.png"), "image/png", b"<script>".as_slice(), "type", "image/png"),
            (Some("a.svg"), "image/svg+xml", b"<svg/>", "type", "image/svg+xml"),
            (Some("a.html"), "image/png", png, "type", "image/png"),
            (Some("a.csv.exe"), "text/csv", b"MZ", "type", "text/csv"),
            (Some("list.csv"), "text/html", b"a,b", "kept", "text/csv"),
            (None, "text/html", b"<p>", "type", "text/html"),
        ] {
            let rows = rows(&[file(name, media_type, content)]);
            assert_eq!((rows[0].kept.as_str(), rows[0].media_type.as_str()), (kept, served), "{name:?}");
        }
    }

    #[test]
    fn what_is_too_large_is_listed_and_not_kept() {
        let large = file(Some("a.pdf"), "application/pdf", &vec![0; FILE_MAX + 1]);
        let most = file(Some("b.pdf"), "application/pdf", &vec![0; FILE_MAX]);
        let rows = rows(&[large, most.clone(), most.clone(), most]);
        let kept: Vec<&str> = rows.iter().map(|row| row.kept.as_str()).collect();
        assert_eq!(kept, ["size", "kept", "kept", "many"]);
        assert_eq!(rows.iter().map(|row| row.n).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}
