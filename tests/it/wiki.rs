//! The worker on the real MediaWiki behind wiki-front, each test under a prefix of its own.

mod blocks;
mod doctor;
mod edits;
mod elsewhere;
mod email;
mod faults;
mod html;
mod minutes;
mod number;
mod outcomes;
mod people;
mod titles;
mod tokens;
mod typed;

use crate::record::{ISSUER, Record, on_a_record};
use crate::surroundings::{front, wiki_url};
use helpdesk_domain::{Actor, CommandName, Reference, Role};
use helpdesk_server::app::people::{Identity, OauthTokens, sign_in};
use helpdesk_server::app::{App, outbox, policy};
use helpdesk_server::config::{Config, OauthConfig};
use helpdesk_server::store::wiki_pages::{self, WikiPageRow};
use helpdesk_server::wiki::client::{Account, Change, Edit, Page, Wanted, Wiki};
use helpdesk_server::wiki::outcome::{Edited, Trouble};
use helpdesk_server::worker::drain_with;
use helpdesk_tests::front::{Entry, Fault, NewClient, Order, When};
use mysql_async::prelude::Queryable;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// How long the tests' client waits for the wiki: longer than any edit takes, shorter than the silence that a test
/// orders.
const PATIENCE: Duration = Duration::from_secs(15);
/// The account of the tool on the test wiki.
pub const TOOL: &str = "HelpdeskBot";

/// A service whose worker writes to the test wiki.
pub struct Desk {
    /// The record, for acts.
    pub record: Arc<Record>,
    /// The service as the worker sees it.
    pub app: App,
    /// The worker's client of the wiki.
    pub wiki: Wiki,
    /// What all titles of this test begin with.
    pub root: String,
    /// Staff.
    pub staff: Actor,
}

/// A job that was tried and is not done.
#[derive(Debug)]
pub struct Stuck {
    /// Its number.
    pub id: u64,
    /// Its request.
    pub reference: Reference,
    /// The code of its kind.
    pub kind: String,
    /// Whether it waits for a person.
    pub parked: bool,
    /// What went wrong.
    pub words: String,
    /// Seconds until it is tried again.
    pub pause: i64,
}

