//! What `cargo xtask bench` hands over.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// Where everything is, and how much of it is wanted.
pub struct Args {
    /// The socket of a private MariaDB where root needs no password.
    pub socket: PathBuf,
    /// The tool's user there.
    pub user: String,
    /// Its password.
    pub password: String,
    /// A folder that the bench may write in and MariaDB may read.
    pub dir: PathBuf,
    /// The service's program.
    pub server: PathBuf,
    /// The gadget with its feature `conformance`, if it was built.
    pub wasm: Option<PathBuf>,
    /// How many requests, the least first.
    pub sizes: Vec<u32>,
}

impl Args {
    /// Reads the environment.
    ///
    /// # Errors
    /// Names what is missing.
    pub fn read() -> Result<Self> {
        let given = |name: &str| {
            std::env::var(name).with_context(|| format!("{name} is not set; run `cargo xtask bench`"))
        };
        let sizes = given("HELPDESK_BENCH_REQUESTS")?
            .split(',')
            .map(|size| size.parse().context("HELPDESK_BENCH_REQUESTS are numbers with commas between"))
            .collect::<Result<_>>()?;
        Ok(Self {
            socket: given("HELPDESK_TEST_DB_SOCKET")?.into(),
            user: given("HELPDESK_TEST_DB_USER")?,
            password: given("HELPDESK_TEST_DB_PASSWORD")?,
            dir: given("HELPDESK_BENCH_DIR")?.into(),
            server: given("HELPDESK_BENCH_SERVER")?.into(),
            wasm: std::env::var_os("HELPDESK_TEST_CONFORMANCE").map(PathBuf::from),
            sizes,
        })
    }
}
