//! What people saw go wrong in other systems: the table `peers.txt`, and the tests of it that belong
//! nowhere else.

use crate::http::on_a_service;
use helpdesk_domain::{CommandName, Role, Timestamp, Viewer};
use helpdesk_server::app::{self, QueueFilter};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push_str(&fs::read_to_string(path).expect("a source"));
        }
    }
}

#[test]
fn every_defect_of_the_table_has_a_test_that_is_there_or_a_reason() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut code = String::new();
    for folder in ["server", "gadget/src", "tests"] {
        sources(&root.join(folder), &mut code);
    }
    let (mut numbers, mut unproven) = (BTreeSet::new(), Vec::new());
    let mut open = None;
    for line in include_str!("peers.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with("   ") {
            open = None;
            let said = line.trim();
            let reason = said.strip_prefix("not here: ").is_some_and(|why| why.len() > 10);
            let test =
                code.contains(&format!("#[test]\nfn {said}()")) || code.contains(&format!("    fn {said}()"));
            assert!(reason || test, "{said} is neither a test nor a reason");
        } else {
            unproven.extend(open.replace(line));
            let number: u32 =
                line.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a number");
            assert!((1..=30).contains(&number) && numbers.insert(number), "{number}");
            assert!(line.ends_with(']'), "{line} names no report");
        }
    }
    unproven.extend(open);
    assert!(unproven.is_empty(), "neither a test nor a reason: {unproven:?}");
    assert_eq!(numbers.len(), 30, "{numbers:?}");
}

#[test]
fn two_who_take_it_up_in_the_same_moment_are_not_both_its_owner() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let request = record.submit(&amina, &[]).await.reference;
        let path = format!("/support-requests/{request}/acknowledge");
        let mut open = Vec::new();
        for name in ["Elin", "Emil", "Ebba", "Egil"] {
            let staff = record.person(name, &[Role::Staff]).await;
            let mut browser = service.browser_of(&staff).await;
            let form = browser.get(&path).await.expect(200);
            open.push((browser, form.hidden("idempotency_key"), form.hidden("expected_version")));
        }
        let taking = open.into_iter().map(|(mut browser, key, version)| {
            let path = path.clone();
            tokio::spawn(async move {
                let fields = [("idempotency_key", key.as_str()), ("expected_version", version.as_str())];
                browser.post(&path, &fields).await.status
            })
        });
        let taking: Vec<_> = taking.collect();
        let mut statuses = Vec::new();
        for one in taking {
            statuses.push(one.await.expect("no panic"));
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409, 409, 409], "the others are told who was faster");
    });
}

#[test]
fn what_its_owner_forgot_is_late_in_everybodys_queue_and_others_take_it_over() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let emil = record.person("Emil", &[Role::Staff]).await;
        let request = record.submit(&amina, &[]).await.reference;
        record.act(&elin, request, CommandName::Acknowledge, &[]).await.expect("taken up");
        let late = QueueFilter { late: true, ..QueueFilter::default() };
        let listed = async || {
            let page = app::queue(&record.app, Viewer::Person(emil), &late, None).await.expect("a page");
            page.items.iter().map(|item| (item.reference, item.owner_name.clone())).collect::<Vec<_>>()
        };
        assert!(listed().await.is_empty());
        record.clock.set(Timestamp(crate::record::BEGIN.0 + 200 * 86_400));
        assert_eq!(listed().await, [(request, Some("Elin".to_owned()))]);
        let taken =
            record.act(&emil, request, CommandName::HandOver, &[("to", "Emil")]).await.expect("taken over");
        assert_eq!(taken.owner, Some(emil.person), "nobody had to let go of it first");
    });
}

#[test]
fn an_answer_of_the_greatest_length_arrives_whole_and_a_longer_one_comes_back() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let request = record.submit(&amina, &[]).await.reference;
        record.act(&elin, request, CommandName::AskRequester, &[("question", "Which?")]).await.expect("asked");
        let mut browser = service.browser_of(&amina).await;
        let path = format!("/support-requests/{request}/answer-question");
        let whole = "গ্রন্থ ".repeat(4000).trim().chars().take(20_000).collect::<String>();
        for (answer, status) in [(format!("{whole} and more"), 422), (whole.clone(), 303)] {
            let form = browser.get(&path).await.expect(200);
            let (key, version) = (form.hidden("idempotency_key"), form.hidden("expected_version"));
            let fields = [
                ("idempotency_key", key.as_str()),
                ("expected_version", version.as_str()),
                ("answer", answer.as_str()),
            ];
            let page = browser.post(&path, &fields).await.expect(status);
            assert!(status == 303 || page.text.contains(&answer), "what was typed comes back");
        }
        let view = app::view(&record.app, Viewer::Person(elin), request).await.expect("a view");
        let (_, answer) = view.questions[0].answer.as_ref().expect("an answer");
        assert_eq!(answer.as_str(), whole);
    });
}

