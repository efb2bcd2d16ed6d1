//! One message that came in: its page, its files, and where staff put it.

use super::tray::{from, named, request};
use super::{Shown, reference};
use crate::app::intake::{self, FileKind, Letter, Part, Placement, State, Target, kind_of};
use crate::http::body::Sent;
use crate::http::guard::{Staff, Visit, WithRole};
use crate::http::page_error::{PageError, html, see_other};
use crate::mail::fold::{Block, Kind};
use crate::mail::tables::Unshown;
use crate::views::frame::framed;
use crate::views::letter::{LetterFile, LetterMove, LetterPage, LetterPerson, Stretch};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};
use actix_web::web::Path;
use helpdesk_domain::text::Body;
use helpdesk_domain::{PersonId, Reference, Timestamp};

type Visiting = Visit<WithRole<Staff>>;

/// Files of a message that are looked into for tables.
const TABLES: usize = 5;
/// What a file may do in a browser: nothing.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// `GET /tray/{mail}`
pub async fn show(visit: Visiting, path: Path<String>) -> Shown {
    page(&visit, StatusCode::OK, reference(&path)?, None).await
}

/// `POST /tray/{mail}`
pub async fn place(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let (app, actor, mail) = (&visit.site.app, visit.who.actor(), reference(&path)?);
    let mut take = |name: &str| sent.take(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (to, typed, reason, answers) = (take("to"), take("reference"), take("reason"), take("answers") == "on");
    let again = |wrong: &str| Some((typed.clone(), reason.clone(), wrong.to_owned()));
    let why = Some(reason.as_str()).filter(|reason| !reason.is_empty());
    if reason.chars().count() > 250 {
        let again = again("helpdesk-site-tray-reason-too-long");
        return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, mail, again).await;
    }
    let target = match to.as_str() {
        "request" => match named_request(&typed) {
            Some(reference) => Target::Request { reference, answers },
            None => {
                let again = again("helpdesk-site-tray-no-such-request");
                return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, mail, again).await;
            }
        },
        "new" => Target::New,
        "waiting" => Target::Tray,
        "dropped" => Target::Drop,
        "apart" => return apart(&visit, mail, &reason, again).await,
        _ => return Err(PageError::bad_request()),
    };
    let placed = match intake::place(app, &actor, mail, target, why).await {
        Err(crate::app::AppError::NotFound) if matches!(target, Target::Request { .. }) => {
            Placement::Refused("helpdesk-site-tray-no-such-request")
        }
        other => other?,
    };
    said(&visit, mail, placed, again).await
}

async fn apart(
    visit: &Visiting,
    mail: Reference,
    reason: &str,
    again: impl Fn(&str) -> Option<(String, String, String)>,
) -> Shown {
    let (app, actor) = (&visit.site.app, visit.who.actor());
    let letter = intake::letter(app, &actor, mail).await?;
    let from = letter.merged_from.ok_or_else(PageError::not_found)?;
    let placed = intake::unmerge(app, &actor, from, Some(reason)).await?;
    said(visit, mail, placed, again).await
}

async fn said(
    visit: &Visiting,
    mail: Reference,
    placed: Placement,
    again: impl Fn(&str) -> Option<(String, String, String)>,
) -> Shown {
    match placed {
        Placement::Done(_) => {
            visit.cookie().say("helpdesk-site-notice-placed");
            Ok(see_other(&format!("/tray/{mail}")))
        }
        Placement::Refused(wrong) => page(visit, StatusCode::UNPROCESSABLE_ENTITY, mail, again(wrong)).await,
    }
}

/// `POST /tray/{mail}/people`
pub async fn accept(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let (app, actor, mail) = (&visit.site.app, visit.who.actor(), reference(&path)?);
    let who = sent.take("person").and_then(|text| PersonId::parse(&text)).ok_or_else(PageError::bad_request)?;
    let letter = intake::letter(app, &actor, mail).await?;
    let (request, _) = request(&letter.mail).ok_or_else(PageError::not_found)?;
    intake::accept(app, &actor, request, who).await?;
    visit.cookie().say("helpdesk-site-notice-placed");
    Ok(see_other(&format!("/tray/{mail}")))
}

/// `GET /tray/{mail}/raw`
pub async fn raw(visit: Visiting, path: Path<String>) -> Shown {
    let mail = reference(&path)?;
    let raw = intake::raw(&visit.site.app, &visit.who.actor(), mail).await?.ok_or_else(PageError::not_found)?;
    Ok(download(&format!("{mail}.eml"), "application/octet-stream", raw))
}

/// `GET /tray/{mail}/files/{n}`
pub async fn file(visit: Visiting, path: Path<(String, u16)>) -> Shown {
    let mail = reference(&path.0)?;
    let file = intake::file(&visit.site.app, &visit.who.actor(), mail, path.1).await?;
    Ok(download(file.name.as_deref().unwrap_or("file"), &file.media_type, file.content))
}

/// Somebody's bytes, which a browser saves, or shows as a picture inside our page, and never runs.
fn download(name: &str, media_type: &str, content: Vec<u8>) -> HttpResponse {
    let plain: String = name
        .chars()
        .map(|one| if one.is_ascii_alphanumeric() || "._- ".contains(one) { one } else { '_' })
        .collect();
    let extended =
        ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value: name.into() };
    let parameters = vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(extended)];
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header(ContentDisposition { disposition: DispositionType::Attachment, parameters })
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .body(content)
}

