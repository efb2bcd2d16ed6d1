//! What a token is good for.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::browser::Browser;
use super::{Answer, Target, token};

/// An API request with an `Authorization` header.
async fn api(target: &Target, authorization: Option<&str>, query: &[(&str, &str)]) -> Result<Answer> {
    let mut url = target.at("/w/api.php")?;
    url.query_pairs_mut()
        .extend_pairs([("format", "json"), ("formatversion", "2"), ("action", "query")])
        .extend_pairs(query);
    let http = reqwest::Client::builder().no_proxy().build()?;
    let mut request = http.get(url);
    if let Some(value) = authorization {
        request = request.header("Authorization", value);
    }
    Answer::of(request).await
}

/// `meta=userinfo` with a token; an error where the wiki answers one.
pub async fn who(target: &Target, access: Option<&str>) -> Result<Value> {
    let bearer = access.map(|token| format!("Bearer {token}"));
    let answer = api(target, bearer.as_deref(), &[("meta", "userinfo")]).await?;
    let body = answer.json()?;
    if body.get("error").is_some() {
        bail!("{body}");
    }
    Ok(body["query"]["userinfo"].clone())
}

/// A resource of the OAuth end point with a token.
pub async fn resource(target: &Target, kind: &str, access: Option<&str>) -> Result<Answer> {
    let url = target.at(&format!("/w/rest.php/oauth2/resource/{kind}"))?;
    let mut request = reqwest::Client::builder().no_proxy().build()?.get(url);
    if let Some(token) = access {
        request = request.bearer_auth(token);
    }
    Answer::of(request).await
}

/// Profile, API, CSRF token.
pub async fn good_token(target: &Target, browser: &Browser, passed: &mut Vec<&'static str>) -> Result<()> {
    let tokens = token::tokens(target, browser).await?;
    let profile = resource(target, "profile", Some(&tokens.access)).await?;
    let profile = profile.json()?;
    ensure!(
        profile["username"] == target.user.as_str()
            && profile["sub"].as_str().is_some_and(|id| id.parse::<u64>().is_ok())
            && profile["blocked"].is_boolean()
            && profile["editcount"].is_u64()
            && profile["registered"].as_str().is_some_and(|date| date.len() == 14),
        "profile {profile}"
    );
    for list in ["groups", "rights", "grants"] {
        ensure!(profile[list].is_array(), "{list} in {profile}");
    }
    let who = who(target, Some(&tokens.access)).await?;
    ensure!(who["name"] == profile["username"], "the API says {who}, the profile {profile}");
    passed.push("the profile names the person by a numeric id in a string, and the API agrees");

    let bearer = format!("Bearer {}", tokens.access);
    let csrf = api(target, Some(&bearer), &[("meta", "tokens")]).await?.json()?;
    let csrf = csrf["query"]["tokens"]["csrftoken"].as_str().context("a CSRF token")?.to_owned();
    ensure!(csrf.len() > 2, "the CSRF token is an anonymous one: {csrf}");
    passed.push("a token gives a CSRF token without cookies");

    let lower = format!("bearer {}", tokens.access);
    let anonymous = api(target, Some(&lower), &[("meta", "userinfo")]).await?.json()?;
    ensure!(anonymous["query"]["userinfo"]["id"] == 0, "bearer in lower case: {anonymous}");
    let asserted = [("meta", "userinfo"), ("assert", "user")];
    let asserted = api(target, Some(&lower), &asserted).await?;
    ensure!(
        asserted.header("mediawiki-api-error") == "assertuserfailed",
        "bearer in lower case with assert=user: {}",
        asserted.text
    );
    passed.push("bearer in lower case is anonymous, and assert=user finds out");

    let star = [("meta", "userinfo"), ("origin", "*")];
    let star = api(target, Some(&bearer), &star).await?.json()?;
    ensure!(star["query"]["userinfo"]["id"] == 0, "origin=*: {star}");
    passed.push("with origin=* the token is ignored");
    Ok(())
}

/// What a bad token gets.
pub async fn bad_token(target: &Target, passed: &mut Vec<&'static str>) -> Result<()> {
    for (token, hint) in [
        (None, None),
        (Some("garbage"), Some("The JWT string must have two dots")),
        (Some("eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.AAAA"), None),
    ] {
        let answer = resource(target, "profile", token).await?;
        let body = answer.json()?;
        ensure!(
            answer.status == 401 && body["error"] == "access_denied",
            "the profile for {token:?}: {} {body}",
            answer.status
        );
        if let Some(hint) = hint {
            ensure!(body["hint"] == hint, "the profile for {token:?}: {body}");
        }
    }
    passed.push("without a good token the profile is access_denied");

    for format in ["bc", "plaintext"] {
        let query = [("meta", "userinfo"), ("errorformat", format)];
        let answer = api(target, Some("Bearer garbage"), &query).await?;
        let body = answer.json()?;
        let code = match format {
            "bc" => &body["error"]["code"],
            _ => &body["errors"][0]["code"],
        };
        ensure!(
            answer.status == 200
                && answer.header("mediawiki-api-error") == "mwoauth-invalid-authorization"
                && code == "mwoauth-invalid-authorization",
            "the API for a bad token: {} {body}",
            answer.status
        );
    }
    passed.push("for a bad token the API answers 200 and mwoauth-invalid-authorization");
    Ok(())
}