#[test]
fn a_second_role_does_not_show_positions_before_ones_own() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let bruno = record.person("Bruno", &[Role::Committee]).await;
        let all: Vec<Role> = Role::ALL.to_vec();
        let many = record.person("Many", &all).await;
        let request = record.submit(&amina, &[]).await.reference;
        for name in [CommandName::Acknowledge, CommandName::MarkReadyForCommittee] {
            record.act(&elin, request, name, &[]).await.expect("done");
        }
        let words = [("position", "concerns"), ("text", "Far too dear.")];
        record.act(&bruno, request, CommandName::GiveFeedback, &words).await.expect("given");
        let mut browser = service.browser_of(&many).await;
        let path = format!("/support-requests/{request}");
        let page = browser.get(&path).await.expect(200);
        assert!(!page.text.contains("Far too dear") && !page.text.contains("Bruno"), "{}", page.text);
        record.act(&many, request, CommandName::GiveFeedback, &[("position", "support")]).await.expect("given");
        browser.get(&path).await.expect(200).says("Far too dear").says("Bruno");
    });
}

#[test]
fn what_one_stood_aside_from_is_no_to_do_and_says_so_on_its_page() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let bruno = record.person("Bruno", &[Role::Committee]).await;
        let request = record.submit(&amina, &[("title", "Seventy maps")]).await.reference;
        for name in [CommandName::Acknowledge, CommandName::MarkReadyForCommittee] {
            record.act(&elin, request, name, &[]).await.expect("done");
        }
        let mut browser = service.browser_of(&bruno).await;
        let path = format!("/support-requests/{request}");
        browser.get("/").await.expect(200).says(&path);
        record.act(&bruno, request, CommandName::StandAside, &[]).await.expect("aside");
        assert!(!browser.get("/").await.expect(200).text.contains(&path), "nothing waits for him");
        let queue = browser.get("/queue").await.expect(200).says("You stood aside").says("Seventy maps");
        let before = queue.text.split("You stood aside").next().expect("a start");
        assert!(!before.contains(&path), "it is not among what is to be done");
        let page = browser.get(&path).await.expect(200).says("You stand aside from this request");
        assert!(!page.text.contains("give-feedback") && !page.text.contains("Please help us"), "{}", page.text);
        for command in CommandName::ALL {
            let refused = browser.get(&format!("{path}/{}", command.code())).await.expect(403);
            assert!(refused.text.contains("stood aside"), "{command:?}: {}", refused.text);
        }
    });
}

#[test]
fn nothing_is_published_without_a_tick_of_its_own() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let mut browser = service.browser_of(&amina).await;
        let form = browser.get("/support-requests/new").await.expect(200);
        let field = form.text.split("name=\"publish\"").nth(1).and_then(|rest| rest.split('>').next());
        assert!(field.is_some_and(|field| !field.contains("checked")), "nobody ticks it for the requester");
        let request =
            record.submit(&amina, &[("title", "Quiet maps"), ("shown_name", "Amina")]).await.reference;
        let whole = [("what", "Please help us."), ("title", "Quiet maps"), ("country", "Kenya")];
        record.act(&elin, request, CommandName::Edit, &whole).await.expect("edited");
        let mut everybody = service.browser();
        everybody.get(&format!("/support-requests/{request}")).await.expect(404);
        let mut staff = service.browser_of(&elin).await;
        staff.get(&format!("/support-requests/{request}/give-consent")).await.expect(403);
    });
}

#[test]
fn what_somebody_else_did_meanwhile_is_not_turned_back_by_an_older_form() {
    on_a_service(|service| async move {
        let record = &service.record;
        let amina = record.person("Amina", &[]).await;
        let elin = record.person("Elin", &[Role::Staff]).await;
        let emil = record.person("Emil", &[Role::Staff]).await;
        let request = record.submit(&amina, &[]).await.reference;
        let mut browser = service.browser_of(&emil).await;
        let path = format!("/support-requests/{request}/edit");
        let old = browser.get(&path).await.expect(200);
        for name in [CommandName::Acknowledge, CommandName::MarkReadyForCommittee] {
            record.act(&elin, request, name, &[]).await.expect("done");
        }
        let (key, version) = (old.hidden("idempotency_key"), old.hidden("expected_version"));
        let fields = [
            ("idempotency_key", key.as_str()),
            ("expected_version", version.as_str()),
            ("what", "Please help us with maps."),
            ("country", "Kenya"),
        ];
        let again = browser.post(&path, &fields).await.expect(409).says("Kenya");
        let (key, version) = (again.hidden("idempotency_key"), again.hidden("expected_version"));
        let fields =
            [("idempotency_key", key.as_str()), ("expected_version", version.as_str()), fields[2], fields[3]];
        browser.post(&path, &fields).await.expect(303);
        let view = app::view(&record.app, Viewer::Person(elin), request).await.expect("a view");
        assert_eq!(view.stage.name().code(), "with-committee");
        assert_eq!(view.owner, Some(elin.person));
        assert_eq!(view.facts.country.as_ref().map(|country| country.as_str()), Some("Kenya"));
    });
}
