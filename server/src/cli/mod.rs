//! The subcommands.

mod backup;
mod committee;
pub mod demo_seed;
pub mod doctor;
pub mod logs;
mod mail;
mod personal_data;
mod policy;
mod serve;
mod stop;
mod wiki;

use crate::app::ids::SystemIds;
use crate::app::{App, rotate_keys};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::store::Store;
use crate::store::migrate::migrate;
use anyhow::{Context, Result, anyhow, ensure};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The Helpdesk's service.
#[derive(Debug, Parser)]
#[command(name = "helpdesk-server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer people, the gadget and other programs
    Serve {
        /// Leave the database's schema as it is
        #[arg(long)]
        no_migrate: bool,
    },
    /// Carry out what waits in the outbox
    Work,
    /// Bring the database to its schema, and give an empty one the policy that is built in
    Migrate,
    /// Check, adopt or show a policy
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// The committee's rules, for checking them from outside
    #[command(subcommand)]
    Committee(committee::CommitteeCommand),
    /// Mail: what intake makes of it
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// What the wiki's pages are made of
    #[command(subcommand)]
    Wiki(wiki::WikiCommand),
    /// Write everything on record to a file, while the service goes on
    Backup(backup::BackupArgs),
    /// Put a backup into an empty database
    Restore(backup::RestoreArgs),
    /// What is kept about somebody: given to them, or erased
    #[command(subcommand)]
    Person(personal_data::PersonCommand),
    /// What is personal in one request: given to its requester, or erased
    #[command(subcommand)]
    Request(personal_data::RequestCommand),
    /// The register of what was erased, for restoring older backups
    #[command(subcommand)]
    Erasures(personal_data::ErasuresCommand),
    /// Encrypt kept tokens and drafts anew with the first key of HELPDESK_TOKEN_KEYS
    RotateKeys,
    /// Fill an empty record with public requests at different stages
    DemoSeed {
        /// The requests, as JSON
        file: PathBuf,
        /// The wiki's accounts to act as: NAME=CENTRAL ID, commas between
        #[arg(long, env = "HELPDESK_DEMO_ACCOUNTS", hide_env_values = true)]
        accounts: String,
    },
    /// Look whether all that the service needs is there
    Doctor,
}

/// Runs a subcommand with these environment variables. What went wrong is said on stderr.
pub fn run(cli: Cli, vars: impl Iterator<Item = (String, String)>) -> ExitCode {
    let result = match cli.command {
        Command::Policy(policy::PolicyCommand::Check { file }) => policy::check(&file),
        Command::Committee(command) => committee::run(command),
        Command::Mail(command) if !command.needs_the_service() => mail::run(command),
        Command::Wiki(wiki::WikiCommand::Splice) => wiki::splice(),
        Command::Wiki(wiki::WikiCommand::Templates { policy: Some(file) }) => wiki::templates_under(&file),
        command => run_configured(command, vars),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_configured(command: Command, vars: impl Iterator<Item = (String, String)>) -> Result<()> {
    let config = Config::from_env(vars).map_err(|problems| anyhow!(problems.join("\n")))?;
    logs::begin(&config.log, std::io::stderr)?;
    actix_web::rt::System::new().block_on(dispatch(command, Arc::new(config)))
}

async fn dispatch(command: Command, config: Arc<Config>) -> Result<()> {
    let app = app(config.clone(), Arc::new(SystemClock { offset: config.clock_offset }))?;
    match command {
        Command::Serve { no_migrate } => {
            if no_migrate {
                whole(&app).await?;
            } else {
                prepare(&app).await?;
            }
            serve::serve(app).await
        }
        Command::Work => {
            whole(&app).await?;
            serve::work(app).await
        }
        Command::Migrate => prepare(&app).await,
        Command::Policy(command) => policy::run(&app, command).await,
        Command::Committee(command) => committee::run(command),
        Command::Mail(command) => {
            whole(&app).await?;
            mail::poll(&app, command).await
        }
        Command::Wiki(command) => wiki::run(&app, command).await,
        Command::Backup(args) => backup::backup(&app, &args).await,
        Command::Restore(args) => backup::restore(&app, &args).await,
        Command::Person(command) => personal_data::person(&app, command).await,
        Command::Request(command) => personal_data::request(&app, command).await,
        Command::Erasures(command) => personal_data::erasures(&app, command).await,
        Command::RotateKeys => {
            let rotated = rotate_keys(&app).await?;
            println!("{} tokens and drafts were encrypted anew under the key {}", rotated.anew, rotated.key_id);
            for (key, tokens) in &rotated.left {
                eprintln!(
                    "{tokens} tokens or drafts are under a key {key} that HELPDESK_TOKEN_KEYS does not have: give it once \
                     more, or let their owners sign in again"
                );
            }
            ensure!(rotated.left.is_empty(), "not all could be read");
            Ok(())
        }
        Command::DemoSeed { file, accounts } => demo_seed::run(config, &file, &accounts).await,
        Command::Doctor => doctor::run(&app).await,
    }
}

/// The service with that clock.
fn app(config: Arc<Config>, clock: Arc<dyn Clock>) -> Result<App> {
    let store = Store::new(&config.database)?;
    Ok(App::new(store, clock, config, Arc::new(SystemIds)))
}

/// The schema at its newest, and a policy.
async fn prepare(app: &App) -> Result<()> {
    whole(app).await?;
    let holder = format!("migrate-{:08x}", u32::from_be_bytes(crate::app::ids::bytes(&*app.ids)?));
    let applied = migrate(&app.store, &holder).await.context("the schema could not be brought up to date")?;
    if applied > 0 {
        tracing::info!(migrations = applied, "the schema is at its newest");
    }
    crate::app::policy::adopt_default(app).await
}

/// A record that a restore has not finished is not used: what was erased since may still be in it.
async fn whole(app: &App) -> Result<()> {
    let unfinished = crate::app::backup::unfinished(app).await?;
    ensure!(
        !unfinished,
        "a restore was begun and is not finished: run the same `helpdesk-server restore` again"
    );
    Ok(())
}
