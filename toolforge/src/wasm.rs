//! Which toolchain makes the gadget's wasm: the active one, or Debian's own, for machines that cannot fetch a target.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::places;
use crate::supervisor::run_to_end;

const TARGET: &str = "wasm32-unknown-unknown";
/// What a reader does not have to download: words of panics (the page says that the gadget stopped), of `{:?}`, and
/// the places in the source. Some of it is unstable, so only where the standard library is built along.
const SMALL: &str = "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none";
/// What is written into its callers packs worse than a call.
const FEW_INLINED: &str = "-Cllvm-args=-inline-threshold=0";
/// Debian's toolchain for browsers, with the sources of its standard library.
pub const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// Which toolchain makes the wasm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The active one; what it lacks comes from rustup.
    Rustup,
    /// Debian's.
    Debian,
}

impl Choice {
    /// Reads the value of `--wasm`. None is `auto`: the active toolchain if it has the target already, else Debian's. A
    /// toolchain is changed only for somebody who says `rustup`.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        Self::parse_where(text, has_target)
    }

    fn parse_where(text: Option<&str>, has_target: fn() -> bool) -> Result<Self> {
        match text {
            None | Some("auto") => Ok(if has_target() { Self::Rustup } else { Self::Debian }),
            Some("rustup") => Ok(Self::Rustup),
            Some("debian") => Ok(Self::Debian),
            Some(other) => bail!("--wasm «{other}» is none of: auto rustup debian"),
        }
    }

    /// The toolchain that is ready for this choice, if one is.
    pub fn ready(self) -> Option<Toolchain> {
        match self {
            Self::Rustup => has_target().then_some(Toolchain::Active),
            Self::Debian => has_debian().then_some(Toolchain::Debian),
        }
    }
}

/// A toolchain that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that runs this workspace.
    Active,
    /// `/usr/bin/cargo`, which builds the standard library along.
    Debian,
}

impl Toolchain {
    /// Builds the gadget and gives back the module.
    pub fn build(self, features: Option<&str>) -> Result<PathBuf> {
        let dir = places::target().join("wasm");
        let (mut cargo, flags) = match self {
            Self::Active => (Command::new("cargo"), FEW_INLINED.to_owned()),
            Self::Debian => {
                let mut cargo = Command::new("/usr/bin/cargo");
                cargo
                    .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
                    // The flags above are unstable, and Debian's compiler is a released one.
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")
                    // cargo run puts the other toolchain's libraries there.
                    .env_remove("LD_LIBRARY_PATH");
                (cargo, [FEW_INLINED, SMALL].join(" "))
            }
        };
        cargo.current_dir(places::root()).env("CARGO_TARGET_DIR", &dir);
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
        cargo.args([
            "build",
            "--package",
            "helpdesk_gadget",
            "--lib",
            "--target",
            TARGET,
            "--profile",
            "gadget",
        ]);
        if let Some(features) = features {
            cargo.args(["--features", features]);
        }
        run_to_end("building the gadget's wasm", cargo, &places::target().join("logs/build-wasm.log"))?;
        Ok(dir.join(TARGET).join("gadget/helpdesk_gadget.wasm"))
    }
}

/// Asks rustup for the target. `Ok(false)`: it cannot give it.
pub fn add_target() -> Result<bool> {
    if places::on_path("rustup").is_none() {
        return Ok(false);
    }
    let mut rustup = Command::new("rustup");
    rustup.current_dir(places::root()).args(["target", "add", TARGET]);
    match run_to_end("rustup target add", rustup, &places::target().join("logs/rustup-target.log")) {
        Ok(()) => Ok(has_target()),
        Err(error) if crate::stop_signal::came() => Err(error),
        Err(_) => Ok(false),
    }
}

fn has_target() -> bool {
    let rustc = Command::new("rustc")
        .current_dir(places::root())
        .args(["--print", "target-libdir", "--target", TARGET])
        .stderr(Stdio::null())
        .output()
        .context("rustc");
    rustc.is_ok_and(|output| {
        output.status.success() && PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
    })
}

fn has_debian() -> bool {
    crate::packages::installed(&DEBIAN_PACKAGES).is_ok_and(|installed| installed.len() == DEBIAN_PACKAGES.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_being_told_it_changes_no_toolchain() {
        for auto in [None, Some("auto")] {
            assert_eq!(Choice::parse_where(auto, || true).unwrap(), Choice::Rustup);
            assert_eq!(Choice::parse_where(auto, || false).unwrap(), Choice::Debian);
        }
        assert_eq!(Choice::parse_where(Some("rustup"), || false).unwrap(), Choice::Rustup);
    }

    #[test]
    fn the_option_says_which() {
        assert_eq!(Choice::parse(Some("debian")).unwrap(), Choice::Debian);
        assert_eq!(Choice::parse(Some("rustup")).unwrap(), Choice::Rustup);
        assert!(Choice::parse(Some("nix")).unwrap_err().to_string().contains("«nix» is none of"));
    }
}
