//! What somebody would read if all mail that is queued for them, a digest and each meeting's pack went
//! out now.

use super::scene::Scene;
use helpdesk_domain::{PersonId, Reference, Timestamp};
use helpdesk_server::app::mail_out::MailKind;
use helpdesk_server::app::mail_out::compose::{Prepared, prepare};
use helpdesk_server::store::mail_jobs::MailJob;
use mysql_async::prelude::Queryable;

/// A row of `sent_mail` with its request and what a person wrote.
type Row = (u64, Option<String>, String, String, Option<u32>, Option<String>, Option<String>);

const QUEUED: &str = "SELECT m.id, r.reference, m.message_id, m.kind, m.seq, m.in_reply_to, t.body
    FROM sent_mail m LEFT JOIN support_request r ON r.id = m.request_id LEFT JOIN mail_text t ON t.mail_id = m.id
    WHERE m.addressee = ? ORDER BY m.id";

fn job(addressee: PersonId, kind: MailKind) -> MailJob {
    MailJob {
        id: 0,
        lease: String::new(),
        attempts: 1,
        reference: None,
        meeting: None,
        mail: 0,
        message_id: "digest@tool.example".to_owned(),
        addressee,
        kind,
        seq: None,
        by: None,
        in_reply_to: None,
        in_doubt: 0,
        made_at: Timestamp(0),
        body: None,
    }
}

/// All of it, one message after the other, with who wrote what left as it is.
pub async fn all(scene: &Scene, addressee: PersonId) -> String {
    let mut conn = scene.record.conn().await;
    let rows: Vec<Row> = conn.exec(QUEUED, (addressee.as_str(),)).await.expect("mails");
    let meetings: Vec<String> =
        conn.query("SELECT reference FROM meeting ORDER BY starts_at").await.expect("meetings");
    let pack =
        |meeting: &String| MailJob { meeting: Reference::parse(meeting), ..job(addressee, MailKind::Pack) };
    let mut jobs: Vec<MailJob> = meetings.iter().map(pack).collect();
    jobs.push(job(addressee, MailKind::Digest));
    for (mail, reference, message_id, kind, seq, in_reply_to, body) in rows {
        let kind = MailKind::parse(&kind).expect("a kind");
        let reference = reference.as_deref().and_then(Reference::parse);
        jobs.push(MailJob { mail, reference, message_id, seq, in_reply_to, body, ..job(addressee, kind) });
    }
    let mut texts = Vec::new();
    for job in jobs {
        let prepared = prepare(&scene.record.app, &job).await.expect("prepared");
        texts.push(match prepared {
            Prepared::Send(ready) => text(&ready.bytes),
            other => format!("{other:?}"),
        });
    }
    texts.join("\n\n")
}

/// A message without what chance made its parts apart by.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let boundary = text.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    match boundary {
        Some(boundary) => text.replace(&boundary, "BOUNDARY"),
        None => text,
    }
}
