//! What has to hold of mail after a run: each message is on record once, with what follows from it once; what went
//! out arrived, once, and after the page that it speaks of.

use crate::database::Database;
use crate::letters::{ANSWER, Names, Post, QUESTION};
use crate::verdict::Verdict;
use crate::wiki::Made;
use anyhow::Result;
use helpdesk_domain::event::Event;
use helpdesk_domain::{Body, Reference, SupportRequest};

/// How often a message may come to the relay when answers are lost.
const COPIES: usize = 2;

/// A mail that was queued, and its job.
#[derive(Clone, Debug)]
struct Mail {
    message_id: String,
    kind: String,
    seq: Option<u32>,
    state: String,
    job: Option<u64>,
    job_state: Option<String>,
}

/// Looks at what came in.
pub async fn came_in(
    verdict: &mut Verdict,
    database: &Database,
    names: &Names,
    request: &SupportRequest,
) -> Result<()> {
    for (id, ought) in names.ids.iter().zip(["new", "joined", "waiting"]) {
        let statement = format!("SELECT state FROM incoming_mail WHERE message_id = '{id}'");
        let states: Vec<String> = database.rows(&statement).await?;
        once(verdict, &format!("mail {id}"), states.len());
        if states.iter().any(|state| state != ought) {
            verdict.wrong.push(format!("mail {id} is {states:?}, not {ought}"));
        }
    }
    let statement = format!("SELECT reference FROM support_request WHERE title = '{}'", names.title);
    once(verdict, &names.title, database.rows::<String>(&statement).await?.len());
    let count = |is: &dyn Fn(&Event) -> bool| request.history.iter().filter(|one| is(&one.event)).count();
    let says = |body: &Body, words: &str| body.as_str() == words;
    let asked =
        count(&|event| matches!(event, Event::QuestionAsked { question, .. } if says(question, QUESTION)));
    once(verdict, "the question", asked);
    let answered = count(&|event| matches!(event, Event::MailReceived { text, .. } if says(text, ANSWER)));
    once(verdict, "the answer", answered);
    if request.questions.iter().any(|one| one.answer.is_none()) {
        verdict.lost += 1;
        verdict.wrong.push(format!("{}: the answer that came by mail answers nothing", request.reference));
    }
    Ok(())
}

fn once(verdict: &mut Verdict, what: &str, times: usize) {
    verdict.lost += usize::from(times == 0);
    verdict.doubled += times.saturating_sub(1);
    if times != 1 {
        verdict.wrong.push(format!("{what} is there {times} times"));
    }
}

/// Looks at what went out about a request. `shaken`: the worker or the database died meanwhile.
pub async fn went_out(
    verdict: &mut Verdict,
    database: &Database,
    post: &Post,
    reference: Reference,
    made: &[Made],
    shaken: bool,
) -> Result<()> {
    let of_request = format!("JOIN support_request r ON r.id = o.request_id WHERE r.reference = '{reference}'");
    let pages = format!("SELECT o.id, o.token FROM outbox o {of_request} AND o.kind = 'request-page'");
    let pages: Vec<(u64, String)> = database.rows(&pages).await?;
    let taken = post.relay.taken();
    let all = queued(database, reference).await?;
    for mail in &all {
        let copies: Vec<_> =
            taken.iter().filter(|one| one.message.message_id.as_ref() == Some(&mail.message_id)).collect();
        let unheard = copies.iter().filter(|copy| !copy.heard).count() + post.relay.lost(&mail.message_id);
        let what = format!("{reference}: the mail {} of event {:?}", mail.kind, mail.seq);
        let parked = mail.job_state.as_deref() == Some("parked");
        let is_sent = mail.state == "sent";
        if (is_sent && copies.is_empty()) || (mail.state == "waiting" && !parked) {
            verdict.lost += 1;
            verdict.wrong.push(format!("{what} is {} and came {} times", mail.state, copies.len()));
        }
        if parked && unheard == 0 && !shaken {
            verdict.wrong.push(format!("{what} waits for a person for no reason"));
        }
        let allowed = if shaken || unheard > 0 { COPIES } else { usize::from(is_sent) };
        if copies.len() > allowed {
            verdict.doubled += copies.len() - allowed;
            verdict.wrong.push(format!("{what}, {}, came {} times", mail.state, copies.len()));
        }
        for copy in copies {
            let before = pages.iter().filter(|(id, _)| mail.job.is_some_and(|job| *id < job));
            let late = before.filter_map(|(_, token)| made.iter().find(|edit| edit.token == *token));
            if late.into_iter().any(|edit| edit.at > copy.at) {
                verdict.wrong.push(format!("{what} came before the page said it"));
            }
        }
    }
    for (n, mail) in all.iter().enumerate() {
        let same = |other: &&Mail| (&other.kind, other.seq) == (&mail.kind, mail.seq);
        if all[..n].iter().any(|other| same(&other)) {
            verdict.doubled += 1;
            verdict.wrong.push(format!("{reference}: two mails {} of event {:?}", mail.kind, mail.seq));
        }
    }
    Ok(())
}

async fn queued(database: &Database, reference: Reference) -> Result<Vec<Mail>> {
    type Row = (String, String, Option<u32>, String, Option<u64>, Option<String>);
    let statement = format!(
        "SELECT m.message_id, m.kind, m.seq, m.state, o.id, o.state FROM sent_mail m \
         JOIN support_request r ON r.id = m.request_id LEFT JOIN outbox o ON o.mail_id = m.id \
         WHERE r.reference = '{reference}' ORDER BY m.id"
    );
    let rows: Vec<Row> = database.rows(&statement).await?;
    let mail =
        |(message_id, kind, seq, state, job, job_state)| Mail { message_id, kind, seq, state, job, job_state };
    Ok(rows.into_iter().map(mail).collect())
}
