//! Whether all that the service needs is there. The configuration was read before.

use crate::app::{App, health};
use crate::store::migrate;
use crate::wiki::client::Wiki;
use anyhow::{Context, Result, anyhow, ensure};

pub(crate) async fn run(app: &App) -> Result<()> {
    let mut wrong = 0;
    let mut say = |what: &str, found: Result<String>| match found {
        Ok(words) => println!("ok     {what}: {words}"),
        Err(error) => {
            wrong += 1;
            println!("wrong  {what}: {error:#}");
        }
    };
    say("configuration", Ok("complete".to_owned()));
    say("database", app.store.ping().await.map(|()| "answers".to_owned()).map_err(Into::into));
    say("schema", schema(app).await);
    say("policy", policy(app).await);
    say("outbox", outbox(app).await);
    say("wiki", wiki(app).await);
    ensure!(wrong == 0, "{wrong} things are wrong");
    Ok(())
}

async fn schema(app: &App) -> Result<String> {
    let missing = migrate::missing(&app.store).await?;
    ensure!(missing == 0, "{missing} migrations are missing: run `helpdesk-server migrate`");
    Ok("at its newest".to_owned())
}

async fn policy(app: &App) -> Result<String> {
    let current = app.policy().await?;
    Ok(format!("version {} of {}", current.version, current.policy.organisation.helpdesk))
}

async fn outbox(app: &App) -> Result<String> {
    Ok(match health::health(app).await?.outbox_age {
        None => "nothing waits".to_owned(),
        Some(seconds) => format!("the oldest job waits for {seconds} seconds"),
    })
}

async fn wiki(app: &App) -> Result<String> {
    let wiki = Wiki::new(&app.config)?;
    wiki.titles().await.map_err(|trouble| anyhow!("{trouble:?}")).context("the Action API")?;
    Ok("answers".to_owned())
}
