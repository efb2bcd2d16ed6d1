//! A request by mail as its writer and the staff see it: written, asked about, answered; and mail of which nothing can
//! be made.

use crate::desk::Cast;
use crate::mailbox::Mailbox;
use crate::relay::Relay;
use crate::scene::Stage;
use anyhow::{Context, Result};
use helpdesk_domain::{CommandName, Reference, Viewer};
use helpdesk_server::app::view;
use std::sync::Arc;
use std::time::Duration;

/// How long something may take, kills and starts included.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the staff ask and the writer answers.
pub const QUESTION: &str = "Which maps are these?";
pub const ANSWER: &str = "Those of the coast.";

/// Where mail comes from and goes to.
pub struct Post {
    /// What is sent.
    pub relay: Arc<Relay>,
    /// What comes in.
    pub mailbox: Mailbox,
}

/// The names of what a run writes.
pub struct Names {
    /// Who writes.
    pub writer: String,
    /// The subject of their first mail, which is the request's title.
    pub title: String,
    /// The Message-IDs of their two mails and of one that waits for staff, without brackets.
    pub ids: [String; 3],
}

impl Names {
    /// Those of that run.
    pub fn of(run: u32) -> Self {
        Self {
            writer: format!("writer{run}@people.example"),
            title: format!("Maps of run {run}"),
            ids: ["first", "answer", "odd"].map(|which| format!("{which}.{run}@people.example")),
        }
    }
}

/// Writes a mail, lets the staff ask, answers to the address of the question; gives the request.
pub async fn play(stage: &Stage, post: &Post, cast: &Cast, names: &Names) -> Result<Reference> {
    let [first, answer, odd] = &names.ids;
    let from = format!("From: Writer <{}>", names.writer);
    let subject = format!("Subject: {}", names.title);
    let to = "To: helpdesk@mail.example".to_owned();
    post.mailbox.deliver(first, &message(first, &[&from, &to, &subject], "Please help us with our maps."))?;
    post.mailbox.deliver(odd, &message(odd, &["Subject: no sender"], "Hello?"))?;
    let received = arrives(post, &names.writer, |text| text.contains(&names.title)).await?;
    anyhow::ensure!(received.in_reply_to == [first.clone()], "the answer is to {:?}", received.in_reply_to);
    let reference = request(stage, first).await?;
    let staff = &cast.actors[1];
    for (name, fields) in
        [(CommandName::Acknowledge, [].as_slice()), (CommandName::AskRequester, &[("question", QUESTION)])]
    {
        let seen = view(&stage.desk.app, Viewer::Person(*staff), reference).await?;
        let key = format!("{}-{}", reference, name.code());
        stage.client.act(&stage.desk, &cast.tokens[1], reference, name, seen.version, fields, &key).await?;
    }
    let question = arrives(post, &names.writer, |text| text.contains(QUESTION)).await?;
    let address = question.reply_to.first().and_then(|to| to.address.clone()).context("a reply address")?;
    let answers = format!("In-Reply-To: <{}>", question.message_id.unwrap_or_default());
    let to = format!("To: {address}");
    post.mailbox.deliver(answer, &message(answer, &[&from, &to, &subject, &answers], ANSWER))?;
    Ok(reference)
}

fn message(id: &str, headers: &[&str], text: &str) -> Vec<u8> {
    let date = "Date: Thu, 26 Nov 2026 10:00:00 +0000";
    format!("{}\r\n{date}\r\nMessage-ID: <{id}>\r\n\r\n{text}\r\n", headers.join("\r\n")).into_bytes()
}

/// The first mail to somebody whose text is as looked for.
async fn arrives(
    post: &Post,
    to: &str,
    is: impl Fn(&str) -> bool,
) -> Result<helpdesk_server::mail::read::Incoming> {
    let mut arrivals = post.relay.arrivals();
    let arrived = async {
        loop {
            let found = post.relay.taken().into_iter().find(|one| one.to == to && is(&one.message.text));
            if let Some(found) = found {
                return Ok(found.message);
            }
            arrivals.changed().await.context("the relay ended")?;
        }
    };
    tokio::time::timeout(PATIENCE, arrived).await.with_context(|| format!("no such mail to {to}"))?
}

/// The request that a message became.
async fn request(stage: &Stage, message_id: &str) -> Result<Reference> {
    let statement = format!(
        "SELECT r.reference FROM support_request r JOIN incoming_mail m ON m.request_id = r.id \
         WHERE m.message_id = '{message_id}'"
    );
    let found: Option<String> = stage.database.rows(&statement).await?.pop();
    found.as_deref().and_then(Reference::parse).context("a mail was answered that is no request")
}