/// Runs a test on a record and the wiki; the tool has its account.
pub fn on_the_wiki<F>(test: impl FnOnce(Desk) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send,
{
    on_a_record(|record| async move { test(Desk::new(record, true).await).await });
}

/// The same where the tool has no account of its own.
pub fn without_a_tool_account<F>(test: impl FnOnce(Desk) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send,
{
    on_a_record(|record| async move { test(Desk::new(record, false).await).await });
}

/// An access token that the front takes for this account, with these grants or the usual ones.
pub async fn token(user: &str, grants: Option<&[&str]>) -> SecretString {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("randomness");
    let token: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let grants = grants.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    let order = Order::AddStaticToken { token: token.clone(), user: user.to_owned(), grants };
    front().order(order).await.expect("the front takes a token");
    SecretString::from(token)
}

/// An account of the wiki to look and edit as, past the service.
pub async fn account(user: &str) -> Account {
    Account { token: token(user, None).await, name: Some(user.to_owned()) }
}

/// Asks the wiki as everybody.
pub async fn ask(parameters: &[(&str, &str)]) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let common = [("format", "json"), ("formatversion", "2")];
    let form: Vec<_> = common.iter().chain(parameters).collect();
    let answer = http.post(wiki_url().join("w/api.php").expect("an address")).form(&form).send().await;
    let answer: Value = answer.expect("an answer").json().await.expect("JSON");
    assert!(answer.get("error").is_none(), "{parameters:?}: {answer}");
    answer
}

/// Does something on the wiki as somebody, past the service.
pub async fn call(user: &str, parameters: &[(&str, &str)]) {
    let grants = ["basic", "editpage", "createeditmovepage", "delete", "highvolume"];
    let token = token(user, Some(&grants)).await;
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let api = wiki_url().join("w/api.php").expect("an address");
    let send = async |form: &[(&str, &str)]| -> Value {
        let answer = http.post(api.clone()).bearer_auth(token.expose_secret()).form(form).send().await;
        answer.expect("an answer").json().await.expect("JSON")
    };
    let common = [("format", "json"), ("formatversion", "2"), ("assert", "user")];
    let tokens = send(&[&common[..], &[("action", "query"), ("meta", "tokens")]].concat()).await;
    let csrf = tokens["query"]["tokens"]["csrftoken"].as_str().expect("a token").to_owned();
    let done = send(&[&common[..], parameters, &[("token", &csrf)]].concat()).await;
    assert!(done.get("error").is_none(), "{parameters:?}: {done}");
}

/// How many revisions a page has.
pub async fn revisions(title: &str) -> usize {
    let query =
        [("action", "query"), ("prop", "revisions"), ("rvlimit", "50"), ("rvprop", "ids"), ("titles", title)];
    let answer = ask(&query).await;
    answer["query"]["pages"][0]["revisions"].as_array().map_or(0, Vec::len)
}

impl Desk {
    async fn new(record: Arc<Record>, with_tool: bool) -> Self {
        let mut random = [0; 6];
        getrandom::fill(&mut random).expect("randomness");
        let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let root = format!("Desk {name}");
        let consumer = NewClient {
            id: format!("desk-{name}"),
            secret: Some("a secret of forty characters or thereabouts".to_owned()),
            redirect_uri: record.app.config.callback().to_string(),
            ..NewClient::default()
        };
        front().order(Order::AddClient(consumer.clone())).await.expect("the front takes a consumer");
        let oauth = OauthConfig {
            base_url: wiki_url().join("w/rest.php/oauth2").expect("an address"),
            client_id: consumer.id,
            client_secret: SecretString::from(consumer.secret.unwrap_or_default()),
        };
        let tool_account_token = if with_tool { Some(token(TOOL, None).await) } else { None };
        let config = Config {
            wiki_api: wiki_url().join("w/api.php").expect("an address"),
            tool_account_token,
            oauth,
            ..(*record.app.config).clone()
        };
        let wiki = Wiki::patient(&config, PATIENCE).expect("a client");
        let app =
            App::new(record.app.store.clone(), record.clock.clone(), Arc::new(config), record.app.ids.clone());
        let text = policy::DEFAULT
            .replace("Content Partnerships Hub/Helpdesk/Requests", &format!("{root}/Requests"))
            .replace("Content Partnerships Hub/Helpdesk/Figures", &format!("{root}/Figures"))
            .replace("Content Partnerships Hub/Expert committee", &format!("{root}/Committee"))
            .replace("\"Helpdesk request", &format!("\"Helpdesk request {name}"));
        policy::adopt(&app, "policy.toml", &text).await.expect("a policy");
        let staff = record.person("Elin", &[Role::Staff]).await;
        Self { record, app, wiki, root, staff }
    }

    /// Somebody with an account on the wiki who let the tool edit as them.
    pub async fn with_grant(&self, name: &str, grants: Option<&[&str]>) -> Actor {
        self.with_token(name, token(name, grants).await).await
    }

    /// Somebody who let the tool edit with this token, whatever it is worth.
    pub async fn with_token(&self, name: &str, access: SecretString) -> Actor {
        let identity = Identity {
            issuer: ISSUER.to_owned(),
            sub: format!("sub of {name}"),
            name: name.to_owned(),
            blocked: false,
            temporary: false,
            registered: None,
        };
        let tokens = OauthTokens { access, refresh: None, expires_in: 14_400 };
        sign_in(&self.app, &identity, Some(&tokens)).await.expect("signed in").actor()
    }

    /// A request with consent to publication and to notes.
    pub async fn published(&self, who: &Actor, more: &[(&str, &str)]) -> Reference {
        let mut fields = vec![
            ("publish", "on"),
            ("shown_name", "Amina of Kampala"),
            ("talk_page_notes", "on"),
            ("title", "Photos"),
        ];
        fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        fields.extend(more);
        self.record.submit(who, &fields).await.reference
    }

    /// An act that has to succeed.
    pub async fn act(&self, who: &Actor, reference: Reference, name: CommandName, fields: &[(&str, &str)]) {
        self.record.act(who, reference, name, fields).await.unwrap_or_else(|error| panic!("{name:?}: {error}"));
    }

    /// Lets the worker do what it can.
    pub async fn drain(&self) -> u32 {
        drain_with(&self.app, &self.wiki).await.expect("the outbox")
    }

    /// Tries what is stuck again now, as staff would.
    pub async fn again(&self) {
        for job in self.stuck().await {
            outbox::retry(&self.app, &self.staff, job.id).await.expect("tried again");
        }
        self.drain().await;
    }

    /// Jobs that were tried and are not done, oldest first.
    pub async fn stuck(&self) -> Vec<Stuck> {
        let statement = "SELECT o.id, r.reference, o.kind, o.state, o.error, \
             CAST(TIMESTAMPDIFF(SECOND, NOW(), o.due_at) AS SIGNED) \
             FROM outbox o JOIN support_request r ON r.id = o.request_id \
             WHERE o.error IS NOT NULL AND o.finished_at IS NULL ORDER BY o.id";
        let rows: Vec<(u64, String, String, String, String, i64)> =
            self.record.conn().await.query(statement).await.expect("SQL");
        rows.into_iter()
            .map(|(id, reference, kind, state, words, pause)| Stuck {
                id,
                reference: Reference::parse(&reference).expect("a reference"),
                kind,
                parked: state == "parked",
                words,
                pause,
            })
            .collect()
    }

    /// The one stuck job.
    pub async fn only_stuck(&self) -> Stuck {
        let mut stuck = self.stuck().await;
        assert_eq!(stuck.len(), 1, "{stuck:?}");
        stuck.remove(0)
    }

    /// What is on record about the request's page.
    pub async fn row(&self, reference: Reference) -> WikiPageRow {
        wiki_pages::find(&self.app.store, reference).await.expect("the record").expect("a page")
    }

    /// The newest revision of a page, as everybody sees it.
    pub async fn page(&self, title: &str) -> Option<Page> {
        self.wiki.look(&account("Outsider").await, Wanted::Title(title)).await.expect("a look").page
    }

    /// The text of a page that has to be there.
    pub async fn text(&self, title: &str) -> String {
        self.page(title).await.unwrap_or_else(|| panic!("no page {title}")).text
    }

    /// The title of the data page.
    pub fn data_page(&self) -> String {
        format!("{}/Requests/Data", self.root)
    }

    /// The same, where a conflict is no failure.
    pub async fn overwrite_or_lose(&self, who: &str, title: &str, text: &str) {
        let account = account(who).await;
        let seen = self.wiki.look(&account, Wanted::Title(title)).await.expect("a look");
        let revision = seen.page.expect("a page").revision;
        let edit = Edit { title, change: Change::Replace { revision, text }, summary: "a test" };
        let edited = self.wiki.edit(&account, &seen.csrf, &edit).await;
        assert!(matches!(edited, Ok(_) | Err(Trouble::Conflict { .. })), "{edited:?}");
    }

    /// Writes a page as somebody else.
    pub async fn overwrite(&self, who: &str, title: &str, text: &str) {
        let account = account(who).await;
        let seen = self.wiki.look(&account, Wanted::Title(title)).await.expect("a look");
        let change = match &seen.page {
            Some(page) => Change::Replace { revision: page.revision, text },
            None => Change::Create(text),
        };
        let edit = Edit { title, change, summary: "a test" };
        let edited = self.wiki.edit(&account, &seen.csrf, &edit).await.expect("an edit");
        assert!(matches!(edited, Edited::Done { .. }), "{edited:?}");
    }

    /// The next edits of this test's pages fail so.
    pub async fn fail(&self, count: u32, fault: Fault) {
        let when =
            When { title_prefix: Some(self.root.clone()), action: Some("edit".to_owned()), ..When::default() };
        front().fail(when, count, fault).await.expect("the front takes a fault");
    }

    /// The edits of this test's pages that the front saw, by whom and with which error.
    pub async fn edits(&self) -> Vec<Entry> {
        let log = front().log().await.expect("the front's journal");
        log.into_iter().filter(|entry| entry.action == "edit" && entry.title.starts_with(&self.root)).collect()
    }

    /// The accounts that edited this test's pages without an error, in order.
    pub async fn editors(&self) -> Vec<String> {
        let done =
            self.edits().await.into_iter().filter(|entry| entry.error.is_none() && entry.fault.is_none());
        done.filter_map(|entry| entry.user).collect()
    }
}
