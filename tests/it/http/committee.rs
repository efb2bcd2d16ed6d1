//! The committee at work: drafts, positions on an earlier text, talk, objections, the ranking.

use super::api::call;
use super::browser::Browser;
use super::service::{Service, on_a_service};
use crate::record::values;
use helpdesk_domain::{Actor, CommandName as C, Reference, Role};
use helpdesk_domain::{Rejection, Viewer};
use helpdesk_server::app::{self, AppError, QueueFilter, seats};
use reqwest::Method;
use std::sync::Arc;

/// People with their roles, and a published request before the committee.
struct Scene {
    requester: Actor,
    staff: Actor,
    members: Vec<Actor>,
    secretary: Actor,
    reference: Reference,
}

async fn scene(service: &Arc<Service>) -> Scene {
    let record = &service.record;
    let requester = record.person("Amina", &[]).await;
    let staff = record.person("Elin", &[Role::Staff]).await;
    let secretary = record.person("Devi", &[Role::Secretary]).await;
    let steward = record.person("Farid", &[Role::Steward]).await;
    let mut members = Vec::new();
    for (name, region) in [
        ("Bruno", "latin-america-caribbean"),
        ("Chiyo", "east-southeast-asia-pacific"),
        ("Goran", "central-eastern-europe"),
        ("Hana", "middle-east-north-africa"),
    ] {
        members.push(record.person(name, &[Role::Committee]).await);
        let seat = values(&[("name", name), ("region", region), ("from", "2026-01-01")]);
        seats::add(&record.app, &steward, &seat, None).await.expect("seated");
    }
    let fields = [("publish", "on"), ("shown_name", "Amina"), ("title", "Maps of the coast")];
    let reference = record.submit(&requester, &fields).await.reference;
    before_committee(service, &staff, reference).await;
    Scene { requester, staff, members, secretary, reference }
}

async fn before_committee(service: &Arc<Service>, staff: &Actor, reference: Reference) {
    let record = &service.record;
    record.act(staff, reference, C::Acknowledge, &[]).await.expect("acknowledged");
    record.act(staff, reference, C::MarkReadyForCommittee, &[]).await.expect("ready");
}

async fn open(service: &Arc<Service>, who: &Actor, path: &str) -> (Browser, String) {
    let mut browser = service.browser_of(who).await;
    let page = browser.get(path).await.expect(200);
    (browser, page.text)
}

#[test]
fn a_draft_is_kept_for_its_member_alone_until_the_feedback_is_given() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let form = format!("/support-requests/{}/give-feedback", scene.reference);
        let mut bruno = service.browser_of(&scene.members[0]).await;
        let draft = [("position", "concerns"), ("text", "Not sure about xyzzy"), ("notes.gaps", "plugh")];
        bruno.post(&format!("{form}/draft"), &draft).await.expect(303);
        let page =
            bruno.get(&form).await.expect(200).says("Not sure about xyzzy").says("plugh").says("Your draft");
        let (key, version) = (page.hidden("idempotency_key"), page.hidden("expected_version"));
        for other in [&scene.members[1], &scene.secretary, &scene.staff] {
            let (_, seen) = open(&service, other, &format!("/support-requests/{}", scene.reference)).await;
            assert!(!seen.contains("xyzzy"));
        }
        let given = [
            ("idempotency_key", key.as_str()),
            ("expected_version", &version),
            ("position", "support"),
            ("text", "Sure now"),
            ("notes.gaps", "A good gap"),
        ];
        bruno.post(&form, &given).await.expect(303);
        let page = bruno.get(&form).await.expect(200);
        assert!(!page.text.contains("xyzzy") && page.text.contains("A good gap"), "{}", page.text);
    });
}

