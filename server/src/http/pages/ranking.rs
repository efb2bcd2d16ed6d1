//! What comes first under scarce hours.

use super::Shown;
use crate::app::ranking::{self, ENOUGH, minutes_of, remaining};
use crate::app::{AppError, ranking::Ranking};
use crate::http::body::Sent;
use crate::http::guard::{Deliberates, Gate, Member, Secretary, Visit, WithRole};
use crate::http::page_error::{html, see_other};
use crate::views::frame::framed;
use crate::views::ranking::{Candidate, OwnOrder, RankingPage, Typed, WhatIf};
use actix_web::http::StatusCode;
use actix_web::web::Query;
use helpdesk_domain::{Actor, FieldError, Policy, Reference, SupportRequestView};
use std::collections::BTreeMap;

/// `GET /ranking`
pub async fn show(visit: Visit<WithRole<Deliberates>>, query: Query<BTreeMap<String, String>>) -> Shown {
    page(&visit, &visit.who.actor(), StatusCode::OK, asked(&query), None).await
}

/// `POST /ranking/ballot`
pub async fn ballot(visit: Visit<WithRole<Member>>, sent: Sent) -> Shown {
    let actor = visit.who.actor();
    let done = ranking::rank(&visit.site.app, &actor, &sent.values).await;
    answered(&visit, &actor, done, Typed::Ballot(sent.values)).await
}

/// `POST /ranking/order`
pub async fn order(visit: Visit<WithRole<Secretary>>, sent: Sent) -> Shown {
    let actor = visit.who.actor();
    let done = ranking::choose(&visit.site.app, &actor, &sent.values).await;
    answered(&visit, &actor, done, Typed::Order(sent.values)).await
}

/// `POST /ranking/hours`
pub async fn hours(visit: Visit<WithRole<Secretary>>, mut sent: Sent) -> Shown {
    let actor = visit.who.actor();
    let hours = sent.take("hours").unwrap_or_default();
    let done = ranking::set_hours(&visit.site.app, &actor, &hours).await;
    answered(&visit, &actor, done, Typed::Hours(hours)).await
}

async fn answered<G: Gate>(visit: &Visit<G>, actor: &Actor, done: Result<(), AppError>, typed: Typed) -> Shown {
    match done {
        Ok(()) => {
            visit.cookie().say("helpdesk-site-notice-ranking");
            Ok(see_other("/ranking"))
        }
        Err(AppError::Form(errors)) => {
            page(visit, actor, StatusCode::UNPROCESSABLE_ENTITY, None, Some((typed, errors))).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page<G: Gate>(
    visit: &Visit<G>,
    actor: &Actor,
    status: StatusCode,
    what_if: Option<WhatIf>,
    typed: Option<(Typed, Vec<FieldError>)>,
) -> Shown {
    let policy = visit.policy.policy.clone();
    let Ranking { candidates, order, ballots, own, minutes, chosen } =
        ranking::ranking(&visit.site.app, actor).await?;
    let page = RankingPage {
        candidates: candidates.iter().map(|view| candidate(&policy, view)).collect(),
        order,
        ballots,
        enough: ENOUGH,
        own,
        minutes,
        chosen: chosen.map(|chosen| OwnOrder { order: chosen.order, reason: chosen.reason, at: chosen.at }),
        what_if,
        typed,
        policy,
    };
    Ok(html(status, framed(&visit.frame, &page)))
}

fn candidate(policy: &Policy, view: &SupportRequestView) -> Candidate {
    let (minutes, estimated) = remaining(policy, view);
    Candidate {
        reference: view.reference,
        title: view.facts.title.as_str().to_owned(),
        stage: view.stage.name(),
        received_at: view.received_at,
        minutes,
        estimated,
        spent: view.effort_minutes.unwrap_or(0),
        region: view.facts.region.clone(),
        language: view.facts.language.clone(),
        first_time: view.facts.first_time,
        affiliate: view.facts.affiliate.as_ref().map(|name| name.as_str().to_owned()),
    }
}

/// What somebody wants to know, if anything.
fn asked(query: &BTreeMap<String, String>) -> Option<WhatIf> {
    let text = |name: &str| query.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (hours, estimate) = (text("hours"), text("estimate"));
    let request = Reference::parse(&text("request"));
    if hours.is_empty() && request.is_none() {
        return None;
    }
    Some(WhatIf {
        minutes: minutes_of(&hours),
        request_minutes: minutes_of(&estimate),
        hours,
        request,
        estimate,
    })
}
