//! Two people at once: the second is told what the first did, as far as they may know.

use super::service::{Service, WIKI, on_a_service};
use helpdesk_domain::{Actor, CommandName, Reference, Role, Viewer};
use helpdesk_server::app;
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::{Value, json};
use std::sync::Arc;

/// What a command on a version that is not the newest is answered with.
async fn changed(service: &Arc<Service>, who: &Actor, reference: Reference, version: u32) -> Vec<Value> {
    let token = service.token(who.person).await;
    let mut browser = service.browser();
    let path = format!("/api/v1/support-requests/{reference}/set-waiting");
    let call = browser.call(Method::POST, &path).header(ORIGIN, WIKI).bearer_auth(token);
    let call = call.header("idempotency-key", service.key());
    let fields = json!({ "whom": "partner", "until": "2026-02-01" });
    let call = call.json(&json!({ "expected_version": version, "fields": fields }));
    let answer = browser.send(call).await.expect(409).json();
    assert_eq!(answer["code"], "conflict");
    answer["changed"].as_array().expect("what changed").clone()
}

async fn version(service: &Arc<Service>, who: &Actor, reference: Reference) -> u32 {
    app::view(&service.record.app, Viewer::Person(*who), reference).await.expect("a view").version
}

fn kinds(changes: &[Value]) -> Vec<&str> {
    changes.iter().filter_map(|change| change["kind"].as_str()).filter(|kind| *kind != "promise-made").collect()
}

#[test]
fn a_stale_version_is_answered_with_what_happened_since() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let emil = record.person("Emil", &[Role::Staff]).await;
        let reference = record.submit(&amina, &[]).await.reference;
        record.act(&elin, reference, CommandName::Acknowledge, &[]).await.expect("done");
        let before = version(&service, &emil, reference).await;
        let ask = [("question", "Which maps?")];
        record.act(&elin, reference, CommandName::AskRequester, &ask).await.expect("asked");
        record
            .act(&elin, reference, CommandName::AddPrivateNote, &[("note", "whispered")])
            .await
            .expect("noted");
        record
            .act(&amina, reference, CommandName::AnswerQuestion, &[("answer", "All.")])
            .await
            .expect("answered");
        let changes = changed(&service, &emil, reference, before).await;
        assert_eq!(kinds(&changes), ["question-asked", "question-answered"], "{changes:?}");
        let asked = &changes[0];
        assert_eq!((&asked["who"], &asked["words"]), (&json!("Elin"), &json!("Elin asked a question")));
        assert_eq!(asked["texts"], json!(["Which maps?"]));
        assert_eq!(asked["at"], json!(crate::record::BEGIN.0));
        assert!(!json!(changes).to_string().contains("whispered"), "a gadget's token reads no private note");
        let since_the_question = changed(&service, &emil, reference, before + 1).await;
        assert!(!kinds(&since_the_question).contains(&"question-asked"), "{since_the_question:?}");
        // A version that they never saw says nothing.
        assert!(changed(&service, &emil, reference, 4000).await.is_empty());
    });
}

#[test]
fn what_comes_to_light_by_an_act_of_ones_own_is_new_and_what_stays_hidden_is_not_said() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let bruno = record.person("Bruno", &[Role::Committee]).await;
        let chiyo = record.person("Chiyo", &[Role::Committee]).await;
        let reference = record.submit(&amina, &[]).await.reference;
        record.act(&elin, reference, CommandName::Acknowledge, &[]).await.expect("done");
        record.act(&elin, reference, CommandName::MarkReadyForCommittee, &[]).await.expect("ready");
        let position = [("position", "concerns"), ("text", "Too dear.")];
        record.act(&bruno, reference, CommandName::GiveFeedback, &position).await.expect("given");
        record.act(&elin, reference, CommandName::LogEffort, &[("hours", "1")]).await.expect("logged");
        let before = version(&service, &chiyo, reference).await;
        let of_elin = version(&service, &elin, reference).await;
        let own = [("position", "support")];
        record.act(&chiyo, reference, CommandName::GiveFeedback, &own).await.expect("given");
        let changes = changed(&service, &chiyo, reference, before).await;
        assert_eq!(kinds(&changes), ["feedback-given", "feedback-given"], "{changes:?}");
        assert_eq!((&changes[0]["who"], &changes[1]["who"]), (&json!("Bruno"), &json!("Chiyo")));
        assert!(!json!(changes).to_string().contains("effort-logged"), "she had seen that");
        // Staff see no position while the committee deliberates: nothing has happened for them.
        assert_eq!(version(&service, &elin, reference).await, of_elin);
        assert!(changed(&service, &elin, reference, of_elin + 1).await.is_empty());
        let all = changed(&service, &elin, reference, 0).await;
        assert!(kinds(&all).contains(&"effort-logged") && !kinds(&all).contains(&"feedback-given"), "{all:?}");
        let all = json!(all).to_string();
        assert!(["Bruno", "Chiyo", "Too dear"].iter().all(|secret| !all.contains(secret)), "{all}");
    });
}
