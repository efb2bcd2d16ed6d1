//! Reading the environment, with all that is wrong said at once.

use super::mail::{PER_HOST, PER_SENDER, WIKI_PER_DAY, check_pattern};
use super::{Config, DatabaseConfig, IncomingMailConfig, MailConfig, OauthConfig, SmtpConfig};
use crate::app::crypt::TokenKeys;
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;
use url::Url;

/// All that is wrong with the environment, in words, one entry each.
pub type ConfigProblems = Vec<String>;

impl Config {
    /// Reads variables. Names that Toolforge sets (`PORT`, `TOOL_TOOLSDB_USER`,
    /// `TOOL_TOOLSDB_PASSWORD`) work as they are.
    ///
    /// # Errors
    /// Everything that is missing or wrong.
    pub fn from_env(vars: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigProblems> {
        let mut vars = Vars { vars: vars.collect(), problems: Vec::new() };
        let on_toolforge = vars.get("TOOL_TOOLSDB_USER").is_some();
        let any = if on_toolforge { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
        let bind = vars.parsed("HELPDESK_BIND", "an IP address", IpAddr::from(any));
        let port = vars.parsed("PORT", "a port", 8000);
        let public_url = vars.needed_url("HELPDESK_PUBLIC_URL");
        let database = vars.database();
        let wiki_api = vars.url("HELPDESK_WIKI_API", "https://meta.wikimedia.org/w/api.php");
        let oauth_url = vars.url("HELPDESK_OAUTH_URL", "https://meta.wikimedia.org/w/rest.php/oauth2");
        let client_id = vars.needed("HELPDESK_OAUTH_CLIENT_ID");
        let client_secret = vars.needed("HELPDESK_OAUTH_CLIENT_SECRET").map(SecretString::from);
        let token_keys = vars.needed("HELPDESK_TOKEN_KEYS").and_then(|text| {
            let keys = TokenKeys::parse(&text);
            vars.keep("HELPDESK_TOKEN_KEYS", keys)
        });
        let wiki_origins = vars.origins("HELPDESK_WIKI_ORIGINS", "https://meta.wikimedia.org");
        let clock_offset = vars.parsed("HELPDESK_CLOCK_OFFSET", "a number of seconds", 0);
        let local = public_url.as_ref().is_some_and(|url| url.host_str() == Some("localhost"));
        if clock_offset != 0 && !local {
            vars.problem("HELPDESK_CLOCK_OFFSET", "only for a tool on localhost");
        }
        let first_steward = vars.get("HELPDESK_FIRST_STEWARD");
        let tool_account_token = vars.get("HELPDESK_TOOL_ACCOUNT_TOKEN").map(SecretString::from);
        let incoming_mail = IncomingMailConfig::read(&mut vars);
        let key_id = token_keys.as_ref().map_or(1, TokenKeys::current_id_length);
        let mail = vars.mail(key_id);
        let log = vars.get("HELPDESK_LOG").unwrap_or_else(|| "info".to_owned());
        let config = (|| {
            Some(Self {
                bind,
                port,
                public_url: public_url?,
                database: database?,
                wiki_api: wiki_api?,
                oauth: OauthConfig {
                    base_url: oauth_url?,
                    client_id: client_id?,
                    client_secret: client_secret?,
                },
                token_keys: token_keys?,
                first_steward,
                wiki_origins,
                tool_account_token,
                incoming_mail,
                mail,
                log,
                clock_offset,
            })
        })();
        match config {
            Some(config) if vars.problems.is_empty() => Ok(config),
            Some(_) | None => Err(vars.problems),
        }
    }
}

pub(super) struct Vars {
    vars: BTreeMap<String, String>,
    problems: ConfigProblems,
}

impl Vars {
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.vars.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn problem(&mut self, name: &str, problem: impl Display) {
        self.problems.push(format!("{name}: {problem}"));
    }

    fn keep<T>(&mut self, name: &str, result: Result<T, String>) -> Option<T> {
        result.map_err(|problem| self.problem(name, problem)).ok()
    }

    fn needed(&mut self, name: &str) -> Option<String> {
        let value = self.get(name);
        if value.is_none() {
            self.problem(name, "is not set");
        }
        value
    }

    fn parsed<T: FromStr>(&mut self, name: &str, what: &str, default: T) -> T {
        match self.get(name).map(|text| text.parse()) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.problem(name, format!("is not {what}"));
                default
            }
        }
    }

    fn needed_url(&mut self, name: &str) -> Option<Url> {
        let text = self.needed(name)?;
        let mut url = self.read_url(name, &text)?;
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Some(url)
    }

