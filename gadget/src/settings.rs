//! What the gadget is told when it starts: where the tool is, and the words of the reader's language.

use serde::Deserialize;

use crate::words::Words;

/// `MediaWiki:Gadget-helpdesk-config.json`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// Where the tool answers, without a slash at the end.
    pub tool_url: String,
    /// What the titles of request pages begin with.
    pub prefix: String,
    /// The page under the prefix that is no request.
    #[serde(default)]
    pub data_page: String,
}

/// What all panels on a page know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the tool is, and which titles are its requests.
    pub config: Config,
    /// What is said.
    pub words: Words,
    /// The account that reads the wiki, if it is logged in.
    pub wiki_user: Option<String>,
}

impl Settings {
    /// An address of the tool; `path` begins with a slash.
    pub fn tool(&self, path: &str) -> String {
        [&self.config.tool_url, path].concat()
    }

    /// Whether a title is that of a request's page. Others never leave the browser.
    pub fn is_request(&self, title: &str) -> bool {
        title.starts_with(&self.config.prefix) && title != self.config.prefix && title != self.config.data_page
    }
}
