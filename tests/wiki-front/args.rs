//! The command line.

use std::net::SocketAddr;

use anyhow::{Context, Result, anyhow, bail};
use helpdesk_tests::front::{Dialect, NewClient};
use url::Url;

/// What `--help` prints.
pub const USAGE: &str = "\
wiki-front --listen 127.0.0.1:PORT --backend http://127.0.0.1:PORT --public-url http://127.0.0.1:PORT --key SECRET

  --listen ADDRESS           where to listen; port 0 takes a free one
  --backend URL              the MediaWiki behind
  --public-url URL           the address that browsers and clients use; $wgServer of the wiki behind
  --key SECRET               guards /__front/*, and proves to the wiki that a request comes from here
  --dialect 1.43|master      which Extension:OAuth to copy (default 1.43)

  --client ID                an OAuth client, followed by
    --client-secret SECRET     none makes it a public client
    --redirect-uri URL         its callback, exactly
    --client-name NAME         as the consent page shows it (default: the id)
    --grants 'a b c'           default: basic editpage createeditmovepage
  --static-token TOKEN=USER  an access token that never expires, as an owner-only client has one; may be followed by
    --grants 'a b c'           default: those above, highvolume and sendemail
";

/// The grants of a client that names none.
const DEFAULT_GRANTS: &str = "basic editpage createeditmovepage";

/// An OAuth client as it was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub id: String,
    /// None makes it a public client.
    pub secret: Option<String>,
    pub redirect_uri: String,
    pub name: String,
    pub grants: Vec<String>,
    /// The dialect it is answered in, where that is not the front's.
    pub dialect: Option<Dialect>,
}

impl From<NewClient> for Client {
    fn from(new: NewClient) -> Self {
        Self {
            name: new.name.unwrap_or_else(|| new.id.clone()),
            id: new.id,
            secret: new.secret,
            redirect_uri: new.redirect_uri,
            grants: new.grants.unwrap_or_else(|| words(DEFAULT_GRANTS)),
            dialect: new.dialect,
        }
    }
}

/// An access token that needs no sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticToken {
    pub token: String,
    pub user: String,
    pub grants: Vec<String>,
}

/// What the front was started with.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    pub backend: Url,
    /// Without a slash at the end.
    pub public: String,
    pub key: String,
    pub dialect: Dialect,
    pub clients: Vec<Client>,
    pub static_tokens: Vec<StaticToken>,
}

impl StaticToken {
    /// Without `grants` with the usual ones of an owner-only client.
    pub fn new(token: String, user: String, grants: Option<Vec<String>>) -> Self {
        let grants = grants.unwrap_or_else(|| words(&format!("{DEFAULT_GRANTS} highvolume sendemail")));
        Self { token, user, grants }
    }
}

/// What `--grants` belongs to.
enum Latest {
    Nothing,
    Client,
    StaticToken,
}

/// Reads the command line; `None` when help was asked for.
pub fn parse(args: impl Iterator<Item = String>) -> Result<Option<Config>> {
    let (mut listen, mut backend, mut public, mut key) = (None, None, None, None);
    let mut dialect = Dialect::Seen;
    let mut clients: Vec<Client> = Vec::new();
    let mut static_tokens: Vec<StaticToken> = Vec::new();
    let mut latest = Latest::Nothing;

    let mut args = args;
    while let Some(name) = args.next() {
        if matches!(name.as_str(), "--help" | "-h") {
            return Ok(None);
        }
        let value = args.next().ok_or_else(|| anyhow!("{name} needs a value; --help tells which"))?;
        match name.as_str() {
            "--listen" => {
                listen = Some(value.parse().with_context(|| format!("--listen {value}"))?);
            }
            "--backend" => {
                backend = Some(value.parse::<Url>().with_context(|| format!("--backend {value}"))?);
            }
            "--public-url" => {
                value.parse::<Url>().with_context(|| format!("--public-url {value}"))?;
                public = Some(value.trim_end_matches('/').to_owned());
            }
            "--key" => key = Some(value),
            "--dialect" => dialect = value.parse().map_err(|error: String| anyhow!(error))?,
            "--client" => {
                clients.push(NewClient { id: value, ..NewClient::default() }.into());
                latest = Latest::Client;
            }
            "--client-secret" => last(&mut clients, &name)?.secret = Some(value),
            "--redirect-uri" => last(&mut clients, &name)?.redirect_uri = value,
            "--client-name" => last(&mut clients, &name)?.name = value,
            "--static-token" => {
                let (token, user) = value
                    .split_once('=')
                    .filter(|(token, user)| !token.is_empty() && !user.is_empty())
                    .context("--static-token is TOKEN=USER")?;
                static_tokens.push(StaticToken::new(token.to_owned(), user.to_owned(), None));
                latest = Latest::StaticToken;
            }
            "--grants" => match latest {
                Latest::Nothing => bail!("--grants follows a --client or a --static-token"),
                Latest::Client => last(&mut clients, &name)?.grants = words(&value),
                Latest::StaticToken => last(&mut static_tokens, &name)?.grants = words(&value),
            },
            other => bail!("unknown option {other}; --help tells which there are"),
        }
    }

    if let Some(client) = clients.iter().find(|client| client.redirect_uri.is_empty()) {
        bail!("--client {} needs a --redirect-uri", client.id);
    }
    Ok(Some(Config {
        listen: listen.context("--listen is missing; --help tells what else is needed")?,
        backend: backend.context("--backend is missing")?,
        public: public.context("--public-url is missing")?,
        key: key.filter(|key: &String| !key.is_empty()).context("--key is missing")?,
        dialect,
        clients,
        static_tokens,
    }))
}

fn last<'a, T>(list: &'a mut [T], option: &str) -> Result<&'a mut T> {
    list.last_mut().ok_or_else(|| anyhow!("{option} stands before what it belongs to"))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Config>> {
        parse(line.split(' ').map(str::to_owned))
    }

    const NEEDED: &str =
        "--listen 127.0.0.1:0 --backend http://127.0.0.1:1 --public-url http://127.0.0.1:2/ --key k";

    #[test]
    fn options_after_a_client_or_token_belong_to_it() {
        let config = read(&format!(
            "{NEEDED} --client a --client-secret s --redirect-uri http://localhost/cb --client b --redirect-uri \
             http://localhost/b --grants basic --static-token t=Bot --dialect master"
        ))
        .unwrap()
        .unwrap();
        assert_eq!(config.public, "http://127.0.0.1:2");
        assert_eq!(config.dialect, Dialect::Master);
        assert_eq!(config.clients[0].grants, ["basic", "editpage", "createeditmovepage"]);
        assert_eq!(config.clients[0].secret.as_deref(), Some("s"));
        assert_eq!(config.clients[1].grants, ["basic"]);
        assert_eq!(config.clients[1].secret, None);
        assert_eq!(config.static_tokens[0].user, "Bot");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, said) in [
            ("--listen 127.0.0.1:0", "--backend is missing"),
            ("--listen", "--listen needs a value"),
            ("--frob x", "unknown option --frob"),
            ("--redirect-uri http://x", "stands before"),
            (&format!("{NEEDED} --client a"), "needs a --redirect-uri"),
            (&format!("{NEEDED} --static-token x"), "TOKEN=USER"),
            ("--dialect 1.39", "say 1.43 or master"),
        ] {
            let error = read(line).unwrap_err().to_string();
            assert!(error.contains(said), "{line}: {error}");
        }
        assert!(read("--help").unwrap().is_none());
    }
}
