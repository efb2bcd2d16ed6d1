//! What is kept about whoever asks.

use super::Shown;
use crate::app::AppError;
use crate::app::export::{self, PersonalData};
use crate::http::guard::{SignedIn, Visit};
use crate::http::page_error::{PageError, ok};
use crate::views::my_data::{ActLine, MyDataPage, OwnLine, RoleTerm};
use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};

type Visiting = Visit<SignedIn>;

/// `GET /my-data`
pub async fn show(visit: Visiting) -> Shown {
    let data = export::of_person(&visit.site.app, visit.who.person).await?;
    Ok(ok(&visit.frame, &page(data)?))
}

/// `GET /my-data.json`
pub async fn file(visit: Visiting) -> Shown {
    let data = export::of_person(&visit.site.app, visit.who.person).await?;
    let body = serde_json::to_string_pretty(&data).map_err(|error| AppError::Internal(error.into()))?;
    let name = DispositionParam::Filename("helpdesk-my-data.json".to_owned());
    Ok(HttpResponse::Ok()
        .content_type("application/json; charset=utf-8")
        .insert_header(ContentDisposition { disposition: DispositionType::Attachment, parameters: vec![name] })
        .body(body))
}

fn page(data: PersonalData) -> Result<MyDataPage, PageError> {
    let account = data.account.ok_or_else(PageError::not_found)?;
    let term =
        |held: export::HeldRole| RoleTerm { role: held.role, from: held.granted_at, until: held.revoked_at };
    let own = |own: export::OwnRequest| OwnLine {
        reference: own.request.reference,
        title: own.request.facts.title.as_str().to_owned(),
        reach: own.reach,
    };
    let act = |act: export::Act| ActLine {
        at: act.recorded.at,
        reference: act.reference,
        kind: act.recorded.event.code().to_owned(),
    };
    let mut acts: Vec<ActLine> = data.acts.into_iter().map(act).collect();
    acts.sort_by_key(|line: &ActLine| line.at);
    Ok(MyDataPage {
        name: account.name,
        number: account.number,
        registered_at: account.registered_at,
        signed_in_at: (account.first_signed_in_at, account.last_signed_in_at),
        may_edit: account.may_edit_for_them,
        roles: data.roles.into_iter().map(term).collect(),
        requests: data.requests.into_iter().map(own).collect(),
        acts,
    })
}
