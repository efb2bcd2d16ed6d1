//! All that somebody can get: each channel by its name, with every byte that comes out of it.

use super::letters;
use super::scene::{Eyes, Scene};
use crate::http::browser::{Browser, Page};
use crate::http::service::{OWN, Service, WIKI};
use helpdesk_domain::{CommandName, Viewer};
use helpdesk_server::app;
use helpdesk_server::http::routes::ROUTES;
use helpdesk_server::wiki::{block, row};
use mysql_async::prelude::Queryable;
use reqwest::Method;
use reqwest::header::{ORIGIN, SET_COOKIE};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What came out, by channel.
pub type Seen = BTreeMap<String, String>;

/// The version that the viewer saw at first, kept beside the channels.
const VERSION: &str = "version";

/// Ways to narrow a list down; the names are of accounts, of titles, and parts of both.
const QUERIES: [&str; 19] = [
    "closed=on",
    "stage=with-committee",
    "stage=gathering",
    "priority=high",
    "turn=committee",
    "turn=partner",
    "turn=requester",
    "turn=helpdesk",
    "late=on",
    "year=2026&closed=on",
    "small=on",
    "outcome=declined",
    "text=ana",
    "text=bea",
    "text=panama",
    "text=canada",
    "text=friend",
    "text=xyzzy",
    "text=member",
];

/// Commands that are given on a version that is not the newest, filled in well enough.
const STALE: [(CommandName, &[(&str, &str)]); 6] = [
    (CommandName::StandAside, &[]),
    (CommandName::Withdraw, &[]),
    (CommandName::AnswerQuestion, &[("answer", "All.")]),
    (CommandName::AddPrivateNote, &[("note", "A note.")]),
    (CommandName::SetWaiting, &[("whom", "partner"), ("until", "2026-02-01")]),
    (CommandName::GiveFeedback, &[("position", "support")]),
];

struct Looker<'a> {
    service: &'a Arc<Service>,
    scene: &'a Scene,
    browser: Browser,
    token: Option<String>,
    seen: Seen,
}

/// All that these eyes get. `before` is what they got before, if they looked already.
pub async fn look(
    service: &Arc<Service>,
    scene: &Scene,
    eyes: Eyes,
    target: usize,
    before: Option<&Seen>,
) -> Seen {
    let actor = scene.actor(eyes);
    let (browser, token) = match actor {
        Some(actor) => (service.browser_of(&actor).await, Some(service.token(actor.person).await)),
        None => (service.browser(), None),
    };
    let mut looker = Looker { service, scene, browser, token, seen: Seen::new() };
    let viewer = actor.map_or(Viewer::Anonymous, Viewer::Person);
    let version = match before {
        Some(before) => before[VERSION].clone(),
        None => {
            let view = app::view(&scene.record.app, viewer, scene.targets[target]).await;
            view.map_or(1, |view| view.version.max(1)).to_string()
        }
    };
    looker.routes(target).await;
    looker.lists().await;
    looker.stale(target, version.parse().expect("a number")).await;
    looker.outside(viewer).await;
    looker.seen.insert(VERSION.to_owned(), version);
    looker.seen
}

