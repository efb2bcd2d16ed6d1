//! The key of the cookie changes, and people stay signed in.

use super::service::{Service, on_this_app};
use crate::record::rotate_keys::{new, old, with_keys};
use crate::record::{Record, on_a_record};
use helpdesk_server::app::sessions;
use secrecy::ExposeSecret;
use std::sync::Arc;

async fn on_keys<F>(record: &Arc<Record>, keys: &str, test: impl FnOnce(Arc<Service>) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let app = with_keys(record, &record.app, keys);
    on_this_app(record.clone(), app, test).await;
}

#[test]
fn nobody_signs_in_again_when_the_key_changes_as_long_as_the_old_one_is_there() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let token = sessions::create(&record.app, ada.person).await.expect("a session");
        let old_keys = record.app.config.token_keys.clone();
        let signed = Arc::new(std::sync::Mutex::new(None));
        let kept = signed.clone();
        on_keys(&record, &format!("{},{}", new(), old()), move |service| async move {
            let mut browser = service.browser();
            browser.sign_in_with(&old_keys, token.expose_secret());
            let before = browser.cookie.clone();
            browser.get("/my-data").await.expect(200).says("Ada");
            assert_ne!(browser.cookie, before, "the browser gets it signed anew");
            *kept.lock().expect("not poisoned") = browser.cookie.clone();
            let mut forged = service.browser();
            forged.cookie = before.map(|cookie| format!("A{}", &cookie[1..]));
            forged.get("/my-data").await.expect(401);
        })
        .await;
        let cookie = signed.lock().expect("not poisoned").clone();
        let again = cookie.clone();
        on_keys(&record, &new(), move |service| async move {
            let mut browser = service.browser();
            browser.cookie = again;
            browser.get("/my-data").await.expect(200).says("Ada");
        })
        .await;
        // A process that has not taken the new key up yet knows nothing of it.
        on_keys(&record, &old(), move |service| async move {
            let mut browser = service.browser();
            browser.cookie = cookie.clone();
            browser.get("/my-data").await.expect(401);
        })
        .await;
        // That is why a new key is added at the end first, where several processes answer.
        let first = with_keys(&record, &record.app, &format!("{},{}", old(), new())).config.token_keys.clone();
        let token = sessions::create(&record.app, ada.person).await.expect("a session");
        on_keys(&record, &format!("{},{}", new(), old()), move |service| async move {
            let mut browser = service.browser();
            browser.sign_in_with(&first, token.expose_secret());
            browser.get("/my-data").await.expect(200);
        })
        .await;
    });
}
