//! What the wiki's pages are made of, from the command line.

use super::policy::read;
use crate::app::{App, policy, policy_file};
use crate::wiki::{splice, templates};
use anyhow::{Context, Result, anyhow};
use clap::Subcommand;
use helpdesk_domain::Policy;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum WikiCommand {
    /// Print the templates that render our blocks, as JSON: prefixed titles and wikitext
    Templates {
        /// A policy, as TOML; without it, the one that holds
        #[arg(long)]
        policy: Option<PathBuf>,
    },
    /// Put a block into a page: reads {"page", "reference", "block"} and prints what becomes of the page, as JSON
    Splice,
}

pub(crate) async fn run(app: &App, command: WikiCommand) -> Result<()> {
    match command {
        WikiCommand::Templates { policy: Some(file) } => templates_under(&file),
        WikiCommand::Templates { policy: None } => print_templates(&policy::current(app).await?.policy),
        WikiCommand::Splice => splice(),
    }
}

/// The templates under a policy in a file; needs no database.
pub(crate) fn templates_under(file: &Path) -> Result<()> {
    let (name, text) = read(file)?;
    let policy = policy_file::read(&name, &text).map_err(|problems| anyhow!(problems.join("\n")))?;
    print_templates(&policy)
}

fn print_templates(policy: &Policy) -> Result<()> {
    let pages: BTreeMap<String, String> = templates::pages(policy).into_iter().collect();
    println!("{}", serde_json::to_string_pretty(&pages)?);
    Ok(())
}

/// Needs no database.
pub(crate) fn splice() -> Result<()> {
    let mut question = String::new();
    std::io::stdin().read_to_string(&mut question).context("standard input")?;
    println!(
        "{}",
        splice::answer(&question).context("standard input is not {\"page\", \"reference\", \"block\"}")?
    );
    Ok(())
}