impl Looker<'_> {
    /// Every route that only reads.
    async fn routes(&mut self, target: usize) {
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            for (place, reference) in self.scene.targets.iter().enumerate() {
                if !route.path.contains("{reference}") && place > 0 {
                    continue;
                }
                let named = route.path.replace("{name}", "helpdesk.css");
                // No mail came in: that each one is a request's, and whose, is tested beside the mail.
                let named = named.replace("{mail}", "zzzzzzzz").replace("{n}", "0").replace("{token}", "z");
                let known = named.replace("{reference}", "").replace("{command}", "");
                assert!(!known.contains('{'), "say here what stands for the parameter of {}", route.path);
                let meeting = route.path.starts_with("/meetings/{");
                if meeting && place > 0 {
                    continue;
                }
                let reference = if meeting { &self.scene.meeting } else { reference };
                let path = named.replace("{reference}", reference.as_str());
                let channel = named.replace("{reference}", &place.to_string());
                if !path.contains("{command}") {
                    self.get(&channel, &path).await;
                } else if place == target {
                    for name in CommandName::ALL.iter().skip(target % 3).step_by(3) {
                        let of = |text: &str| text.replace("{command}", name.code());
                        self.get(&of(&channel), &of(&path)).await;
                    }
                }
            }
        }
    }

    /// Lists and searches, to their end.
    async fn lists(&mut self) {
        let references: Vec<_> =
            self.scene.targets.iter().map(|reference| format!("text={reference}")).collect();
        for (n, query) in QUERIES.into_iter().chain(references.iter().map(String::as_str)).enumerate() {
            if n % 3 == 0 {
                self.get(&format!("/queue {n}"), &format!("/queue?{query}")).await;
            }
            self.get(&format!("/api/v1/support-requests {n}"), &format!("/api/v1/support-requests?{query}"))
                .await;
        }
        let mut path = "/queue".to_owned();
        for n in 2..6 {
            let page = self.browser.get(&path).await;
            let Some(rest) = page.text.split("rel=\"next\" href=\"").nth(1) else { break };
            path = rest.split('"').next().expect("an address").replace("&amp;", "&");
            self.get(&format!("/queue, page {n}"), &path.clone()).await;
        }
        for figure in ["asked", "waits", "got", "small"] {
            let path = format!("/equity/requests?by=language&figure={figure}");
            self.get(&path.clone(), &path).await;
        }
        for (n, reference) in self.scene.targets.clone().iter().enumerate() {
            let path = format!("/meetings/{}/notes?item={reference}", self.scene.meeting);
            self.get(&format!("/meetings/0/notes {n}"), &path).await;
        }
        let text = helpdesk_server::app::policy::DEFAULT.replace("_days = 21", "_days = 20");
        let call = self.call(Method::POST, "/policy/try").form(&[("text", text)]);
        self.keep("POST /policy/try", call).await;
        let titles: Vec<_> = (0..self.scene.targets.len()).map(|n| format!("Requests/{n}")).collect();
        let call = self.call(Method::POST, "/api/v1/page-lookups").json(&json!({ "titles": titles }));
        self.keep("POST /api/v1/page-lookups", call).await;
    }

    /// Commands on a version that is not the newest: who may not, is refused; who may, is told what
    /// happened since.
    async fn stale(&mut self, target: usize, version: u32) {
        let reference = self.scene.targets[target];
        for (n, (name, fields)) in STALE.into_iter().enumerate() {
            let expected = if n % 2 == 0 { 4_000_000 } else { version - 1 };
            let path = format!("/api/v1/support-requests/{reference}/{}", name.code());
            let values: BTreeMap<_, _> = fields.iter().copied().collect();
            let call = self.call(Method::POST, &path).header("idempotency-key", self.service.key());
            let call = call.json(&json!({ "expected_version": expected, "fields": values }));
            self.keep(&format!("POST /api/v1/…/{}", name.code()), call).await;
            let (key, expected) = (self.service.key(), expected.to_string());
            let mut form = vec![("idempotency_key", key.as_str()), ("expected_version", expected.as_str())];
            form.extend(fields);
            let path = format!("/support-requests/{reference}/{}", name.code());
            let call = self.call(Method::POST, &path).form(&form);
            self.keep(&format!("POST /…/{}", name.code()), call).await;
        }
    }

    /// What everybody reads on the wiki, what is to be written there, and mail to the viewer.
    async fn outside(&mut self, viewer: Viewer) {
        let app = &self.scene.record.app;
        let policy = app.policy().await.expect("a policy").policy;
        for (n, reference) in self.scene.targets.iter().enumerate() {
            let whole = app::whole_record(app, *reference).await.expect("a record");
            let page = block::of_request(&policy, &whole, "https://tool.example/");
            let row = row::of_request(&policy, &whole, "Requests/0");
            self.seen.insert(format!("wikitext {n}"), format!("{page:?}\n{row:?}"));
        }
        let mut conn = self.scene.record.conn().await;
        let jobs = "SELECT CONCAT_WS(' ', request_id, kind, note, cause, as_person) FROM outbox
            WHERE kind <> 'mail' ORDER BY id";
        let jobs: Vec<String> = conn.query(jobs).await.expect("jobs");
        self.seen.insert("jobs".to_owned(), jobs.join("\n"));
        let mails =
            "SELECT CONCAT_WS(' ', request_id, kind, by_person) FROM sent_mail WHERE addressee = ? ORDER BY id";
        let addressee = viewer.person().map(|person| person.to_string());
        let mails: Vec<String> = conn.exec(mails, (addressee,)).await.expect("mails");
        self.seen.insert("mails".to_owned(), mails.join("\n"));
        if let Some(person) = viewer.person() {
            self.seen.insert("letters".to_owned(), letters::all(self.scene, person).await);
        }
    }

    fn call(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let api = path.starts_with("/api/");
        let call = self.browser.call(method, path).header(ORIGIN, if api { WIKI } else { OWN });
        match &self.token {
            Some(token) if api => call.bearer_auth(token),
            Some(_) | None => call,
        }
    }

    async fn get(&mut self, channel: &str, path: &str) {
        let call = self.call(Method::GET, path);
        self.keep(&format!("GET {channel}"), call).await;
    }

    async fn keep(&mut self, channel: &str, call: reqwest::RequestBuilder) {
        let page = self.browser.send(call).await;
        assert!(page.status < 500 && page.status != 429, "{channel}: {} {}", page.status, page.text);
        self.seen.insert(channel.to_owned(), bytes(&page));
    }
}

/// Status, headers and body, without what is made anew for each answer.
fn bytes(page: &Page) -> String {
    let mut headers = Vec::new();
    for (name, value) in &page.headers {
        let value = match name.as_str() {
            "date" | "x-request-id" => continue,
            // Where the wiki's sign-in is, without the state and the challenge.
            "location" => value.to_str().expect("text").split("state=").next().expect("a start"),
            _ if name == SET_COOKIE => "a cookie",
            _ => value.to_str().expect("text"),
        };
        headers.push(format!("{name}: {value}"));
    }
    // The order in which a server writes them is chance.
    headers.sort();
    let mut body = page.text.clone();
    for made_anew in ["name=\"idempotency_key\" value=\"", "from=", "\"next\":\""] {
        body = without(&body, made_anew);
    }
    format!("{}\n{}\n\n{body}", page.status, headers.join("\n"))
}

/// The text with everything between `start` and the next quotation mark left out.
fn without(text: &str, start: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(start);
        out.push_str(part.find('"').map_or(part, |end| &part[end..]));
    }
    out
}

/// The first channel in which something differs, with what is around it.
pub fn differing(before: &Seen, after: &Seen) -> Option<String> {
    let channel =
        before.keys().chain(after.keys()).find(|channel| before.get(*channel) != after.get(*channel))?;
    let nothing = String::new();
    let (one, two) = (before.get(channel).unwrap_or(&nothing), after.get(channel).unwrap_or(&nothing));
    let same = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(300)).take(600).collect::<String>();
    Some(format!("{channel}\n--- before\n{}\n--- after\n{}", around(one), around(two)))
}
