//! Policies from the command line.

use crate::app::{App, policy, policy_file};
use anyhow::{Context, Result, anyhow};
use clap::Subcommand;
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
        PolicyCommand::Adopt { file } => {
            let (name, text) = read(&file)?;
            let version = policy::adopt(app, &name, &text).await?;
            println!("policy {version} holds; running processes take it up within seconds");
            Ok(())
        }
        PolicyCommand::Show => {
            print!("{}", policy::text(app).await?);
            Ok(())
        }
    }
}

/// A file's name and text.
pub(super) fn read(file: &Path) -> Result<(String, String)> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| name.clone())?;
    Ok((name, text))
}
