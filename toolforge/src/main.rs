//! `cargo xtask`: what a developer or operator runs. It starts the other programs as processes and depends on none of
//! the other crates, so that it is compiled in seconds.

mod accounts;
mod apt_source;
mod bench;
mod check;
mod crash;
mod debs;
mod demo;
mod dovecot;
mod fingerprint;
mod front;
mod fuzz;
mod gadget;
mod galera;
mod http_probe;
mod mail_peer;
mod mariadb;
mod options;
mod packages;
mod places;
mod ports;
mod process_log;
mod progress;
mod publish;
mod random;
mod services;
mod stop_signal;
mod supervisor;
mod tally;
mod up;
mod wasm;
mod wiki;
mod wiki_template;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask demo [--check] [--reset] [--no-install] [--port N] [--wiki-port N] [--policy FILE]
                 [--wasm auto|rustup|debian] [-- COMMAND...]
    starts the whole thing, prints addresses and accounts, waits for Ctrl-C; --check walks the story in a browser;
    --policy adopts another policy than the one that is built in; a command after -- runs beside it, on fresh data
cargo xtask check [--all] [--no-install] [--wasm auto|rustup|debian]
    formatting, lints, licences, gadget and all tests; ends with `N passed, N failed`
cargo xtask gadget --api URL --tool-url URL (--user NAME | --dry) [--policy FILE] [--no-install]
                   [--wasm auto|rustup|debian]
    publishes the gadget and the templates on a wiki, with the password in HELPDESK_WIKI_PASSWORD; --dry prints pages,
    differences and the order of pasting for an interface administrator
cargo xtask up [--dir DIR] [--wiki-port N] -- COMMAND...
    starts MariaDB, the wiki and wiki-front for the command, and stops them after it
cargo xtask bench [--requests N] [--quick] [--no-install] [--wasm auto|rustup|debian]
    what the service costs with 1,000 and with 100,000 generated requests, in a release build; --quick takes 10,000
    and leaves wasm out
cargo xtask crash [--runs N | --crowd SECONDS] [--seed S]
    kills the service, the worker and MariaDB while generated requests travel, and looks that nothing is lost or doubled;
    --crowd has three services and two workers on one database, and kills one a second
cargo xtask galera [--seconds N] [--seed S]
    the same crowd on the three nodes of a MariaDB Galera cluster, which are killed too and come back; a request goes
    the whole way from submission to lessons meanwhile, again and again
cargo xtask fuzz [TARGET] [--seconds N] [--keep]
    looks for bytes that break what reads them, by coverage, for N seconds a target; without a target, all of them;
    --keep adds to tests/fuzz/corpus what reaches further than it
cargo xtask packages [--no-install] [--browser] [--wasm auto|rustup|debian]
    what this machine needs; installs what is missing
";

fn main() -> ExitCode {
    if std::env::var_os(fuzz::COMPILER).is_some() {
        let words: Vec<String> = std::env::args().skip(1).collect();
        return fuzz::compile(&words).unwrap_or_else(|error| {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        });
    }
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let words: Vec<String> = words.collect();
    let done = stop_signal::listen().and_then(|()| match name.as_str() {
        "demo" => demo::run(&words),
        "check" => check::run(&words),
        "gadget" => publish::run(&words),
        "up" => up::run(&words),
        "bench" => bench::run(&words),
        "crash" => crash::run(&words),
        "fuzz" => fuzz::run(&words),
        "galera" => galera::run(&words),
        "packages" => packages::run(&words),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(anyhow::anyhow!("there is no «cargo xtask {other}»\n\n{USAGE}")),
    });
    done.unwrap_or_else(|error| {
        eprintln!("xtask: {error:#}");
        ExitCode::FAILURE
    })
}
