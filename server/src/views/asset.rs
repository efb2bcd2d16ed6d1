//! The few files that pages load. They are part of the program, and their address changes with them.

use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// A file under `/static/`.
pub struct Asset {
    /// Its name, the last part of its path.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub text: &'static str,
    digest: LazyLock<String>,
}

macro_rules! asset {
    ($(#[$doc:meta])* $ident:ident, $name:literal, $media_type:literal) => {
        $(#[$doc])*
        pub static $ident: Asset = Asset {
            name: $name,
            media_type: $media_type,
            text: include_str!(concat!("../../static/", $name)),
            digest: LazyLock::new(|| digest(include_str!(concat!("../../static/", $name)))),
        };
    };
}

asset! {
    /// How pages look.
    STYLE, "helpdesk.css", "text/css; charset=utf-8"
}
asset! {
    /// Hands the gadget's one-time code to the wiki page that opened the pop-up.
    POPUP, "popup.js", "text/javascript; charset=utf-8"
}
asset! {
    /// Lets the requests of a ranking be dragged and moved by keys.
    RANKING, "ranking.js", "text/javascript; charset=utf-8"
}
asset! {
    /// The sign in the browser's tab and in the header.
    ICON, "icon.svg", "image/svg+xml"
}

/// All of them.
#[must_use]
pub fn all() -> [&'static Asset; 4] {
    [&STYLE, &POPUP, &RANKING, &ICON]
}

impl Asset {
    /// Where it is, with a part that changes with its content.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/static/{}?v={}", self.name, self.digest())
    }

    /// The part of its address that changes with its content: 12 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_the_content() {
        assert_eq!(STYLE.href(), format!("/static/helpdesk.css?v={}", digest(STYLE.text)));
        assert_ne!(digest("a"), digest("b"));
    }

    #[test]
    fn no_asset_loads_anything_from_elsewhere() {
        for asset in all() {
            for word in ["http://", "https://", "@import", "url("] {
                let text = asset.text.replace("http://www.w3.org/2000/svg", "");
                assert!(!text.contains(word), "{} has {word}", asset.name);
            }
        }
    }
}