#[test]
fn a_position_on_an_earlier_text_is_shown_asked_about_once_and_decided_on_only_knowingly() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let record = &service.record;
        let page = format!("/support-requests/{}", scene.reference);
        record
            .act(&scene.members[0], scene.reference, C::GiveFeedback, &[("position", "support")])
            .await
            .expect("given");
        let edit = [("what", "Please help us with **twice** as many maps."), ("title", "Maps of the coast")];
        record.act(&scene.requester, scene.reference, C::Edit, &edit).await.expect("edited");
        let every = QueueFilter::default();
        let due = async || {
            let found = app::queue(&record.app, Viewer::Person(scene.members[0]), &every, None);
            found.await.expect("a list").items[0].duty
        };
        assert_eq!(due().await, Some(C::GiveFeedback), "the member is asked");
        let (mut bruno, seen) = open(&service, &scene.members[0], &page).await;
        assert!(seen.contains("changed after you gave your position") && seen.contains("twice"), "{seen}");
        let decision = [("outcome", "positive"), ("priority", "high"), ("rationale", "Good")];
        let refused = record.act(&scene.secretary, scene.reference, C::RecordInitialDecision, &decision).await;
        assert!(matches!(&refused, Err(AppError::Rejected(Rejection::StalePositions))), "{refused:?}");
        let (_, form) = open(&service, &scene.secretary, &format!("{page}/record-initial-decision")).await;
        assert!(form.contains("stale_known") && form.contains("Bruno"), "{form}");
        // The first of the page's forms with a key is the one that says that it still holds.
        let shown = bruno.get(&format!("{page}/give-feedback")).await.expect(200);
        let holds = [
            ("idempotency_key", shown.hidden("idempotency_key")),
            ("expected_version", shown.hidden("expected_version")),
            ("position", shown.hidden("position")),
        ];
        let holds: Vec<_> = holds.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bruno.post(&format!("{page}/give-feedback"), &holds).await.expect(303);
        assert_eq!(due().await, None, "once");
        record
            .act(&scene.secretary, scene.reference, C::RecordInitialDecision, &decision)
            .await
            .expect("decided");
    });
}

#[test]
fn the_committee_talks_among_itself_and_who_is_named_is_waited_for() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let record = &service.record;
        let path = format!("/support-requests/{}", scene.reference);
        record.act(&scene.members[3], scene.reference, C::StandAside, &[]).await.expect("aside");
        let (mut bruno, _) = open(&service, &scene.members[0], &path).await;
        let shown = bruno.get(&format!("{path}/discuss")).await.expect(200);
        let said = [
            ("idempotency_key", shown.hidden("idempotency_key")),
            ("expected_version", shown.hidden("expected_version")),
            ("text", "What do you think of plugh, @Chiyo? And @Hana?".to_owned()),
        ];
        let said: Vec<_> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bruno.post(&format!("{path}/discuss"), &said).await.expect(303);
        let every = QueueFilter::default();
        let due = async |who: &Actor| {
            let found = app::queue(&record.app, Viewer::Person(*who), &every, None);
            found.await.expect("a list").items.first().and_then(|item| item.duty)
        };
        record
            .act(&scene.members[1], scene.reference, C::GiveFeedback, &[("position", "support")])
            .await
            .expect("given");
        assert_eq!(due(&scene.members[1]).await, None, "who gives a position has spoken");
        let again = [("text", "@Chiyo, one more")];
        record.act(&scene.secretary, scene.reference, C::Discuss, &again).await.expect("said");
        assert_eq!(due(&scene.members[1]).await, Some(C::Discuss));
        assert_eq!(due(&scene.members[3]).await, None, "nobody waits for who stands aside");
        for (who, sees) in [
            (&scene.members[2], true),
            (&scene.secretary, true),
            (&scene.staff, false),
            (&scene.requester, false),
            (&scene.members[3], false),
        ] {
            let (_, seen) = open(&service, who, &path).await;
            assert_eq!(seen.contains("plugh"), sees, "{who:?}");
        }
        record.act(&scene.members[1], scene.reference, C::Discuss, &[("text", "Fine")]).await.expect("said");
        assert_eq!(due(&scene.members[1]).await, None);
    });
}

