//! `helpdesk_bindgen IN.wasm --out-dir DIR [--names]`: writes `helpdesk_gadget.js` (an ES module) and `helpdesk_gadget_bg.wasm`.
//!
//! `--names` keeps the functions' names, to see what takes the space. It stands in for `wasm-bindgen-cli`, so that `Cargo.lock` keeps the tool and the gadget's library at one version.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// Both files are called after the package, whatever the input is called.
const NAME: &str = "helpdesk_gadget";

fn main() -> Result<()> {
    let (input, out_dir, has_names) = arguments(std::env::args().skip(1))?;
    let mut bindgen = Bindgen::new();
    // `web` gives an ES module, of which esbuild keeps only what the gadget's entry file imports.
    bindgen
        .web(true)?
        .input_path(&input)
        .out_name(NAME)
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(!has_names)
        .remove_producers_section(true)
        .generate(&out_dir)
        .with_context(|| format!("cannot make the glue of {} in {}", input.display(), out_dir.display()))
}

fn arguments(mut words: impl Iterator<Item = String>) -> Result<(PathBuf, PathBuf, bool)> {
    let (mut input, mut out_dir, mut has_names) = (None, None, false);
    while let Some(word) = words.next() {
        if word == "--out-dir" {
            out_dir = words.next();
        } else if word == "--names" {
            has_names = true;
        } else if word.starts_with('-') || input.is_some() {
            bail!("unexpected argument «{word}»; usage: helpdesk_bindgen IN.wasm --out-dir DIR [--names]");
        } else {
            input = Some(word);
        }
    }
    match (input, out_dir) {
        (Some(input), Some(out_dir)) => Ok((input.into(), out_dir.into(), has_names)),
        _ => bail!("usage: helpdesk_bindgen IN.wasm --out-dir DIR [--names]"),
    }
}
