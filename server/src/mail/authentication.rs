//! `Authentication-Results` (RFC 8601): what our receiving host found out about who sent a message.

use super::read::Incoming;

/// Whether our receiving host says that the domain in From stands behind the message: DMARC passed
/// for it, or DKIM or SPF passed for exactly it. Only the topmost header of that host counts, and
/// only if no other host's `Received` stands above it, since below that line anybody can write.
#[must_use]
pub fn aligned(message: &Incoming, receiving_host: &str) -> bool {
    if receiving_host.is_empty() || message.from.len() != 1 || message.all("from").count() != 1 {
        return false;
    }
    let from = message.from.first().and_then(|from| from.address.as_deref());
    let Some((_, domain)) = from.and_then(|address| address.rsplit_once('@')) else { return false };
    for (name, value) in &message.headers {
        match name.as_str() {
            "received" if !received_by(value, receiving_host) => return false,
            "authentication-results" if identity(value).eq_ignore_ascii_case(receiving_host) => {
                return passes(value, domain);
            }
            _ => {}
        }
    }
    false
}

/// Whether a `Received` header was written by that host or one of its domain.
fn received_by(value: &str, host: &str) -> bool {
    let words: Vec<String> = uncommented(value).split_whitespace().map(str::to_lowercase).collect();
    let by = words.iter().position(|word| word == "by").and_then(|at| words.get(at + 1));
    let host = host.to_lowercase();
    let domain = host.split_once('.').map_or("", |(_, domain)| domain);
    by.is_some_and(|by| {
        let by = by.trim_end_matches(';');
        by == host || domain.contains('.') && by.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
    })
}

fn identity(value: &str) -> String {
    let clean = uncommented(value);
    clean.split(';').next().unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned()
}

fn passes(value: &str, domain: &str) -> bool {
    let clean = uncommented(value).to_lowercase();
    let mut passed = false;
    for result in clean.split(';').skip(1) {
        let words: Vec<&str> = result.split_whitespace().collect();
        let Some((method, outcome)) = words.first().and_then(|first| first.split_once('=')) else { continue };
        let property = |name: &str| {
            let found = words.iter().find_map(|word| word.split_once('=').filter(|(one, _)| *one == name));
            found.map(|(_, value)| value.trim_matches('"').rsplit('@').next().unwrap_or_default())
        };
        let method = method.split('/').next().unwrap_or_default();
        match (method, outcome) {
            ("dmarc", "pass") => passed |= property("header.from") == Some(domain),
            ("dmarc", "fail") => return false,
            ("dkim", "pass") => {
                passed |= property("header.d").or_else(|| property("header.i")) == Some(domain);
            }
            ("spf", "pass") => passed |= property("smtp.mailfrom") == Some(domain),
            _ => {}
        }
    }
    passed
}

/// The value without comments; a parenthesis in quotes is no comment.
fn uncommented(value: &str) -> String {
    let (mut out, mut depth, mut quoted) = (String::new(), 0u32, false);
    for one in value.chars() {
        match one {
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => depth -= 1,
            ';' | '=' if quoted => {}
            _ if depth == 0 => out.push(one),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::read::read;

    fn says(headers: &str) -> bool {
        aligned(
            &read(format!("{headers}\nFrom: Ana <ana@museum.example>\n\nHello").as_bytes()),
            "mx.example.org",
        )
    }

    #[test]
    fn an_aligned_pass_of_our_host_counts() {
        for results in [
            "dmarc=pass header.from=museum.example",
            "dmarc=pass (p=none) header.from=museum.example",
            "dkim=pass header.d=museum.example header.s=a",
            "dkim=pass header.i=@museum.example",
            "spf=pass smtp.mailfrom=ana@museum.example",
            "spf=fail smtp.mailfrom=x.example; dkim=pass header.d=museum.example",
        ] {
            assert!(says(&format!("Authentication-Results: mx.example.org; {results}")), "{results}");
        }
    }

    #[test]
    fn anything_else_does_not() {
        for headers in [
            "Authentication-Results: mx.other.org; dmarc=pass header.from=museum.example",
            "Authentication-Results: mx.example.org; dmarc=pass header.from=other.example",
            "Authentication-Results: mx.example.org; dkim=pass header.d=mailer.example",
            "Authentication-Results: mx.example.org; dkim=pass header.d=museum.example; dmarc=fail header.from=museum.example",
            "Authentication-Results: mx.example.org; none",
            "Authentication-Results: mx.example.org; dkim=none (dmarc=pass header.from=museum.example)",
            "Authentication-Results: mx.example.org; x=\"; dmarc=pass header.from=museum.example\"",
            "Authentication-Results: mx.example.org; dmarc=fail header.from=museum.example\nAuthentication-Results: mx.example.org; dmarc=pass header.from=museum.example",
            "Received: from a by relay.other.net; Mon\nAuthentication-Results: mx.example.org; dmarc=pass header.from=museum.example",
            "From: eve@other.example\nAuthentication-Results: mx.example.org; dmarc=pass header.from=museum.example",
        ] {
            assert!(!says(headers), "{headers}");
        }
    }

    #[test]
    fn our_own_received_line_may_stand_above() {
        assert!(says(
            "Received: from out.museum.example by mx.example.org with ESMTPS; Mon\nAuthentication-Results: mx.example.org 1; dmarc=pass header.from=museum.example\nReceived: from x by out.museum.example; Mon"
        ));
    }
}
