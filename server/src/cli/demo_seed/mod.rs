//! Fills an empty record with requests that were made in public, at different stages. Everything
//! goes through the same functions as people's own acts, with the clock set back.

mod accounts;
mod file;
mod meetings;
mod stories;
mod tell;

use crate::app::ids::SystemIds;
use crate::app::{App, equity};
use crate::clock::{Clock, SetClock, SystemClock};
use crate::config::Config;
use crate::store::Store;
use accounts::Cast;
use anyhow::{Context, Result};
use file::PublicRequests;
use std::path::Path;
use std::sync::Arc;
use tell::Teller;

/// Reads the file, signs the accounts in, and makes what is not there yet.
///
/// # Errors
/// In words, if the file cannot be read, an account is missing, or a step is refused.
pub async fn run(config: Arc<Config>, path: &Path, accounts: &str) -> Result<()> {
    let name = path.display();
    let text = std::fs::read_to_string(path).with_context(|| name.to_string())?;
    let requests: PublicRequests = serde_json::from_str(&text).with_context(|| name.to_string())?;
    let clock = Arc::new(SetClock::at(SystemClock { offset: config.clock_offset }.now()));
    let app = App::new(Store::new(&config.database)?, clock.clone(), config, Arc::new(SystemIds));
    let made = seed(&app, &clock, &requests, accounts).await?;
    println!("requests made: {made}");
    Ok(())
}

/// Makes the requests that are not there yet, and says how many.
async fn seed(app: &App, clock: &Arc<SetClock>, requests: &PublicRequests, accounts: &str) -> Result<u32> {
    let cast = Cast::sign_in(app, clock, accounts).await?;
    let policy = app.policy().await?.policy;
    let now = clock.now();
    let mut made = 0;
    for story in stories::of(requests, &policy, now) {
        let teller = Teller { app, clock, cast: &cast };
        made += u32::from(teller.tell(&story).await.with_context(|| story.title.clone())?);
    }
    meetings::hold(app, clock, &cast, now).await.context("the meetings")?;
    meetings::rank(app, clock, &cast, now).await.context("the ballots")?;
    clock.set(now);
    equity::publish_month(app).await?;
    Ok(made)
}
