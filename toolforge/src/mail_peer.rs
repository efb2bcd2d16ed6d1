//! Where the demo's mail goes: an SMTP peer that keeps what it is given.

use crate::places;
use crate::ports::Ports;
use crate::supervisor::Supervisor;
use anyhow::Result;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Debian's Python: the package of the peer's library is for it.
const PYTHON: &str = "/usr/bin/python3";

/// Starts the peer, which keeps mail in `folder`, and gives its port.
pub fn start(supervisor: &mut Supervisor, ports: &mut Ports, folder: &Path) -> Result<u16> {
    let port = ports.any()?;
    let mut peer = Command::new(PYTHON);
    peer.arg(places::root().join("tests/smtp/peer.py")).arg(folder).arg("--plain").arg(port.to_string());
    supervisor.start("mail", peer, Duration::from_secs(2))?;
    let answers = || TcpStream::connect(("127.0.0.1", port)).is_ok();
    supervisor.wait_until("mail", Duration::from_secs(20), answers)?;
    Ok(port)
}
