//! What is kept about people: shown to them, and erased.

use crate::app::erasure::{self, Erased, Subject, register};
use crate::app::{App, AppError, export, whole_record};
use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::{Args, Subcommand};
use helpdesk_domain::{PersonId, Reference};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Print what is kept about somebody, as JSON, to be given to them
    Export {
        /// The name of their wiki account, their id in the record, or without an account their mail address
        who: String,
    },
    /// Erase somebody's account, what they wrote as requester, and how they are reached
    Erase {
        /// The name of their wiki account, their id in the record, or without an account their mail address
        who: String,
        #[command(flatten)]
        register: RegisterArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RequestCommand {
    /// Print what is kept about the requester of one request, as JSON: for somebody without an account
    Export {
        /// The request's reference
        reference: String,
    },
    /// Print the number, moment and kind of each event, to find the one whose text is to be erased
    Events {
        /// The request's reference
        reference: String,
    },
    /// Erase what the requester wrote in one request, and how they are reached
    Erase {
        /// The request's reference
        reference: String,
        #[command(flatten)]
        register: RegisterArgs,
    },
    /// Erase the texts of one event, as a decision that names somebody who is to be forgotten
    EraseText {
        /// The request's reference
        reference: String,
        /// The event's number, as `request events` prints it
        event: u32,
        #[command(flatten)]
        register: RegisterArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ErasuresCommand {
    /// Add what was erased to the register, a file beside the backups
    Keep {
        /// The register
        file: PathBuf,
    },
    /// Erase again what is in the register
    Apply {
        /// The register
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RegisterArgs {
    /// The register of erasures, a file beside the backups, to note it down in first
    #[arg(long)]
    register: Option<PathBuf>,
}

pub(crate) async fn person(app: &App, command: PersonCommand) -> Result<()> {
    match command {
        PersonCommand::Export { who } if who.contains('@') => {
            let (data, accounts) = export::of_address(app, &who).await.map_err(in_words)?;
            for account in accounts {
                eprintln!("the account {account} uses this address too: export it by its own name or id");
            }
            println!("{}", serde_json::to_string_pretty(&data)?);
            Ok(())
        }
        PersonCommand::Export { who } => {
            let data = export::of_person(app, find(app, &who).await?).await.map_err(in_words)?;
            println!("{}", serde_json::to_string_pretty(&data)?);
            Ok(())
        }
        PersonCommand::Erase { who, register } => {
            let meant = erasure::meant(app, &who).await.map_err(in_words)?;
            for account in &meant.accounts {
                println!("the account {account} uses this address too: erase it by its own name or id");
            }
            ensure!(!meant.subjects.is_empty(), "nothing is kept of {who}, or they were erased");
            for subject in meant.subjects {
                erase(app, subject, &register).await?;
            }
            Ok(())
        }
    }
}

pub(crate) async fn request(app: &App, command: RequestCommand) -> Result<()> {
    match command {
        RequestCommand::Export { reference } => {
            let data = export::of_request(app, read(&reference)?).await.map_err(in_words)?;
            println!("{}", serde_json::to_string_pretty(&data)?);
            Ok(())
        }
        RequestCommand::Events { reference } => events(app, read(&reference)?).await,
        RequestCommand::Erase { reference, register } => {
            erase(app, Subject::Request { reference: read(&reference)? }, &register).await
        }
        RequestCommand::EraseText { reference, event, register } => {
            erase(app, Subject::Text { reference: read(&reference)?, event }, &register).await
        }
    }
}

pub(crate) async fn erasures(app: &App, command: ErasuresCommand) -> Result<()> {
    match command {
        ErasuresCommand::Keep { file } => {
            let new = register::keep(app, &file).await?;
            println!("{}: {new} new", file.display());
        }
        ErasuresCommand::Apply { file } => {
            let applied = register::apply(app, &register::read(&file)?).await?;
            println!("{applied} erasures are carried out");
        }
    }
    Ok(())
}

async fn events(app: &App, reference: Reference) -> Result<()> {
    let request = whole_record(app, reference).await.map_err(in_words)?;
    for (n, recorded) in (1..).zip(&request.history) {
        let at = chrono::DateTime::from_timestamp(recorded.at.0, 0).unwrap_or_default();
        let who = recorded.by.map_or_else(|| "-".to_owned(), |by| by.to_string());
        println!("{n:4}  {}  {who:8}  {}", at.format("%Y-%m-%d %H:%M:%S UTC"), recorded.event.code());
    }
    Ok(())
}

async fn erase(app: &App, subject: Subject, args: &RegisterArgs) -> Result<()> {
    let note_down = |erasure: &erasure::Erasure| match &args.register {
        Some(file) => register::add(file, std::slice::from_ref(erasure)),
        None => Ok(()),
    };
    let Erased { texts, contacts, requests, open, pages, unseated } =
        erasure::erase(app, None, subject, note_down).await.map_err(in_words)?;
    let names = |list: &[Reference]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    println!("erased: {texts} texts and {contacts} contacts in {} requests", requests.len());
    if !requests.is_empty() {
        println!("touched: {}", names(&requests));
    }
    if !open.is_empty() {
        println!("still open, and somebody has to close them: {}", names(&open));
    }
    if unseated {
        println!("a seat in the committee ended with it");
    }
    for (reference, title) in &pages {
        println!("{reference} has a page on the wiki, whose name and history stay there: {title}");
    }
    println!("wiki pages keep their names and histories: an administrator of the wiki can hide or delete them");
    if args.register.is_none() {
        println!("not in a register yet: run `helpdesk-server erasures keep FILE`, or the next backup does");
    }
    Ok(())
}

fn read(reference: &str) -> Result<Reference> {
    Reference::parse(reference.trim()).with_context(|| format!("{reference} is not a reference"))
}

async fn find(app: &App, who: &str) -> Result<PersonId> {
    let found = crate::app::people::find(app, who).await.map_err(in_words)?;
    found.with_context(|| format!("nobody of the name or id {who} has signed in, or they were erased"))
}

fn in_words(error: AppError) -> anyhow::Error {
    match error {
        AppError::NotFound => anyhow!("there is no such request, person or event"),
        AppError::Form(_) => anyhow!("this is the only steward: make somebody else a steward first, at /roles"),
        other => anyhow!(other),
    }
}

/// The register that a restore goes by: the one that is named, or the one beside the backup.
pub(crate) fn register_beside(backup: &std::path::Path, named: Option<&PathBuf>) -> Result<PathBuf> {
    let beside = backup.with_file_name(REGISTER);
    match named {
        Some(file) => Ok(file.clone()),
        None if beside.is_file() => Ok(beside),
        None => bail!(
            "there is no {REGISTER} beside the backup: name the register of erasures with --erasures FILE, or say \
             --no-erasures if there is none"
        ),
    }
}

/// The name of the register in a folder of backups.
pub(crate) const REGISTER: &str = "erasures.jsonl";
