//! A policy holds from its adoption on, and events name the one that they were decided under.

use super::{Record, on_a_record};
use helpdesk_domain::committee::explain::Answer;
use helpdesk_domain::process::Gate;
use helpdesk_domain::replay::Otherwise;
use helpdesk_domain::{CommandName, Role};
use helpdesk_server::app::replay::try_policy;
use helpdesk_server::app::{policy, seats};
use mysql_async::prelude::Queryable;
use std::sync::Arc;

#[test]
fn events_name_the_policy_that_they_were_decided_under() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        let text = policy::DEFAULT.replace("gather_days = 21", "gather_days = 5");
        assert_eq!(policy::adopt(&record.app, "p", &text).await.expect("adopted"), 2);
        assert_eq!(policy::adopt(&record.app, "p", &text).await.expect("held already"), 2);
        let view = record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        let promise = view.promise.expect("open");
        assert_eq!(promise.by, super::BEGIN.plus_days(5));
        let versions: Vec<u32> =
            record.conn().await.query("SELECT policy_version FROM event ORDER BY seq").await.expect("SQL");
        assert_eq!(versions, [1, 1, 2, 2]);
        assert_eq!(policy::text(&record.app).await.expect("a text"), text);
        assert_eq!(policy::history(&record.app).await.expect("a list").len(), 2);
    });
}

#[test]
fn a_policy_with_a_mistake_is_not_adopted() {
    on_a_record(async |record: Arc<Record>| {
        let text = policy::DEFAULT.replace("go_days = 45", "go_days = 0");
        let error = policy::adopt(&record.app, "p.toml", &text).await.expect_err("a mistake");
        assert!(error.to_string().starts_with("p.toml:27: deadlines.go_days:"), "{error}");
        assert_eq!(record.app.policy().await.expect("a policy").version, 1);
    });
}

const SECOND: &str = include_str!("../../browser/second-policy.toml");

#[test]
fn other_questions_points_and_labels_need_no_code() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let amina = record.person("Amina", &[]).await;
        policy::adopt(&record.app, "second", SECOND).await.expect("adopted");
        let rules = record.app.policy().await.expect("a policy").policy;
        let question = rules.questions[0].id.clone();
        let more =
            [(format!("answers.{question}"), "Porque sí."), (format!("kinds.{}", rules.kinds[0].id), "on")];
        let more: Vec<(&str, &str)> = more.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let view = record.submit(&amina, &more).await;
        assert_eq!(view.facts.answers[&question].as_str(), "Porque sí.");
        assert_eq!(view.facts.kinds, [rules.kinds[0].id.clone()]);
        record.act(&staff, view.reference, CommandName::Acknowledge, &[]).await.expect("done");
        let item = rules.checklist.iter().find(|item| item.who.contains(&Role::Staff)).expect("a point");
        let fields = [("item", item.id.as_str()), ("state", "done")];
        let after = record.act(&staff, view.reference, CommandName::SetChecklistItem, &fields).await;
        assert!(after.expect("done").checklist.contains_key(&item.id));
    });
}

#[test]
fn rules_that_do_not_change_reproduce_the_past_and_others_say_what_would_differ() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let steward = record.person("Another Steward", &[Role::Steward]).await;
        let amina = record.person("Amina", &[]).await;
        let reference = record.submit(&amina, &[("publish", "on"), ("shown_name", "A. K.")]).await.reference;
        record.act(&staff, reference, CommandName::Acknowledge, &[]).await.expect("done");
        record.act(&staff, reference, CommandName::MarkReadyForCommittee, &[]).await.expect("done");
        let hidden = record.submit(&amina, &[]).await.reference;
        record.act(&staff, hidden, CommandName::Acknowledge, &[]).await.expect("done");
        record.act(&member, hidden, CommandName::StandAside, &[]).await.expect("done");
        let tried = async |actor, text: &str| {
            try_policy(&record.app, &actor, text).await.expect("allowed").expect("a policy")
        };
        let same = tried(staff, policy::DEFAULT).await;
        assert_eq!((same.requests, same.acts, same.refused, same.promised, same.left_out), (2, 6, 0, 0, 0));
        assert_eq!((same.changes, same.differences), (Vec::new(), Vec::new()));
        let text = policy::DEFAULT.replace("gather_days = 21", "gather_days = 5");
        let other = tried(staff, &text).await;
        assert_eq!((other.refused, other.promised), (0, 2));
        assert_eq!(other.changes[0].path, "deadlines.gather_days");
        let Otherwise::Promised { was: Some(was), now: Some(now) } = &other.differences[0].difference.otherwise
        else {
            panic!("{other:?}")
        };
        assert_eq!(was.by, now.by.plus_days(16));
        let seen = tried(member, &text).await;
        assert_eq!((seen.requests, seen.promised), (1, 1), "what one stood aside from is not counted");
        let numbers = tried(steward, &text).await;
        let told = (numbers.requests, numbers.promised, numbers.differences.len());
        assert_eq!(told, (1, 1, 0), "a steward reads no request, and knows of those that are published");
        let wrong = try_policy(&record.app, &steward, "organisation = 1").await.expect("allowed");
        assert!(wrong.expect_err("no policy")[0].starts_with("policy:1:"));
        assert!(try_policy(&record.app, &amina, &text).await.is_err());
    });
}

