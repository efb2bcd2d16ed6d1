//! As little of an HTTP client as possible, so that what is measured is the server.

use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A call, ready to be sent.
pub type Call = Arc<[u8]>;

/// A call with these lines in its head.
pub fn get(path: &str, head: &[(&str, &str)]) -> Call {
    call("GET", path, head, "")
}

/// A call with a body of JSON.
pub fn post(path: &str, head: &[(&str, &str)], body: &str) -> Call {
    call("POST", path, head, body)
}

fn call(method: &str, path: &str, head: &[(&str, &str)], body: &str) -> Call {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n", body.len());
    if !body.is_empty() {
        text.push_str("Content-Type: application/json\r\n");
    }
    for (name, value) in head {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes().into()
}

/// A connection that is kept.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// If nobody listens.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(1 << 16) })
    }

    /// Sends a call and gives the body of its answer.
    ///
    /// # Errors
    /// If the answer has another status than 200.
    pub async fn send(&mut self, call: &Call) -> Result<&[u8]> {
        self.stream.write_all(call).await?;
        self.buffer.clear();
        let (head, length) = loop {
            let read = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(read > 0, "the connection was closed");
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break (end + 4, length(&self.buffer[..end])?);
            }
        };
        while self.buffer.len() < head + length {
            let read = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(read > 0, "the connection was closed");
        }
        ensure!(
            self.buffer.starts_with(b"HTTP/1.1 200"),
            "{} answered {}",
            String::from_utf8_lossy(call).lines().next().unwrap_or_default(),
            String::from_utf8_lossy(&self.buffer)
        );
        Ok(&self.buffer[head..])
    }
}

fn length(head: &[u8]) -> Result<usize> {
    let head = std::str::from_utf8(head)?.to_ascii_lowercase();
    let line = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    line.context("an answer of known length")?.trim().parse().context("the length of an answer")
}

/// Calls a second, with so many connections, until so many were answered.
///
/// # Errors
/// As [`Client::send`].
pub async fn rate(address: SocketAddr, calls: &Arc<[Call]>, connections: usize, count: usize) -> Result<f64> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = Vec::new();
    for _ in 0..connections {
        clients.push(Client::connect(address).await?);
    }
    let begin = Instant::now();
    let running: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let (next, calls) = (next.clone(), calls.clone());
            tokio::spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        return Ok::<_, anyhow::Error>(());
                    }
                    client.send(&calls[n % calls.len()]).await?;
                }
            })
        })
        .collect();
    for one in running {
        one.await??;
    }
    Ok(count as f64 / begin.elapsed().as_secs_f64())
}

/// The median time of a call on one connection, of so many.
///
/// # Errors
/// As [`Client::send`].
pub async fn median(address: SocketAddr, calls: &[Call], count: usize) -> Result<Duration> {
    let mut client = Client::connect(address).await?;
    client.send(&calls[0]).await?;
    let mut times = Vec::with_capacity(count);
    for n in 0..count {
        let begin = Instant::now();
        client.send(&calls[n % calls.len()]).await?;
        times.push(begin.elapsed());
    }
    times.sort();
    Ok(times[times.len() / 2])
}