    fn url(&mut self, name: &str, default: &str) -> Option<Url> {
        let text = self.get(name).unwrap_or_else(|| default.to_owned());
        self.read_url(name, text.trim_end_matches('/'))
    }

    fn read_url(&mut self, name: &str, text: &str) -> Option<Url> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => Some(url),
            Ok(_) | Err(_) => {
                self.problem(name, "is not an address that begins with https:// or http://");
                None
            }
        }
    }

    fn origins(&mut self, name: &str, default: &str) -> Vec<String> {
        let text = self.get(name).unwrap_or_else(|| default.to_owned());
        let mut origins = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match Url::parse(part) {
                Ok(url) if url.origin().is_tuple() && url.origin().ascii_serialization() == part => {
                    origins.push(part.to_owned());
                }
                Ok(_) | Err(_) => self.problem(name, format!("{part} is not an origin like https://host")),
            }
        }
        origins
    }

    /// `one,other:3307`; the port that is left out is `port`.
    fn hosts(&mut self, default: &str, port: u16) -> Vec<(String, u16)> {
        let text = self.get("HELPDESK_DATABASE_HOST").unwrap_or_else(|| default.to_owned());
        let mut hosts = Vec::new();
        for part in text.split(',').map(str::trim) {
            let (host, own) = match part.rsplit_once(':') {
                Some((host, own)) if !host.ends_with(':') => (host, own.parse()),
                Some(_) | None => (part, Ok(port)),
            };
            match own {
                Ok(port) if !host.is_empty() => hosts.push((host.trim_matches(['[', ']']).to_owned(), port)),
                Ok(_) | Err(_) => {
                    self.problem("HELPDESK_DATABASE_HOST", format!("{part:?} is no host and port"));
                }
            }
        }
        hosts
    }

    fn mail(&mut self, key_id: usize) -> MailConfig {
        let mut mail = MailConfig::default();
        let tool = self.get("TOOL_TOOLSDB_USER").is_some();
        let from = self.get("HELPDESK_MAIL_FROM");
        let ours = ["@toolforge.org", "@tools.wmflabs.org"];
        match &from {
            Some(from) if !is_address(from) => self.problem("HELPDESK_MAIL_FROM", "is not a mail address"),
            Some(from) if tool && !ours.iter().any(|end| from.ends_with(end)) => {
                self.problem("HELPDESK_MAIL_FROM", "is not @toolforge.org: Toolforge's relay refuses others");
            }
            Some(from) => mail.from.clone_from(from),
            None => {}
        }
        if let Some(pattern) = self.get("HELPDESK_MAIL_REPLY") {
            mail.reply = self.keep("HELPDESK_MAIL_REPLY", check_pattern(&pattern, key_id).map(|()| pattern));
        }
        if let Some(text) = self.get("HELPDESK_SMTP_URL") {
            mail.smtp = self.keep("HELPDESK_SMTP_URL", SmtpConfig::parse(&text));
            if from.is_none() {
                self.problem("HELPDESK_MAIL_FROM", "is not set, but HELPDESK_SMTP_URL is");
            }
        }
        let ca = self.get("HELPDESK_SMTP_CA").map(Into::into);
        let patience = self.parsed("HELPDESK_SMTP_SECONDS", "a number of seconds", 120);
        if let Some(smtp) = &mut mail.smtp {
            smtp.ca = ca;
            smtp.patience = patience;
        }
        mail.per_sender = self.parsed("HELPDESK_MAIL_PER_HOUR", "a number", PER_SENDER);
        mail.per_host = self.parsed("HELPDESK_MAIL_PER_HOUR_ALL", "a number", PER_HOST);
        mail.wiki_per_day = self.parsed("HELPDESK_WIKI_MAIL_PER_DAY", "a number", WIKI_PER_DAY);
        mail
    }

    fn database(&mut self) -> Option<DatabaseConfig> {
        let tool_user = self.get("TOOL_TOOLSDB_USER");
        let toolsdb = if tool_user.is_some() { "tools.db.svc.wikimedia.cloud" } else { "127.0.0.1" };
        let user = self.get("HELPDESK_DATABASE_USER").or_else(|| tool_user.clone());
        let password = self.get("HELPDESK_DATABASE_PASSWORD").or_else(|| self.get("TOOL_TOOLSDB_PASSWORD"));
        let name = self
            .get("HELPDESK_DATABASE_NAME")
            .or_else(|| tool_user.as_ref().map(|user| format!("{user}__helpdesk")));
        if user.is_none() {
            self.problem("HELPDESK_DATABASE_USER", "is not set, nor is TOOL_TOOLSDB_USER");
        }
        match &name {
            None => self.problem("HELPDESK_DATABASE_NAME", "is not set"),
            Some(name) if name.ends_with("_p") => {
                self.problem("HELPDESK_DATABASE_NAME", "ends in _p: on ToolsDB every tool could read it");
            }
            Some(name) if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
                self.problem("HELPDESK_DATABASE_NAME", "has other characters than letters, digits and _");
            }
            Some(_) => {}
        }
        let connections = self.parsed("HELPDESK_DATABASE_CONNECTIONS", "a number", 4);
        if !(1..=4).contains(&connections) {
            self.problem("HELPDESK_DATABASE_CONNECTIONS", "is not between 1 and 4");
        }
        let port = self.parsed("HELPDESK_DATABASE_PORT", "a port", 3306);
        Some(DatabaseConfig {
            socket: self.get("HELPDESK_DATABASE_SOCKET").map(Into::into),
            hosts: self.hosts(toolsdb, port),
            user: user?,
            password: password.map(SecretString::from),
            name: name?,
            connections,
        })
    }
}

