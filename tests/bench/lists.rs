//! Pages of the queue and of searches, the first and the last one.

use crate::client::{Call, Client, get, median};
use crate::figures::Goal::AtMost;
use crate::figures::{Figure, Unit, figure};
use crate::world::{WIKI, World};
use anyhow::{Context, Result, ensure};
use helpdesk_domain::Actor;
use mysql_async::prelude::Queryable;
use std::collections::BTreeSet;

/// How often a page is asked for in a round.
const TIMES: usize = 15;
/// Rounds, of which the best counts.
const ROUNDS: usize = 3;
/// What a page may take, in milliseconds.
const GOAL: f64 = 20.0;
/// How much slower than the first page the last one may be: what timing itself scatters by.
const SCATTER: f64 = 1.2;

/// How many requests that somebody stood aside from are listed.
const ASIDE: usize = 200;

/// A list, and what it is called.
struct Asked {
    query: &'static str,
    works: bool,
    words: [&'static str; 3],
}

const LISTS: [Asked; 3] = [
    Asked {
        query: "closed=on",
        works: true,
        words: ["queue, first page", "queue, last page", "queue, last page against the first"],
    },
    Asked {
        query: "closed=on",
        works: false,
        words: [
            "published requests, first page",
            "published requests, last page",
            "published requests, last page against the first",
        ],
    },
    // A word of one title in sixteen, so of more than are looked up by words at full size.
    Asked {
        query: "closed=on&text=posters",
        works: true,
        words: ["search, first page", "search, last page", "search, last page against the first"],
    },
];

/// Searches and filters that have one page.
const OTHERS: [(&str, &str); 9] = [
    ("open requests, first page", ""),
    ("search for a rare word", "closed=on&text=kalomi"),
    ("search for a word that nobody uses", "closed=on&text=xylophone"),
    ("search for the end of a word, which finds nothing", "closed=on&text=osters"),
    ("search for frequent words that never stand so", "closed=on&text=museum%20posters"),
    ("search for two letters", "closed=on&text=po"),
    ("search for a rare word among open ones", "text=kalomi"),
    ("queue of a year and an outcome", "closed=on&year=2022&outcome=withdrawn"),
    ("queue of what is late, of low priority and with the requester", "late=on&priority=low&turn=requester"),
];

/// One page at a time on one connection, which is what a person waits for.
pub async fn measure(world: &World) -> Result<Vec<Figure>> {
    let member = &world.cast.members[1];
    let token = world.bearer(member).await?;
    let signed_in = [("Authorization", token.as_str()), ("Origin", WIKI)];
    let mut figures = Vec::new();
    let goal = Some(AtMost(GOAL));
    for list in &LISTS {
        let head: &[(&str, &str)] = if list.works { &signed_in } else { &[] };
        let (last, found) = walk(world, list.query, head).await?;
        if list.query == "closed=on" {
            let all = match list.works {
                true => world.requests as usize - left_out(world, member).await?,
                false => world.filled.published.len(),
            };
            ensure!(found == all, "{found} requests were listed of {all}");
        }
        let first = best(world, &page(list.query, None, head)).await?;
        let last = best(world, &page(list.query, last.as_deref(), head)).await?;
        figures.push(figure(list.words[0], first, Unit::Milliseconds, goal));
        figures.push(figure(list.words[1], last, Unit::Milliseconds, goal));
        figures.push(figure(list.words[2], last / first, Unit::Ratio, Some(AtMost(SCATTER))));
    }
    for (words, query) in OTHERS {
        let time = best(world, &page(query, None, &signed_in)).await?;
        figures.push(figure(words, time, Unit::Milliseconds, goal));
    }
    Ok(figures)
}

/// How many requests the member's list leaves out: of those that they stood aside from and that are not published, it
/// has the newest.
async fn left_out(world: &World, member: &Actor) -> Result<usize> {
    let statement = "SELECT COUNT(*) FROM member_standing m JOIN support_request r ON r.id = m.request_id \
        WHERE m.person = ? AND m.aside AND NOT r.published AND NOT (r.requester <=> m.person)";
    let mut conn = world.app.store.conn().await?;
    let aside: Option<usize> = conn.exec_first(statement, (member.person.as_str(),)).await?;
    Ok(aside.context("a count")?.saturating_sub(ASIDE))
}

fn page(query: &str, from: Option<&str>, head: &[(&str, &str)]) -> Call {
    let from = from.map(|from| format!("&from={from}")).unwrap_or_default();
    get(&format!("/api/v1/support-requests?{query}{from}"), head)
}

async fn best(world: &World, call: &Call) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let time = median(world.service, std::slice::from_ref(call), TIMES).await?;
        best = best.min(time.as_secs_f64() * 1e3);
    }
    Ok(best)
}

/// Reads a list to its end, and gives where its last page begins and how many requests it has.
async fn walk(world: &World, query: &str, head: &[(&str, &str)]) -> Result<(Option<String>, usize)> {
    let mut client = Client::connect(world.service).await?;
    let mut from: Option<String> = None;
    let mut seen = BTreeSet::new();
    loop {
        let body = client.send(&page(query, from.as_deref(), head)).await?;
        let answer: serde_json::Value = serde_json::from_slice(body)?;
        let items = answer["items"].as_array().context("a list of items")?;
        let aside = answer["aside"].as_array().context("a list of what the member stood aside from")?;
        for item in items.iter().chain(aside) {
            let reference = item["reference"].as_str().context("a reference")?;
            ensure!(seen.insert(reference.to_owned()), "{reference} is listed twice");
        }
        match answer["next"].as_str() {
            Some(next) => from = Some(next.to_owned()),
            None => return Ok((from, seen.len())),
        }
    }
}
