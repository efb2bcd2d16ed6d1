//! What has to hold after a run.

use crate::database::Database;
use crate::desk::{Cast, Desk};
use crate::story::{Story, timeless};
use crate::wiki::{Made, Wiki};
use anyhow::Result;
use helpdesk_domain::{Reference, SupportRequest, fold};
use helpdesk_server::app::whole_record;
use helpdesk_server::store::wiki_pages;
use helpdesk_server::wiki::{block, row, splice};
use std::collections::BTreeMap;

/// What is wrong after a run.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Acknowledged acts that are not on record, and edits that were due and are not there.
    pub lost: usize,
    /// Acts and edits that are there more than once.
    pub doubled: usize,
    /// All that is wrong, in words.
    pub wrong: Vec<String>,
}

/// A job of a request.
struct Job {
    id: u64,
    kind: String,
    cause: String,
    token: String,
    state: String,
}

/// Looks at one request after its history was played and the outbox is empty.
pub async fn of_request(
    verdict: &mut Verdict,
    desk: &Desk,
    database: &Database,
    wiki: &Wiki,
    (cast, story, reference): (&Cast, &Story, Reference),
    made: &[Made],
) -> Result<()> {
    let request = whole_record(&desk.app, reference).await?;
    record(verdict, &request, story, reference);
    let statement = format!(
        "SELECT o.id, o.kind, o.cause, o.token, o.state FROM outbox o \
         JOIN support_request r ON r.id = o.request_id WHERE r.reference = '{reference}' AND o.kind <> 'mail' ORDER BY o.id"
    );
    let rows: Vec<(u64, String, String, String, String)> = database.rows(&statement).await?;
    let jobs: Vec<Job> =
        rows.into_iter().map(|(id, kind, cause, token, state)| Job { id, kind, cause, token, state }).collect();
    let title = wiki_pages::find(&desk.app.store, reference).await?.map(|row| row.title);
    edits(verdict, &jobs, made, reference);
    page(verdict, desk, wiki, &request, title.as_deref(), &jobs);
    let talk = format!("User talk:{}", cast.requester);
    notes(verdict, desk, &request, title.as_deref(), &talk, &jobs, made);
    Ok(())
}

/// The record against the same history without faults.
fn record(verdict: &mut Verdict, request: &SupportRequest, story: &Story, reference: Reference) {
    let (is, ought) = (timeless(&request.history), timeless(&story.request.history));
    if is == ought {
        return;
    }
    let mut left: BTreeMap<&str, i32> = BTreeMap::new();
    ought.iter().for_each(|line| *left.entry(line).or_default() += 1);
    is.iter().for_each(|line| *left.entry(line).or_default() -= 1);
    for (line, count) in left {
        verdict.lost += usize::try_from(count).unwrap_or(0);
        verdict.doubled += usize::try_from(-count).unwrap_or(0);
        if count != 0 {
            verdict.wrong.push(format!("{reference}: {count} missing: {line}"));
        }
    }
    verdict.wrong.push(format!("{reference}: the record is not that of a run without faults"));
}

/// Each job's edit is there once at most, and in order.
fn edits(verdict: &mut Verdict, jobs: &[Job], made: &[Made], reference: Reference) {
    for job in jobs {
        if job.state != "done" {
            verdict.lost += 1;
            verdict.wrong.push(format!("{reference}: job {} ({}) is {}", job.id, job.kind, job.state));
        }
        let times = made.iter().filter(|edit| edit.token == job.token).count();
        if times > 1 {
            verdict.doubled += times - 1;
            verdict
                .wrong
                .push(format!("{reference}: the edit of job {} ({}) is there {times} times", job.id, job.kind));
        }
    }
    let id = |edit: &Made| {
        let job = jobs.iter().find(|job| job.token == edit.token && job.kind != "unpublished-number")?;
        Some(job.id)
    };
    let order: Vec<u64> = made.iter().filter_map(id).collect();
    if !order.is_sorted() {
        verdict.wrong.push(format!("{reference}: edits came in the order of jobs {order:?}"));
    }
}

fn address(desk: &Desk, reference: Reference) -> String {
    format!("{}support-requests/{reference}", desk.address)
}

