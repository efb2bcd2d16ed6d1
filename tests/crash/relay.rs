//! As much of a mail relay (RFC 5321) as the worker needs. It loses answers, comes back later, and remembers every
//! message that it took.

use anyhow::{Context, Result};
use helpdesk_server::mail::read::{Incoming, read};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A message that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The envelope's recipient.
    pub to: String,
    /// The message.
    pub message: Incoming,
    /// When it was whole.
    pub at: Instant,
    /// Whether who sent it heard that it was taken.
    pub heard: bool,
}

/// The relay.
#[derive(Default)]
pub struct Relay {
    taken: Mutex<Vec<Taken>>,
    /// The Message-ID of each message that was lost whole, before it was taken.
    lost: Mutex<Vec<Option<String>>>,
    busy: AtomicUsize,
    chance: AtomicU64,
    /// How many were taken, for those who wait for one.
    count: watch::Sender<usize>,
}

impl Relay {
    /// Starts it on a free port; gives its port.
    pub fn start(seed: u64) -> Result<(Arc<Self>, u16)> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").context("a port for the relay")?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let listener = TcpListener::from_std(listener)?;
        let relay = Arc::new(Self { chance: AtomicU64::new(seed ^ 0xbeef), ..Self::default() });
        let shared = relay.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let relay = shared.clone();
                tokio::spawn(async move {
                    relay.busy.fetch_add(1, Ordering::SeqCst);
                    // A caller who is gone ends it; what was whole was taken.
                    relay.talk(stream).await.ok();
                    relay.busy.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Ok((relay, port))
    }

    /// How many connections there are.
    pub fn busy(&self) -> usize {
        self.busy.load(Ordering::SeqCst)
    }

    /// What was taken, in its order.
    pub fn taken(&self) -> Vec<Taken> {
        self.all().clone()
    }

    /// Tells of each message that is taken from now on.
    pub fn arrivals(&self) -> watch::Receiver<usize> {
        self.count.subscribe()
    }

    /// How often a message was lost before it was taken; who sent it does not know that.
    pub fn lost(&self, message_id: &str) -> usize {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        lost.iter().filter(|id| id.as_deref() == Some(message_id)).count()
    }

    fn all(&self) -> MutexGuard<'_, Vec<Taken>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number below `bound`; the order of messages decides which.
    fn below(&self, bound: u64) -> u64 {
        let mut z = self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) % bound
    }

    async fn talk(&self, stream: TcpStream) -> Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading);
        let mut to = String::new();
        let mut taken: Option<usize> = None;
        writing.write_all(b"220 relay\r\n").await?;
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let word = line.split([' ', ':', '\r']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match word.as_str() {
                "EHLO" | "HELO" | "MAIL" | "RSET" | "NOOP" => "250 OK",
                "RCPT" if self.below(25) == 0 => "451 4.7.1 come back later",
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    "250 OK"
                }
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await?;
                    let raw = text(&mut lines).await?;
                    tokio::time::sleep(Duration::from_millis(self.below(6))).await;
                    match self.below(25) {
                        // It was lost before it was taken, or its answer was after that.
                        0 if self.lose(&raw) => return Ok(()),
                        1 => {
                            self.keep(&to, &raw);
                            return Ok(());
                        }
                        _ => taken = Some(self.keep(&to, &raw)),
                    }
                    "250 taken"
                }
                "QUIT" => {
                    if let Some(place) = taken {
                        self.all()[place].heard = true;
                    }
                    writing.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "500 what?",
            };
            writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
    }

    /// Loses a message, unless it was lost before: a relay that never takes it is no test of who sends it.
    fn lose(&self, raw: &[u8]) -> bool {
        let id = read(raw).message_id;
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = !lost.contains(&id);
        if is_first {
            lost.push(id);
        }
        is_first
    }

    /// Keeps a message; gives its place.
    fn keep(&self, to: &str, raw: &[u8]) -> usize {
        let mut all = self.all();
        all.push(Taken { to: to.to_owned(), message: read(raw), at: Instant::now(), heard: false });
        self.count.send_replace(all.len());
        all.len() - 1
    }
}

/// The text up to the line with a dot, without the dots that were doubled.
async fn text(lines: &mut (impl AsyncBufReadExt + Unpin)) -> Result<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        anyhow::ensure!(lines.read_until(b'\n', &mut line).await? > 0, "the text breaks off");
        if line == b".\r\n" {
            return Ok(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
