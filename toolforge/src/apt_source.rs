//! Debian 13's archive seen from Debian 12: this machine's own sources with the suite changed. No address is written here.

use std::path::Path;

use anyhow::{Context, Result, bail};

/// The sources of `release` (a codename), in the one-line style, from what this machine's apt has for `own`.
///
/// `files` are (name, content) of `/etc/apt/sources.list` and `/etc/apt/sources.list.d/*`; those that apt does not read
/// are passed over, and so are sources of anything but the release itself and its security and updates suites.
pub fn derive(files: &[(String, String)], own: &str, release: &str) -> Result<String> {
    let mut lines = Vec::new();
    for (name, content) in files {
        if name.ends_with(".list") {
            lines.extend(content.lines().filter_map(|line| one_line(line, own, release)));
        } else if name.ends_with(".sources") {
            lines.extend(stanzas(content).iter().flat_map(|stanza| deb822(stanza, own, release)));
        }
    }
    lines.sort();
    lines.dedup();
    if lines.is_empty() {
        bail!(
            "apt's sources on this machine name no archive of Debian {own}, from which that of Debian {release} could be derived"
        );
    }
    Ok(lines.join("\n") + "\n")
}

/// Reads apt's sources of this machine.
pub fn of_this_machine() -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let single = Path::new("/etc/apt/sources.list");
    let mut paths = vec![single.to_owned()];
    if let Ok(folder) = std::fs::read_dir("/etc/apt/sources.list.d") {
        for entry in folder {
            paths.push(entry.context("cannot read apt's sources")?.path());
        }
    }
    for path in paths.into_iter().filter(|path| path.is_file()) {
        let content =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.push((path.to_string_lossy().into_owned(), content));
    }
    Ok(files)
}

/// `bookworm-security` seen from `bookworm` is `trixie-security`; other releases and backports are none of our business.
fn changed(suite: &str, own: &str, release: &str) -> Option<String> {
    let rest = suite.trim_end_matches('/').strip_prefix(own)?;
    matches!(rest, "" | "-updates" | "-security").then(|| format!("{release}{rest}"))
}

fn one_line(line: &str, own: &str, release: &str) -> Option<String> {
    let rest = line.trim().strip_prefix("deb ")?.trim_start();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (options, rest) = rest.split_once(']')?;
            (format!("[{}] ", options.trim()), rest)
        }
        None => (String::new(), rest),
    };
    let mut words = rest.split_whitespace();
    let (uri, suite) = (words.next()?, changed(words.next()?, own, release)?);
    words.any(|component| component == "main").then(|| format!("deb {options}{uri} {suite} main"))
}

fn stanzas(content: &str) -> Vec<Vec<(String, String)>> {
    let mut stanzas = vec![Vec::<(String, String)>::new()];
    for line in content.lines().filter(|line| !line.starts_with('#')) {
        let Some(stanza) = stanzas.last_mut() else { continue };
        if line.trim().is_empty() {
            stanzas.push(Vec::new());
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = stanza.last_mut() {
                value.push('\n');
                value.push_str(line.trim());
            }
        } else if let Some((key, value)) = line.split_once(':') {
            stanza.push((key.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    stanzas
}

fn deb822(stanza: &[(String, String)], own: &str, release: &str) -> Vec<String> {
    let field = |name: &str| stanza.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let has = |name: &str, word: &str| field(name).split_whitespace().any(|one| one == word);
    // A key in the stanza itself cannot be carried over to the one-line style; Debian's own keyring stands in.
    let signed_by = field("signed-by");
    if field("enabled").eq_ignore_ascii_case("no") || !has("types", "deb") || !has("components", "main") {
        return Vec::new();
    }
    let options = if signed_by.starts_with('/') { format!("[signed-by={signed_by}] ") } else { String::new() };
    let suites: Vec<String> =
        field("suites").split_whitespace().filter_map(|suite| changed(suite, own, release)).collect();
    field("uris")
        .split_whitespace()
        .flat_map(|uri| suites.iter().map(move |suite| (uri, suite)))
        .map(|(uri, suite)| format!("deb {options}{uri} {suite} main"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(name: &str, content: &str) -> Result<String> {
        derive(&[(name.to_owned(), content.to_owned())], "bookworm", "trixie")
    }

    #[test]
    fn deb822_sources_keep_address_and_key() {
        let sources = "Types: deb deb-src\n# a comment\nURIs: http://archive.example/debian\nSuites: bookworm bookworm-updates bookworm-backports\n\
                       Components: main contrib\nSigned-By: /usr/share/keyrings/k.gpg\n\n\
                       Types: deb\nURIs: http://archive.example/security\nSuites: bookworm-security\nComponents: main\n";
        assert_eq!(
            from("debian.sources", sources).unwrap(),
            "deb [signed-by=/usr/share/keyrings/k.gpg] http://archive.example/debian trixie main\n\
             deb [signed-by=/usr/share/keyrings/k.gpg] http://archive.example/debian trixie-updates main\n\
             deb http://archive.example/security trixie-security main\n"
        );
    }

    #[test]
    fn one_line_sources_keep_address_and_options() {
        let list = "# deb http://old.example bookworm main\ndeb [ arch=amd64 ] http://archive.example/debian bookworm main contrib\n\
                    deb-src http://archive.example/debian bookworm main\ndeb http://other.example/apt cloud-sdk-bookworm main\n\
                    deb http://archive.example/debian bookworm-backports main\n";
        assert_eq!(
            from("sources.list", list).unwrap(),
            "deb [arch=amd64] http://archive.example/debian trixie main\n"
        );
    }

    #[test]
    fn what_apt_does_not_read_gives_nothing() {
        let off = "Types: deb\nEnabled: no\nURIs: http://archive.example\nSuites: bookworm\nComponents: main\n";
        assert!(from("debian.sources", off).is_err());
        let list = "deb http://archive.example/debian bookworm main";
        assert!(from("debian.list.disabled", list).is_err());
        let error = from("sources.list", "deb http://archive.example/debian sid main").unwrap_err().to_string();
        assert!(error.contains("no archive of Debian bookworm"), "{error}");
    }
}
