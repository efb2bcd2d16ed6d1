//! As much of the Action API as the worker needs. It is slow at times, loses answers, goes on with an edit whose
//! caller was killed, and remembers every edit.

use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use anyhow::{Context, Result};
use futures_util::stream;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// An edit that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The page.
    pub title: String,
    /// What the job's summary says it is.
    pub token: String,
    /// The page's text after it.
    pub text: String,
    /// When.
    pub at: Instant,
}

#[derive(Default)]
struct Page {
    id: u64,
    revisions: Vec<(u64, String)>,
    text: String,
}

#[derive(Default)]
struct State {
    pages: BTreeMap<String, Page>,
    next: u64,
    made: Vec<Made>,
}

/// The wiki.
#[derive(Default)]
pub struct Wiki {
    state: Mutex<State>,
    busy: AtomicUsize,
    chance: AtomicU64,
}

impl Wiki {
    /// Starts it on a free port; gives its port.
    pub fn start(seed: u64) -> Result<(Data<Self>, u16)> {
        let listener = TcpListener::bind("127.0.0.1:0").context("a port for the wiki")?;
        let port = listener.local_addr()?.port();
        let wiki = Data::new(Self { chance: AtomicU64::new(seed), ..Self::default() });
        let shared = wiki.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(shared.clone())
                .app_data(web::PayloadConfig::new(8 << 20))
                .default_service(web::to(answer))
        });
        tokio::spawn(server.workers(1).disable_signals().listen(listener)?.run());
        Ok((wiki, port))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many requests are under way, those of callers who are gone too.
    pub fn busy(&self) -> usize {
        self.busy.load(Ordering::SeqCst)
    }

    /// The text of a page.
    pub fn text(&self, title: &str) -> Option<String> {
        self.state().pages.get(title).map(|page| page.text.clone())
    }

    /// The edits made from that one on.
    pub fn made(&self, from: usize) -> Vec<Made> {
        self.state().made.get(from..).unwrap_or_default().to_vec()
    }

    /// How many edits were made.
    pub fn count(&self) -> usize {
        self.state().made.len()
    }

    /// A number below `bound`; the order of requests decides which.
    fn below(&self, bound: u64) -> u64 {
        let mut z = self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) % bound
    }
}

async fn answer(wiki: Data<Wiki>, http: HttpRequest, body: Bytes) -> HttpResponse {
    let pairs = url::form_urlencoded::parse(http.query_string().as_bytes());
    let parameters: BTreeMap<String, String> =
        pairs.into_owned().chain(url::form_urlencoded::parse(&body).into_owned()).collect();
    wiki.busy.fetch_add(1, Ordering::SeqCst);
    // A task of its own goes on when the caller is gone, as a real wiki does.
    let shared = wiki.clone();
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(shared.below(6))).await;
        let said = shared.carry_out(&parameters);
        tokio::time::sleep(Duration::from_millis(shared.below(6))).await;
        shared.busy.fetch_sub(1, Ordering::SeqCst);
        said
    });
    match task.await {
        Ok(said) if wiki.below(25) > 0 => HttpResponse::Ok().json(said),
        // The answer is lost on the way.
        Ok(_) | Err(_) => HttpResponse::Ok().streaming(stream::once(async {
            Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
        })),
    }
}

fn error(code: &str) -> Value {
    json!({ "errors": [{ "code": code, "text": code, "module": "main" }] })
}

impl Wiki {
    fn carry_out(&self, parameters: &BTreeMap<String, String>) -> Value {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        match get("action") {
            Some("edit") if get("token") != Some("+\\") => error("badtoken"),
            Some("edit") => self.edit(parameters),
            _ if get("meta") == Some("siteinfo") => json!({ "query": site() }),
            _ => self.look(get("titles"), get("pageids"), get("rvprop") == Some("comment")),
        }
    }

    fn look(&self, title: Option<&str>, id: Option<&str>, comments: bool) -> Value {
        let state = self.state();
        let id = id.and_then(|id| id.parse::<u64>().ok());
        let found = state.pages.iter().find(|(name, page)| Some(name.as_str()) == title || Some(page.id) == id);
        let page = match found {
            None => json!({ "title": title.unwrap_or_default(), "missing": true }),
            Some((title, page)) if comments => {
                let newest = page.revisions.iter().rev().take(100);
                let revisions: Vec<_> = newest.map(|(_, comment)| json!({ "comment": comment })).collect();
                json!({ "title": title, "pageid": page.id, "revisions": revisions })
            }
            Some((title, page)) => {
                let main = json!({ "contentmodel": "wikitext", "content": page.text });
                let newest = page.revisions.last().map_or(0, |(id, _)| *id);
                let revision = json!({ "revid": newest, "slots": { "main": main } });
                json!({ "title": title, "pageid": page.id, "revisions": [revision] })
            }
        };
        json!({ "query": { "pages": [page], "tokens": { "csrftoken": "+\\" } } })
    }

    fn edit(&self, parameters: &BTreeMap<String, String>) -> Value {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let (title, summary) = (get("title").unwrap_or_default(), get("summary").unwrap_or_default());
        let mut state = self.state();
        let state = &mut *state;
        let known = state.pages.get(title);
        let newest = known.and_then(|page| page.revisions.last()).map(|(id, _)| *id);
        if get("createonly").is_some() && known.is_some() {
            return error("articleexists");
        }
        if get("nocreate").is_some() && known.is_none() {
            return error("missingtitle");
        }
        if get("baserevid").is_some_and(|base| base.parse().ok() != newest) {
            return error("editconflict");
        }
        let before = known.map_or("", |page| page.text.as_str());
        let text = get("text").unwrap_or_default();
        let text = match get("sectiontitle") {
            Some(heading) => format!("{before}\n\n== {heading} ==\n{text}"),
            None => text.to_owned(),
        };
        if known.is_some() && text == before {
            return json!({ "edit": { "result": "Success", "nochange": true } });
        }
        state.next += 2;
        let (id, revision) = (state.next, state.next + 1);
        let page = state.pages.entry(title.to_owned()).or_insert_with(|| Page { id, ..Page::default() });
        page.revisions.push((revision, summary.to_owned()));
        page.text.clone_from(&text);
        let id = page.id;
        let token = summary.rsplit_once("[helpdesk:").map_or("", |(_, rest)| rest.trim_end_matches(']'));
        state.made.push(Made { title: title.to_owned(), token: token.to_owned(), text, at: Instant::now() });
        json!({ "edit": { "result": "Success", "pageid": id, "title": title, "newrevid": revision } })
    }
}

fn site() -> Value {
    let space = |id: i32, name: &str| {
        (id.to_string(), json!({ "id": id, "case": "first-letter", "name": name, "canonical": name }))
    };
    let spaces: serde_json::Map<String, Value> = [
        space(-1, "Special"),
        space(0, ""),
        space(1, "Talk"),
        space(2, "User"),
        space(3, "User talk"),
        space(4, "Project"),
        space(10, "Template"),
    ]
    .into_iter()
    .collect();
    json!({
        "general": {
            "mainpage": "Main Page", "lang": "en",
            "legaltitlechars": " %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+",
        },
        "namespaces": spaces, "namespacealiases": [], "interwikimap": [],
    })
}