/// A request by its reference or its address.
fn named_request(typed: &str) -> Option<Reference> {
    let typed = typed.trim().trim_end_matches('/');
    Reference::parse(typed.rsplit('/').next().unwrap_or_default())
}

async fn page(
    visit: &Visiting,
    status: StatusCode,
    mail: Reference,
    again: Option<(String, String, String)>,
) -> Shown {
    let letter = intake::letter(&visit.site.app, &visit.who.actor(), mail).await?;
    let files = files(visit, &letter).await?;
    let page = LetterPage {
        mail,
        from: from(&letter.mail),
        to: letter
            .recipients
            .iter()
            .filter_map(|one| named(one.name.as_deref(), one.address.as_deref()))
            .collect(),
        at: Timestamp(letter.mail.row.arrived_at),
        bytes: letter.mail.row.bytes,
        state: letter.mail.state.code(),
        reason: letter.mail.row.reason.clone(),
        defects: letter.defects.clone(),
        request: request(&letter.mail),
        text: letter.blocks.as_ref().map(|blocks| blocks.iter().map(stretch).collect()),
        sealed: letter.mail.row.sealed,
        raw: letter.mail.row.raw_kept && !letter.mail.row.sealed,
        files,
        moves: moves(&letter),
        people: people(&letter),
        merged_from: letter.merged_from,
        subject: letter.mail.row.subject.clone(),
        again,
    };
    Ok(html(status, framed(&visit.frame, &page)))
}

fn stretch(block: &Block) -> (Stretch, Body) {
    let kind = match block.kind {
        Kind::Text => Stretch::Text,
        Kind::Quote => Stretch::Quote,
        Kind::Signature => Stretch::Signature,
    };
    (kind, Body::Text(block.text.clone()))
}

async fn files(visit: &Visiting, letter: &Letter) -> Result<Vec<LetterFile>, PageError> {
    let (mut shown, mut looked) = (Vec::new(), 0);
    for file in letter.files.iter().filter(|_| !letter.mail.row.sealed) {
        let kind = kind_of(&file.media_type);
        let kept = file.kept == "kept";
        let mut sheets = Ok(Vec::new());
        if kept && looked < TABLES && matches!(kind, Some(FileKind::Table | FileKind::Spreadsheet)) {
            looked += 1;
            sheets = intake::sheets(&visit.site.app, &visit.who.actor(), letter.mail.reference, file.n).await?;
        }
        let unshown = sheets.as_ref().err().map(|why| match why {
            Unshown::TooBig => "too-big",
            Unshown::Unreadable => "unreadable",
        });
        let not_kept = match file.kept.as_str() {
            "kept" => None,
            "size" => Some("size"),
            "many" => Some("many"),
            _ => Some("type"),
        };
        shown.push(LetterFile {
            n: file.n,
            name: file.name.clone(),
            kind: word(kind),
            bytes: file.bytes,
            not_kept,
            sheets: sheets.unwrap_or_default().into_iter().map(|sheet| (sheet.name, sheet.rows)).collect(),
            unshown,
        });
    }
    Ok(shown)
}

fn word(kind: Option<FileKind>) -> &'static str {
    match kind {
        Some(FileKind::Picture) => "picture",
        Some(FileKind::Table | FileKind::Spreadsheet) => "spreadsheet",
        Some(FileKind::Document) => "document",
        Some(FileKind::Message) => "message",
        Some(FileKind::Calendar) => "calendar",
        Some(FileKind::Media) => "media",
        Some(FileKind::Archive) => "archive",
        None => "other",
    }
}

fn moves(letter: &Letter) -> Vec<LetterMove> {
    let place = |state: &str, request: Option<&String>| {
        let state = State::parse(state).unwrap_or(State::Waiting);
        (state.code(), request.and_then(|one| Reference::parse(one)))
    };
    let one = |row: &crate::app::intake::MailMoveRow| LetterMove {
        at: Timestamp(row.at),
        who: PersonId::parse(&row.by_person).and_then(|who| letter.names.get(&who).cloned()),
        from: place(&row.from_state, row.from_request.as_ref()),
        to: place(&row.to_state, row.to_request.as_ref()),
        reason: row.reason.clone(),
    };
    letter.moves.iter().map(one).collect()
}

fn people(letter: &Letter) -> Vec<LetterPerson> {
    let one = |who: &crate::app::intake::Correspondent| LetterPerson {
        person: who.person,
        shown: named(who.name.as_deref(), Some(&who.mail)).unwrap_or_default(),
        proposed: who.part == Part::Proposed,
    };
    letter.correspondents.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_may_be_named_by_its_address() {
        let expected = Reference::parse("7h2kq0vw");
        for typed in ["7h2kq0vw", " 7H2KQ0VW ", "https://tool.example/support-requests/7h2kq0vw/", "/7h2kq0vw"]
        {
            assert_eq!(named_request(typed), expected, "{typed}");
        }
        assert_eq!(named_request("the other one"), None);
    }

    #[test]
    fn bytes_are_saved_and_never_run() {
        let response = download("ბარათი \"x\".html\r\nEvil: 1", "text/plain", Vec::new());
        let header =
            |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-disposition").starts_with("attachment; filename="));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), SANDBOX);
        assert!(!response.headers().contains_key("evil"));
    }
}
