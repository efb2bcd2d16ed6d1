//! What mail keeps about one person, to be given to them.

use crate::app::export::{CameIn, Mail, WentOut};
use crate::store::{Store, StoreError, sql};
use helpdesk_domain::{PersonId, Timestamp};
use mysql_async::prelude::Queryable;

/// Their address, and the mails that they wrote and got.
///
/// # Errors
/// As the database says.
pub(crate) async fn of_person(store: &Store, who: PersonId) -> Result<Mail, StoreError> {
    let mut conn = store.conn().await?;
    let address: Option<String> = conn.exec_first(sql!("mail_preference/given"), (who.as_str(),)).await?;
    let came: Vec<(i64, String, Option<String>)> =
        conn.exec(sql!("incoming_mail/of_person"), (who.as_str(),)).await?;
    let went: Vec<(i64, String)> = conn.exec(sql!("sent_mail/of_person"), (who.as_str(),)).await?;
    let came_in = came.into_iter().map(|(at, subject, from)| CameIn { at: Timestamp(at), subject, from });
    let went_out = went.into_iter().map(|(at, about)| WentOut { at: Timestamp(at), about });
    Ok(Mail { address, came_in: came_in.collect(), went_out: went_out.collect() })
}
