//! Things that look like the extension's secrets. Clients may not read anything out of them.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use helpdesk_tests::front::Dialect;
use serde_json::json;
use sha2::{Digest, Sha256};

/// What every ciphertext of the extension begins with.
const CIPHERTEXT_START: &str = "def50200";

/// An authorization code: 940 hex characters.
pub fn code() -> Result<String> {
    Ok(format!("{CIPHERTEXT_START}{}", hex(932)?))
}

/// A refresh token: 846 hex characters.
pub fn refresh_token() -> Result<String> {
    Ok(format!("{CIPHERTEXT_START}{}", hex(838)?))
}

/// What an access token says about itself.
pub struct Claims<'a> {
    pub client_id: &'a str,
    pub user_id: u64,
    pub scopes: &'a [String],
    pub issuer: &'a str,
    /// Seconds since 1970.
    pub issued: f64,
    pub expires: f64,
    pub dialect: Dialect,
}

/// An access token: a JWT in shape, signed with random bytes.
pub fn access_token(claims: &Claims) -> Result<String> {
    let header = r#"{"typ":"JWT","alg":"RS256"}"#;
    let subject = match claims.dialect {
        Dialect::Seen => claims.user_id.to_string(),
        Dialect::Master => format!("mw:CentralAuth:{}", claims.user_id),
    };
    let payload = json!({
        "aud": claims.client_id,
        "jti": hex(80)?,
        "iat": claims.issued,
        "nbf": claims.issued,
        "exp": claims.expires,
        "sub": subject,
        "iss": claims.issuer,
        "scopes": claims.scopes,
    });
    let signature = bytes(256)?;
    Ok(format!(
        "{}.{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload.to_string()),
        URL_SAFE_NO_PAD.encode(signature)
    ))
}

/// The edit token of the consent page for one user, good for one run of the front.
pub fn edit_token(key: &str, user_id: u64) -> String {
    let digest = Sha256::digest(format!("consent|{key}|{user_id}"));
    format!("{}+\\", lower_hex(&digest[..24]))
}

/// Whether a code verifier answers an S256 challenge.
pub fn answers_s256(verifier: &str, challenge: &str) -> bool {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
}

/// Random hex characters; `length` is even.
pub fn hex(length: usize) -> Result<String> {
    Ok(lower_hex(&bytes(length / 2)?))
}

fn bytes(length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).context("the system gives no random bytes")?;
    Ok(bytes)
}

fn lower_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secrets_are_as_long_as_the_real_ones() {
        assert_eq!(code().unwrap().len(), 940);
        assert_eq!(refresh_token().unwrap().len(), 846);
        let scopes = ["basic", "editpage", "createeditmovepage"].map(str::to_owned);
        let token = access_token(&Claims {
            client_id: "9554d45a84e3852741bdfed47d055c06",
            user_id: 4,
            scopes: &scopes,
            issuer: "http://127.0.0.1:8143",
            issued: 1_795_466_921.315_389,
            expires: 1_795_481_321.309_15,
            dialect: Dialect::Seen,
        })
        .unwrap();
        assert!((765..=777).contains(&token.len()), "{}", token.len());
        assert_eq!(token.matches('.').count(), 2);
    }

    #[test]
    fn the_jwt_names_the_user_as_the_dialect_does() {
        let claims = |dialect| {
            let token = access_token(&Claims {
                client_id: "c",
                user_id: 4,
                scopes: &[],
                issuer: "http://w",
                issued: 1.5,
                expires: 2.5,
                dialect,
            })
            .unwrap();
            let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
            serde_json::from_slice::<serde_json::Value>(&payload).unwrap()
        };
        assert_eq!(claims(Dialect::Seen)["sub"], "4");
        assert_eq!(claims(Dialect::Seen)["exp"], 2.5);
        assert_eq!(claims(Dialect::Master)["sub"], "mw:CentralAuth:4");
    }

    #[test]
    fn s256_is_that_of_rfc_7636() {
        assert!(answers_s256(
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        ));
        assert!(!answers_s256("x", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    }
}
