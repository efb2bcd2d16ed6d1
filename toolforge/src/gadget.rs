//! The gadget's wiki pages: wasm, its glue, and what esbuild and wasm-opt make of both.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::supervisor::run_to_end;
use crate::wasm::Choice;
use crate::{fingerprint, places};

/// Builds the pages and gives back their folder and what the builder printed: sizes, and each one over its budget.
///
/// Over its size budget the gadget still works, so only a check holds it to that.
pub fn build(choice: Choice, within_budget: bool) -> Result<(PathBuf, String)> {
    let glue = glue(choice, None, "gadget-glue")?;
    let out = places::target().join("gadget");
    let log = places::target().join("logs/gadget-pages.log");
    let npm = places::root().join("toolforge/npm");
    let gadget = places::root().join("gadget");
    let mut sources = vec![glue.clone(), gadget.join("loader"), gadget.join("i18n")];
    sources.extend(["build.mjs", "pages.mjs", "package-lock.json"].map(|file| npm.join(file)));
    let made_from = fingerprint::of(&sources, if within_budget { "within its budget" } else { "" })?;
    let mark = places::target().join("gadget.made-from");
    let mut node = Command::new("node");
    node.arg(npm.join("build.mjs")).arg("--wasm").arg(&glue).arg("--out").arg(&out);
    if !within_budget {
        node.arg("--no-budget");
    }
    // wasm-opt takes its time.
    if !out.is_dir() || std::fs::read_to_string(&mark).ok().as_ref() != Some(&made_from) {
        std::fs::remove_file(&mark).ok();
        run_to_end("making the gadget's pages", node, &log)?;
        std::fs::write(&mark, made_from).with_context(|| format!("cannot write {}", mark.display()))?;
    }
    Ok((out, std::fs::read_to_string(&log).unwrap_or_default()))
}

/// Builds the gadget that plays generated histories, for the comparison with native code.
pub fn conformance(choice: Choice) -> Result<PathBuf> {
    glue(choice, Some("conformance"), "conformance")
}

/// The module and its JavaScript, in a folder of that name.
fn glue(choice: Choice, features: Option<&str>, folder: &str) -> Result<PathBuf> {
    let toolchain = choice.ready().context(
        "no toolchain for wasm32-unknown-unknown is installed; `cargo xtask packages --wasm auto` installs one",
    )?;
    let wasm = toolchain.build(features)?;
    let out = places::target().join(folder);
    let mut bindgen = Command::new("cargo");
    bindgen.current_dir(places::root()).args(["run", "--quiet", "--package", "helpdesk_bindgen", "--"]);
    bindgen.arg(wasm).arg("--out-dir").arg(&out);
    run_to_end("making the wasm's glue", bindgen, &places::target().join("logs/bindgen.log"))?;
    Ok(out)
}

/// A wiki to publish on, and the tool that the gadget is to speak with.
pub struct Target<'a> {
    /// Address of the wiki's api.php.
    pub api: &'a str,
    /// The account that publishes, with its password; without one, what is to be pasted is printed.
    pub account: Option<(&'a str, &'a str)>,
    /// Address of the tool, which says what the policy in force names.
    pub tool_url: &'a str,
    /// The templates, as `helpdesk-server wiki templates` prints them.
    pub templates: &'a Path,
    /// Wikitext for the first project page, where the wiki has none.
    pub project_page: Option<&'a Path>,
}

/// The command that publishes the gadget's pages in `dist` and the templates.
pub fn publishing(dist: &Path, target: &Target<'_>) -> Result<Command> {
    let npm = places::root().join("toolforge/npm");
    let config = places::target().join("logs/gadget-config.json");
    let mut ask = Command::new("node");
    ask.arg(npm.join("policy-config.mjs")).arg(target.tool_url);
    run_to_end("asking the tool for its policy", ask, &config)?;
    let mut node = Command::new("node");
    node.arg(npm.join("publish.mjs"));
    node.args(["--api", target.api, "--tool-url", target.tool_url]);
    node.arg("--config").arg(config).arg("--dist").arg(dist).arg("--templates").arg(target.templates);
    if let Some(text) = target.project_page {
        node.arg("--project-page").arg(text);
    }
    match target.account {
        Some((user, password)) => node.args(["--user", user]).env("HELPDESK_WIKI_PASSWORD", password),
        None => node.arg("--dry"),
    };
    Ok(node)
}
