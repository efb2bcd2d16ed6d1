//! What a program wrote before it failed.

use std::path::Path;

/// The last lines of a log, for people; at most `lines`.
pub fn tail(log: &Path, lines: usize) -> String {
    let text = std::fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].iter().map(|line| format!("  | {line}\n")).collect()
}

/// The failure that a log shows, in one line, where it is one of the usual ones.
pub fn cause(log: &str) -> Option<String> {
    const KNOWN: [(&str, &str); 11] = [
        ("No space left on device", "no disk space left"),
        ("Temporary failure resolving", "no network: the package archive's name could not be resolved"),
        ("Could not resolve", "no network: the registry's name could not be resolved"),
        ("Couldn't resolve host", "no network: the registry's name could not be resolved"),
        ("ENOTFOUND", "no network: the npm registry's name could not be resolved"),
        ("EAI_AGAIN", "no network: the npm registry's name could not be resolved"),
        ("ECONNREFUSED", "no network: the npm registry refuses the connection"),
        ("Could not connect to", "no network: the package archive could not be reached"),
        ("Could not get lock", "another program holds apt's lock; wait for it, then try again"),
        ("are you root", "apt needs root: run this as root or install sudo"),
        (
            "Packages need to be removed",
            "apt would have to remove installed packages for this, which is not done unasked",
        ),
    ];
    for line in log.lines() {
        if let Some((_, package)) = line.split_once("Unable to locate package ") {
            return Some(format!("package {} is not in this machine's package archive", package.trim()));
        }
        if let Some((_, package)) = line.split_once("E: Package '")
            && let Some((package, _)) = package.split_once("' has no installation candidate")
        {
            return Some(format!("package {package} is not in this machine's package archive"));
        }
        if let Some((_, words)) = KNOWN.iter().find(|(sign, _)| line.contains(sign)) {
            return Some((*words).to_owned());
        }
    }
    None
}

/// What `cargo test` said about the tests that failed: each binary's part between `failures:` and its result.
pub fn failed_tests(output: &str) -> String {
    let mut inside = false;
    let mut said = String::new();
    for line in output.lines() {
        let ends = line.starts_with("test result: ");
        if inside || (ends && line.contains("FAILED")) {
            said.push_str(line);
            said.push('\n');
        }
        inside = (inside || line == "failures:") && !ends;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_tests_only_the_failed_ones_are_shown() {
        let output = "test a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\nleft: 1\n\nfailures:\n    b\n\n\
                      test result: FAILED. 1 passed; 1 failed;\n\nrunning 1 test\ntest c ... ok\n\ntest result: ok. 1 passed; 0 failed;\n";
        let said = failed_tests(output);
        assert!(said.contains("left: 1") && said.contains("1 passed; 1 failed"), "{said}");
        assert!(!said.contains("test a") && !said.contains("test c") && !said.contains("result: ok"), "{said}");
    }

    #[test]
    fn usual_failures_get_one_line() {
        for (log, words) in [
            (
                "Reading lists...\nE: Unable to locate package rustc-web\n",
                "package rustc-web is not in this machine's package archive",
            ),
            (
                "E: Package 'lld-22' has no installation candidate",
                "package lld-22 is not in this machine's package archive",
            ),
            ("tar: x: Cannot write: No space left on device", "no disk space left"),
            (
                "Err:1 x\n  Temporary failure resolving 'example.org'",
                "no network: the package archive's name could not be resolved",
            ),
        ] {
            assert_eq!(cause(log).as_deref(), Some(words));
        }
        assert_eq!(cause("error[E0432]: unresolved import"), None);
    }
}
