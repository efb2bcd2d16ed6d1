//! `cargo xtask gadget`: the gadget's pages and the templates, built, and published on a wiki or printed to be pasted.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Result, bail};

use crate::gadget::{self, Target};
use crate::options::Options;
use crate::packages::{self, Wants};
use crate::places;
use crate::supervisor::{run_in_foreground, run_to_end};
use crate::wasm::Choice;

/// The variable that holds the publishing account's password.
const PASSWORD: &str = "HELPDESK_WIKI_PASSWORD";

/// Builds and publishes; with `--dry` it signs in nowhere and prints pages, differences and the order of pasting.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(
        words,
        &["--dry", "--no-install"],
        &["--api", "--tool-url", "--user", "--policy", "--wasm"],
    )?;
    let wasm = Choice::parse(options.value("--wasm"))?;
    let (Some(api), Some(tool_url)) = (options.value("--api"), options.value("--tool-url")) else {
        bail!("--api names the wiki's api.php, --tool-url the tool that the gadget is to speak with");
    };
    let password = std::env::var(PASSWORD).unwrap_or_default();
    let account = match (options.has("--dry"), options.value("--user"), password.as_str()) {
        (true, ..) => None,
        (false, Some(user), password) if !password.is_empty() => Some((user, password)),
        _ => bail!("--user names the account that publishes and {PASSWORD} has its password; or say --dry"),
    };
    if !packages::provide(Wants { browser: false, deny: false, wasm }, options.has("--no-install"))? {
        return Ok(ExitCode::FAILURE);
    }
    let (dist, sizes) = gadget::build(wasm, true)?;
    print!("{sizes}");
    let built_in = places::root().join("server/policy.toml");
    let policy = options.value("--policy").map_or(built_in, Into::into);
    let templates = places::target().join("logs/wiki-templates.json");
    run_to_end("making the templates", templates_under(&policy), &templates)?;
    let target = Target { api, account, tool_url, templates: &templates, project_page: None };
    let status = run_in_foreground("publishing", gadget::publishing(&dist, &target)?)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn templates_under(policy: &Path) -> Command {
    let mut server = Command::new("cargo");
    server.args(["run", "--quiet", "--package", "helpdesk_server", "--bin", "helpdesk-server", "--"]);
    server.args(["wiki", "templates", "--policy"]).arg(policy);
    server
}
