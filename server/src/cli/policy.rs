//! Policies from the command line.

use crate::app::replay::{self, Tried};
use crate::app::{App, people, policy, policy_file};
use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;
use helpdesk_domain::Promise;
use helpdesk_domain::committee::explain::Answer;
use helpdesk_domain::replay::Otherwise;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Say what is wrong with a policy, line by line
    Check {
        /// The policy, as TOML
        file: PathBuf,
    },
    /// Make a policy the one that holds from now on
    Adopt {
        /// The policy, as TOML
        file: PathBuf,
        /// The wiki account on whose word, as it stands in the list of versions
        #[arg(long)]
        by: Option<String>,
    },
    /// Say what would have gone another way under a policy
    Replay {
        /// The policy, as TOML
        file: PathBuf,
    },
    /// Print the policy that holds, as it was adopted
    Show,
}

/// Checks a file; needs no database.
pub(crate) fn check(file: &Path) -> Result<()> {
    let (name, text) = read(file)?;
    policy_file::read(&name, &text).map_err(|problems| anyhow!(problems.join("\n")))?;
    println!("{name}: nothing is wrong");
    Ok(())
}

pub(crate) async fn run(app: &App, command: PolicyCommand) -> Result<()> {
    match command {
        PolicyCommand::Check { file } => check(&file),
        PolicyCommand::Adopt { file, by } => {
            let (name, text) = read(&file)?;
            let person = match &by {
                Some(name) => people::find(app, name).await?,
                None => None,
            };
            if let (Some(name), None) = (&by, person) {
                bail!("nobody called {name:?} has signed in");
            }
            let version = policy::adopt_by(app, &name, &text, person).await?;
            println!("policy {version} holds; running processes take it up within seconds");
            Ok(())
        }
        PolicyCommand::Replay { file } => {
            let (name, text) = read(&file)?;
            let policy = policy_file::read(&name, &text).map_err(|problems| anyhow!(problems.join("\n")))?;
            told(&replay::try_on_everything(app, &policy).await?);
            Ok(())
        }
        PolicyCommand::Show => {
            print!("{}", policy::text(app).await?);
            Ok(())
        }
    }
}

fn told(tried: &Tried) {
    for change in &tried.changes {
        let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
        println!("{}: {} -> {}", change.path, shown(&change.before), shown(&change.after));
    }
    println!(
        "{} requests, {} acts decided again, {} left out; {} would have been refused, {} followed by another promise",
        tried.requests, tried.acts, tried.left_out, tried.refused, tried.promised
    );
    for tale in &tried.differences {
        let recorded = &tale.difference.recorded;
        let (day, what) = (recorded.at.date(), recorded.event.code());
        match &tale.difference.otherwise {
            Otherwise::Refused(why) => println!("{} {day} {what}: refused ({})", tale.reference, why.code()),
            Otherwise::Promised { was, now } => {
                let by = |promise: &Option<Promise>| {
                    promise.as_ref().map_or("-".to_owned(), |one| one.by.date().to_string())
                };
                println!("{} {day} {what}: promised by {} instead of {}", tale.reference, by(now), by(was));
            }
        }
    }
    if tried.rounds > 0 {
        println!(
            "{} past decisions: {} meet the rule that holds, {} the proposed one",
            tried.rounds, tried.met, tried.would_be_met
        );
    }
    for one in &tried.answers {
        let said = |answer: Option<Answer>| match answer {
            None => "no rule",
            Some(Answer::Met) => "met",
            Some(Answer::Open) => "still open",
            Some(Answer::OutOfReach) => "out of reach",
        };
        println!("{} {}: {} instead of {}", one.reference, one.at.date(), said(one.now), said(one.was));
    }
}

/// A file's name and text.
pub(super) fn read(file: &Path) -> Result<(String, String)> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| name.clone())?;
    Ok((name, text))
}
