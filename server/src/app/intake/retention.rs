//! Raw messages are kept for a while only: what matters of them is on record with the request.

use crate::app::{App, AppError};
use crate::store::{begin, commit, incoming_mail, mail_blobs};

/// Days for which a message is kept as it came, where the policy has no term. Those that wait are
/// kept until they are placed.
const RAW_DAYS: u32 = 90;

/// Forgets the raw form of messages that came long ago.
///
/// # Errors
/// As the database says.
pub(crate) async fn forget_old_raw(app: &App) -> Result<(), AppError> {
    let days = app.policy().await?.policy.retention.map_or(RAW_DAYS, |retention| retention.raw_mail_days);
    let before = app.clock.now().0 - i64::from(days) * 86_400;
    loop {
        let mut conn = app.store.conn().await?;
        let old = incoming_mail::with_old_raw(&mut conn, before).await?;
        if old.is_empty() {
            return Ok(());
        }
        for id in old {
            let mut tx = begin(&mut conn).await?;
            mail_blobs::forget_raw(&mut tx, id).await?;
            incoming_mail::raw_forgotten(&mut tx, id).await?;
            commit(tx).await?;
        }
    }
}
