//! What is encrypted at rest, and the keys for it.

use crate::app::ids::{Ids, bytes};
use anyhow::{Context, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha512;
use std::sync::Arc;

/// Bytes of a nonce of XChaCha20.
const NONCE: usize = 24;

/// One key with the name under which it is referred to.
struct TokenKey {
    id: String,
    key: SecretBox<[u8; 32]>,
}

/// The current key and older ones that can still be read with, each with an id.
#[derive(Clone)]
pub struct TokenKeys(Arc<Vec<TokenKey>>);

impl std::fmt::Debug for TokenKeys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

/// Something encrypted, with the id of its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Which key.
    pub key_id: String,
    /// The nonce and what follows from it.
    pub bytes: Vec<u8>,
}

impl TokenKeys {
    /// Reads `id:key`, several with commas between; the first one is current. A key is 32 bytes, as
    /// 64 hexadecimal digits or as base64.
    ///
    /// # Errors
    /// What is wrong, in words without the keys.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut keys: Vec<TokenKey> = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (id, hex) = part.split_once(':').ok_or("a key is written id:64 hexadecimal digits")?;
            let plain = !id.is_empty() && id.len() <= 16 && id.bytes().all(|b| b.is_ascii_alphanumeric());
            if !plain {
                return Err("the id of a key is up to 16 letters and digits".to_owned());
            }
            if keys.iter().any(|key| key.id == id) {
                return Err(format!("the key id {id} is there twice"));
            }
            let key = unhex(hex).or_else(|| STANDARD.decode(hex).ok()?.try_into().ok());
            let key = key.ok_or_else(|| format!("the key {id} is not 32 bytes in hexadecimal or base64"))?;
            keys.push(TokenKey { id: id.to_owned(), key: SecretBox::new(Box::new(key)) });
        }
        if keys.is_empty() { Err("there is no key in it".to_owned()) } else { Ok(Self(Arc::new(keys))) }
    }

    /// Encrypts with the current key. What is `bound` has to be the same when it is opened.
    ///
    /// # Errors
    /// Without randomness.
    pub fn seal(&self, ids: &dyn Ids, bound: &str, plain: &[u8]) -> anyhow::Result<Sealed> {
        let key = self.0.first().ok_or_else(|| anyhow!("there is no token key"))?;
        let nonce: [u8; NONCE] = bytes(ids)?;
        let cipher = XChaCha20Poly1305::new(&(*key.key.expose_secret()).into());
        let aad = format!("{bound}|{}", key.id);
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: aad.as_bytes() })
            .map_err(|_| anyhow!("encrypting failed"))?;
        Ok(Sealed { key_id: key.id.clone(), bytes: [nonce.as_slice(), &sealed].concat() })
    }

    /// Decrypts.
    ///
    /// # Errors
    /// If the key is not among these, or it was bound to something else, or was changed.
    pub fn open(&self, bound: &str, sealed: &Sealed) -> anyhow::Result<Vec<u8>> {
        let key = self.0.iter().find(|key| key.id == sealed.key_id);
        let key = key.with_context(|| format!("the token key {} is not configured", sealed.key_id))?;
        let Some((nonce, rest)) = sealed.bytes.split_first_chunk::<NONCE>() else {
            bail!("too short to be something encrypted");
        };
        let cipher = XChaCha20Poly1305::new(&(*key.key.expose_secret()).into());
        let aad = format!("{bound}|{}", key.id);
        cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: rest, aad: aad.as_bytes() })
            .map_err(|_| anyhow!("decrypting failed: another key, or it was changed"))
    }

    /// How many characters the current key's id has.
    #[must_use]
    pub fn current_id_length(&self) -> usize {
        self.0.first().map_or(0, |key| key.id.len())
    }

    /// 64 bytes for a purpose from each key, by its id; the first one is current.
    #[must_use]
    pub fn signing(&self, purpose: &str) -> Vec<(String, Vec<u8>)> {
        let one = |key: &TokenKey| Some((key.id.clone(), derived(key, purpose)?.to_vec()));
        self.0.iter().filter_map(one).collect()
    }

    /// 64 bytes for a purpose from each key that is not current any more.
    #[must_use]
    pub fn derive_older(&self, purpose: &str) -> Vec<[u8; 64]> {
        self.0.iter().skip(1).filter_map(|key| derived(key, purpose)).collect()
    }

    /// 64 bytes for a purpose, the same for the same current key.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; 64] {
        self.0.first().and_then(|key| derived(key, purpose)).unwrap_or([0; 64])
    }
}

fn derived(key: &TokenKey, purpose: &str) -> Option<[u8; 64]> {
    let mut mac = Hmac::<Sha512>::new_from_slice(key.key.expose_secret()).ok()?;
    mac.update(purpose.as_bytes());
    Some(mac.finalize().into_bytes().into())
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ids::SystemIds;

    fn keys(text: &str) -> TokenKeys {
        TokenKeys::parse(text).expect("keys")
    }

    #[test]
    fn what_was_sealed_is_opened_with_the_same_binding_only() {
        let keys = keys(&format!("a:{}", "01".repeat(32)));
        let sealed = keys.seal(&SystemIds, "person-1", b"secret").expect("sealed");
        assert_eq!(keys.open("person-1", &sealed).expect("opened"), b"secret");
        assert!(keys.open("person-2", &sealed).is_err());
    }

    #[test]
    fn an_older_key_still_opens_and_the_first_one_seals() {
        let old = keys(&format!("a:{}", "01".repeat(32)));
        let both = keys(&format!("b:{},a:{}", "02".repeat(32), "01".repeat(32)));
        let sealed = old.seal(&SystemIds, "x", b"secret").expect("sealed");
        assert_eq!(both.open("x", &sealed).expect("opened"), b"secret");
        assert_eq!(both.seal(&SystemIds, "x", b"y").expect("sealed").key_id, "b");
        assert_ne!(old.derive("cookie"), both.derive("cookie"));
        assert_eq!(both.derive_older("cookie"), [old.derive("cookie")]);
        assert!(old.derive_older("cookie").is_empty());
        assert_ne!(old.derive("cookie"), old.derive("other"));
    }

    #[test]
    fn a_key_may_be_written_in_base64() {
        let hex = keys(&format!("a:{}", "00".repeat(32)));
        let base64 = keys(&format!("a:{}=", "A".repeat(43)));
        assert_eq!(hex.derive("x"), base64.derive("x"));
    }

    #[test]
    fn keys_are_named_in_errors_and_debug_but_never_shown() {
        let hex = "ab".repeat(32);
        assert!(!format!("{:?}", keys(&format!("a:{hex}"))).contains(&hex));
        for text in ["", "a", "a:12", &format!("a:{hex},a:{hex}"), &format!(":{hex}")] {
            let error = TokenKeys::parse(text).expect_err(text);
            assert!(!error.contains(&hex), "{error}");
        }
    }
}
