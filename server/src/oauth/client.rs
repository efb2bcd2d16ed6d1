//! The calls to the wiki's OAuth end points.

use super::{OauthError, Profile};
use crate::app::people::OauthTokens;
use crate::config::OauthConfig;
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, TokenResponse, TokenUrl,
};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use url::Url;

/// A wiki that answers later than this is taken for one that does not answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where somebody is sent to sign in, and what has to be remembered until they come back.
#[derive(Debug)]
pub struct Authorization {
    /// The wiki's address.
    pub url: Url,
    /// Comes back with the code.
    pub state: String,
    /// Proves that the code is ours (RFC 7636).
    pub verifier: SecretString,
}

/// The service as a client of the wiki's OAuth.
#[derive(Clone, Debug)]
pub struct Client {
    oauth: BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>,
    http: reqwest::Client,
    base: Url,
}

impl Client {
    /// Makes the client; `callback` is the address that the consumer was registered with.
    ///
    /// # Errors
    /// [`OauthError::Configuration`] if an address cannot be made.
    pub fn new(config: &OauthConfig, callback: &Url, user_agent: &str) -> Result<Self, OauthError> {
        let wrong = |error: &dyn std::fmt::Display| OauthError::Configuration(error.to_string());
        let place = |last: &str| format!("{}/{last}", config.base_url.as_str().trim_end_matches('/'));
        let oauth = BasicClient::new(ClientId::new(config.client_id.clone()))
            .set_client_secret(ClientSecret::new(config.client_secret.expose_secret().to_owned()))
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::new(place("authorize")).map_err(|error| wrong(&error))?)
            .set_token_uri(TokenUrl::new(place("access_token")).map_err(|error| wrong(&error))?)
            .set_redirect_uri(RedirectUrl::from_url(callback.clone()));
        // An OAuth end point that redirects is not the one that was configured.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .user_agent(user_agent)
            .build()
            .map_err(|error| wrong(&error))?;
        Ok(Self { oauth, http, base: config.base_url.clone() })
    }

    /// The issuer that identities of this wiki are kept under.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Begins a sign-in.
    #[must_use]
    pub fn authorize(&self) -> Authorization {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = self.oauth.authorize_url(CsrfToken::new_random).set_pkce_challenge(challenge).url();
        Authorization { url, state: state.into_secret(), verifier: SecretString::from(verifier.into_secret()) }
    }

    /// Exchanges the code that came back for tokens.
    ///
    /// # Errors
    /// See [`OauthError`].
    pub async fn exchange(&self, code: &str, verifier: &SecretString) -> Result<OauthTokens, OauthError> {
        let send = |request| call(self.http.clone(), request);
        self.oauth
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose_secret().to_owned()))
            .request_async(&send)
            .await
            .map(|answer| tokens(&answer))
            .map_err(refused)
    }

    /// Replaces both tokens. The old ones end at once, so that one process alone may do this.
    ///
    /// # Errors
    /// See [`OauthError`].
    pub async fn refresh(&self, refresh: &SecretString) -> Result<OauthTokens, OauthError> {
        let send = |request| call(self.http.clone(), request);
        self.oauth
            .exchange_refresh_token(&RefreshToken::new(refresh.expose_secret().to_owned()))
            .request_async(&send)
            .await
            .map(|answer| tokens(&answer))
            .map_err(refused)
    }

    /// Who the token belongs to.
    ///
    /// # Errors
    /// See [`OauthError`].
    pub async fn profile(&self, access: &SecretString) -> Result<Profile, OauthError> {
        let unavailable = |error: reqwest::Error| OauthError::Unavailable(error.without_url().to_string());
        let url = format!("{}/resource/profile", self.issuer());
        let answer =
            self.http.get(url).bearer_auth(access.expose_secret()).send().await.map_err(unavailable)?;
        let status = answer.status();
        // MediaWiki 1.39 says text/html for this JSON, so the type is not looked at.
        let body = answer.bytes().await.map_err(unavailable)?;
        if status.is_client_error() {
            return Err(OauthError::SignInAgain(format!("profile: {status}")));
        }
        if !status.is_success() {
            return Err(OauthError::Unavailable(format!("profile: {status}")));
        }
        Profile::parse(&body)
    }
}

/// Between the http types of oauth2 and reqwest's client.
async fn call(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let answer =
        http.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body).send().await?;
    let status = answer.status();
    let headers = answer.headers().clone();
    let mut response = HttpResponse::new(answer.bytes().await?.to_vec());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

fn tokens(answer: &BasicTokenResponse) -> OauthTokens {
    let seconds = answer.expires_in().map_or(0, |duration| duration.as_secs());
    OauthTokens {
        access: SecretString::from(answer.access_token().secret().clone()),
        refresh: answer.refresh_token().map(|token| SecretString::from(token.secret().clone())),
        expires_in: u32::try_from(seconds).unwrap_or(u32::MAX),
    }
}

/// MediaWiki's error codes differ between releases (`invalid_request`, `invalid_grant`,
/// `invalid_client` for the same thing), so any refusal in OAuth's form means signing in again.
fn refused(error: RequestTokenError<reqwest::Error, BasicErrorResponse>) -> OauthError {
    match error {
        RequestTokenError::ServerResponse(answer) => OauthError::SignInAgain(answer.error().to_string()),
        RequestTokenError::Request(error) => OauthError::Unavailable(error.without_url().to_string()),
        RequestTokenError::Parse(error, _) => OauthError::Unavailable(format!("not a token answer: {error}")),
        RequestTokenError::Other(words) => OauthError::Unavailable(words),
    }
}