/// The page and the row say what the record says, at least as it was at the last act that is due there: promises
/// and waiting cause no edit of their own.
fn page(
    verdict: &mut Verdict,
    desk: &Desk,
    wiki: &Wiki,
    request: &SupportRequest,
    title: Option<&str>,
    jobs: &[Job],
) {
    let (reference, name) = (request.reference, request.reference.as_str());
    let text = title.and_then(|title| wiki.text(title));
    let data = wiki.text(&desk.policy.wiki.data_page).unwrap_or_default();
    let Some(title) = title else {
        if request.consent.is_some() || data.contains(name) {
            verdict.lost += 1;
            verdict.wrong.push(format!("{reference}: it has no page"));
        }
        return;
    };
    let shown = if request.consent.is_some() {
        since_due(request, jobs, "request-page").any(|then| {
            let block = block::of_request(&desk.policy, &then, &address(desk, reference));
            text == block.map(|block| splice::framed(name, &block))
        })
    } else {
        text.as_ref().is_none_or(|text| !text.contains("{{"))
    };
    if !shown {
        verdict.lost += 1;
        verdict.wrong.push(format!("{reference}: the page {title} is not as the record: {text:?}"));
    }
    let listed = if request.consent.is_some() {
        since_due(request, jobs, "status-row").any(|then| {
            let row = row::of_request(&desk.policy, &then, title);
            row.is_some_and(|row| data.contains(&splice::framed(name, &row)))
        })
    } else {
        !data.contains(name)
    };
    if !listed {
        verdict.lost += 1;
        verdict.wrong.push(format!("{reference}: its row is not as the record"));
    }
}

/// The request as it was at the last act that such a job was queued for, and after each act since.
fn since_due<'a>(
    request: &'a SupportRequest,
    jobs: &[Job],
    kind: &str,
) -> impl Iterator<Item = SupportRequest> + use<'a> {
    let cause = jobs.iter().rev().find(|job| job.kind == kind).map(|job| job.cause.clone());
    let last = request.history.iter().rposition(|recorded| Some(recorded.event.code()) == cause.as_deref());
    let from = last.map_or(1, |last| last + 1);
    (from..=request.history.len())
        .filter_map(|length| fold(request.reference, request.history[..length].to_vec()))
}

/// Each note is there once, and the page was then at least as new as the last act before it that is due there.
fn notes(
    verdict: &mut Verdict,
    desk: &Desk,
    request: &SupportRequest,
    title: Option<&str>,
    talk: &str,
    jobs: &[Job],
    made: &[Made],
) {
    let (reference, name) = (request.reference, request.reference.as_str());
    let withdrawn = request.consent.as_ref().is_none_or(|consent| !consent.talk_page_notes);
    let mut about = 0;
    for job in jobs.iter().filter(|job| job.kind == "talk-page-note") {
        let event = request.history.iter().skip(about).position(|recorded| recorded.event.code() == job.cause);
        let Some(event) = event else {
            verdict.wrong.push(format!("{reference}: a note about {} that did not happen", job.cause));
            continue;
        };
        about += event + 1;
        let Some(at) = made.iter().position(|edit| edit.token == job.token && edit.title == talk) else {
            // Who takes consent back before the worker comes to it gets no note.
            if !withdrawn {
                verdict.lost += 1;
                verdict.wrong.push(format!("{reference}: the note of job {} is not there", job.id));
            }
            continue;
        };
        let then = made[..at].iter().rev().find(|edit| Some(edit.title.as_str()) == title);
        let shows = |length: usize| {
            let before = fold(reference, request.history[..length].to_vec());
            let block =
                before.and_then(|before| block::of_request(&desk.policy, &before, &address(desk, reference)));
            then.map(|edit| edit.text.as_str()) == block.map(|block| splice::framed(name, &block)).as_deref()
        };
        // Consent that was taken back and given again had emptied the page in between.
        let taken_back = request.history[about..].iter().any(|one| one.event.code() == "consent-taken-back");
        let emptied = taken_back && then.is_some_and(|edit| !edit.text.contains("{{"));
        // A question has no edit of its own: the page is then as the last act before it that has one.
        let due = jobs.iter().rev().find(|other| other.id < job.id && other.kind == "request-page");
        let due = due.and_then(|due| {
            request.history[..about].iter().rposition(|recorded| recorded.event.code() == due.cause)
        });
        let from = due.map_or(1, |due| due + 1);
        if !emptied && !(from..=request.history.len()).any(shows) {
            verdict.wrong.push(format!("{reference}: the note of job {} came before the page said it", job.id));
        }
    }
}
