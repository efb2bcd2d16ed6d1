//! Mail from the command line.

use crate::mail::explain::explain;
use crate::mail::known::Known;
use crate::mail::reply_address::{Token, address};
use anyhow::{Context, Result, anyhow};
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
    /// Print a person's reply address for a request; needs no database
    Address {
        /// The keys and the pattern, in the file that `explain` takes
        #[arg(long)]
        as_known: PathBuf,
        /// The request, 8 characters
        request: String,
        /// The person, 8 characters
        person: String,
    },
}

pub(crate) fn run(command: MailCommand) -> Result<()> {
    match command {
        MailCommand::Explain { as_known } => {
            let known = as_known.as_deref().map(known).transpose()?.unwrap_or_default();
            let mut raw = Vec::new();
            std::io::stdin().read_to_end(&mut raw).context("standard input could not be read")?;
            println!("{}", serde_json::to_string_pretty(&explain(&raw, &known))?);
        }
        MailCommand::Address { as_known, request, person } => {
            let known = known(&as_known)?;
            let request = Reference::parse(&request).context("the request is not 8 characters of an id")?;
            let person = PersonId::parse(&person).context("the person is not 8 characters of an id")?;
            let generations = known.request(request).map(|request| &request.generations);
            let generation = generations.and_then(|all| all.get(&person).copied()).unwrap_or(0);
            let token = Token { request, person, generation };
            let made = address(&known.keys(), &known.reply_address, token).map_err(|why| anyhow!(why))?;
            println!("{made}");
        }
    }
    Ok(())
}

fn known(file: &Path) -> Result<Known> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{name} could not be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{name} is not what is known as JSON"))
}
