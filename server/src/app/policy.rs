//! The policy that holds, and how another one is adopted.

use crate::app::mail_out::rules::{self, MailRules};
use crate::app::policy_changes::{PolicyChange, changes};
use crate::app::{App, AppError, aside, policy_file};
use crate::store::policies::{self, PolicyRow};
use crate::store::{StoreError, begin, commit};
use anyhow::anyhow;
use helpdesk_domain::{PersonId, Policy, Timestamp};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The policy that an empty record adopts.
pub const DEFAULT: &str = include_str!("../../policy.toml");

/// How long another process's adoption may go unnoticed.
const FRESH: Duration = Duration::from_secs(5);

/// The policy that holds, with its number in the record.
#[derive(Clone, Debug)]
pub struct CurrentPolicy {
    /// Its number, which events name.
    pub version: u32,
    /// What it says.
    pub policy: Arc<Policy>,
    /// What it says about mail.
    pub mail: Arc<MailRules>,
}

/// What is remembered of it for some seconds.
#[derive(Clone, Default)]
pub(crate) struct PolicyCache(Arc<Mutex<Option<(Instant, CurrentPolicy)>>>);

impl PolicyCache {
    fn get(&self) -> Option<(Instant, CurrentPolicy)> {
        self.0.lock().ok().and_then(|kept| kept.clone())
    }

    fn set(&self, policy: Option<CurrentPolicy>) {
        if let Ok(mut kept) = self.0.lock() {
            *kept = policy.map(|policy| (Instant::now(), policy));
        }
    }
}

/// See [`App::policy`].
pub(crate) async fn current(app: &App) -> Result<CurrentPolicy, AppError> {
    let kept = app.policies.get();
    if let Some((at, policy)) = &kept
        && at.elapsed() < FRESH
    {
        return Ok(policy.clone());
    }
    let version = policies::latest_version(&app.store).await?;
    let version = version.ok_or_else(|| AppError::Internal(anyhow!("no policy was adopted: run `migrate`")))?;
    let current = match kept {
        Some((_, policy)) if policy.version == version => policy,
        _ => {
            let text = policies::load(&app.store, version).await?;
            let policy = policy_file::read(&format!("policy {version}"), &text)
                .map_err(|problems| AppError::Internal(anyhow!(problems.join("\n"))))?;
            let mail =
                rules::read(&text).map_err(|problems| AppError::Internal(anyhow!(problems.join("\n"))))?;
            CurrentPolicy { version, policy: Arc::new(policy), mail: Arc::new(mail) }
        }
    };
    app.policies.set(Some(current.clone()));
    Ok(current)
}

/// As [`adopt_by`], nobody says on whose word.
///
/// # Errors
/// As [`adopt_by`].
pub async fn adopt(app: &App, name: &str, text: &str) -> anyhow::Result<u32> {
    adopt_by(app, name, text, None).await
}

/// Makes a policy the one that holds, on somebody's word, and gives its number; members then stand aside as it says.
/// One that holds already stays, and what was cut off after its adoption is done.
///
/// # Errors
/// In words, one line for each thing that is wrong with `text`, which is called `name`; or as the
/// database says.
pub async fn adopt_by(app: &App, name: &str, text: &str, by: Option<PersonId>) -> anyhow::Result<u32> {
    policy_file::read(name, text).map_err(|problems| anyhow!(problems.join("\n")))?;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    let latest = policies::lock_latest(&mut tx).await?;
    if let Some((version, held)) = &latest
        && held == text
    {
        let version = *version;
        drop(tx);
        drop(conn);
        aside::reconsider(app).await?;
        return Ok(version);
    }
    let version = latest.map_or(1, |(version, _)| version + 1);
    policies::insert(&mut tx, version, text, app.clock.now(), by).await?;
    commit(tx).await?;
    drop(conn);
    app.policies.set(None);
    tracing::info!(policy.version = version, "a policy was adopted");
    aside::reconsider(app).await?;
    Ok(version)
}

/// Adopts [`DEFAULT`] where none was adopted yet.
///
/// # Errors
/// As [`adopt`].
pub async fn adopt_default(app: &App) -> anyhow::Result<()> {
    if policies::latest_version(&app.store).await?.is_some() {
        return Ok(());
    }
    match adopt(app, "policy.toml", DEFAULT).await {
        // Another process was faster.
        Err(error) if matches!(error.downcast_ref(), Some(StoreError::Duplicate)) => Ok(()),
        other => other.map(drop),
    }
}

/// The text of the policy that holds, as it was adopted.
///
/// # Errors
/// As [`App::policy`].
pub async fn text(app: &App) -> Result<String, AppError> {
    let version = current(app).await?.version;
    Ok(policies::load(&app.store, version).await?)
}

/// A policy that was adopted.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number.
    pub version: u32,
    /// When it was adopted.
    pub adopted_at: Timestamp,
    /// On whose word, if that is known.
    pub adopted_by: Option<String>,
    /// What it changed of the one before.
    pub changes: Vec<PolicyChange>,
}

/// All policies that were adopted, the newest first.
///
/// # Errors
/// As the database says.
pub async fn history(app: &App) -> Result<Vec<Version>, AppError> {
    let mut versions: Vec<Version> = Vec::new();
    let mut newer: Option<Policy> = None;
    for row in policies::list(&app.store).await? {
        // One that this version of the program no longer reads is listed all the same.
        let policy = policy_file::read("policy", &policies::load(&app.store, row.version).await?).ok();
        if let (Some(last), Some(old), Some(new)) = (versions.last_mut(), &policy, &newer) {
            last.changes = changes(old, new);
        }
        let PolicyRow { version, adopted_at, adopted_by } = row;
        versions.push(Version { version, adopted_at, adopted_by, changes: Vec::new() });
        newer = policy;
    }
    Ok(versions)
}
