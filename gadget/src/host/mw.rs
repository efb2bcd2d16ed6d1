//! What the wiki's own JavaScript offers.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["mw", "config"], js_name = get, catch)]
    fn config_get(key: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["mw", "util"], js_name = getUrl, catch)]
    fn get_url(title: &str) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = mw)]
    type Api;

    #[wasm_bindgen(constructor, js_namespace = mw, catch)]
    fn new() -> Result<Api, JsValue>;

    #[wasm_bindgen(method, js_name = postWithToken, catch)]
    fn post_with_token(this: &Api, kind: &str, parameters: &Object) -> Result<JsValue, JsValue>;
}

/// A value of `mw.config` that is text, such as `wgUserName`.
pub fn config(key: &str) -> Option<String> {
    config_get(key).ok()?.as_string()
}

/// The address of a page of this wiki.
pub fn address(title: &str) -> Option<String> {
    get_url(title).ok()
}

/// Puts pages on the reader's watchlist, in the reader's own session. At most 50 titles.
///
/// # Errors
/// With the wiki's error code.
pub async fn watch(titles: &[String]) -> Result<(), String> {
    act(titles).await.map_err(|error| error.as_string().unwrap_or_else(|| "failed".to_owned()))
}

async fn act(titles: &[String]) -> Result<(), JsValue> {
    let parameters = Object::new();
    for (name, value) in [("action", "watch"), ("formatversion", "2"), ("titles", &titles.join("|"))] {
        Reflect::set(&parameters, &name.into(), &value.into())?;
    }
    let asked = Api::new()?.post_with_token("watch", &parameters)?;
    JsFuture::from(Promise::resolve(&asked)).await?;
    Ok(())
}
