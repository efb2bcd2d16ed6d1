//! What `helpdesk-server doctor` finds.

use super::{Desk, on_the_wiki, without_a_tool_account};
use helpdesk_server::app::App;
use helpdesk_server::cli::doctor::look;
use helpdesk_server::config::Config;
use helpdesk_server::store::Store;
use helpdesk_server::wiki::templates;
use std::sync::Arc;

/// What is wrong, in words, by what it is about.
async fn wrong(app: &App) -> Vec<(&'static str, String)> {
    let findings = look(app).await;
    findings.into_iter().filter_map(|one| Some((one.what, format!("{:#}", one.found.err()?)))).collect()
}

fn with(desk: &Desk, change: impl FnOnce(&mut Config)) -> App {
    let mut config = (*desk.app.config).clone();
    change(&mut config);
    let store = Store::new(&config.database).expect("a pool");
    App::new(store, desk.record.clock.clone(), Arc::new(config), desk.app.ids.clone())
}

#[track_caller]
fn only(wrong: &[(&'static str, String)], what: &str, words: &[&str]) {
    let [(found, said)] = wrong else { panic!("{wrong:?}") };
    assert!(*found == what && words.iter().all(|word| said.contains(word)), "{wrong:?}");
}

#[test]
fn a_service_that_has_all_it_needs_is_well_and_each_lack_is_said_with_what_to_do() {
    on_the_wiki(async |desk: Desk| {
        only(&wrong(&desk.app).await, "templates", &["missing", "cargo xtask gadget", "wiki templates"]);
        let policy = desk.app.policy().await.expect("a policy").policy;
        for (title, text) in templates::pages(&policy) {
            desk.overwrite("Outsider", &title, &text).await;
        }
        assert!(wrong(&desk.app).await.is_empty(), "{:?}", wrong(&desk.app).await);

        let stranger = with(&desk, |config| config.oauth.client_id = "somebody else".to_owned());
        only(&wrong(&stranger).await, "sign-in", &["HELPDESK_OAUTH_CLIENT_ID", "/sign-in/callback"]);
        let refused = with(&desk, |config| config.tool_account_token = Some("gone".to_owned().into()));
        only(
            &wrong(&refused).await,
            "the tool's account",
            &["refuses the token", "HELPDESK_TOOL_ACCOUNT_TOKEN"],
        );
        let away = with(&desk, |config| {
            config.wiki_api = "http://127.0.0.1:9/w/api.php".parse().expect("an address");
        });
        only(&wrong(&away).await, "wiki", &["HELPDESK_WIKI_API", "127.0.0.1:9"]);
        let no_database = with(&desk, |config| config.database.socket = Some("/nowhere.sock".into()));
        let found = wrong(&no_database).await;
        assert!(found[0].0 == "database" && found[0].1.contains("HELPDESK_DATABASE_HOST"), "{found:?}");

        let amina = desk.with_grant("Amina", None).await;
        desk.fail(1, helpdesk_tests::front::Fault::Protectedpage).await;
        desk.published(&amina, &[]).await;
        desk.drain().await;
        only(&wrong(&desk.app).await, "outbox", &["1 jobs wait for a person", "/outbox"]);
    });
}

#[test]
fn a_tool_without_an_account_is_told_what_it_lacks() {
    without_a_tool_account(async |desk: Desk| {
        let found = wrong(&desk.app).await;
        let about = found.iter().find(|(what, _)| *what == "the tool's account");
        assert!(about.is_some_and(|(_, words)| words.contains("HELPDESK_TOOL_ACCOUNT_TOKEN")), "{found:?}");
    });
}