#[test]
fn a_proposed_rule_is_asked_about_past_decisions_with_the_committee_of_their_day() {
    on_a_record(async |record: Arc<Record>| {
        let steward = record.person("Farid", &[Role::Steward]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Devi", &[Role::Secretary]).await;
        let bruno = record.person("Bruno", &[Role::Committee]).await;
        let chiyo = record.person("Chiyo", &[Role::Committee]).await;
        let seat = async |name: &str, region: &str| {
            let fields = [("name", name), ("region", region), ("from", "2025-01-01")];
            seats::add(&record.app, &steward, &super::values(&fields), None).await.expect("seated");
        };
        for (name, region) in [("Bruno", "south-asia"), ("Chiyo", "global")] {
            seat(name, region).await;
        }
        let reference = record.submit(&staff, &[("on_behalf_of", "Somebody")]).await.reference;
        for name in [CommandName::Acknowledge, CommandName::MarkReadyForCommittee] {
            record.act(&staff, reference, name, &[]).await.expect("done");
        }
        for member in [bruno, chiyo] {
            let fields = [("position", "support")];
            record.act(&member, reference, CommandName::GiveFeedback, &fields).await.expect("done");
        }
        let decision = [("outcome", "positive"), ("priority", "high"), ("rationale", "A gap.")];
        record.act(&secretary, reference, CommandName::RecordInitialDecision, &decision).await.expect("done");
        // Who is seated later is not counted for what was decided before.
        record.clock.set(super::BEGIN.plus_days(2));
        record.person("Hakim", &[Role::Committee]).await;
        seat("Hakim", "sub-saharan-africa").await;

        let tried = async |actor, text: &str| {
            try_policy(&record.app, &actor, text).await.expect("allowed").expect("a policy")
        };
        let same = tried(bruno, policy::DEFAULT).await;
        assert_eq!((same.rounds, same.met, same.would_be_met), (1, 0, 0), "four positions are needed");
        assert_eq!((same.refused, same.promised, same.left_out, same.answers), (0, 0, 0, Vec::new()));
        let asked = async |rule: &str| {
            let kept = policy::DEFAULT.split("positions = 4").next().expect("a beginning");
            let rest = policy::DEFAULT.split("from_requesters_affiliate = 1").nth(1).expect("an end");
            let came = tried(bruno, &format!("{kept}{rule}{rest}")).await;
            assert_eq!(came.rounds, 1);
            came.answers.into_iter().map(|one| (one.reference, one.gate, one.was, one.now)).next()
        };
        let out = Some(Answer::OutOfReach);
        let said = |now| Some((reference, Gate::Initial, out, Some(now)));
        assert_eq!(asked("positions = 2").await, said(Answer::Met));
        assert_eq!(asked("positions = 2\nregions = 2").await, said(Answer::Met));
        assert_eq!(asked("positions = 2\nregions = 3").await, None, "as little within reach as it was");
        let none = policy::DEFAULT.split("[committee.rule]").next().expect("a beginning").to_owned()
            + policy::DEFAULT.split("from_requesters_affiliate = 1").nth(1).expect("an end");
        let came = tried(secretary, &none).await;
        assert_eq!(came.answers.iter().map(|one| (one.was, one.now)).collect::<Vec<_>>(), [(out, None)]);
        let numbers = tried(steward, &none).await;
        assert_eq!((numbers.rounds, numbers.answers.len()), (0, 0), "a steward sees no positions");
    });
}

#[test]
fn the_history_of_rules_says_who_changed_what() {
    on_a_record(async |record: Arc<Record>| {
        let steward = record.person("Farid", &[Role::Steward]).await;
        let text = policy::DEFAULT.replace("go_days = 45", "go_days = 50");
        policy::adopt_by(&record.app, "p", &text, Some(steward.person)).await.expect("adopted");
        let versions = policy::history(&record.app).await.expect("a list");
        assert_eq!(versions[0].adopted_by.as_deref(), Some("Farid"));
        let changed: Vec<_> = versions[0].changes.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(changed, ["deadlines.go_days"]);
        assert!(versions[1].changes.is_empty() && versions[1].adopted_by.is_none());
    });
}
