//! Whether all that the service needs is there, and what to do about what is not. The configuration
//! was read before.

use crate::app::{App, health};
use crate::oauth::{Client, OauthError};
use crate::store;
use crate::store::migrate;
use crate::wiki::client::{Account, Wanted, Wiki};
use crate::wiki::outcome::Trouble;
use crate::wiki::templates;
use anyhow::{Context, Result, anyhow, bail, ensure};
use secrecy::SecretString;

/// One thing that was looked at.
#[derive(Debug)]
pub struct Finding {
    /// What.
    pub what: &'static str,
    /// How it stands, or what is wrong and what to do about it.
    pub found: Result<String>,
}

pub(crate) async fn run(app: &App) -> Result<()> {
    let findings = look(app).await;
    for Finding { what, found } in &findings {
        match found {
            Ok(words) => println!("ok     {what}: {words}"),
            Err(error) => println!("wrong  {what}: {error:#}"),
        }
    }
    let wrong = findings.iter().filter(|finding| finding.found.is_err()).count();
    ensure!(wrong == 0, "{wrong} of {} things are wrong", findings.len());
    Ok(())
}

/// Looks at everything; changes nothing.
pub async fn look(app: &App) -> Vec<Finding> {
    let mut findings = vec![
        Finding { what: "configuration", found: Ok("complete".to_owned()) },
        Finding { what: "database", found: database(app).await },
    ];
    if findings.iter().all(|finding| finding.found.is_ok()) {
        findings.push(Finding { what: "schema", found: schema(app).await });
        findings.push(Finding { what: "policy", found: policy(app).await });
        findings.push(Finding { what: "outbox", found: outbox(app).await });
    }
    let wiki = wiki(app).await;
    let reached = wiki.is_ok();
    findings.push(Finding { what: "wiki", found: wiki });
    findings.push(Finding { what: "sign-in", found: oauth(app).await });
    if reached {
        findings.push(Finding { what: "the tool's account", found: account(app).await });
        findings.push(Finding { what: "templates", found: templates_on(app).await });
    }
    findings
}

async fn database(app: &App) -> Result<String> {
    let how = "look at HELPDESK_DATABASE_HOST or _SOCKET, _USER, _PASSWORD and _NAME, and whether it runs";
    app.store.ping().await.with_context(|| how.to_owned())?;
    Ok("answers".to_owned())
}

async fn schema(app: &App) -> Result<String> {
    let missing = migrate::missing(&app.store).await?;
    ensure!(missing == 0, "{missing} migrations are missing: run `helpdesk-server migrate`");
    Ok("at its newest".to_owned())
}

async fn policy(app: &App) -> Result<String> {
    let current = app.policy().await.context("run `helpdesk-server migrate`, or `policy adopt FILE`")?;
    Ok(format!("version {} of {}", current.version, current.policy.organisation.helpdesk))
}

async fn outbox(app: &App) -> Result<String> {
    let stuck = store::outbox::stuck(&app.store, None, app.clock.now()).await?;
    let parked = stuck.iter().filter(|job| job.parked).count();
    ensure!(parked == 0, "{parked} jobs wait for a person: the page /outbox of the tool says why");
    match health::health(app).await?.outbox_age {
        None => Ok("nothing waits".to_owned()),
        Some(seconds) if seconds > 3600 => {
            bail!("the oldest job waits for {} hours: is `helpdesk-server work` running?", seconds / 3600)
        }
        Some(seconds) => Ok(format!("the oldest job waits for {seconds} seconds")),
    }
}

async fn wiki(app: &App) -> Result<String> {
    let wiki = Wiki::new(&app.config)?;
    wiki.titles().await.map_err(|trouble| {
        anyhow!("{}: {}; look at HELPDESK_WIKI_API", app.config.wiki_api, words(&trouble))
    })?;
    Ok("answers".to_owned())
}

/// A token that cannot be good is sent: how it is refused says whether the consumer is known.
async fn oauth(app: &App) -> Result<String> {
    let config = &app.config;
    let client = Client::new(&config.oauth, &config.callback(), &config.user_agent())?;
    match client.refresh(&SecretString::from("doctor")).await {
        Err(OauthError::SignInAgain(words)) if words.contains("invalid_client") => bail!(
            "the wiki does not know the consumer: look at HELPDESK_OAUTH_CLIENT_ID and _SECRET, and whether it \
             was approved with the callback {}",
            config.callback()
        ),
        Ok(_) | Err(OauthError::SignInAgain(_)) => Ok(format!("the callback is {}", config.callback())),
        Err(error) => Err(anyhow!(error).context("look at HELPDESK_OAUTH_URL")),
    }
}

async fn account(app: &App) -> Result<String> {
    let Some(token) = app.config.tool_account_token.clone() else {
        bail!(
            "not set up: pages are edited only as those who act, and the status table and notes not at all; \
             register an owner-only consumer for it and set HELPDESK_TOOL_ACCOUNT_TOKEN"
        );
    };
    let wiki = Wiki::new(&app.config)?;
    let page = app.policy().await?.policy.wiki.data_page.clone();
    let seen = wiki.look(&Account { token, name: None }, Wanted::Title(&page)).await;
    seen.map_err(|trouble| anyhow!("{}; look at HELPDESK_TOOL_ACCOUNT_TOKEN", words(&trouble)))?;
    Ok("signs in".to_owned())
}

async fn templates_on(app: &App) -> Result<String> {
    let wiki = Wiki::new(&app.config)?;
    let policy = app.policy().await?.policy;
    let (mut missing, mut other, mut all) = (Vec::new(), 0, 0);
    for (title, text) in templates::pages(&policy) {
        all += 1;
        match wiki.read(&title).await.map_err(|trouble| anyhow!("{title}: {}", words(&trouble)))? {
            None => missing.push(title),
            Some(page) if page.text.trim_end() != text.trim_end() => other += 1,
            Some(_) => {}
        }
    }
    ensure!(
        missing.is_empty(),
        "{} missing on the wiki: publish them with `cargo xtask gadget`, or paste what `helpdesk-server wiki \
         templates` prints",
        missing.join(", ")
    );
    Ok(match other {
        0 => format!("all {all} are there"),
        other => format!("all {all} are there; {other} differ from those of this version"),
    })
}

fn words(trouble: &Trouble) -> String {
    match trouble {
        Trouble::TokenRefused { code } => format!("the wiki refuses the token ({code})"),
        Trouble::Lost => "the wiki does not answer".to_owned(),
        other => format!("the wiki says {other}"),
    }
}
