//! The rules as they stand, as they stood, and as they might stand.

use super::Shown;
use crate::app::policy;
use crate::app::policy_changes::PolicyChange;
use crate::app::replay::{Tale, Tried, try_policy};
use crate::http::body::Sent;
use crate::http::guard::{MaybeSignedIn, TriesPolicy, Visit, WithRole};
use crate::http::page_error::{html, ok};
use crate::views::frame::framed;
use crate::views::policy::{ChangeLine, PolicyPage, VersionLine};
use crate::views::policy_try::{PolicyTryPage, TriedLines};
use actix_web::http::StatusCode;
use helpdesk_domain::Role;

/// `GET /policy`
pub async fn show(visit: Visit<MaybeSignedIn>) -> Shown {
    let works = visit.frame.works_here() || visit.frame.has(Role::Steward);
    let versions = policy::history(&visit.site.app).await?;
    let page = PolicyPage {
        version: visit.policy.version,
        policy: visit.policy.policy.clone(),
        versions: versions.into_iter().map(|one| version(one, works)).collect(),
        may_try: Role::ALL.into_iter().any(|role| role != Role::WorkingGroup && visit.frame.has(role)),
    };
    Ok(ok(&visit.frame, &page))
}

/// `GET /policy/try`
pub async fn ask(visit: Visit<WithRole<TriesPolicy>>) -> Shown {
    let text = policy::text(&visit.site.app).await?;
    let policy = visit.policy.policy.clone();
    Ok(ok(&visit.frame, &PolicyTryPage { policy, text, problems: Vec::new(), tried: None }))
}

/// `POST /policy/try`
pub async fn attempt(visit: Visit<WithRole<TriesPolicy>>, mut sent: Sent) -> Shown {
    let text = sent.take("text").unwrap_or_default().replace("\r\n", "\n");
    let policy = visit.policy.policy.clone();
    let (status, problems, tried) = match try_policy(&visit.site.app, &visit.who.actor(), &text).await? {
        Ok(came) => (StatusCode::OK, Vec::new(), Some(tried(came))),
        Err(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
    };
    let page = PolicyTryPage { policy, text, problems, tried };
    Ok(html(status, framed(&visit.frame, &page)))
}

fn version(one: policy::Version, works: bool) -> VersionLine {
    VersionLine {
        version: one.version,
        adopted_at: one.adopted_at,
        adopted_by: one.adopted_by.filter(|_| works),
        changes: one.changes.into_iter().map(change).collect(),
    }
}

fn change(one: PolicyChange) -> ChangeLine {
    ChangeLine { path: one.path, before: one.before, after: one.after }
}

fn tried(came: Tried) -> TriedLines {
    let told = |tale: Tale| (tale.reference, tale.title, tale.difference);
    TriedLines {
        counts: [came.requests, came.acts, came.left_out, came.refused, came.promised],
        changes: came.changes.into_iter().map(change).collect(),
        tales: came.differences.into_iter().map(told).collect(),
        rounds: [came.rounds, came.met, came.would_be_met],
        answers: came.answers,
    }
}