/// One `@` with something plain on both sides of it.
fn is_address(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && b != b'@');
    text.split_once('@').is_some_and(|(local, domain)| plain(local) && plain(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigProblems> {
        Config::from_env(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn enough() -> Vec<(&'static str, &'static str)> {
        vec![
            ("PORT", "8123"),
            ("TOOL_TOOLSDB_USER", "s51234"),
            ("TOOL_TOOLSDB_PASSWORD", "secret"),
            ("HELPDESK_PUBLIC_URL", "https://helpdesk.toolforge.org"),
            ("HELPDESK_OAUTH_CLIENT_ID", "id"),
            ("HELPDESK_OAUTH_CLIENT_SECRET", "hush"),
            ("HELPDESK_TOKEN_KEYS", "a:0101010101010101010101010101010101010101010101010101010101010101"),
        ]
    }

    #[test]
    fn what_toolforge_sets_works_as_it_is() {
        let config = read(&enough()).expect("a configuration");
        assert_eq!(config.port, 8123);
        assert_eq!(config.bind, IpAddr::from(Ipv4Addr::UNSPECIFIED));
        assert_eq!(config.database.name, "s51234__helpdesk");
        assert_eq!(config.database.hosts, [("tools.db.svc.wikimedia.cloud".to_owned(), 3306)]);
        assert_eq!(config.public_url.as_str(), "https://helpdesk.toolforge.org/");
        assert!(!format!("{config:?}").contains("hush") && !format!("{config:?}").contains("secret\""));
    }

    #[test]
    fn the_nodes_of_a_cluster_are_named_one_after_the_other() {
        let mut vars = enough();
        vars.extend([
            ("HELPDESK_DATABASE_HOST", "one, two:3307,[::1]:3308"),
            ("HELPDESK_DATABASE_PORT", "33060"),
        ]);
        let hosts = read(&vars).expect("a configuration").database.hosts;
        let named: Vec<_> = hosts.iter().map(|(host, port)| (host.as_str(), *port)).collect();
        assert_eq!(named, [("one", 33_060), ("two", 3307), ("::1", 3308)]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let problems = read(&[("PORT", "many"), ("HELPDESK_WIKI_ORIGINS", "https://meta.wikimedia.org/x")])
            .expect_err("much is wrong");
        for name in [
            "PORT",
            "HELPDESK_PUBLIC_URL",
            "HELPDESK_DATABASE_USER",
            "HELPDESK_DATABASE_NAME",
            "HELPDESK_OAUTH_CLIENT_ID",
            "HELPDESK_OAUTH_CLIENT_SECRET",
            "HELPDESK_TOKEN_KEYS",
            "HELPDESK_WIKI_ORIGINS",
        ] {
            assert!(problems.iter().any(|problem| problem.starts_with(name)), "{name} in {problems:#?}");
        }
    }

    #[test]
    fn what_would_be_a_risk_is_refused() {
        for (name, value) in [
            ("HELPDESK_DATABASE_NAME", "s51234__helpdesk_p"),
            ("HELPDESK_DATABASE_CONNECTIONS", "20"),
            ("HELPDESK_DATABASE_HOST", "one,two:three"),
            ("HELPDESK_CLOCK_OFFSET", "60"),
            ("HELPDESK_PUBLIC_URL", "javascript:alert(1)"),
            ("HELPDESK_MAIL_FROM", "helpdesk@wikimedia.se"),
            ("HELPDESK_MAIL_REPLY", "helpdesk@wikimedia.se"),
        ] {
            let mut vars = enough();
            vars.push((name, value));
            let problems = read(&vars).expect_err(name);
            assert!(problems.len() == 1 && problems[0].starts_with(name), "{problems:#?}");
        }
    }
}
