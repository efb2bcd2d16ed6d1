//! What mail that goes out leaves behind for mail that comes in: what was sent, addresses that
//! people confirmed, and how often their reply addresses were ended. Read here, written there.

use crate::store::{StoreError, person, sql, with_list};
use helpdesk_domain::{PersonId, Reference};
use mysql_async::Params;
use mysql_async::prelude::Queryable;
use std::collections::BTreeMap;

/// A message that was sent: its Message-ID without brackets, its request, and to whom.
pub(crate) type Sent = (String, Reference, PersonId);

/// Those of these messages that we sent.
///
/// # Errors
/// As the database says.
pub(crate) async fn sent(conn: &mut impl Queryable, message_ids: &[&str]) -> Result<Vec<Sent>, StoreError> {
    if message_ids.is_empty() {
        return Ok(Vec::new());
    }
    let statement = with_list(sql!("sent_mail/by_message_ids"), message_ids.len());
    let ids = Params::Positional(message_ids.iter().map(|id| (*id).into()).collect());
    let rows: Vec<(String, String, String)> = conn.exec(statement, ids).await?;
    let broken = || StoreError::Broken("sent_mail".to_owned());
    let one = |(id, request, addressee): (String, String, String)| {
        Ok((id, Reference::parse(&request).ok_or_else(broken)?, person(&addressee, "sent_mail.addressee")?))
    };
    rows.into_iter().map(one).collect()
}

/// Whoever confirmed that an address is theirs.
///
/// # Errors
/// As the database says.
pub(crate) async fn confirmed(conn: &mut impl Queryable, mail: &str) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<String> = conn.exec(sql!("mail_preference/by_mail"), (mail,)).await?;
    ids.iter().map(|id| person(id, "mail_preference.person")).collect()
}

/// How often the reply addresses of a request's people were ended; 0 for those who are not there.
///
/// # Errors
/// As the database says.
pub(crate) async fn generations(
    conn: &mut impl Queryable,
    request_id: u64,
) -> Result<BTreeMap<PersonId, u32>, StoreError> {
    let rows: Vec<(String, u32)> = conn.exec(sql!("mail_generation/of_request"), (request_id,)).await?;
    rows.into_iter().map(|(id, n)| Ok((person(&id, "mail_generation.person")?, n))).collect()
}
