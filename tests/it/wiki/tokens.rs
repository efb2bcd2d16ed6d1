//! Grants of people that ran out, were taken back, or are renewed by several workers at once.

use super::{Desk, TOOL, on_the_wiki, without_a_tool_account};
use crate::surroundings::front;
use helpdesk_domain::{Actor, CommandName};
use helpdesk_server::app::people::sign_in;
use helpdesk_server::oauth::Client;
use helpdesk_server::worker::drain_with;
use helpdesk_tests::front::{Fault, Order, Place, When};

impl Desk {
    /// Somebody who signed in as a browser does, with tokens that can be refreshed.
    async fn with_tokens(&self, name: &str) -> Actor {
        let config = &self.app.config;
        let client = Client::new(&config.oauth, &config.callback(), "HelpdeskTests/1.0").expect("a client");
        let authorization = client.authorize();
        let code = front().sign_in_at(name, &authorization.url).await.expect("a code").code;
        let tokens = client.exchange(&code, &authorization.verifier).await.expect("tokens");
        let identity = client.profile(&tokens.access).await.expect("a profile").identity(client.issuer());
        sign_in(&self.app, &identity, Some(&tokens)).await.expect("signed in").actor()
    }

    /// How often a token was asked to be refreshed since that entry of the journal.
    async fn refreshes(&self, since: u64) -> usize {
        let log = front().log_after(since).await.expect("the front's journal");
        log.iter().filter(|entry| entry.place == Place::AccessToken && entry.action == "refresh_token").count()
    }
}

async fn mark() -> u64 {
    front().log().await.expect("the front's journal").last().map_or(0, |entry| entry.number)
}

/// One test, as the front tells refreshes apart by nothing but their time.
#[test]
fn a_token_that_the_wiki_refuses_is_renewed_once_and_a_grant_that_ended_is_the_tool_s_turn() {
    on_the_wiki(async |desk: Desk| {
        let farid = desk.with_tokens("Farid").await;
        let expire = async || front().order(Order::ExpireAccessTokens { user: "Farid".to_owned() }).await;

        // Refused before its time: two workers meet that at once, one refreshes.
        expire().await.expect("expired");
        let since = mark().await;
        for title in ["One", "Two", "Three", "Four"] {
            desk.published(&farid, &[("title", title)]).await;
        }
        let other = super::Wiki::patient(&desk.app.config, super::PATIENCE).expect("a client");
        let (one, two) = tokio::join!(drain_with(&desk.app, &desk.wiki), drain_with(&desk.app, &other));
        let (one, two) = (one.expect("the outbox"), two.expect("the outbox"));
        assert!(one + two >= 8, "{one} and {two} jobs were tried");
        desk.again().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert_eq!(desk.refreshes(since).await, 1);
        let editors = desk.editors().await;
        assert_eq!(editors.iter().filter(|name| *name == "Farid").count(), 4, "{editors:?}");

        // The wiki's sign-in is away: later, as the person still.
        expire().await.expect("expired");
        let when = When { place: Place::AccessToken, ..When::default() };
        front().fail(when, 1, Fault::Http503 { retry_after: None }).await.expect("a fault");
        let reference = desk.published(&farid, &[("title", "Five")]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(!job.parked && job.words.contains("busy"), "{job:?}");
        desk.again().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert_eq!(desk.editors().await.iter().filter(|name| *name == "Farid").count(), 5);

        // Taken back: asked once, then the tool edits, and does not ask again.
        front().order(Order::RevokeTokens { user: "Farid".to_owned() }).await.expect("revoked");
        let since = mark().await;
        desk.act(&farid, reference, CommandName::Withdraw, &[]).await;
        desk.act(&desk.staff, reference, CommandName::Reopen, &[("reason", "Again.")]).await;
        desk.act(&farid, reference, CommandName::Withdraw, &[]).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
        assert_eq!(desk.refreshes(since).await, 1);
        let editors = desk.editors().await;
        assert_eq!(editors.iter().filter(|name| *name == "Farid").count(), 5, "{editors:?}");
        assert_eq!(editors.last().map(String::as_str), Some(TOOL));
    });
}

#[test]
fn without_a_tool_account_a_grant_that_was_taken_back_is_said_in_words() {
    without_a_tool_account(async |desk: Desk| {
        let token = secrecy::SecretString::from("taken back");
        let gita = desk.with_token("Gita", token).await;
        desk.published(&gita, &[]).await;
        desk.drain().await;
        let job = desk.only_stuck().await;
        assert!(job.parked && job.words.contains("sign in again"), "{job:?}");
        assert!(job.words.contains("mwoauth-invalid-authorization"), "{job:?}");
    });
}
