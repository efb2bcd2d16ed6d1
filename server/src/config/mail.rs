//! How mail goes out.

use secrecy::SecretString;
use std::path::PathBuf;
use url::Url;

/// Mail that one sender may send in an hour, as Toolforge's relay allows.
pub const PER_SENDER: u64 = 100;
/// Mail that one host may send in an hour.
pub const PER_HOST: u64 = 500;
/// Mail that an account may send through the wiki in a day: MediaWiki's own limit, which Wikimedia's wikis keep.
pub const WIKI_PER_DAY: u64 = 20;
/// Longest part before the `@` (RFC 5321).
const LOCAL_MAX: usize = 64;

/// All that is set about mail that goes out.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The address that mail is from, in its header and towards the relay. Toolforge takes
    /// `tools.NAME@toolforge.org` and `NAME.anything@toolforge.org` only.
    pub from: String,
    /// The pattern of addresses that answers go to, with `{token}` before its `@`; without one,
    /// answers go to the policy's address and prove nothing.
    pub reply: Option<String>,
    /// The relay. Without one, mail waits.
    pub smtp: Option<SmtpConfig>,
    /// The most that this sender sends in an hour.
    pub per_sender: u64,
    /// The most that all senders together send in an hour.
    pub per_host: u64,
    /// The most that the tool's account sends through the wiki in a day.
    pub wiki_per_day: u64,
}

/// A relay.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others' eyes.
    pub tls: SmtpTls,
    /// The account and its password, if the relay asks for them.
    pub account: Option<(String, SecretString)>,
    /// A file with one more certificate to trust, in PEM.
    pub ca: Option<PathBuf>,
    /// Seconds that one step may take: RFC 5321 section 4.5.3.2 gives ten minutes for the last one.
    pub patience: u64,
}

/// How the connection to a relay is kept from others' eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// From the first byte (`smtps://`).
    Whole,
    /// By STARTTLS, or not at all.
    Required,
    /// By STARTTLS where it is offered (`smtp://`, `?tls=offered`): RFC 3207.
    Offered,
    /// Not.
    None,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            from: "tools.helpdesk@toolforge.org".to_owned(),
            reply: None,
            smtp: None,
            per_sender: PER_SENDER,
            per_host: PER_HOST,
            wiki_per_day: WIKI_PER_DAY,
        }
    }
}

impl SmtpConfig {
    /// Reads `smtp[s]://[USER:PASSWORD@]HOST[:PORT][?tls=required|offered|none]`.
    ///
    /// # Errors
    /// What is wrong, in words without the password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let how = "is written smtp://HOST:25 or smtps://USER:PASSWORD@HOST:465";
        let url = Url::parse(text).map_err(|_| how.to_owned())?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(how)?.to_owned();
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let tls = match (url.scheme(), asked.as_deref()) {
            ("smtps", None) => SmtpTls::Whole,
            ("smtp", None | Some("offered")) => SmtpTls::Offered,
            ("smtp", Some("required")) => SmtpTls::Required,
            ("smtp", Some("none")) => SmtpTls::None,
            _ => return Err(how.to_owned()),
        };
        let plain = |text: &str| -> Result<String, String> {
            let pair = format!("x={}", text.replace('+', "%2B"));
            let decoded = url::form_urlencoded::parse(pair.as_bytes()).next();
            decoded.map(|(_, value)| value.into_owned()).ok_or_else(|| how.to_owned())
        };
        let account = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) => Some((plain(user)?, SecretString::from(plain(password)?))),
            (_, None) => return Err("has an account without a password".to_owned()),
        };
        if account.is_some() && matches!(tls, SmtpTls::Offered | SmtpTls::None) {
            return Err("would send a password unencrypted: use smtps:// or ?tls=required".to_owned());
        }
        let port = url.port().unwrap_or(if tls == SmtpTls::Whole { 465 } else { 25 });
        Ok(Self { host, port, tls, account, ca: None, patience: 120 })
    }
}

/// Whether a pattern can be used for reply addresses that are signed with a key whose id has so many
/// characters.
///
/// # Errors
/// What is wrong with it.
pub fn check_pattern(pattern: &str, key_id: usize) -> Result<(), String> {
    let (local, domain) = pattern.split_once('@').ok_or("has no @")?;
    if !local.contains("{token}") || domain.is_empty() {
        return Err("has no {token} before its @".to_owned());
    }
    // The key's id, request, person, a generation of up to three digits, proof, and four hyphens.
    let room = LOCAL_MAX.saturating_sub(key_id + 8 + 8 + 3 + 20 + 4);
    if local.len() - "{token}".len() > room {
        return Err(format!("is too long: {room} characters may stand beside {{token}} before the @"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn a_relay_is_written_as_an_address() {
        let plain = SmtpConfig::parse("smtp://mail.tools.wmcloud.org:25").expect("a relay");
        assert_eq!(
            (plain.host.as_str(), plain.port, plain.tls),
            ("mail.tools.wmcloud.org", 25, SmtpTls::Offered)
        );
        let whole = SmtpConfig::parse("smtps://desk:a%40b+c@mail.example").expect("a relay");
        assert_eq!((whole.port, whole.tls), (465, SmtpTls::Whole));
        let (user, password) = whole.account.expect("an account");
        assert_eq!((user.as_str(), password.expose_secret()), ("desk", "a@b+c"));
    }

    #[test]
    fn a_relay_that_would_get_a_password_in_the_clear_is_refused() {
        for text in [
            "smtp://desk:pw@mail.example",
            "smtp://desk:pw@mail.example?tls=none",
            "http://mail.example",
            "mail",
            "smtp://mail.example?tls=no",
        ] {
            let error = SmtpConfig::parse(text).expect_err(text);
            assert!(!error.contains("pw@"), "{error}");
        }
    }

    #[test]
    fn a_pattern_has_its_token_before_the_at() {
        assert!(check_pattern("helpdesk+{token}@wikimedia.se", 4).is_ok());
        assert!(check_pattern("helpdesk+{token}@wikimedia.se", 16).is_err());
        for pattern in [
            "helpdesk@wikimedia.se",
            "helpdesk@{token}.se",
            "{token}",
            "a.very.long.name.of.a.desk+{token}@x.se",
        ] {
            assert!(check_pattern(pattern, 1).is_err(), "{pattern}");
        }
    }
}
