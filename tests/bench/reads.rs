//! One request's view, and the look-up of a watchlist's titles.

use crate::client::{Call, get, median, post, rate};
use crate::figures::Goal::{AtLeast, AtMost};
use crate::figures::{Figure, Unit, figure};
use crate::world::{WIKI, World};
use anyhow::{Result, ensure};
use helpdesk_domain::wire::MAX_LOOKUPS;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;

/// Connections of a load; the pool has half of that.
const CONNECTIONS: usize = 8;
/// Calls of a round.
const CALLS: usize = 4000;
/// Rounds, of which the best counts.
const ROUNDS: usize = 3;
/// Different requests that are asked for.
const DIFFERENT: usize = 500;

/// Against the bare handler: rates of the same kind, one after the other in each round.
pub async fn measure(world: &mut World) -> Result<Vec<Figure>> {
    let member = world.bearer(&world.cast.members[0]).await?;
    let head = [("Authorization", member.as_str()), ("Origin", WIKI)];
    let step = (world.filled.published.len() / DIFFERENT).max(1);
    let some: Vec<_> = world.filled.published.iter().step_by(step).take(DIFFERENT).collect();
    let views = |start: &str, head: &[(&str, &str)]| -> Arc<[Call]> {
        some.iter().map(|reference| get(&format!("{start}/support-requests/{reference}"), head)).collect()
    };
    let bare: Arc<[Call]> = [get("/", &[])].into();
    let rows = some.iter().map(|reference| get(&format!("/records/{reference}"), &[])).collect();
    let (public, of_gadget, page) = (views("/api/v1", &[]), views("/api/v1", &head), views("", &[]));
    let mut best = [0.0_f64; 5];
    for _ in 0..ROUNDS {
        let loads: [(SocketAddr, &Arc<[Call]>); 5] = [
            (world.bare, &bare),
            (world.bare, &rows),
            (world.service, &public),
            (world.service, &of_gadget),
            (world.service, &page),
        ];
        for (best, (address, calls)) in best.iter_mut().zip(loads) {
            *best = best.max(rate(address, calls, CONNECTIONS, CALLS).await?);
        }
    }
    let [bare, rows, public, of_gadget, page] = best;
    let half = Some(AtLeast(0.5));
    let mut figures = vec![
        figure("view of a public request, against a bare handler", public / bare, Unit::Ratio, half),
        figure("the same, against a bare handler that reads the same rows", public / rows, Unit::Ratio, None),
        figure("the same with a gadget's token, against a bare handler", of_gadget / bare, Unit::Ratio, None),
        figure("the same as an HTML page, against a bare handler", page / bare, Unit::Ratio, None),
        figure("bare handler with one statement", bare, Unit::PerSecond, None),
        figure("bare handler that reads the rows of a request", rows, Unit::PerSecond, None),
        figure("view of a public request", public, Unit::PerSecond, None),
    ];
    figures.extend(lookups(world).await?);
    Ok(figures)
}

async fn lookups(world: &mut World) -> Result<Vec<Figure>> {
    let bearers = world.bearers().await?;
    let all: Vec<&str> = world.filled.pages.iter().take(MAX_LOOKUPS).map(String::as_str).collect();
    let few: Vec<String> = (0..MAX_LOOKUPS)
        .map(|n| if n % 25 == 0 { all[n % all.len()].to_owned() } else { format!("Some page {n}") })
        .collect();
    let (all, few) = (json!({ "titles": all }).to_string(), json!({ "titles": few }).to_string());
    let path = "/api/v1/page-lookups";
    let of = |bearer: &String| post(path, &[("Authorization", bearer), ("Origin", WIKI)], &all);
    let calls: [Vec<Call>; 3] =
        [vec![post(path, &[], &all)], bearers.iter().map(of).collect(), vec![post(path, &[], &few)]];
    let before = world.statements().await?;
    let mut times = [f64::INFINITY; 3];
    let mut sent = 0;
    for _ in 0..ROUNDS {
        for (best, calls) in times.iter_mut().zip(&calls) {
            let time = median(world.service, calls, 40).await?;
            *best = best.min(time.as_secs_f64() * 1e3);
            sent += 41;
        }
    }
    // One of the three comes with a token, which is a statement of its own.
    let carried_out = world.statements().await? - before;
    ensure!(carried_out >= sent, "the database counts its statements otherwise");
    let statements = (carried_out - sent / 3) as f64 / sent as f64;
    let [all, with_token, few] = times;
    let goal = Some(AtMost(5.0));
    Ok(vec![
        figure("look-up of 500 titles that all have requests", all, Unit::Milliseconds, goal),
        figure("the same with a gadget's token", with_token, Unit::Milliseconds, goal),
        figure("look-up of 500 titles of which 20 have requests", few, Unit::Milliseconds, goal),
        figure("statements of a look-up", statements, Unit::Number, Some(AtMost(1.0))),
    ])
}
