//! Letters that a person writes or looks through before they go out.

use super::{Shown, reference};
use crate::app::AppError;
use crate::app::mail_out::written::{self, Draft, Sending};
use crate::http::body::Sent;
use crate::http::guard::{Staff, Visit, WithRole};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::frame::framed;
use crate::views::words::problem;
use crate::views::written::LetterPage;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use helpdesk_domain::Reference;

type Visiting = Visit<WithRole<Staff>>;

/// `POST /support-requests/{reference}/letters`
pub async fn begin(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let about = reference(&path)?;
    let canned = sent.take("canned").filter(|id| !id.is_empty());
    let id = written::begin_letter(&visit.site.app, &visit.who.actor(), about, canned.as_deref()).await?;
    Ok(see_other(&format!("/letters/{id}")))
}

/// `GET /letters/{mail}`
pub async fn show(visit: Visiting, path: Path<String>) -> Shown {
    let draft = written::draft(&visit.site.app, &visit.who.actor(), number(&path)?, None).await?;
    page(&visit, StatusCode::OK, draft, None)
}

/// `POST /letters/{mail}`
pub async fn write(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let (app, actor, mail) = (&visit.site.app, visit.who.actor(), number(&path)?);
    let text = sent.take("text").unwrap_or_default();
    let done = match sent.take("step").as_deref() {
        Some("send") => match written::send(app, &actor, mail, &text).await {
            Ok(Sending::Queued(about)) => Ok(Some(about)),
            Ok(Sending::Void) => {
                let draft = written::draft(app, &actor, mail, Some(&text)).await?;
                return page(&visit, StatusCode::CONFLICT, draft, None);
            }
            Err(error) => Err(error),
        },
        Some("discard") => written::discard(app, &actor, mail).await.map(Some),
        Some("preview") => written::save(app, &actor, mail, &text).await.map(|()| None),
        Some(_) | None => return Err(PageError::bad_request()),
    };
    match done {
        Ok(Some(about)) => back(&visit, about),
        Ok(None) => page(&visit, StatusCode::OK, written::draft(app, &actor, mail, None).await?, None),
        Err(AppError::Form(errors)) => {
            let wrong = errors.first().map(problem);
            let draft = written::draft(app, &actor, mail, Some(&text)).await?;
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, draft, wrong)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /letters/{mail}/undo`
pub async fn undo(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let about = reference(&sent.take("reference").unwrap_or_default())?;
    let back = written::take_back(&visit.site.app, &visit.who.actor(), number(&path)?).await?;
    let said = if back { "helpdesk-site-notice-taken-back" } else { "helpdesk-site-notice-too-late" };
    visit.cookie().say(said);
    Ok(see_other(&format!("/support-requests/{about}#mails")))
}

/// `POST /support-requests/{reference}/end-links`
pub async fn end_links(visit: Visiting, path: Path<String>) -> Shown {
    let about = reference(&path)?;
    written::end_links(&visit.site.app, &visit.who.actor(), about).await?;
    visit.cookie().say("helpdesk-site-notice-links-ended");
    Ok(see_other(&format!("/support-requests/{about}#mails")))
}

fn back(visit: &Visiting, about: Reference) -> Shown {
    visit.cookie().say("helpdesk-site-notice-letter");
    Ok(see_other(&format!("/support-requests/{about}#mails")))
}

fn number(text: &str) -> Result<u64, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

fn page(visit: &Visiting, status: StatusCode, draft: Draft, wrong: Option<String>) -> Shown {
    let page = LetterPage {
        id: draft.mail.id,
        reference: draft.request.reference,
        title: draft.request.facts.title.as_str().to_owned(),
        kind: format!("helpdesk-site-mail-kind-{}", draft.mail.kind.code()),
        text: draft.text,
        letter: draft.letter,
        others: draft.others,
        void: draft.void,
        undo_minutes: visit.policy.mail.undo_minutes,
        wrong,
    };
    Ok(html(status, framed(&visit.frame, &page)))
}
