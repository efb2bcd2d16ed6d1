//! A history as a client plays it: each command is sent again, with its key, until it is acknowledged.

use crate::desk::{Cast, Desk};
use crate::story::Story;
use anyhow::{Context, Result, bail};
use helpdesk_domain::{CommandName, Reference};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a command may take, kills and starts included.
const PATIENCE: Duration = Duration::from_secs(60);

/// The most services that there are.
pub const MOST: usize = 3;

/// A client, and what it counts.
#[derive(Default)]
pub struct Client {
    http: reqwest::Client,
    under_way: [AtomicUsize; MOST],
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
}

impl Client {
    /// A client that waits for an answer no longer than a person would.
    pub fn new() -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build()?;
        Ok(Self { http, ..Self::default() })
    }

    /// How many commands are sent to that service and not answered.
    pub fn under_way(&self, service: usize) -> usize {
        self.under_way[service].load(Ordering::SeqCst)
    }

    /// How many answers said that something is wrong with the service: to a person, an error page.
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    /// How many commands were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// Plays a history; gives the request's reference.
    pub async fn play(&self, desk: &Desk, cast: &Cast, story: &Story, name: &str) -> Result<Reference> {
        let body = json!({ "fields": story.submission });
        let view = self.send(desk, &cast.tokens[0], "", &body, &format!("{name}-submit")).await?;
        let reference = view["reference"].as_str().and_then(Reference::parse).context("a view's reference")?;
        for (n, step) in story.steps.iter().enumerate() {
            let body = json!({ "expected_version": step.version, "fields": step.values });
            let place = format!("/{reference}/{}", step.name.code());
            self.send(desk, &cast.tokens[step.who], &place, &body, &format!("{name}-{n}"))
                .await
                .with_context(|| format!("{:?} of {reference}, step {n}", step.name))?;
        }
        Ok(reference)
    }

    /// Gives one command.
    #[expect(clippy::too_many_arguments, reason = "a command has as many parts")]
    pub async fn act(
        &self,
        desk: &Desk,
        token: &str,
        reference: Reference,
        name: CommandName,
        version: u32,
        fields: &[(&str, &str)],
        key: &str,
    ) -> Result<()> {
        let fields: BTreeMap<_, _> = fields.iter().copied().collect();
        let body = json!({ "expected_version": version, "fields": fields });
        self.send(desk, token, &format!("/{reference}/{}", name.code()), &body, key).await.map(drop)
    }

    async fn send(&self, desk: &Desk, token: &str, place: &str, body: &Value, key: &str) -> Result<Value> {
        let begin = Instant::now();
        let mut service = self.acknowledged();
        loop {
            // Who gets no answer goes on elsewhere, as a load balancer does.
            service = (service + 1) % desk.addresses.len();
            let url = format!("{}api/v1/support-requests{place}", desk.addresses[service]);
            let request = self.http.post(&url).bearer_auth(token).header("Origin", &desk.origin);
            let request = request.header("Idempotency-Key", key).json(body);
            self.under_way[service].fetch_add(1, Ordering::SeqCst);
            let answer = answer(request).await;
            self.under_way[service].fetch_sub(1, Ordering::SeqCst);
            match answer {
                Ok((status, view)) if status.is_success() => {
                    self.acknowledged.fetch_add(1, Ordering::SeqCst);
                    return Ok(view);
                }
                Ok((status, said)) if !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS => {
                    bail!("{status}: {said}");
                }
                Ok((status, _)) if status.is_server_error() && begin.elapsed() < PATIENCE => {
                    self.refused.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Ok(_) | Err(_) if begin.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Ok((status, said)) => bail!("still {status}: {said}"),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

async fn answer(request: reqwest::RequestBuilder) -> reqwest::Result<(StatusCode, Value)> {
    let answer = request.send().await?;
    Ok((answer.status(), answer.json().await?))
}
