//! The token end point.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::browser::{Browser, Consent};
use super::{Answer, Target, VERIFIER, query};
use crate::front::Dialect;

/// An access token and its refresh token.
#[derive(Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

/// A code by the consent page.
async fn code(target: &Target, browser: &Browser) -> Result<String> {
    let callback = browser.consent(target, target.authorize_url(&[])?, Consent::Allow).await?;
    query(&callback, "code").with_context(|| format!("no code in {callback}"))
}

/// Tokens by the consent page.
pub async fn tokens(target: &Target, browser: &Browser) -> Result<Tokens> {
    let code = code(target, browser).await?;
    read(&post(target, &exchange_fields(target, &code), &[]).await?)
}

fn exchange_fields<'a>(target: &'a Target, code: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", &target.client_id),
        ("client_secret", &target.client_secret),
        ("redirect_uri", &target.redirect_uri),
        ("code", code),
        ("code_verifier", VERIFIER),
    ]
}

fn refresh_fields<'a>(target: &'a Target, token: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("grant_type", "refresh_token"),
        ("client_id", &target.client_id),
        ("client_secret", &target.client_secret),
        ("refresh_token", token),
    ]
}

/// `more` wins over `fields`; an empty value leaves one out.
async fn post(target: &Target, fields: &[(&str, &str)], more: &[(&str, &str)]) -> Result<Answer> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let sent: Vec<_> = kept.chain(more.iter().filter(|(_, value)| !value.is_empty())).collect();
    Answer::of(client()?.post(end_point(target)?).form(&sent)).await
}

fn client() -> Result<reqwest::Client> {
    reqwest::Client::builder().no_proxy().build().context("an HTTP client")
}

fn end_point(target: &Target) -> Result<url::Url> {
    target.at("/w/rest.php/oauth2/access_token")
}

fn read(answer: &Answer) -> Result<Tokens> {
    ensure!(answer.status == 200, "tokens refused: {} {}", answer.status, answer.text);
    let body = answer.json()?;
    let text =
        |name: &str| body[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {body}"));
    Ok(Tokens { access: text("access_token")?, refresh: text("refresh_token")? })
}

fn is_error(
    target: &Target,
    what: &str,
    answer: &Answer,
    status: u16,
    error: &str,
    hint: Option<&str>,
) -> Result<()> {
    let body = answer.json().with_context(|| what.to_owned())?;
    ensure!(
        answer.status == status && body["error"] == error,
        "{what}: expected {status} {error}, got {} {body}",
        answer.status
    );
    if let Some(hint) = hint {
        ensure!(body["hint"] == hint, "{what}: hint {}", body["hint"]);
    }
    let message_is_there = body.get("message").is_some();
    ensure!(message_is_there == (target.dialect == Dialect::Seen), "{what}: message in {body}");
    ensure!(body["error_description"].is_string(), "{what}: no error_description in {body}");
    Ok(())
}

/// What is wrong, the field that makes it so, and the status, error and hint that it gets.
type Refusal<'a> = (&'a str, (&'a str, &'a str), u16, &'a str, Option<&'a str>);

