//! The part that a person sees.

use anyhow::{Context, Result, ensure};

use super::browser::{Browser, Consent, Form};
use super::{STATE, Target, query};
use crate::front::Dialect;

/// Login, consent, code. Gives the browser that is logged in now.
pub async fn from_login_to_code(target: &Target, passed: &mut Vec<&'static str>) -> Result<Browser> {
    let browser = Browser::new()?;
    let authorize = target.authorize_url(&[])?;

    let answer = browser.get(authorize.clone()).await?;
    ensure!(answer.status == 307, "not logged in: {}", answer.status);
    let login = answer.location()?;
    ensure!(
        query(&login, "title").as_deref() == Some("Special:UserLogin") && query(&login, "returnto").is_some(),
        "not logged in: sent to {login}"
    );
    passed.push("who is not logged in is sent to the wiki's login form");

    let back = browser.log_in(target, login).await?;
    let (at, page) = browser.follow(target, back).await?;
    let form = Form::with_field(&at, &page.text, "wpEditToken")
        .context("after the login the browser should see the consent page")?;
    passed.push("the login form leads back to the consent page");

    ensure!(
        form.buttons.iter().any(|name| name == "accept") && form.buttons.iter().any(|name| name == "cancel"),
        "buttons of the consent page: {:?}",
        form.buttons
    );
    ensure!(
        form.value("client_id") == Some(target.client_id.as_str()),
        "client on the consent page: {:?}",
        form.value("client_id")
    );
    let forged = browser.submit(&form, &[("wpEditToken", "forged+\\"), ("accept", "Allow")]).await?;
    ensure!(forged.status == 200, "a forged edit token got {} and not the form again", forged.status);
    passed.push("the consent page takes no form with a forged edit token");

    let callback = browser.consent(target, authorize.clone(), Consent::Allow).await?;
    ensure!(callback.as_str().starts_with(&target.redirect_uri), "Allow leads to {callback}");
    ensure!(
        query(&callback, "state").as_deref() == Some(STATE),
        "state comes back as {:?}",
        query(&callback, "state")
    );
    let code = query(&callback, "code").context("no code came back")?;
    ensure!(
        code.starts_with("def50200") && (800..1_100).contains(&code.len()),
        "a code of {} characters: {code:.20}",
        code.len()
    );
    passed.push("Allow leads to the callback with code and state");

    let (at, page) = browser.follow(target, authorize).await?;
    Form::with_field(&at, &page.text, "wpEditToken").context("the consent page should be shown every time")?;
    passed.push("the consent page is shown every time");
    Ok(browser)
}

/// What the authorize end point refuses.
pub async fn refusals(target: &Target, browser: &Browser, passed: &mut Vec<&'static str>) -> Result<()> {
    let callback = browser.consent(target, target.authorize_url(&[])?, Consent::Cancel).await?;
    ensure!(
        query(&callback, "error").as_deref() == Some("unauthorized_client")
            && query(&callback, "state").is_none()
            && query(&callback, "code").is_none(),
        "Cancel leads to {callback}"
    );
    passed.push("Cancel comes back as unauthorized_client without state");

    let unknown_scope = target.authorize_url(&[("scope", "nonsense")])?;
    let callback = browser.get(unknown_scope).await?.location()?;
    let state_is_back = query(&callback, "state").is_some();
    ensure!(
        query(&callback, "error").as_deref() == Some("invalid_scope")
            && state_is_back == (target.dialect == Dialect::Master),
        "an unknown scope leads to {callback}"
    );
    passed.push("an unknown scope comes back as invalid_scope");

    let refused: [(&str, &[(&str, &str)]); 6] = [
        ("an unknown client", &[("client_id", "00000000000000000000000000000000")]),
        ("another callback", &[("redirect_uri", "http://127.0.0.1:9999/evil")]),
        ("no response_type", &[("response_type", "")]),
        ("response_type=token", &[("response_type", "token")]),
        ("an unknown PKCE method", &[("code_challenge_method", "S512")]),
        ("a short challenge", &[("code_challenge", "short")]),
    ];
    for (what, more) in refused {
        let answer = browser.get(target.authorize_url(more)?).await?;
        ensure!(matches!(answer.status, 400 | 401), "{what}: {} {}", answer.status, answer.header("location"));
        ensure!(
            answer.header("content-type").starts_with("text/html"),
            "{what}: {}",
            answer.header("content-type")
        );
    }
    passed.push("a request that is not in order ends on a page and not at the client");
    Ok(())
}
