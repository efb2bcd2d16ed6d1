//! The form of one command, and what becomes of it.

use super::{Shown, new_key, reference};
use crate::app::{AppError, execute, explained, feedback_drafts, view};
use crate::http::body::Sent;
use crate::http::guard::{SignedIn, Visit};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::act::{ActPage, Again};
use crate::views::deliberation::reply;
use crate::views::form::Filling;
use crate::views::frame::framed;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use helpdesk_domain::form::fields;
use helpdesk_domain::permit::permit;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{CommandName, Policy, Reference, SupportRequestView, Timestamp, Values, Viewer};
use std::collections::BTreeMap;

type Visiting = Visit<SignedIn>;

/// `GET /support-requests/{reference}/{command}`
pub async fn show(
    visit: Visiting,
    path: Path<(String, String)>,
    query: Query<BTreeMap<String, String>>,
) -> Shown {
    let (reference, name) = of_path(&path)?;
    let view = seen(&visit, reference).await?;
    let filling = prefilled(&visit.policy.policy, &view, name, query.into_inner());
    let draft = match name {
        CommandName::GiveFeedback => {
            feedback_drafts::find(&visit.site.app, &visit.who.actor(), reference).await?
        }
        _ => None,
    };
    let (filling, draft_of) = match draft {
        Some((values, at)) => (Filling::of(values), Some(at)),
        None => (filling, None),
    };
    form(&visit, StatusCode::OK, view, Shape { name, filling, again: None, draft_of }).await
}

/// `POST /support-requests/{reference}/give-feedback/draft`
pub async fn keep_draft(visit: Visiting, path: Path<String>, mut sent: Sent) -> Shown {
    let reference = reference(&path)?;
    sent.take("idempotency_key");
    sent.take("expected_version");
    feedback_drafts::save(&visit.site.app, &visit.who.actor(), reference, &sent.values).await?;
    visit.cookie().say("helpdesk-site-notice-draft");
    Ok(see_other(&format!("/support-requests/{reference}")))
}

/// `POST /support-requests/{reference}/{command}/reply`
pub async fn draft_reply(visit: Visiting, path: Path<(String, String)>, mut sent: Sent) -> Shown {
    let (reference, name) = of_path(&path)?;
    if !matches!(name, CommandName::RecordInitialDecision | CommandName::RecordGoDecision) {
        return Err(PageError::not_found());
    }
    sent.take("idempotency_key");
    sent.take("expected_version");
    let view = seen(&visit, reference).await?;
    let mut values = sent.values;
    let filled = |field: &str| values.get(field).cloned().unwrap_or_default();
    let draft = reply(&view, &visit.frame, name, &filled);
    values.insert("reply".to_owned(), draft);
    let filling = Filling::of(values);
    form(&visit, StatusCode::OK, view, Shape { name, filling, again: None, draft_of: None }).await
}

/// `POST /support-requests/{reference}/{command}`
pub async fn act(visit: Visiting, path: Path<(String, String)>, mut sent: Sent) -> Shown {
    let (reference, name) = of_path(&path)?;
    tracing::Span::current().record("command.name", name.code());
    let (key, version) = (sent.key()?, sent.version()?);
    let act = Act { expected_version: version, fields: sent.values };
    match execute(&visit.site.app, &visit.who.actor(), reference, name, &act, &key).await {
        Ok(_) => {
            visit.cookie().say("helpdesk-site-notice-acted");
            Ok(see_other(&format!("/support-requests/{reference}")))
        }
        Err(error) => again(&visit, reference, name, act, error).await,
    }
}

/// Shows the form again with what was typed and what is wrong with it.
async fn again(visit: &Visiting, reference: Reference, name: CommandName, act: Act, error: AppError) -> Shown {
    let (status, _) = crate::http::answer::answer(&error);
    let typed = |errors| Filling { values: Some(act.fields), errors };
    let (view, filling, again) = match error {
        AppError::Form(errors) => (seen(visit, reference).await?, typed(errors), None),
        AppError::Conflict(conflict) => (conflict.now, typed(Vec::new()), Some(Again::Moved(conflict.since))),
        AppError::Rejected(refused) if !refused.is_of_others() => {
            (seen(visit, reference).await?, typed(Vec::new()), Some(Again::Rejected(refused)))
        }
        AppError::KeyReused | AppError::Busy | AppError::Passing(_) => {
            let said = Again::Said(if status == StatusCode::SERVICE_UNAVAILABLE {
                "helpdesk-error-busy"
            } else {
                "helpdesk-error-key-reused"
            });
            (seen(visit, reference).await?, typed(Vec::new()), Some(said))
        }
        other => return Err(other.into()),
    };
    form(visit, status, view, Shape { name, filling, again, draft_of: None }).await
}

/// How a form is shown.
struct Shape {
    name: CommandName,
    filling: Filling,
    again: Option<Again>,
    draft_of: Option<Timestamp>,
}

async fn form(visit: &Visiting, status: StatusCode, view: SupportRequestView, shape: Shape) -> Shown {
    let Shape { name, filling, again, draft_of } = shape;
    let policy = visit.policy.policy.clone();
    let (view, explanation) = explained(&visit.site.app, &policy, view).await?;
    let off = permit(&policy, &view, name, visit.frame.now).err();
    if let Some(refused) = off.clone().filter(|_| again.is_none())
        && refused.is_of_others()
    {
        return Err(refused.into());
    }
    let key = new_key(&visit.site.app)?;
    let page = ActPage { view, policy, name, off, filling, again, key, explanation, draft_of };
    Ok(html(status, framed(&visit.frame, &page)))
}

async fn seen(visit: &Visiting, reference: Reference) -> Result<SupportRequestView, PageError> {
    Ok(view(&visit.site.app, Viewer::Person(visit.who.actor()), reference).await?)
}

fn of_path(path: &(String, String)) -> Result<(Reference, CommandName), PageError> {
    let name = CommandName::parse(&path.1).ok_or_else(PageError::not_found)?;
    Ok((reference(&path.0)?, name))
}

/// What the address says stands in the form, beside what each field begins with.
fn prefilled(
    policy: &Policy,
    view: &SupportRequestView,
    name: CommandName,
    query: BTreeMap<String, String>,
) -> Filling {
    let mut values: Values =
        fields(policy, view, name).into_iter().map(|field| (field.name, field.value)).collect();
    let known: Vec<_> = query.into_iter().filter(|(name, _)| values.contains_key(name)).collect();
    if known.is_empty() {
        return Filling::default();
    }
    values.extend(known);
    Filling::of(values)
}