#[test]
fn an_objection_opens_the_round_again_and_the_requester_does_not_learn_whose_it_was() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let record = &service.record;
        let path = format!("/support-requests/{}", scene.reference);
        record
            .act(&scene.members[0], scene.reference, C::GiveFeedback, &[("position", "support")])
            .await
            .expect("given");
        let decision = [
            ("outcome", "decline"),
            ("rationale", "No room"),
            ("conditions", "Ask again in May"),
            ("reply", "Dear Amina, xyzzy"),
        ];
        record
            .act(&scene.secretary, scene.reference, C::RecordInitialDecision, &decision)
            .await
            .expect("decided");
        let (_, seen) = open(&service, &scene.requester, &path).await;
        assert!(seen.contains("Ask again in May") && seen.contains("xyzzy"), "{seen}");
        let public = service.browser().get(&path).await.expect(200);
        assert!(public.text.contains("Ask again in May") && !public.text.contains("xyzzy"), "{}", public.text);
        let objects = [("reason", "plugh was not heard")];
        let view = record.act(&scene.members[1], scene.reference, C::Object, &objects).await.expect("objected");
        assert_eq!(view.stage.gate(), Some(helpdesk_domain::process::Gate::Initial));
        let (_, seen) = open(&service, &scene.requester, &path).await;
        assert!(seen.contains("the committee talks about it again"), "{seen}");
        assert!(!seen.contains("plugh") && !seen.contains("Chiyo"), "{seen}");
        let (_, seen) = open(&service, &scene.secretary, &path).await;
        assert!(seen.contains("plugh") && seen.contains("Bruno"), "the positions hold again: {seen}");
        let twice = record.act(&scene.members[2], scene.reference, C::Object, &objects).await;
        assert!(matches!(&twice, Err(AppError::Rejected(Rejection::ObjectionOver))), "{twice:?}");
    });
}

#[test]
fn the_rule_is_explained_to_those_who_see_positions() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let record = &service.record;
        let path = format!("/support-requests/{}", scene.reference);
        for member in &scene.members[..2] {
            record
                .act(member, scene.reference, C::GiveFeedback, &[("position", "support")])
                .await
                .expect("given");
        }
        let (_, seen) = open(&service, &scene.secretary, &path).await;
        assert!(
            seen.contains("Positions: 2 of 4 needed; 4 if") && seen.contains("Regions: 2 of 3 needed"),
            "{seen}"
        );
        assert!(seen.contains("Who can still change it"), "{seen}");
        let (_, form) = open(&service, &scene.secretary, &format!("{path}/record-initial-decision")).await;
        assert!(form.contains("Still open"), "{form}");
        for other in [&scene.members[3], &scene.staff] {
            let (_, seen) = open(&service, other, &path).await;
            assert!(!seen.contains("needed;"), "who sees no positions learns no number of them");
        }
        let mut secretary = service.browser_of(&scene.secretary).await;
        let typed =
            [("outcome", "positive"), ("rationale", "It fills a gap."), ("idempotency_key", "12345678")];
        let drafted =
            secretary.post(&format!("{path}/record-initial-decision/reply"), &typed).await.expect(200);
        drafted.says("Dear Amina").says("It fills a gap.").says("would like to support it");
    });
}

#[test]
fn three_ballots_give_an_order_with_a_line_where_the_hours_end() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let record = &service.record;
        let mut requests = vec![scene.reference];
        for title in ["Second", "Third"] {
            let more = record.submit(&scene.requester, &[("title", title)]).await.reference;
            before_committee(&service, &scene.staff, more).await;
            requests.push(more);
        }
        for (reference, hours) in requests.iter().zip(["10", "10", "15"]) {
            record
                .act(&scene.staff, *reference, C::EstimateEffort, &[("hours", hours)])
                .await
                .expect("estimated");
        }
        let names: Vec<_> = requests.iter().map(|reference| format!("place.{reference}")).collect();
        let mut secretary = service.browser_of(&scene.secretary).await;
        secretary.post("/ranking/hours", &[("hours", "many")]).await.expect(422).says("many");
        secretary.post("/ranking/hours", &[("hours", "20")]).await.expect(303);
        for (n, member) in scene.members[..3].iter().enumerate() {
            let page = secretary.get("/ranking").await.expect(200).says("In the order of waiting");
            assert!(!page.text.contains("counted by the method"), "{n} ballots are too few");
            let mut browser = service.browser_of(member).await;
            browser.post("/ranking/ballot", &[(&names[0], "x")]).await.expect(422).says("from 1 to 99");
            let ballot = [(names[2].as_str(), "1"), (names[0].as_str(), "2"), (names[1].as_str(), "2")];
            browser.post("/ranking/ballot", &ballot).await.expect(303);
            browser.get("/ranking").await.expect(200).says(r#"value="2""#);
        }
        let page = secretary
            .get("/ranking")
            .await
            .expect(200)
            .says("3 ballots")
            .says("Room for 1 of 3 within 20 hours");
        page.says("Neither above nor below").says("left: 5").says("The next one needs 5 more");
        secretary
            .get("/ranking?hours=25")
            .await
            .expect(200)
            .says("Room for 2 of 3 within 25")
            .says("Now above the line");
        let out = format!("/ranking?request={}", requests[2]);
        secretary.get(&out).await.expect(200).says("Room for 2 of 2").says("No longer above the line");
        let mut late = service.browser_of(&scene.members[3]).await;
        let page = late.get("/ranking").await.expect(200);
        assert!(!page.text.contains("counted by the method"), "a member ranks before seeing the order");
        let other =
            [(names[0].as_str(), "1"), (names[1].as_str(), "2"), (names[2].as_str(), "3"), ("reason", "")];
        secretary.post("/ranking/order", &other).await.expect(422).says("Why");
        let other = [&other[..3], &[("reason", "A campaign begins in May")]].concat();
        secretary.post("/ranking/order", &other).await.expect(303);
        let page = secretary.get("/ranking").await.expect(200).says("The committee’s order");
        page.says("A campaign begins in May").says("Room for 2 of 3");
        record.act(&scene.members[3], requests[1], C::StandAside, &[]).await.expect("aside");
        let page = late.get("/ranking").await.expect(200);
        assert!(!page.text.contains("Second") && !page.text.contains("A campaign"), "{}", page.text);
        assert!(page.text.contains("Third"));
    });
}

