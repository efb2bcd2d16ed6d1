//! Where mail comes from, and how it is told apart.

use super::read::Vars;
use secrecy::SecretString;
use std::path::PathBuf;
use url::Url;

/// Port of IMAP over TLS (RFC 8314).
const IMAPS: u16 = 993;

/// What intake has to be told.
#[derive(Clone, Debug, Default)]
pub struct IncomingMailConfig {
    /// The name that our receiving host gives itself in `Authentication-Results`; empty: none counts.
    pub receiving_host: String,
    /// Addresses of the Helpdesk besides the policy's and the one it sends from.
    pub own_addresses: Vec<String>,
    /// The List-Ids of lists through which mail comes in.
    pub own_lists: Vec<String>,
    /// The mailbox that is polled.
    pub imap: Option<ImapConfig>,
}

/// A mailbox, by IMAP over TLS from the first byte on.
#[derive(Clone, Debug)]
pub struct ImapConfig {
    /// The host, whose certificate has to name it.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The user.
    pub user: String,
    /// The password.
    pub password: SecretString,
    /// The folder.
    pub folder: String,
    /// Where handled messages are moved to; without it they are flagged as seen and stay.
    pub done_folder: Option<String>,
    /// A file of certificates (PEM) that are believed in place of the public ones.
    pub ca: Option<PathBuf>,
}

impl IncomingMailConfig {
    pub(super) fn read(vars: &mut Vars) -> Self {
        let list = |text: Option<String>| {
            let parts = text.unwrap_or_default();
            let parts = parts.split(',').map(|part| part.trim().to_lowercase());
            parts.filter(|part| !part.is_empty()).collect()
        };
        Self {
            receiving_host: vars.get("HELPDESK_MAIL_RECEIVING_HOST").unwrap_or_default(),
            own_addresses: list(vars.get("HELPDESK_MAIL_OWN_ADDRESSES")),
            own_lists: list(vars.get("HELPDESK_MAIL_OWN_LISTS")),
            imap: imap(vars),
        }
    }
}

fn imap(vars: &mut Vars) -> Option<ImapConfig> {
    const NAME: &str = "HELPDESK_IMAP_URL";
    let text = vars.get(NAME)?;
    let url = Url::parse(&text).ok().filter(|url| url.scheme() == "imaps" && url.has_host());
    let Some(url) = url else {
        vars.problem(NAME, "is not an address like imaps://user@host/INBOX");
        return None;
    };
    if url.password().is_some() {
        vars.problem(NAME, "has a password in it, which belongs in HELPDESK_IMAP_PASSWORD");
    }
    let user = decoded(url.username());
    if user.is_empty() {
        vars.problem(NAME, "names no user");
    }
    let Some(password) = vars.get("HELPDESK_IMAP_PASSWORD") else {
        vars.problem("HELPDESK_IMAP_PASSWORD", "is not set");
        return None;
    };
    let folder = decoded(url.path().trim_start_matches('/'));
    Some(ImapConfig {
        host: url.host_str().unwrap_or_default().to_owned(),
        port: url.port().unwrap_or(IMAPS),
        user,
        password: SecretString::from(password),
        folder: if folder.is_empty() { "INBOX".to_owned() } else { folder },
        done_folder: vars.get("HELPDESK_IMAP_DONE"),
        ca: vars.get("HELPDESK_IMAP_CA").map(Into::into),
    })
}

/// Text of an address with its `%40` read.
fn decoded(text: &str) -> String {
    let plus = text.replace('+', "%2B");
    url::form_urlencoded::parse(plus.as_bytes()).next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        let enough = [
            ("TOOL_TOOLSDB_USER", "s51234"),
            ("HELPDESK_PUBLIC_URL", "https://helpdesk.toolforge.org"),
            ("HELPDESK_OAUTH_CLIENT_ID", "id"),
            ("HELPDESK_OAUTH_CLIENT_SECRET", "hush"),
            ("HELPDESK_TOKEN_KEYS", "a:0101010101010101010101010101010101010101010101010101010101010101"),
        ];
        let all = enough.iter().chain(pairs);
        Config::from_env(all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn a_mailbox_is_one_address_and_a_password_apart_from_it() {
        let config = read(&[
            ("HELPDESK_IMAP_URL", "imaps://help+desk%40example.org@imap.example.org:1993/In%20box"),
            ("HELPDESK_IMAP_PASSWORD", "open sesame"),
            ("HELPDESK_MAIL_OWN_ADDRESSES", "Helpdesk@example.org, other@example.org"),
        ])
        .expect("a configuration");
        let imap = config.incoming_mail.imap.as_ref().expect("a mailbox");
        assert_eq!((imap.host.as_str(), imap.port), ("imap.example.org", 1993));
        assert_eq!((imap.user.as_str(), imap.folder.as_str()), ("help+desk@example.org", "In box"));
        assert_eq!(config.incoming_mail.own_addresses, ["helpdesk@example.org", "other@example.org"]);
        assert!(!format!("{config:?}").contains("sesame"));
    }

    #[test]
    fn what_would_be_read_wrongly_or_in_the_clear_is_refused() {
        let password = ("HELPDESK_IMAP_PASSWORD", "x");
        for (url, with) in [
            ("imap://user@host/INBOX", Some(password)),
            ("imaps://host/INBOX", Some(password)),
            ("imaps://user:secret@host/", Some(password)),
            ("imaps://user@host/", None),
            ("host", Some(password)),
        ] {
            let pairs: Vec<_> = std::iter::once(("HELPDESK_IMAP_URL", url)).chain(with).collect();
            let problems = read(&pairs).expect_err(url);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(!problems[0].contains("secret"), "{problems:?}");
        }
    }
}
