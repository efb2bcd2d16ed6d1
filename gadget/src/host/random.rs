//! Random text, and the proof that who asks for the token is who opened the pop-up.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::dom::window;

/// 32 random bytes as 43 characters of base64url.
///
/// # Errors
/// If the browser has no source of random bytes.
pub fn text() -> Result<String, JsValue> {
    let mut bytes = [0; 32];
    window().crypto()?.get_random_values_with_u8_array(&mut bytes)?;
    Ok(base64url(&bytes))
}

/// SHA-256 of a text, as base64url.
///
/// # Errors
/// Where the browser does not trust the page (plain HTTP).
pub async fn digest(words: &str) -> Result<String, JsValue> {
    let promise = window()
        .crypto()?
        .subtle()
        .digest_with_str_and_js_u8_array("SHA-256", &js_sys::Uint8Array::from(words.as_bytes()))?;
    let buffer = JsFuture::from(promise).await?;
    Ok(base64url(&js_sys::Uint8Array::new(&buffer).to_vec()))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for group in bytes.chunks(3) {
        let joined =
            group.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)) << (8 * (3 - group.len()));
        for i in 0..=group.len() {
            text.push(char::from(ALPHABET[joined >> (18 - 6 * i) & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn base64url_is_that_of_rfc_4648_without_padding() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("\u{7ff}", "378")]
        {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
    }
}
