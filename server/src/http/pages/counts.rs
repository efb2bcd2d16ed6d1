//! How many requests there were.

use super::Shown;
use crate::app::{counts, counts::YearCount as Counted};
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::{PageError, ok};
use crate::http::table::csv;
use crate::views::counts::{CountsPage, YearCount, columns};
use crate::views::words::say;
use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};

type Visiting = Visit<MaybeSignedIn>;

/// `GET /counts`
pub async fn show(visit: Visiting) -> Shown {
    let page = CountsPage { years: years(&visit).await?, linked: visit.frame.works_here() };
    Ok(ok(&visit.frame, &page))
}

/// `GET /counts.csv`
pub async fn as_csv(visit: Visiting) -> Shown {
    let table = table(&years(&visit).await?).map_err(crate::app::AppError::Internal)?;
    let name = DispositionParam::Filename("helpdesk-requests.csv".to_owned());
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(ContentDisposition { disposition: DispositionType::Attachment, parameters: vec![name] })
        .body(table))
}

async fn years(visit: &Visiting) -> Result<Vec<YearCount>, PageError> {
    let counted = counts(&visit.site.app, visit.viewer()).await?;
    Ok(counted.years.into_iter().map(year).collect())
}

fn year(counted: Counted) -> YearCount {
    let outcomes = counted.closed.into_iter().map(|(outcome, count)| (outcome, u64::from(count))).collect();
    YearCount { year: counted.year, open: counted.open.into(), small: counted.small.into(), outcomes }
}

fn table(years: &[YearCount]) -> anyhow::Result<Vec<u8>> {
    let columns = columns();
    let names = columns.iter().map(|(_, name)| name.clone());
    let head = std::iter::once(say("helpdesk-site-counts-year")).chain(names).collect();
    let rows = years.iter().map(|year| {
        let numbers = columns.iter().map(|(column, _)| column.of(year).to_string());
        std::iter::once(year.year.to_string()).chain(numbers).collect()
    });
    csv(std::iter::once(head).chain(rows))
}
