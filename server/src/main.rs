//! The program: reads the command line and the environment, and does what it is told.

use clap::Parser;
use helpdesk_server::cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    helpdesk_server::cli::run(Cli::parse(), std::env::vars())
}
