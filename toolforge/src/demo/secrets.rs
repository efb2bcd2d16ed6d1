//! The demo's secrets. They stay for as long as its data does, so that tokens in the database can be read at the next start.

use std::path::Path;

use anyhow::{Context, Result};

use crate::random;

/// Made once per demo; worth nothing anywhere else.
pub struct Secrets {
    /// Secret of the OAuth client.
    pub client: String,
    /// Access token of the tool's own account.
    pub tool_account: String,
    /// 64 hexadecimal digits.
    pub token_key: String,
}

impl Secrets {
    /// Those of the demo in this folder, or new ones.
    pub fn of(dir: &Path, fresh: bool) -> Result<Self> {
        let file = dir.join("secrets");
        if !fresh
            && let Ok(text) = std::fs::read_to_string(&file)
            && let [client, tool_account, token_key] = text.split_whitespace().collect::<Vec<_>>().as_slice()
        {
            let (client, tool_account, token_key) = (*client, *tool_account, *token_key);
            return Ok(Self {
                client: client.into(),
                tool_account: tool_account.into(),
                token_key: token_key.into(),
            });
        }
        let new = Self {
            client: random::hex::<16>()?,
            tool_account: random::hex::<16>()?,
            token_key: random::hex::<32>()?,
        };
        std::fs::write(&file, format!("{}\n{}\n{}\n", new.client, new.tool_account, new.token_key))
            .with_context(|| format!("cannot write {}", file.display()))?;
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_until_the_data_is_thrown_away() {
        let dir = std::env::temp_dir().join(format!("helpdesk-xtask-secrets-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let first = Secrets::of(&dir, false).unwrap();
        assert_eq!(first.token_key.len(), 64);
        assert_eq!(Secrets::of(&dir, false).unwrap().token_key, first.token_key);
        assert_ne!(Secrets::of(&dir, true).unwrap().token_key, first.token_key);
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
