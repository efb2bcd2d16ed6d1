//! `cargo xtask demo`: the whole thing on this machine, to try or to walk through in a browser.

mod secrets;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::front::Client;
use crate::gadget::Target;
use crate::mail_peer::MailPeer;
use crate::options::Options;
use crate::packages::{self, Wants};
use crate::ports::{self, Ports};
use crate::services::{self, Services, Wanted};
use crate::supervisor::{Supervisor, run_in_foreground, run_to_end};
use crate::wasm::Choice;
use crate::{accounts, gadget, http_probe, mail_peer, mariadb, places, progress, stop_signal};
use secrets::Secrets;

/// Where the tool and the wiki are if nothing else is there.
const TOOL_PORT: u16 = 8000;
const WIKI_PORT: u16 = 8080;
const DATABASE: &str = "helpdesk_demo";
const CLIENT: &str = "helpdesk-demo";

/// What the demo is made with.
#[derive(Clone, Copy)]
pub struct Made<'a> {
    /// How the gadget's wasm is made.
    pub wasm: Choice,
    /// A policy to adopt in place of the one that is built in.
    pub policy: Option<&'a Path>,
}

/// One running demo.
struct Site {
    supervisor: Supervisor,
    services: Services,
    secrets: Secrets,
    tool_port: u16,
    mail: MailPeer,
}

/// `cargo xtask demo`.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let start = Instant::now();
    let options = Options::parse(
        words,
        &["--check", "--reset", "--no-install"],
        &["--port", "--wiki-port", "--wasm", "--policy"],
    )?;
    let wasm = Choice::parse(options.value("--wasm"))?;
    let policy = options.value("--policy").map(std::path::absolute).transpose()?;
    let made = Made { wasm, policy: policy.as_deref() };
    let browser = options.has("--check");
    if !packages::provide(Wants { browser, deny: false, wasm }, options.has("--no-install"))? {
        return Ok(ExitCode::FAILURE);
    }
    if browser {
        walk(made)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some((program, arguments)) = options.rest.split_first() {
        let mut command = Command::new(program);
        command.args(arguments);
        beside(made, program, command)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut ports = Ports::default();
    let tool_port = port(&mut ports, &options, "--port", TOOL_PORT)?;
    let wiki_port = port(&mut ports, &options, "--wiki-port", WIKI_PORT)?;
    let dir = places::target().join("demo");
    let mut site = start_site(&dir, &mut ports, tool_port, wiki_port, options.has("--reset"), made)?;
    println!("\nThe demo runs, {} after its start.\n", progress::seconds(start.elapsed()));
    site.introduce();
    site.supervisor.wait_for_stop()?;
    println!("stopping");
    Ok(ExitCode::SUCCESS)
}

/// The whole story in a browser, on fresh data; fails if a step does.
pub fn walk(made: Made) -> Result<()> {
    let mut node = Command::new("node");
    node.arg(places::root().join("tests/browser/walk.mjs"));
    beside(made, "the walk", node)
}

/// Runs a command beside a demo of its own with fresh data; its environment says where everything is.
fn beside(made: Made, what: &str, mut command: Command) -> Result<()> {
    let mut ports = Ports::default();
    let (tool_port, wiki_port) = (ports.any()?, ports.any()?);
    let site = start_site(&places::target().join("walk"), &mut ports, tool_port, wiki_port, true, made)?;
    command.envs(site.services.test_environment()).envs(site.mail.test_environment());
    command.env("HELPDESK_TEST_TOOL_URL", site.tool_url()).env("HELPDESK_TEST_DB_NAME", DATABASE);
    let status = run_in_foreground(what, command)?;
    if stop_signal::came() {
        anyhow::bail!("interrupted");
    }
    anyhow::ensure!(status.success(), "{what} ended with {status}");
    Ok(())
}

fn port(ports: &mut Ports, options: &Options, option: &str, preferred: u16) -> Result<u16> {
    match options.value(option) {
        Some(text) => ports.given(option, ports::parse(option, text)?),
        None => ports.preferred(preferred),
    }
}

fn start_site(
    dir: &Path,
    ports: &mut Ports,
    tool_port: u16,
    wiki_port: u16,
    fresh: bool,
    made: Made,
) -> Result<Site> {
    let mut supervisor = Supervisor::new(dir)?;
    if !places::built("helpdesk-server").exists() {
        println!("Building server and gadget; the first time takes some minutes.");
        places::need_space(&places::target(), 4096)?;
    }
    progress::step("server built", build_server)?;
    let (dist, sizes) = progress::step("gadget built", || gadget::build(made.wasm, false))?;
    print!("{sizes}");
    let secrets = Secrets::of(dir, fresh)?;
    let tool_url = format!("http://localhost:{tool_port}");
    let wanted = Wanted {
        wiki_port: Some(wiki_port),
        fresh,
        clients: vec![Client {
            id: CLIENT.to_owned(),
            secret: secrets.client.clone(),
            redirect_uri: format!("{tool_url}/sign-in/callback"),
        }],
        static_tokens: vec![(secrets.tool_account.clone(), "HelpdeskBot".to_owned())],
    };
    let services = services::start(&mut supervisor, ports, &wanted)?;
    let mailboxes =
        services.mailboxes.as_ref().context("Dovecot is missing; `cargo xtask packages` gets it")?;
    let mail = progress::step("mail peer", || {
        mail_peer::start(&mut supervisor, ports, dir.join("mail"), mailboxes, fresh)
    })?;
    let mut site = Site { supervisor, services, secrets, tool_port, mail };
    let statement = format!("CREATE DATABASE IF NOT EXISTS {DATABASE}");
    site.services.database.execute(&site.supervisor, &statement)?;
    progress::step("database at its newest", || site.run("migrate", &["migrate"]))?;
    if let Some(policy) = made.policy {
        let mut adopt = site.server(&["policy", "adopt"]);
        adopt.arg(policy);
        progress::step("policy adopted", || site.supervisor.run("policy", adopt))?;
    }
    progress::step("service", || site.serve())?;
    progress::step("gadget published", || site.publish(&dist))?;
    site.seed(dir)?;
    Ok(site)
}

fn build_server() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(places::root());
    cargo.args([
        "build",
        "-p",
        "helpdesk_server",
        "-p",
        "helpdesk_tests",
        "--bin",
        "helpdesk-server",
        "--bin",
        "wiki-front",
    ]);
    run_to_end("building the server", cargo, &places::target().join("logs/build-server.log"))
}

