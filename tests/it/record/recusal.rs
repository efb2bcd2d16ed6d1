//! Members who stand aside by the committee's rules, and what they and others see of it.

use super::{Record, on_a_record, values};
use helpdesk_domain::project::Depth;
use helpdesk_domain::wire::{PageLookups, PageLookupsAnswer};
use helpdesk_domain::{Actor, CommandName, Reference, Role, SupportRequestView, Timestamp, Viewer, project};
use helpdesk_server::app::erasure::{Subject, erase};
use helpdesk_server::app::{self, QueueFilter, policy, seats};
use helpdesk_server::store::wiki_pages;
use helpdesk_server::wiki::block;
use std::sync::Arc;

/// A member with a seat, who belongs to these affiliates, one a line.
async fn seated(record: &Record, name: &str, affiliates: &str) -> Actor {
    let steward = record.person("Seats", &[Role::Steward]).await;
    let member = record.person(name, &[Role::Committee]).await;
    let seat = values(&[("name", name), ("affiliates", affiliates), ("from", "2026-01-01")]);
    seats::add(&record.app, &steward, &seat, None).await.expect("seated");
    member
}

async fn unseat(record: &Record, member: &Actor) {
    let steward = record.person("Seats", &[Role::Steward]).await;
    let known = seats::known(&record.app, None).await.expect("seats");
    let (seat, _) = known.of(member.person, record.app.clock.now().date()).expect("a seat");
    let reference = Reference::parse(&seat.id).expect("a name");
    let yesterday = Timestamp(record.app.clock.now().0 - 86_400).date().to_string();
    seats::end(&record.app, &steward, reference, &yesterday).await.expect("ended");
}

async fn seen(record: &Record, who: &Actor, reference: Reference) -> SupportRequestView {
    app::view(&record.app, Viewer::Person(*who), reference).await.expect("a view")
}

/// Takes it to the committee.
async fn to_the_committee(record: &Record, staff: &Actor, reference: Reference) {
    for name in [CommandName::Acknowledge, CommandName::MarkReadyForCommittee] {
        record.act(staff, reference, name, &[]).await.expect("done");
    }
}

const POSITIVE: [(&str, &str); 3] = [("outcome", "positive"), ("priority", "high"), ("rationale", "Good.")];

#[test]
fn a_member_of_the_affiliate_or_the_partner_that_asks_stands_aside_without_being_asked() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let of_affiliate = seated(&record, "Bruno", "Wiki Women\nWikimedia Sverige").await;
        let of_partner = seated(&record, "Chiyo", "The Nordic Museum").await;
        let free = seated(&record, "Dalia", "Wikimedia Argentina").await;
        let fields = [("affiliate", " wikimedia SVERIGE "), ("partner", "the nordic museum")];
        let reference = record.submit(&ada, &fields).await.reference;
        to_the_committee(&record, &staff, reference).await;
        wiki_pages::reserve(&record.app.store, reference, "Requests/1").await.expect("a page");
        for member in [of_affiliate, of_partner] {
            let view = seen(&record, &member, reference).await;
            assert_eq!(view.depth, Depth::Aside);
            assert!(view.standing.aside && view.standing.by_rule && view.history.is_empty());
            let refused =
                record.act(&member, reference, CommandName::GiveFeedback, &[("position", "support")]).await;
            assert!(refused.is_err(), "{refused:?}");
            let viewer = Viewer::Person(member);
            let queue = app::queue(&record.app, viewer, &QueueFilter::default(), None).await.expect("a page");
            assert!(queue.items.is_empty(), "it is no eternal to-do");
            assert_eq!(
                queue.aside.iter().map(|item| (item.reference, item.duty)).collect::<Vec<_>>(),
                [(reference, None)]
            );
            let asked = PageLookups { titles: vec!["Requests/1".to_owned()], known: None };
            let answer = app::page_lookups(&record.app, viewer, &asked).await.expect("an answer");
            assert!(
                matches!(&answer, PageLookupsAnswer::Pages { pages, .. } if pages.is_empty()),
                "{answer:?}"
            );
        }
        let view = seen(&record, &free, reference).await;
        assert!(view.depth == Depth::Party && !view.standing.aside);
        let given = record.act(&free, reference, CommandName::GiveFeedback, &[("position", "support")]).await;
        assert!(given.is_ok());
    });
}

#[test]
fn a_recusal_is_public_as_a_number_and_only_with_the_decision() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let bruno = seated(&record, "Bruno", "Wikimedia Sverige").await;
        let chiyo = seated(&record, "Chiyo", "").await;
        let more = [("affiliate", "Wikimedia Sverige"), ("publish", "on"), ("shown_name", "A friend")];
        let reference = record.submit(&ada, &more).await.reference;
        to_the_committee(&record, &staff, reference).await;
        let policy = record.app.policy().await.expect("a policy").policy;
        let page = async || {
            let whole = app::whole_record(&record.app, reference).await.expect("a record");
            let public = project(&policy, &whole, Viewer::Anonymous).expect("published");
            let asked = project(&policy, &whole, Viewer::Person(ada)).expect("hers");
            let block = block::of_request(&policy, &whole, "https://tool.example/").expect("published");
            (serde_json::to_string(&(public, asked)).expect("JSON"), block)
        };
        let before = page().await;
        assert!(!before.0.contains("aside-by-rule") && !before.1.contains("stood-aside"), "{before:?}");
        record.act(&chiyo, reference, CommandName::StandAside, &[]).await.expect("aside");
        assert_eq!(page().await, before, "declared or by rule: nothing of it is seen outside");
        record
            .act(&secretary, reference, CommandName::RecordInitialDecision, &POSITIVE)
            .await
            .expect("decided");
        let (views, block) = page().await;
        assert!(block.contains("|stood-aside=2") && block.contains("|took-part=0"), "{block}");
        for secret in [bruno.person.as_str(), chiyo.person.as_str(), "Bruno", "Chiyo"] {
            assert!(!views.contains(secret) && !block.contains(secret), "{secret} is told");
        }
        let seen = seen(&record, &secretary, reference).await;
        let kinds: Vec<_> = seen.history.iter().map(|recorded| recorded.event.code()).collect();
        assert!(kinds.contains(&"aside-by-rule") && kinds.contains(&"stood-aside"), "{kinds:?}");
        assert_eq!(seen.names.get(&bruno.person).map(String::as_str), Some("Bruno"));
    });
}

