//! Ports on loopback.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result, anyhow, bail};

/// Chooses ports for one run, each one once.
#[derive(Default)]
pub struct Ports {
    taken: BTreeSet<u16>,
}

impl Ports {
    /// The port that was asked for, or an error in one line if something else listens there.
    pub fn given(&mut self, option: &str, port: u16) -> Result<u16> {
        if !is_free(port) || !self.taken.insert(port) {
            bail!("port {port} is in use by another program; stop that, or give another one with {option}");
        }
        Ok(port)
    }

    /// `preferred` if it is free, else any free port: an address that stays the same is kinder to bookmarks.
    pub fn preferred(&mut self, preferred: u16) -> Result<u16> {
        if is_free(preferred) && self.taken.insert(preferred) { Ok(preferred) } else { self.any() }
    }

    /// Any free port.
    pub fn any(&mut self) -> Result<u16> {
        loop {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
            let port = listener.local_addr().context("no free port on 127.0.0.1")?.port();
            if self.taken.insert(port) {
                return Ok(port);
            }
        }
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// A port as a person writes it: 1 to 65535.
pub fn parse(option: &str, text: &str) -> Result<u16> {
    match text.parse() {
        Ok(0) | Err(_) => Err(anyhow!("{option} «{text}» is not a port: a number from 1 to 65535")),
        Ok(port) => Ok(port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_numbers_from_1_to_65535() {
        assert_eq!(parse("--port", "8080").unwrap(), 8080);
        for wrong in ["0", "65536", "-1", "http", ""] {
            let error = parse("--port", wrong).unwrap_err().to_string();
            assert!(error.contains(&format!("--port «{wrong}» is not a port")), "{error}");
        }
    }

    #[test]
    fn a_port_in_use_is_refused_or_gone_round() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut ports = Ports::default();
        let error = ports.given("--port", port).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("port {port} is in use by another program; stop that, or give another one with --port")
        );
        assert_ne!(ports.preferred(port).unwrap(), port);
    }

    #[test]
    fn no_port_is_given_out_twice() {
        let mut ports = Ports::default();
        let first = ports.any().unwrap();
        assert!(ports.given("--port", first).is_err());
        assert_ne!(ports.preferred(first).unwrap(), first);
    }
}
