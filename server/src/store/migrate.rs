//! Brings the schema up to date: each file of `sql/migrations` once, in order, by one process at a time.

use crate::store::{Store, StoreError, leases, sql};
use anyhow::{Context, bail, ensure};
use mysql_async::prelude::Queryable;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// One step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The file's name without `.sql`: `V0001__what`.
    pub name: &'static str,
    /// Its one statement.
    pub statement: &'static str,
}

macro_rules! migrations {
    ($($name:literal,)+) => {
        /// All migrations, in order.
        pub const MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            statement: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../sql/migrations/", $name, ".sql")),
        },)+];
    };
}

migrations! {
    "V0001__person",
    "V0002__role_grant",
    "V0003__policy",
    "V0004__support_request",
    "V0005__event",
    "V0006__prose",
    "V0007__contact",
    "V0008__member_standing",
    "V0009__idempotency_key",
    "V0010__outbox",
    "V0011__wiki_page",
    "V0012__session",
    "V0013__gadget_token",
    "V0014__popup_code",
    "V0015__oauth_token",
    "V0016__draft",
    "V0017__search_word",
    "V0018__support_request_changes",
    "V0020__erasure",
    "V0021__event_by_person",
    "V0030__correspondent",
    "V0031__incoming_mail",
    "V0032__mailbox_uid",
    "V0033__mail_blob",
    "V0034__mail_attachment",
    "V0035__mail_move",
    "V0036__merged_request",
    "V0037__contact_mail",
    "V0040__sent_mail",
    "V0041__outbox_mail",
    "V0042__mail_generation",
    "V0043__due_mail",
    "V0044__mail_preference",
    "V0045__mail_text",
    "V0046__writing",
    "V0050__seat",
    "V0051__feedback_draft",
    "V0052__ballot",
    "V0053__ranking",
    "V0054__member_standing_mentioned",
    "V0055__equity_snapshot",
    "V0056__meeting",
    "V0057__meeting_note",
    "V0058__shared_page",
    "V0060__member_standing_person",
    "V0080__sent_mail_meeting",
}

/// The name of the lease under which it is done.
const LEASE: &str = "migrate";
/// Seconds for one statement; the lease is renewed before each.
const LEASE_SECONDS: u32 = 300;
/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

impl Migration {
    /// Its number; `None` if its name is not `V0000__what`.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.name.strip_prefix('V')?.split("__").next()?.parse().ok()
    }
}

/// Applies what is missing, and gives the number of steps that were. `holder` is a new random word
/// of 16 characters.
///
/// # Errors
/// In words, if a step fails, was changed after it was applied, or is unknown to this program.
pub async fn migrate(store: &Store, holder: &str) -> anyhow::Result<usize> {
    hold(store, holder).await?;
    let applied = apply(store, holder, newest()).await;
    release(store, holder).await?;
    applied
}

/// The number of the last step that this program knows.
#[must_use]
pub fn newest() -> u32 {
    MIGRATIONS.last().and_then(Migration::number).unwrap_or(0)
}

/// The number of the last step that was applied; `None` for a database without a schema.
///
/// # Errors
/// As the database says.
pub async fn version(conn: &mut impl Queryable) -> Result<Option<u32>, StoreError> {
    let applied: Result<Vec<(u32, Vec<u8>)>, StoreError> =
        conn.query(sql!("migration/list")).await.map_err(StoreError::from);
    match applied {
        Ok(applied) => Ok(applied.last().map(|(version, _)| *version)),
        Err(error) if error.is_missing_table() => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many steps are not applied yet.
///
/// # Errors
/// As [`migrate`].
pub async fn missing(store: &Store) -> anyhow::Result<usize> {
    Ok(unapplied(store).await?.len())
}

/// Becomes the one who may change the schema; waits for another process that does.
///
/// # Errors
/// In words, if that process takes too long.
pub async fn hold(store: &Store, holder: &str) -> anyhow::Result<()> {
    let mut conn = store.conn().await?;
    conn.query_drop(sql!("lease/create")).await?;
    conn.query_drop(sql!("migration/create")).await?;
    drop(conn);
    let taken = tokio::time::timeout(PATIENCE, wait_for_lease(store, holder)).await;
    Ok(taken.context("another process has been changing the schema for two minutes")??)
}

/// Renews the lease of [`hold`]; `false` if it went to somebody else.
///
/// # Errors
/// As the database says.
pub(crate) async fn hold_on(store: &Store, holder: &str) -> Result<bool, StoreError> {
    leases::take(store, LEASE, holder, LEASE_SECONDS).await
}

/// Gives the lease of [`hold`] back.
///
/// # Errors
/// As the database says.
pub async fn release(store: &Store, holder: &str) -> Result<(), StoreError> {
    leases::release(store, LEASE, holder).await
}

/// Forgets which steps were applied, when all that they made was removed.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget(conn: &mut impl Queryable) -> Result<(), StoreError> {
    Ok(conn.query_drop(sql!("migration/delete_all")).await?)
}

async fn wait_for_lease(store: &Store, holder: &str) -> Result<(), StoreError> {
    loop {
        match hold_on(store, holder).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // Another process took it on another node of a cluster.
            Err(error) if error.is_passing() => {}
            Err(other) => return Err(other),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn unapplied(store: &Store) -> anyhow::Result<&'static [Migration]> {
    let applied: Vec<(u32, Vec<u8>)> = store.conn().await?.query(sql!("migration/list")).await?;
    if let Some((version, _)) = applied.get(MIGRATIONS.len()) {
        bail!("the database has migration {version}, which this program does not know: it is older");
    }
    for (migration, (version, checksum)) in MIGRATIONS.iter().zip(&applied) {
        let same = checksum[..] == self::checksum(migration)[..] && *version == number(migration)?;
        ensure!(same, "sql/migrations/{}.sql was changed after it was applied", migration.name);
    }
    Ok(&MIGRATIONS[applied.len()..])
}

/// Applies the steps up to that number which are missing, under the lease of [`hold`], and gives
/// how many there were.
///
/// # Errors
/// As [`migrate`].
pub async fn apply(store: &Store, holder: &str, upto: u32) -> anyhow::Result<usize> {
    let mut applied = 0;
    for migration in unapplied(store).await? {
        if number(migration)? > upto {
            break;
        }
        ensure!(hold_on(store, holder).await?, "the schema's lease ran out");
        let mut conn = store.conn().await?;
        let context = || format!("sql/migrations/{}.sql", migration.name);
        match conn.query_drop(migration.statement).await.map_err(StoreError::from) {
            Err(error) if error.is_done_already() => {
                tracing::info!(migration = migration.name, "was done and not noted down");
            }
            other => other.with_context(context)?,
        }
        let row = (number(migration)?, migration.name, checksum(migration).to_vec());
        conn.exec_drop(sql!("migration/insert"), row).await?;
        tracing::info!(migration = migration.name, "the schema was changed");
        applied += 1;
    }
    Ok(applied)
}

fn number(migration: &Migration) -> anyhow::Result<u32> {
    migration.number().with_context(|| format!("{} is not named V0000__what", migration.name))
}

fn checksum(migration: &Migration) -> [u8; 32] {
    Sha256::digest(migration.statement).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_in_the_order_of_their_numbers() {
        let numbers: Vec<_> = MIGRATIONS.iter().map(|one| number(one).expect("a number")).collect();
        assert!(numbers.windows(2).all(|two| two[0] < two[1]), "{numbers:?}");
    }
}
