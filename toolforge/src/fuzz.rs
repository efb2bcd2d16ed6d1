//! `cargo xtask fuzz`: coverage-guided fuzzing of what foreign bytes can reach, with libFuzzer and a stable compiler.
//! The targets are functions in tests/fuzz/targets.rs, and what `check` replays of them is in tests/fuzz/corpus.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::options::Options;
use crate::supervisor::{run_in_foreground, run_to_end};
use crate::{places, progress};

/// What cargo-fuzz gives a nightly compiler with `-Z sanitizer`, by names that a stable one knows: counters at each
/// branch, comparisons that the fuzzer sees, and a table of places.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// The crates whose branches are watched: our own, and those that read foreign bytes first. To watch all would lead
/// the fuzzer astray, and takes a compiler many minutes.
const WATCHED: [&str; 9] = [
    "helpdesk_domain",
    "helpdesk_server",
    "mail_parser",
    "mwtitle",
    "serde_json",
    "toml",
    "toml_edit",
    "toml_parser",
    "form_urlencoded",
];
/// Set where this program stands in for the compiler.
pub const COMPILER: &str = "HELPDESK_FUZZ_COMPILER";
/// The longest input, in bytes: what is longer finds little more and takes long.
const LONGEST: &str = "-max_len=4096";

/// Runs one target, or all of them one after the other.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let (target, words) = match words.split_first() {
        Some((first, rest)) if !first.starts_with("--") => (Some(first.clone()), rest),
        Some(_) | None => (None, words),
    };
    let options = Options::parse(words, &["--keep"], &["--seconds"])?;
    let seconds: u32 = options.value("--seconds").unwrap_or("60").parse().context("--seconds")?;
    let known = targets()?;
    let chosen = match target {
        Some(name) if known.contains(&name) => vec![name],
        Some(name) => bail!("there is no target {name}; there are: {}", known.join(" ")),
        None => known,
    };
    let program = progress::step("fuzzer built", build)?;
    for target in &chosen {
        fuzz(&program, target, seconds)?;
        if options.has("--keep") {
            keep(&program, target)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn home() -> PathBuf {
    places::root().join("tests/fuzz")
}

/// Each target has its folder in the corpus.
fn targets() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(home().join("corpus")).context("tests/fuzz/corpus")? {
        found.push(entry?.file_name().to_string_lossy().into_owned());
    }
    found.sort();
    Ok(found)
}

fn build() -> Result<PathBuf> {
    let machine = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let target = places::target().join("fuzz");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(home()).env("CARGO_TARGET_DIR", &target);
    cargo.env("RUSTC_WRAPPER", std::env::current_exe()?).env(COMPILER, "1");
    // With a target named, programs that only build are not watched.
    cargo.args(["build", "--release", "--target", &machine]);
    run_to_end("building the fuzzer", cargo, &places::target().join("logs/build-fuzz.log"))?;
    Ok(target.join(machine).join("release/fuzz"))
}

/// The compiler, with what the fuzzer needs for the crates that are watched. The words begin with its path.
pub fn compile(words: &[String]) -> Result<ExitCode> {
    let (compiler, words) = words.split_first().context("no compiler is named")?;
    let mut rustc = Command::new(compiler);
    rustc.args(words);
    let name = words.iter().position(|word| word == "--crate-name").and_then(|at| words.get(at + 1));
    let for_target = words.iter().any(|word| word == "--target");
    if for_target && name.is_some_and(|name| WATCHED.contains(&name.as_str())) {
        rustc.args(COVERAGE);
    }
    let status = rustc.status().with_context(|| format!("cannot start {compiler}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn command(program: &Path, target: &str) -> Command {
    let mut fuzzer = Command::new("nice");
    fuzzer.args(["-n", "15"]).arg(program).env("HELPDESK_FUZZ_TARGET", target);
    fuzzer
}

/// What is found grows below `target`; what breaks a target stays in tests/fuzz/found.
fn fuzz(program: &Path, target: &str, seconds: u32) -> Result<()> {
    let grown = grown(target)?;
    let found = home().join("found");
    std::fs::create_dir_all(&found).context("tests/fuzz/found")?;
    let mut fuzzer = command(program, target);
    fuzzer.args([LONGEST, "-print_final_stats=1", "-rss_limit_mb=2048", "-timeout=20", "-verbosity=0"]);
    fuzzer.arg(format!("-max_total_time={seconds}"));
    fuzzer.arg(format!("-artifact_prefix={}/{target}-", found.display()));
    fuzzer.arg(&grown).arg(home().join("corpus").join(target));
    println!("{target}:");
    let status = run_in_foreground("the fuzzer", fuzzer)?;
    if !status.success() {
        bail!(
            "{target} broke: the bytes are in {}; HELPDESK_FUZZ_TARGET={target} {} FILE plays them again",
            found.display(),
            program.display()
        );
    }
    Ok(())
}

fn grown(target: &str) -> Result<PathBuf> {
    let grown = places::target().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&grown).with_context(|| format!("cannot make {}", grown.display()))?;
    Ok(grown)
}

/// Adds to the corpus in the repository what reaches more than it does.
fn keep(program: &Path, target: &str) -> Result<()> {
    let mut fuzzer = command(program, target);
    fuzzer.args(["-merge=1", "-max_len=1024"]).arg(home().join("corpus").join(target)).arg(grown(target)?);
    run_to_end("merging the corpus", fuzzer, &places::target().join("logs/fuzz-merge.log"))
}
