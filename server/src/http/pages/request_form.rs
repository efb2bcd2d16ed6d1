//! The form that makes a request. It can be filled in before sign-in: what was typed is kept,
//! encrypted, until it is sent or two hours are over.

use super::{Shown, new_key};
use crate::app::sessions::SignedIn;
use crate::app::{App, AppError, IdempotencyKey, drafts, submit};
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::{PageError, html, ok, see_other};
use crate::views::act::Again;
use crate::views::form::Filling;
use crate::views::frame::framed;
use crate::views::request_form::{RequestFormPage, RequestPreviewPage};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use helpdesk_domain::form::{read_submission, submission_fields};
use helpdesk_domain::{FieldError, Policy, Rejection, Roles, Values};
use std::collections::BTreeMap;

type Visiting = Visit<MaybeSignedIn>;

/// What may stand in the address, for links from wiki pages.
const PREFILLED: [&str; 4] = ["what", "title", "language", "context_page"];

/// `GET /support-requests/new`
pub async fn show(visit: Visiting, query: Query<BTreeMap<String, String>>) -> Shown {
    let kept = match visit.cookie().draft() {
        Some(word) => drafts::find(&visit.site.app, &word).await?,
        None => None,
    };
    let Some(values) = kept else {
        let filling = prefilled(&visit.policy.policy, roles(&visit), &query);
        return form(&visit, StatusCode::OK, filling, false, None);
    };
    let asks_for_preview = query.get("step").is_some_and(|step| step == "preview");
    if asks_for_preview && visit.who.is_some() && read_submission(&values).is_ok() {
        return preview(&visit, values);
    }
    form(&visit, StatusCode::OK, Filling::of(values), visit.who.is_some(), None)
}

/// `POST /support-requests/new`
pub async fn send(visit: Visiting, mut sent: Sent) -> Shown {
    let step = sent.take("step").unwrap_or_default();
    let key = sent.key()?;
    if step == "edit" {
        return form(&visit, StatusCode::OK, Filling::of(sent.values), false, None);
    }
    if let Err(errors) = read_submission(&sent.values) {
        return wrong(&visit, sent.values, errors);
    }
    match &visit.who {
        Some(person) if step == "send" => submitted(&visit, person, sent.values, &key).await,
        Some(_) => preview(&visit, sent.values),
        None => {
            keep(&visit, &sent.values).await?;
            preview(&visit, sent.values)
        }
    }
}

async fn submitted(visit: &Visiting, person: &SignedIn, values: Values, key: &IdempotencyKey) -> Shown {
    let app = &visit.site.app;
    match submit(app, &person.actor(), &values, key).await {
        Ok(view) => {
            forget(app, visit).await?;
            visit.cookie().say("helpdesk-site-notice-sent");
            Ok(see_other(&format!("/support-requests/{}", view.reference)))
        }
        Err(AppError::Form(errors)) => wrong(visit, values, errors),
        Err(AppError::Rejected(refused)) => refused_with(visit, values, Again::Rejected(refused)),
        Err(AppError::KeyReused) => refused_with(visit, values, Again::Said("helpdesk-error-key-reused")),
        Err(AppError::Busy | AppError::Passing(_)) => form(
            visit,
            StatusCode::SERVICE_UNAVAILABLE,
            Filling::of(values),
            false,
            Some(Again::Said("helpdesk-error-busy")),
        ),
        Err(other) => Err(other.into()),
    }
}

fn refused_with(visit: &Visiting, values: Values, again: Again) -> Shown {
    form(visit, StatusCode::UNPROCESSABLE_ENTITY, Filling::of(values), false, Some(again))
}

fn wrong(visit: &Visiting, values: Values, errors: Vec<FieldError>) -> Shown {
    let filling = Filling { values: Some(values), errors };
    form(visit, StatusCode::UNPROCESSABLE_ENTITY, filling, false, None)
}

fn form(visit: &Visiting, status: StatusCode, filling: Filling, kept: bool, again: Option<Again>) -> Shown {
    let page = RequestFormPage {
        policy: visit.policy.policy.clone(),
        roles: roles(visit),
        filling,
        kept,
        again,
        key: new_key(&visit.site.app)?,
    };
    Ok(html(status, framed(&visit.frame, &page)))
}

fn preview(visit: &Visiting, values: Values) -> Shown {
    let filled = read_submission(&values).map_err(|_| PageError::bad_request())?;
    if let Err(refused) = may(visit, &filled.submission) {
        return refused_with(visit, values, Again::Rejected(refused));
    }
    let page = RequestPreviewPage {
        policy: visit.policy.policy.clone(),
        values,
        filled,
        key: new_key(&visit.site.app)?,
    };
    Ok::<HttpResponse, PageError>(ok(&visit.frame, &page))
}

/// What the rules would refuse is said before the request is looked at once more.
fn may(visit: &Visiting, submission: &helpdesk_domain::Submission) -> Result<(), Rejection> {
    let Some(person) = &visit.who else { return Ok(()) };
    helpdesk_domain::decide_submission(&visit.policy.policy, &person.actor(), submission, visit.frame.now)
        .map(drop)
}

async fn keep(visit: &Visiting, values: &Values) -> Result<(), PageError> {
    let app = &visit.site.app;
    forget(app, visit).await?;
    visit.cookie().keep_draft(&drafts::save(app, values).await?);
    Ok(())
}

async fn forget(app: &App, visit: &Visiting) -> Result<(), PageError> {
    if let Some(word) = visit.cookie().draft() {
        drafts::forget(app, &word).await?;
        visit.cookie().forget_draft();
    }
    Ok(())
}

fn roles(visit: &Visiting) -> Roles {
    visit.who.as_ref().map_or(Roles::NONE, |person| person.roles)
}

/// What the address says stands in the form, beside what each field begins with.
fn prefilled(policy: &Policy, roles: Roles, query: &BTreeMap<String, String>) -> Filling {
    let given: Vec<_> = query.iter().filter(|(name, _)| PREFILLED.contains(&name.as_str())).collect();
    if given.is_empty() {
        return Filling::default();
    }
    let mut values: Values =
        submission_fields(policy, roles).into_iter().map(|field| (field.name, field.value)).collect();
    values.extend(given.into_iter().map(|(name, value)| (name.clone(), value.clone())));
    Filling::of(values)
}
