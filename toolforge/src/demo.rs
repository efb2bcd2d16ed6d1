//! soon
use anyhow::Result;
use std::process::ExitCode;
pub fn run(_: &[String]) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
