//! The wiki's ready-made accounts.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

/// Name, groups and what for, one account a line; the wiki's own script reads the same file.
pub const LIST: &str = include_str!("../../tests/wiki/accounts.tsv");

/// One of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    /// User name on the wiki.
    pub name: &'static str,
    /// Who it stands for.
    pub what: &'static str,
}

impl Account {
    /// The password on the wiki.
    pub fn password(&self) -> String {
        password(self.name)
    }
}

/// The password of the account with this name.
pub fn password(name: &str) -> String {
    format!("helpdesk-demo-{}", name.to_lowercase())
}

/// All of them, in the order in which they were made.
pub fn all() -> Vec<Account> {
    LIST.lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some(Account { name: fields.next()?, what: fields.nth(1)? })
        })
        .collect()
}

/// User id by name, as the wiki gave them.
pub fn ids(wiki_data: &Path) -> Result<BTreeMap<String, String>> {
    let file = wiki_data.join("account-ids.tsv");
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, id)| (name.to_owned(), id.to_owned()))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_account_with_a_purpose() {
        let accounts = all();
        assert_eq!(accounts.len(), LIST.lines().count());
        assert!(accounts.iter().all(|account| !account.name.is_empty() && !account.what.is_empty()));
        assert_eq!(
            accounts.iter().find(|account| account.name == "Farid").unwrap().password(),
            "helpdesk-demo-farid"
        );
    }
}