/// Codes for tokens.
pub async fn exchange(target: &Target, browser: &Browser, passed: &mut Vec<&'static str>) -> Result<()> {
    let code = code(target, browser).await?;
    let fields = exchange_fields(target, &code);
    // What league 9 calls a bad grant, league 8 called a bad request.
    let bad_code = match target.dialect {
        Dialect::Seen => "invalid_request",
        Dialect::Master => "invalid_grant",
    };
    let short = "Code Verifier must follow the specifications of RFC-7636.";
    let other = "qObyW_yTUN3x-tr9P0hp2CKCc66Q8mXEikone_5kakgKYKQEyJr4goNoZbZDJSNr";
    let wrong = "Failed to verify `code_verifier`.";
    let refused: [Refusal; 9] = [
        ("garbage as code", ("code", "def50200deadbeef"), 400, bad_code, None),
        ("another verifier", ("code_verifier", other), 400, "invalid_grant", Some(wrong)),
        (
            "no verifier",
            ("code_verifier", ""),
            400,
            "invalid_request",
            Some("Check the `code_verifier` parameter"),
        ),
        ("a short verifier", ("code_verifier", "short"), 400, "invalid_request", Some(short)),
        ("a wrong secret", ("client_secret", "0000"), 401, "invalid_client", None),
        ("another callback", ("redirect_uri", "http://127.0.0.1:9999/evil"), 401, "invalid_client", None),
        (
            "no callback",
            ("redirect_uri", ""),
            400,
            "invalid_request",
            Some("Check the `redirect_uri` parameter"),
        ),
        (
            "an unknown grant type",
            ("grant_type", "password"),
            400,
            "invalid_request",
            Some("Check the `grant_type` parameter"),
        ),
        ("no code", ("code", ""), 400, "invalid_request", Some("Check the `code` parameter")),
    ];
    for (what, change, status, error, hint) in refused {
        let answer = post(target, &fields, &[change]).await?;
        is_error(target, what, &answer, status, error, hint)?;
    }
    // A front that serves both dialects cannot know which one an unknown client expects.
    let unknown = post(target, &fields, &[("client_id", "0000")]).await?;
    ensure!(
        unknown.status == 401 && unknown.json()?["error"] == "invalid_client",
        "an unknown client: {} {}",
        unknown.status,
        unknown.text
    );
    passed.push("a token request that is not in order is refused with the documented error");

    let get = Answer::of(client()?.get(end_point(target)?)).await?;
    ensure!(get.status == 405, "GET: {}", get.status);
    let json =
        client()?.post(end_point(target)?).json(&serde_json::json!({ "grant_type": "authorization_code" }));
    let json = Answer::of(json).await?;
    ensure!(json.status == 415, "a JSON body: {}", json.status);
    passed.push("the token end point takes forms by POST only");

    let without_client: Vec<_> = fields.iter().filter(|(name, _)| !name.starts_with("client_")).collect();
    let basic = client()?
        .post(end_point(target)?)
        .basic_auth(&target.client_id, Some(&target.client_secret))
        .form(&without_client);
    let answer = Answer::of(basic).await?;
    let tokens = read(&answer)?;
    let body = answer.json()?;
    ensure!(
        body["token_type"] == "Bearer"
            && body["expires_in"].as_u64().is_some_and(|seconds| seconds > 0)
            && body.get("scope").is_none(),
        "token answer {:?}",
        body.as_object().map(|fields| fields.keys().collect::<Vec<_>>())
    );
    ensure!(
        answer.header("cache-control").contains("no-store"),
        "cache-control: {}",
        answer.header("cache-control")
    );
    ensure!(
        tokens.access.matches('.').count() == 2 && tokens.refresh.starts_with("def50200"),
        "shapes of the tokens"
    );
    passed.push("a refused exchange leaves the code good, and HTTP Basic proves the client");

    let again = post(target, &fields, &[]).await?;
    is_error(
        target,
        "the code a second time",
        &again,
        400,
        bad_code,
        Some("Authorization code has been revoked"),
    )?;
    let who = super::api::who(target, Some(&tokens.access)).await?;
    ensure!(who["name"] == target.user.as_str(), "after the replay: {who}");
    passed.push("a code works once, and its replay leaves the tokens good");
    Ok(())
}

/// Refresh tokens.
pub async fn refresh(target: &Target, browser: &Browser, passed: &mut Vec<&'static str>) -> Result<()> {
    let (status, error) = match target.dialect {
        Dialect::Seen => (401, "invalid_request"),
        Dialect::Master => (400, "invalid_grant"),
    };
    let first = tokens(target, browser).await?;
    let fields = refresh_fields(target, &first.refresh);
    let garbage = post(target, &fields, &[("refresh_token", "def50200deadbeef")]).await?;
    let hint = Some("Cannot decrypt the refresh token");
    is_error(target, "garbage as refresh token", &garbage, status, error, hint)?;
    let secret = post(target, &fields, &[("client_secret", "0000")]).await?;
    is_error(target, "refresh with a wrong secret", &secret, 401, "invalid_client", None)?;
    let more = post(target, &fields, &[("scope", "basic editprotected")]).await?;
    let hint = Some("Check the `editprotected` scope");
    is_error(target, "refresh for more scope", &more, 400, "invalid_scope", hint)?;
    passed.push("a refresh that is not in order is refused with the documented error");

    let second = read(&post(target, &fields, &[]).await?)?;
    ensure!(
        second.access != first.access && second.refresh != first.refresh,
        "a refresh should replace both tokens"
    );
    let old = super::api::who(target, Some(&first.access)).await;
    ensure!(old.is_err(), "the old access token still works: {old:?}");
    let new = super::api::who(target, Some(&second.access)).await?;
    ensure!(new["name"] == target.user.as_str(), "the new token is {new}'s");
    passed.push("a refresh replaces both tokens, and the old access token dies at once");

    let again = post(target, &fields, &[]).await?;
    match target.dialect {
        Dialect::Seen => is_error(
            target,
            "the old refresh token",
            &again,
            401,
            "invalid_request",
            Some("Token has been revoked"),
        )?,
        Dialect::Master => drop(read(&again)?),
    }
    passed.push("a used refresh token is refused, in the master dialect after its time of grace");

    let less = refresh_fields(target, &second.refresh);
    let third = read(&post(target, &less, &[("scope", "basic")]).await?)?;
    let scopes = super::api::resource(target, "scopes", Some(&third.access)).await?;
    ensure!(
        scopes.json()?["scopes"] == Value::from(vec!["basic"]),
        "scopes after a narrower refresh: {}",
        scopes.text
    );
    passed.push("a refresh may ask for less");
    Ok(())
}
