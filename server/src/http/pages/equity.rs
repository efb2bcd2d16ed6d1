//! Who asks, who gets, who waits.

use super::Shown;
use crate::app::AppError;
use crate::app::equity::{cases, published};
use crate::http::guard::{Deliberates, MaybeSignedIn, Visit, WithRole};
use crate::http::page_error::ok;
use crate::http::table::csv;
use crate::views::equity::{Behind, EquityPage, Figure, PublishedPage};
use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::Query;
use helpdesk_domain::equity::case::{Came, Wait};
use helpdesk_domain::equity::case::{Case, Dimension};
use helpdesk_domain::equity::figures::{by_category, group};
use std::collections::BTreeMap;

/// `GET /equity`
pub async fn show(visit: Visit<MaybeSignedIn>) -> Shown {
    let page = PublishedPage {
        policy: visit.policy.policy.clone(),
        snapshot: published(&visit.site.app).await?.pop(),
        linked: visit.frame.deliberates(),
    };
    Ok(ok(&visit.frame, &page))
}

/// `GET /equity/requests`
pub async fn requests(visit: Visit<WithRole<Deliberates>>, query: Query<BTreeMap<String, String>>) -> Shown {
    let cases = cases(&visit.site.app, &visit.who.actor()).await?;
    let by = query.get("by").and_then(|code| Dimension::parse(code)).unwrap_or(Dimension::Region);
    let (groups, all) = (by_category(&cases, by), group(&cases));
    let behind = query.get("figure").and_then(|code| Figure::parse(code)).and_then(|figure| {
        let category = query.get("in").cloned();
        let of = category.as_ref().map_or(Some(&all), |id| groups.get(id))?;
        let title = |case: &&Case| (case.reference, case.facts.title.as_str().to_owned());
        let wanted = figure.of(of);
        let requests = cases.iter().filter(|case| wanted.contains(&case.reference));
        Some(Behind { category, figure, requests: requests.map(|case| title(&case)).collect() })
    });
    let policy = visit.policy.policy.clone();
    Ok(ok(&visit.frame, &EquityPage { policy, by, groups, all, behind }))
}

/// `GET /equity/requests.csv`
pub async fn as_csv(visit: Visit<WithRole<Deliberates>>) -> Shown {
    let cases = cases(&visit.site.app, &visit.who.actor()).await?;
    let body = table(&cases).map_err(AppError::Internal)?;
    let name = DispositionParam::Filename("helpdesk-figures.csv".to_owned());
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(ContentDisposition { disposition: DispositionType::Attachment, parameters: vec![name] })
        .body(body))
}

/// Each request as it is counted, a line each.
fn table(cases: &[Case]) -> anyhow::Result<Vec<u8>> {
    let mut head = vec!["reference".to_owned(), "received".to_owned()];
    head.extend(Dimension::ALL.iter().map(|by| by.code().to_owned()));
    head.extend(["came", "small", "first-answer-days", "decision-days", "hours"].map(str::to_owned));
    let line = |case: &Case| {
        let mut line = vec![case.reference.to_string(), case.received_at.date().to_string()];
        line.extend(Dimension::ALL.iter().map(|by| by.category(&case.facts)));
        line.extend([
            match case.came {
                Came::Got => "got".to_owned(),
                Came::Waits => "waits".to_owned(),
                Came::Not(outcome) => outcome.code().to_owned(),
            },
            if case.small { "yes" } else { "no" }.to_owned(),
            days(case.first_answer),
            days(case.decision),
            crate::views::when::hours(case.minutes),
        ]);
        line
    };
    csv(std::iter::once(head).chain(cases.iter().map(line)))
}

fn days(wait: Wait) -> String {
    match wait {
        Wait::Days(days) => days.to_string(),
        Wait::Still => "waits".to_owned(),
        Wait::Never => String::new(),
    }
}