/// The sentences on the round that somebody's panel on the wiki shows.
async fn remarks(service: &Arc<Service>, who: Option<&Actor>, reference: Reference) -> Vec<String> {
    let token = match who {
        Some(who) => Some(service.token(who.person).await),
        None => None,
    };
    let path = format!("/api/v1/support-requests/{reference}");
    let (status, view) = call(service, token.as_deref(), Method::GET, &path, None).await;
    assert_eq!(status, 200, "{view}");
    let all = view["remarks"].as_array().into_iter().flatten();
    all.map(|one| one.as_str().expect("a sentence").to_owned()).collect()
}

#[test]
fn the_panel_says_the_round_its_rule_and_what_changed_to_those_who_see_positions() {
    on_a_service(|service| async move {
        let scene = scene(&service).await;
        let record = &service.record;
        let give = async |n: usize| {
            let position = [("position", "support")];
            record.act(&scene.members[n], scene.reference, C::GiveFeedback, &position).await.expect("given");
        };
        for n in 0..2 {
            give(n).await;
        }
        record.act(&scene.members[3], scene.reference, C::StandAside, &[]).await.expect("aside");
        let bruno = &scene.members[0];
        let of_secretary = remarks(&service, Some(&scene.secretary), scene.reference).await;
        assert_eq!(
            of_secretary,
            [
                "Initial feedback, round 1",
                "The committee’s rule: Still open",
                "Positions: 2 of 3 needed; 3 if everybody gives one who can",
                "Regions: 2 of 3 needed; 3 if everybody gives a position who can",
                "Who can still change it: Goran",
            ]
        );
        assert_eq!(remarks(&service, Some(bruno), scene.reference).await, of_secretary);
        for (who, expected) in [
            (None, &[][..]),
            (Some(&scene.requester), &[]),
            (Some(&scene.members[3]), &[]),
            // Who has not given a position sees none, and staff do not see how many there are.
            (Some(&scene.members[2]), &["Initial feedback, round 1"]),
            (Some(&scene.staff), &["Initial feedback, round 1"]),
        ] {
            assert_eq!(remarks(&service, who, scene.reference).await, expected, "{who:?}");
        }

        give(2).await;
        let met = remarks(&service, Some(&scene.secretary), scene.reference).await;
        assert!(met[1].ends_with(": Met") && !met.join(" ").contains("still change"), "{met:?}");
        let edit = [("what", "Maps and diaries"), ("partner", "A museum")];
        record.act(&scene.staff, scene.reference, C::Edit, &edit).await.expect("edited");
        let own = remarks(&service, Some(bruno), scene.reference).await;
        assert!(own.contains(&"Different now: What is asked for, Partner".to_owned()), "{own:?}");
        let others = "Given before the request was changed: ";
        assert_eq!(own.last(), Some(&format!("{others}Chiyo, Goran")), "{own:?}");
        let told = remarks(&service, Some(&scene.secretary), scene.reference).await;
        assert_eq!(told.last(), Some(&format!("{others}Bruno, Chiyo, Goran")), "{told:?}");
        give(0).await;
        let again = remarks(&service, Some(bruno), scene.reference).await;
        assert!(!again.join(" ").contains("Different now"), "asked once: {again:?}");
    });
}