impl Site {
    fn tool_url(&self) -> String {
        format!("http://localhost:{}", self.tool_port)
    }

    /// The server's program with its configuration.
    fn server(&self, words: &[&str]) -> Command {
        let wiki = &self.services.wiki_url;
        let mut server = Command::new(places::built("helpdesk-server"));
        server
            .args(words)
            .current_dir(places::root())
            .env("PORT", self.tool_port.to_string())
            .env("HELPDESK_PUBLIC_URL", self.tool_url())
            .env("HELPDESK_DATABASE_SOCKET", &self.services.database.socket)
            .env("HELPDESK_DATABASE_USER", mariadb::USER)
            .env("HELPDESK_DATABASE_PASSWORD", mariadb::PASSWORD)
            .env("HELPDESK_DATABASE_NAME", DATABASE)
            .env("HELPDESK_WIKI_API", format!("{wiki}/w/api.php"))
            .env("HELPDESK_OAUTH_URL", format!("{wiki}/w/rest.php/oauth2"))
            .env("HELPDESK_OAUTH_CLIENT_ID", CLIENT)
            .env("HELPDESK_OAUTH_CLIENT_SECRET", &self.secrets.client)
            .env("HELPDESK_TOKEN_KEYS", format!("demo:{}", self.secrets.token_key))
            .env("HELPDESK_TOOL_ACCOUNT_TOKEN", &self.secrets.tool_account)
            .env("HELPDESK_WIKI_ORIGINS", wiki)
            .env("HELPDESK_FIRST_STEWARD", self.services.user_ids.get("Farid").map_or("", String::as_str))
            .envs(self.mail.service_environment())
            .env("HELPDESK_LOG", "info");
        server
    }

    fn run(&self, name: &str, words: &[&str]) -> Result<()> {
        self.supervisor.run(name, self.server(words))
    }

    fn serve(&mut self) -> Result<()> {
        // All are given the ten seconds that the service takes at most to finish what it is at.
        let grace = Duration::from_secs(12);
        let (serve, work) = (self.server(&["serve"]), self.server(&["work"]));
        let intake = self.server(&["mail", "poll", "--loop"]);
        self.supervisor.start("serve", serve, grace)?;
        let port = self.tool_port;
        let ready = || http_probe::status(port, "/readyz") == Some(200);
        self.supervisor.wait_until("serve", Duration::from_secs(60), ready)?;
        self.supervisor.start("work", work, grace)?;
        self.supervisor.start("intake", intake, grace)
    }

    /// The gadget, the templates and a project page.
    fn publish(&self, dist: &Path) -> Result<()> {
        let templates = self.supervisor.log("wiki-templates");
        self.run("wiki-templates", &["wiki", "templates"])?;
        let target = Target {
            api: &format!("{}/w/api.php", self.services.wiki_url),
            account: Some(("Gadgeteer", &accounts::password("Gadgeteer"))),
            tool_url: &self.tool_url(),
            templates: &templates,
            project_page: Some(&places::root().join("tests/wiki/project-page.wikitext")),
        };
        self.supervisor.run("publish", gadget::publishing(dist, &target)?)
    }

    /// Fills an empty demo, once.
    fn seed(&self, dir: &Path) -> Result<()> {
        let mark = dir.join("mariadb/seeded");
        if mark.exists() {
            return Ok(());
        }
        let ids: Vec<String> = self.services.user_ids.iter().map(|(name, id)| format!("{name}={id}")).collect();
        let file = places::root().join("tests/data/requests.json");
        let mut seed = self.server(&["demo-seed"]);
        seed.arg(file).env("HELPDESK_DEMO_ACCOUNTS", ids.join(","));
        progress::step("requests at different stages", || self.supervisor.run("seed", seed))?;
        std::fs::write(mark, "")?;
        Ok(())
    }

    /// What a person needs to try it.
    fn introduce(&self) {
        println!("  the tool   {}", self.tool_url());
        println!("  the wiki   {}/wiki/Main_Page", self.services.wiki_url);
        println!("  a project  {}/wiki/Maps_of_the_coast, with the panel", self.services.wiki_url);
        println!(
            "\n  account      password                   on the wiki and, by signing in there, in the tool"
        );
        for account in accounts::all() {
            println!("  {:<12} {:<26} {}", account.name, account.password(), account.what);
        }
        self.mail.introduce();
        println!("\nCtrl-C stops everything. `cargo xtask demo --reset` starts with fresh data.");
    }
}
