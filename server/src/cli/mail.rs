//! Mail from the command line.

use crate::app::App;
use crate::app::intake::{Taken, take_in, word};
use crate::cli::stop;
use crate::mail::explain::explain;
use crate::mail::known::Known;
use crate::mail::reply_address::{Token, address, address_to_rank};
use crate::mailbox;
use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;
use helpdesk_domain::ids::{PersonId, Reference};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum MailCommand {
    /// Say what intake would do with the message on standard input; needs no database
    Explain {
        /// What is known of people, requests and sent messages, as JSON (tests/data/mail/README.md)
        #[arg(long)]
        as_known: Option<PathBuf>,
    },
    /// Take mail in, each message once
    Poll {
        /// From the files of this folder that end in .eml
        #[arg(long, conflicts_with = "stdin")]
        dir: Option<PathBuf>,
        /// One message from standard input
        #[arg(long)]
        stdin: bool,
        /// Go on until stopped, and listen for new mail where the server tells of it
        #[arg(long = "loop", conflicts_with_all = ["dir", "stdin"])]
        go_on: bool,
    },
    /// Print a person's reply address for a request; needs no database
    Address {
        /// The keys and the pattern, in the file that `explain` takes
        #[arg(long)]
        as_known: PathBuf,
        /// The request, 8 characters, or `ranking` for the person's address for ranking
        request: String,
        /// The person, 8 characters
        person: String,
    },
}

impl MailCommand {
    /// Whether it needs the environment and the database.
    pub(crate) fn needs_the_service(&self) -> bool {
        matches!(self, Self::Poll { .. })
    }
}

pub(crate) fn run(command: MailCommand) -> Result<()> {
    match command {
        MailCommand::Poll { .. } => bail!("taking mail in needs the service's environment"),
        MailCommand::Explain { as_known } => {
            let known = as_known.as_deref().map(known).transpose()?.unwrap_or_default();
            let mut raw = Vec::new();
            std::io::stdin().read_to_end(&mut raw).context("standard input could not be read")?;
            println!("{}", serde_json::to_string_pretty(&explain(&raw, &known))?);
        }
        MailCommand::Address { as_known, request, person } => {
            let known = known(&as_known)?;
            let person = PersonId::parse(&person).context("the person is not 8 characters of an id")?;
            let made = if request == "ranking" {
                let generation = known.ranking_generation(person).unwrap_or(0);
                address_to_rank(&known.keys(), &known.reply_address, person, generation)
            } else {
                let request = Reference::parse(&request).context("the request is not 8 characters of an id")?;
                let generations = known.request(request).map(|request| &request.generations);
                let generation = generations.and_then(|all| all.get(&person).copied()).unwrap_or(0);
                address(&known.keys(), &known.reply_address, Token { request, person, generation })
            };
            let made = made.map_err(|why| anyhow!(why))?;
            println!("{made}");
        }
    }
    Ok(())
}

/// Takes mail in from where the command says.
pub(crate) async fn poll(app: &App, command: MailCommand) -> Result<()> {
    match command {
        MailCommand::Poll { dir: Some(dir), .. } => from_folder(app, &dir).await,
        MailCommand::Poll { stdin: true, .. } => {
            let mut raw = Vec::new();
            std::io::stdin().read_to_end(&mut raw).context("standard input could not be read")?;
            say("standard input", &take_in(app, raw, None).await?);
            Ok(())
        }
        MailCommand::Poll { go_on, .. } => from_mailbox(app, go_on).await,
        other => run(other),
    }
}

async fn from_mailbox(app: &App, go_on: bool) -> Result<()> {
    let config = app.config.incoming_mail.imap.as_ref();
    let config = config.context("HELPDESK_IMAP_URL is not set; or say --dir or --stdin")?;
    if go_on {
        mailbox::run(app, config, stop::ordered()?).await;
        return Ok(());
    }
    let polled = mailbox::poll(app, config).await?;
    println!("taken in: {}, known before: {}", polled.taken, polled.known);
    Ok(())
}

/// One message that cannot be taken in for now does not keep the others waiting.
async fn from_folder(app: &App, folder: &Path) -> Result<()> {
    let name = folder.display();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{name} could not be read"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("eml")) {
            files.push(path);
        }
    }
    files.sort();
    let mut left = 0;
    for file in &files {
        let shown = file.file_name().unwrap_or_default().to_string_lossy();
        let taken = match std::fs::read(file) {
            Ok(raw) => take_in(app, raw, None).await.map_err(anyhow::Error::from),
            Err(error) => Err(error.into()),
        };
        match taken {
            Ok(taken) => say(&shown, &taken),
            Err(error) => {
                left += 1;
                eprintln!("{shown}: not taken in: {error:#}");
            }
        }
    }
    if left > 0 { bail!("{left} of {} messages could not be taken in; try again", files.len()) } else { Ok(()) }
}

fn say(name: &str, taken: &Taken) {
    let outcome = taken.outcome.map_or_else(|| "again".to_owned(), |outcome| word(&outcome));
    let request = taken.request.map(|request| format!(" {request}")).unwrap_or_default();
    println!("{name}: {outcome}{request}, mail {}: {}", taken.mail, taken.reason);
}

fn known(file: &Path) -> Result<Known> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{name} could not be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{name} is not what is known as JSON"))
}
