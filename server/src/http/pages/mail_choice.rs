//! Who wants which mail, and the pages that links in mail lead to. A link shows a button and does
//! nothing by itself; the clicks of mail clients are POSTs (RFC 8058).

use super::Shown;
use crate::app::AppError;
use crate::app::mail_out::{Preference, preferences, words};
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, SignedIn, Visit};
use crate::http::page_error::{PageError, html, ok, see_other};
use crate::views::form::Filling;
use crate::views::frame::framed;
use crate::views::mail_choice::{Asked, LinkPage, MailChoice, MailChoicePage};
use actix_web::http::StatusCode;
use actix_web::web::Path;

/// `GET /mail`
pub async fn show(visit: Visit<SignedIn>) -> Shown {
    page(&visit, StatusCode::OK, Filling::default()).await
}

/// `POST /mail`
pub async fn save(visit: Visit<SignedIn>, sent: Sent) -> Shown {
    let typed = sent.values.clone();
    match preferences::choose(&visit.site.app, visit.who.person, &sent.values).await {
        Ok(_) => {
            visit.cookie().say("helpdesk-site-notice-mail-chosen");
            Ok(see_other("/mail"))
        }
        Err(AppError::Form(errors)) => {
            let filling = Filling { values: Some(typed), errors };
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, filling).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(visit: &Visit<SignedIn>, status: StatusCode, filling: Filling) -> Shown {
    let app = &visit.site.app;
    let chosen = preferences::find(app, visit.who.person).await?;
    let page = MailChoicePage {
        choice: choice(chosen),
        filling,
        languages: words::languages().collect(),
        ballots: app.config.mail.reply.is_some(),
    };
    Ok(html(status, framed(&visit.frame, &page)))
}

fn choice(chosen: Preference) -> MailChoice {
    MailChoice {
        way: chosen.way.code(),
        mail: chosen.mail.unwrap_or_default(),
        confirmed: chosen.confirmed,
        pace: chosen.pace.code(),
        ballot: chosen.ballot,
        language: chosen.language.unwrap_or_default(),
    }
}

/// `GET /mail/confirm/{token}`
pub async fn ask_confirm(visit: Visit<MaybeSignedIn>, path: Path<String>) -> Shown {
    found(preferences::can_confirm(&visit.site.app, &path))?;
    link(&visit, Asked::Confirm, format!("/mail/confirm/{}", path.as_str()))
}

/// `POST /mail/confirm/{token}`
pub async fn confirm(visit: Visit<MaybeSignedIn>, path: Path<String>) -> Shown {
    let confirmed = preferences::confirm(&visit.site.app, &path).await?;
    link(&visit, if confirmed { Asked::Confirmed } else { Asked::Outdated }, String::new())
}

/// `GET /unsubscribe/{token}`
pub async fn ask_unsubscribe(visit: Visit<MaybeSignedIn>, path: Path<String>) -> Shown {
    found(preferences::can_unsubscribe(&visit.site.app, &path))?;
    link(&visit, Asked::Unsubscribe, format!("/unsubscribe/{}", path.as_str()))
}

/// `POST /unsubscribe/{token}`
pub async fn unsubscribe(visit: Visit<MaybeSignedIn>, path: Path<String>) -> Shown {
    preferences::unsubscribe(&visit.site.app, &path).await?;
    link(&visit, Asked::Unsubscribed, String::new())
}

fn found(is: bool) -> Result<(), PageError> {
    if is { Ok(()) } else { Err(PageError::not_found()) }
}

fn link(visit: &Visit<MaybeSignedIn>, asked: Asked, action: String) -> Shown {
    Ok(ok(&visit.frame.private(), &LinkPage { asked, action }))
}
