//! The service's program as it is deployed: how soon it is ready, and what memory it takes.

use crate::args::Args;
use crate::client::{Call, Client, get, post, rate};
use crate::figures::Goal::AtMost;
use crate::figures::{Figure, Unit, figure};
use crate::world::{TOKEN_KEYS, WIKI, World};
use anyhow::{Context, Result, ensure};
use helpdesk_domain::wire::MAX_LOOKUPS;
use serde_json::json;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Starts that are tried, of which the best counts.
const ROUNDS: usize = 3;
/// Connections of the load.
const CONNECTIONS: usize = 50;
/// Calls of the load.
const CALLS: usize = 3000;
/// How long a start is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often a starting service is asked.
const LOOK: Duration = Duration::from_millis(2);

/// Starts it, and asks it for all that people ask for.
pub async fn measure(args: &Args, world: &World) -> Result<Vec<Figure>> {
    let mut ready = Duration::MAX;
    for _ in 1..ROUNDS {
        ready = ready.min(Running::start(args, world).await?.ready);
    }
    let running = Running::start(args, world).await?;
    ready = ready.min(running.ready);
    let idle = running.memory("VmRSS")?;
    let calls = calls(world).await?;
    rate(running.address, &calls, CONNECTIONS, CALLS).await?;
    let (busy, most) = (running.memory("VmRSS")?, running.memory("VmHWM")?);
    let goal = Some(AtMost(64.0));
    Ok(vec![
        figure("start until /readyz", ready.as_secs_f64(), Unit::Seconds, Some(AtMost(1.0))),
        figure("resident memory, idle", idle, Unit::Mebibytes, goal),
        figure("resident memory, after 3000 calls by 50 connections", busy, Unit::Mebibytes, goal),
        figure("resident memory at its most", most, Unit::Mebibytes, goal),
    ])
}

/// Views, pages, queues, searches and look-ups by turns.
async fn calls(world: &World) -> Result<Arc<[Call]>> {
    let token = world.bearer(&world.cast.members[2]).await?;
    let head = [("Authorization", token.as_str()), ("Origin", WIKI)];
    let titles: Vec<&String> = world.filled.pages.iter().take(MAX_LOOKUPS).collect();
    let titles = json!({ "titles": titles }).to_string();
    let lookups: Vec<Call> = world
        .bearers()
        .await?
        .iter()
        .map(|bearer| post("/api/v1/page-lookups", &[("Authorization", bearer), ("Origin", WIKI)], &titles))
        .collect();
    let mut calls = Vec::new();
    for (n, reference) in world.filled.published.iter().take(100).enumerate() {
        calls.push(get(&format!("/api/v1/support-requests/{reference}"), &head));
        calls.push(get(&format!("/support-requests/{reference}"), &[]));
        calls.push(get("/api/v1/support-requests?closed=on", &head));
        calls.push(get("/api/v1/support-requests?text=kalomi", &head));
        calls.push(lookups[n % lookups.len()].clone());
    }
    Ok(calls.into())
}

/// A service's process; it ends with this value.
struct Running {
    child: Child,
    address: SocketAddr,
    ready: Duration,
}

impl Running {
    async fn start(args: &Args, world: &World) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let log = File::create(args.dir.join("serve.log"))?;
        let begin = Instant::now();
        let child = program(args, world)
            .arg("serve")
            .env("PORT", port.to_string())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} does not start", args.server.display()))?;
        let mut running = Self { child, address, ready: Duration::MAX };
        while !running.is_ready().await {
            ensure!(running.child.try_wait()?.is_none(), "the service ended; serve.log says why");
            ensure!(begin.elapsed() < PATIENCE, "the service was not ready in time");
            tokio::time::sleep(LOOK).await;
        }
        running.ready = begin.elapsed();
        Ok(running)
    }

    async fn is_ready(&self) -> bool {
        match Client::connect(self.address).await {
            Ok(mut client) => client.send(&get("/readyz", &[])).await.is_ok(),
            Err(_) => false,
        }
    }

    fn memory(&self, name: &str) -> Result<f64> {
        memory(&self.child, name)
    }
}

/// The program with its configuration.
pub fn program(args: &Args, world: &World) -> Command {
    let mut command = Command::new(&args.server);
    command
        .env("HELPDESK_PUBLIC_URL", "http://localhost:8000")
        .env("HELPDESK_DATABASE_SOCKET", &args.socket)
        .env("HELPDESK_DATABASE_USER", &args.user)
        .env("HELPDESK_DATABASE_PASSWORD", &args.password)
        .env("HELPDESK_DATABASE_NAME", &world.database)
        .env("HELPDESK_WIKI_API", format!("{WIKI}/w/api.php"))
        .env("HELPDESK_OAUTH_URL", format!("{WIKI}/w/rest.php/oauth2"))
        .env("HELPDESK_OAUTH_CLIENT_ID", "client")
        .env("HELPDESK_OAUTH_CLIENT_SECRET", "secret")
        .env("HELPDESK_TOKEN_KEYS", TOKEN_KEYS)
        .env("HELPDESK_WIKI_ORIGINS", WIKI);
    command
}

/// A line of `/proc/PID/status` (proc(5)), in MiB.
pub fn memory(of: &Child, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", of.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")).context("a number of kB")?;
    Ok(kibibytes.trim().parse::<f64>()? / 1024.0)
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has nothing to finish.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