#[test]
fn who_asks_counts_among_those_who_stand_aside_and_sees_their_own_request_as_a_requester() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let secretary = record.person("Secretary", &[Role::Secretary]).await;
        let bruno = seated(&record, "Bruno", "").await;
        let reference = record.submit(&bruno, &[]).await.reference;
        to_the_committee(&record, &staff, reference).await;
        let own = seen(&record, &bruno, reference).await;
        assert!(own.depth == Depth::Party && own.standing.own_request && !own.standing.aside);
        assert!(own.history.iter().all(|recorded| recorded.event.code() != "aside-by-rule"));
        record
            .act(&secretary, reference, CommandName::RecordInitialDecision, &POSITIVE)
            .await
            .expect("decided");
        assert_eq!(seen(&record, &bruno, reference).await.decisions[0].stood_aside, 1);
    });
}

#[test]
fn what_the_request_names_and_who_holds_a_seat_decide_anew_and_what_somebody_declared_stays() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let declared = seated(&record, "Dalia", "Wikimedia Sverige").await;
        let reference = record.submit(&ada, &[("affiliate", "Wikimedia Sverige")]).await.reference;
        assert!(seen(&record, &declared, reference).await.standing.by_rule);
        let edit = [("what", "Please help us."), ("affiliate", "Wikimedia Norge")];
        record.act(&ada, reference, CommandName::Edit, &edit).await.expect("edited");
        assert!(!seen(&record, &declared, reference).await.standing.aside, "a slip of the pen is mended");
        record.act(&declared, reference, CommandName::StandAside, &[]).await.expect("aside");
        to_the_committee(&record, &staff, reference).await;

        let bruno = record.person("Bruno", &[Role::Committee]).await;
        let given = [("position", "support")];
        record.act(&bruno, reference, CommandName::GiveFeedback, &given).await.expect("given");
        seated(&record, "Bruno", "Wikimedia Norge").await;
        let whole = app::whole_record(&record.app, reference).await.expect("a record");
        assert!(
            whole.feedback.is_empty() && whole.aside.len() == 2,
            "the seat came later, and the position with it"
        );
        assert!(seen(&record, &bruno, reference).await.standing.by_rule);
        unseat(&record, &bruno).await;
        assert!(!seen(&record, &bruno, reference).await.standing.aside);
        let back = [("what", "Please help us."), ("affiliate", "Nobody's")];
        record.act(&staff, reference, CommandName::Edit, &back).await.expect("edited");
        let view = seen(&record, &declared, reference).await;
        assert!(view.standing.aside && !view.standing.by_rule, "a declaration is not taken back by others");
    });
}

#[test]
fn members_stand_aside_as_soon_as_a_policy_says_so_and_no_longer_than_it_does() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let rule = "affiliate = true";
        let text = policy::DEFAULT.to_owned();
        assert!(text.contains(rule), "the default policy has the rule");
        let without = text.replace(rule, "affiliate = false");
        policy::adopt(&record.app, "without", &without).await.expect("adopted");
        let member = seated(&record, "Bruno", "Wikimedia Sverige").await;
        let reference = record.submit(&ada, &[("affiliate", "Wikimedia Sverige")]).await.reference;
        to_the_committee(&record, &staff, reference).await;
        let aside = async || seen(&record, &member, reference).await.standing.by_rule;
        assert!(!aside().await);
        policy::adopt(&record.app, "with", &text).await.expect("adopted");
        assert!(aside().await, "at once, without anybody doing something to the request");
        policy::adopt(&record.app, "without", &without).await.expect("adopted");
        assert!(!aside().await);
        let events = app::whole_record(&record.app, reference).await.expect("there").history.len();
        policy::adopt(&record.app, "without", &without).await.expect("it holds already");
        let after = app::whole_record(&record.app, reference).await.expect("there").history.len();
        assert_eq!(after, events, "nothing changes twice");
    });
}

#[test]
fn who_is_erased_holds_no_seat_and_stands_aside_from_nothing_any_more() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = seated(&record, "Bruno", "Wikimedia Sverige").await;
        let reference = record.submit(&ada, &[("affiliate", "Wikimedia Sverige")]).await.reference;
        to_the_committee(&record, &staff, reference).await;
        let aside =
            async || app::whole_record(&record.app, reference).await.expect("there").aside_by_rule.clone();
        assert!(aside().await.contains(&member.person));
        let whom = Subject::Person { person: member.person };
        let erased = erase(&record.app, None, whom, |_| Ok(())).await.expect("erased");
        assert!(erased.unseated);
        let known = seats::known(&record.app, None).await.expect("seats");
        assert!(known.of(member.person, record.app.clock.now().date()).is_none(), "the seat has ended");
        assert!(!aside().await.contains(&member.person), "at once");
    });
}
