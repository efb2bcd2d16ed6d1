//! Lists show what the projection shows, and are narrowed by nothing else.

use super::{BEGIN, Record, on_a_record};
use helpdesk_domain::committee::staleness::stale;
use helpdesk_domain::histories::{cast, play, policy};
use helpdesk_domain::permit::{permit, turn_of};
use helpdesk_domain::process::Outcome;
use helpdesk_domain::project::Depth;
use helpdesk_domain::wire::{PageLookups, PageLookupsAnswer};
use helpdesk_domain::{
    Actor, CommandName, Party, PersonId, Priority, Reference, Role, Stage, StageName, SupportRequest,
    SupportRequestView, Timestamp, Viewer, project,
};
use helpdesk_server::app::listing::{QueueItem, item};
use helpdesk_server::app::{self, AppError, QueueFilter};
use helpdesk_server::store::lists::ListRow;
use helpdesk_server::store::support_requests::SupportRequestRow;
use helpdesk_server::store::wiki_pages;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the database would give for this viewer.
fn row(request: &SupportRequest, viewer: Option<PersonId>) -> ListRow {
    let row = SupportRequestRow::of(request);
    ListRow {
        aside: viewer.is_some_and(|person| request.aside.contains(&person)),
        gave_feedback: viewer.is_some_and(|person| {
            let own: Vec<_> = request.feedback.iter().filter(|one| one.by == person).cloned().collect();
            !own.is_empty() && stale(&request.history, &own).is_empty()
        }),
        mentioned: viewer.is_some_and(|person| request.mentioned.contains(&person)),
        requester_name: row.requester.clone().or(row.requester_name),
        owner_name: row.owner,
        page: None,
        reference: row.reference,
        title: row.title,
        stage: row.stage,
        outcome: row.outcome,
        priority: row.priority,
        requester: row.requester,
        waiting_for: row.waiting_for,
        question_open: row.question_open,
        promise_who: row.promise_who,
        promise_by: row.promise_by,
        received_at: row.received_at,
        closed_at: row.closed_at,
        due_order: row.due_order,
        published: row.published,
        shown_name: row.shown_name,
    }
}

/// What a view shows, as an item of a list.
fn shown(view: &SupportRequestView, viewer: Viewer, now: Timestamp, duty: Option<CommandName>) -> QueueItem {
    let (outcome, closed_at) = match &view.stage {
        Stage::Closed { outcome, at, .. } => (Some(*outcome), Some(*at)),
        _ => (None, None),
    };
    let by = view.promise.as_ref().map(|promise| promise.by);
    QueueItem {
        reference: view.reference,
        title: view.facts.title.as_str().to_owned(),
        requester_name: match view.requester {
            Some(person) => Some(person.to_string()),
            None => view.requester_name.as_ref().map(|name| name.as_str().to_owned()),
        },
        stage: view.stage.name(),
        outcome,
        priority: view.priority,
        turn: turn_of(view),
        by,
        late: by.is_some_and(|by| by < now),
        received_at: view.received_at,
        closed_at,
        owner_name: view.owner.map(|person| person.to_string()),
        duty,
        ranks: view.stage.gate().is_some() && view.standing.roles.has(Role::Committee),
        own: viewer.person().is_some() && view.requester == viewer.person(),
        public: view.is_public(),
        stub: view.depth == Depth::Aside,
        page: None,
    }
}

/// The duty as the rules have it: of these, the first that the viewer may do and has not done.
fn duty(view: &SupportRequestView, now: Timestamp) -> Option<CommandName> {
    let policy = policy();
    let may = |name| permit(&policy, view, name, now).is_ok();
    let answer = view.standing.requester && may(CommandName::AnswerQuestion);
    [
        (CommandName::AnswerQuestion, answer),
        (
            CommandName::GiveFeedback,
            (view.own_feedback.is_none() || view.own_stale) && may(CommandName::GiveFeedback),
        ),
        (CommandName::Discuss, view.mentioned && may(CommandName::Discuss)),
        (CommandName::RecordInitialDecision, may(CommandName::RecordInitialDecision)),
        (CommandName::RecordGoDecision, may(CommandName::RecordGoDecision)),
        (CommandName::Acknowledge, may(CommandName::Acknowledge)),
    ]
    .into_iter()
    .find_map(|(name, due)| due.then_some(name))
}

#[test]
fn an_item_of_a_list_is_what_the_projection_shows() {
    let (mut items, mut duties) = (0, BTreeSet::new());
    for seed in 0..400 {
        let request = play(seed, 25).request;
        let now = Timestamp(request.received_at.0 + 40 * 86_400);
        let viewers = cast().into_iter().map(Viewer::Person).chain([Viewer::Anonymous]);
        for viewer in viewers {
            let expected = project(&policy(), &request, viewer).map(|view| {
                let due = duty(&view, now);
                duties.extend(due);
                shown(&view, viewer, now, due)
            });
            let listed = item(&row(&request, viewer.person()), viewer, now).expect("known codes");
            assert_eq!(listed, expected, "seed {seed}, {viewer:?}");
            items += 1;
        }
    }
    assert_eq!((items, duties.len()), (400 * 12, 6), "every duty was met");
}

/// Requests in different states, some with pages.
async fn scene(record: &Record, people: &BTreeMap<&str, Actor>) -> Vec<Reference> {
    use CommandName as C;
    let [ada, staff, member, secretary] = ["Ada", "Staff", "Member", "Secretary"].map(|name| people[name]);
    let publish = [("publish", "on"), ("shown_name", "A friend of maps")];
    let mut made = Vec::new();
    for (title, more) in [
        ("Old maps", &publish[..]),
        ("Private maps", &[]),
        ("100% of_the photographs", &[]),
        ("A small question", &[]),
        ("With the committee", &publish[..]),
        ("Waits for a partner", &publish[..]),
        ("Aside", &[]),
        ("Aside and public", &publish[..]),
    ] {
        let fields: Vec<_> = more.iter().copied().chain([("title", title)]).collect();
        made.push(record.submit(&ada, &fields).await.reference);
        record.clock.set(Timestamp(BEGIN.0 + 3600 * i64::try_from(made.len()).expect("few")));
    }
    let own = record.submit(&member, &[("title", "Of a member")]).await.reference;
    let for_somebody =
        record.submit(&staff, &[("title", "For somebody"), ("on_behalf_of", "Maps Museum")]).await.reference;
    made.extend([own, for_somebody]);
    let act = async |who: &Actor, n: usize, name, fields: &[(&str, &str)]| {
        record.act(who, made[n], name, fields).await.unwrap_or_else(|error| panic!("{n} {name:?}: {error}"));
    };
    act(&staff, 2, C::Acknowledge, &[]).await;
    act(&staff, 2, C::AskRequester, &[("question", "Which?")]).await;
    act(&staff, 3, C::AnswerSmallQuestion, &[("answer", "So.")]).await;
    for n in [4, 5, 6, 7] {
        act(&staff, n, C::Acknowledge, &[]).await;
        act(&staff, n, C::MarkReadyForCommittee, &[]).await;
    }
    let decision = [("outcome", "positive"), ("priority", "high"), ("rationale", "Good.")];
    for n in [5, 6, 7] {
        act(&secretary, n, C::RecordInitialDecision, &decision).await;
        act(&staff, n, C::SetWaiting, &[("whom", "partner"), ("until", "2026-03-01")]).await;
    }
    act(&member, 6, C::StandAside, &[]).await;
    act(&member, 7, C::StandAside, &[]).await;
    for n in [0, 4] {
        wiki_pages::reserve(&record.app.store, made[n], &format!("Requests/{n}")).await.expect("a page");
    }
    record.clock.set(Timestamp(BEGIN.0 + 10 * 86_400));
    made
}

async fn people(record: &Record) -> BTreeMap<&'static str, Actor> {
    let mut people = BTreeMap::new();
    for (name, given) in [
        ("Ada", &[][..]),
        ("Eve", &[]),
        ("Staff", &[Role::Staff]),
        ("Member", &[Role::Committee]),
        ("Secretary", &[Role::Secretary]),
        ("Steward", &[Role::Steward]),
    ] {
        people.insert(name, record.person(name, given).await);
    }
    people
}

fn fits(view: &SupportRequestView, filter: &QueueFilter, now: Timestamp) -> bool {
    let open = view.stage.is_open();
    let outcome = match &view.stage {
        Stage::Closed { outcome, .. } => Some(*outcome),
        _ => None,
    };
    let wants_closed = filter.closed
        || filter.stage == Some(StageName::Closed)
        || filter.outcome.is_some()
        || filter.small == Some(true);
    let name = match view.requester {
        Some(person) => view.names.get(&person).cloned(),
        None => view.requester_name.as_ref().map(|name| name.as_str().to_owned()),
    };
    let in_text = |text: &String| {
        let has = |place: &str| place.to_lowercase().contains(&text.to_lowercase());
        has(view.facts.title.as_str()) || name.as_deref().is_some_and(has) || view.reference.as_str() == text
    };
    (open || wants_closed)
        && filter.stage.is_none_or(|stage| view.stage.name() == stage)
        && filter.outcome.is_none_or(|wanted| outcome == Some(wanted))
        && filter.small.is_none_or(|small| (outcome == Some(Outcome::Answered)) == small)
        && filter.priority.is_none_or(|priority| view.priority == Some(priority))
        && filter.turn.is_none_or(|turn| turn_of(view) == Some(turn))
        && filter.year.is_none_or(|year| view.received_at.date().year() == year)
        && (!filter.late || view.promise.as_ref().is_some_and(|promise| promise.is_late(now)))
        && filter.text.as_ref().is_none_or(in_text)
}

#[test]
fn a_list_is_narrowed_by_what_the_viewer_sees_and_by_nothing_else() {
    on_a_record(async |record: Arc<Record>| {
        let people = people(&record).await;
        let made = scene(&record, &people).await;
        let now = Timestamp(BEGIN.0 + 10 * 86_400);
        let none = QueueFilter::default;
        let text = |text: &str| QueueFilter { text: Some(text.to_owned()), closed: true, ..none() };
        let filters = [
            none(),
            QueueFilter { closed: true, ..none() },
            QueueFilter { stage: Some(StageName::WithCommittee), ..none() },
            QueueFilter { stage: Some(StageName::Closed), ..none() },
            QueueFilter { priority: Some(Priority::High), ..none() },
            QueueFilter { turn: Some(Party::Partner), ..none() },
            QueueFilter { turn: Some(Party::Helpdesk), ..none() },
            QueueFilter { turn: Some(Party::Requester), ..none() },
            QueueFilter { late: true, ..none() },
            QueueFilter { year: Some(2026), closed: true, ..none() },
            QueueFilter { year: Some(2025), closed: true, ..none() },
            QueueFilter { small: Some(true), ..none() },
            QueueFilter { small: Some(false), closed: true, ..none() },
            QueueFilter { outcome: Some(Outcome::Answered), ..none() },
            text("maps"),
            text("MAPS museum"),
            text("friend of"),
            text("ada"),
            text("100%"),
            text("of_the"),
            text("%"),
            text(made[1].as_str()),
        ];
        let viewers = people.values().copied().map(Viewer::Person).chain([Viewer::Anonymous]);
        let mut found = 0;
        for viewer in viewers {
            let works =
                [Role::Staff, Role::Committee, Role::Secretary].iter().any(|role| viewer.roles().has(*role));
            for filter in &filters {
                let page = app::queue(&record.app, viewer, filter, None).await.expect("a page");
                let references = |items: &[QueueItem]| items.iter().map(|item| item.reference).collect();
                let listed: (BTreeSet<_>, BTreeSet<_>) = (references(&page.items), references(&page.aside));
                let mut expected = (BTreeSet::new(), BTreeSet::new());
                for reference in &made {
                    let Ok(view) = app::view(&record.app, viewer, *reference).await else { continue };
                    let listed_at_all = works || view.is_public();
                    if listed_at_all && fits(&view, filter, now) {
                        let list = if view.depth == Depth::Aside { &mut expected.1 } else { &mut expected.0 };
                        list.insert(*reference);
                    }
                }
                assert_eq!(listed, expected, "{viewer:?} {filter:?}");
                found += listed.0.len() + listed.1.len();
            }
        }
        assert!(found > 100, "{found} found in all");
    });
}

#[test]
fn a_request_is_found_by_what_it_is_called_now() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let ada = record.sign_in("42", "Ada").await;
        let reference = record.submit(&ada, &[("title", "Cartes de Göteborg, 地図帳")]).await.reference;
        let found = async |text: &str| {
            let filter = QueueFilter { text: Some(text.to_owned()), ..QueueFilter::default() };
            app::queue(&record.app, Viewer::Person(staff), &filter, None).await.expect("a page").items.len()
        };
        for text in ["goteborg", "CARTES", "cartes de", "図帳", "ada", reference.as_str()] {
            assert_eq!(found(text).await, 1, "{text}");
        }
        assert_eq!(found("lovelace").await, 0);
        record.sign_in("42", "Lovelace").await;
        assert_eq!((found("lovelace").await, found("ada").await), (1, 0));
        let edit = [("what", "Please help us."), ("title", "Atlas")];
        record.act(&ada, reference, CommandName::Edit, &edit).await.expect("edited");
        assert_eq!((found("atlas").await, found("cartes").await), (1, 0));
    });
}

#[test]
fn a_name_that_the_viewer_does_not_see_decides_no_search() {
    on_a_record(async |record: Arc<Record>| {
        let publish = [("title", "Maps of Canada"), ("publish", "on"), ("shown_name", "A friend of maps")];
        let mut found = Vec::new();
        for name in ["Ana", "Bea"] {
            let asks = record.sign_in(name, name).await;
            record.submit(&asks, &publish).await;
        }
        for text in ["ana", "bea", "canada", "maps of", "friend"] {
            let filter = QueueFilter { text: Some(text.to_owned()), ..QueueFilter::default() };
            let page = app::queue(&record.app, Viewer::Anonymous, &filter, None).await.expect("a page");
            found.push(page.items.len());
        }
        assert_eq!(found, [0, 0, 2, 2, 2]);
    });
}

#[test]
fn where_it_stands_among_what_one_stood_aside_from_says_nothing_of_when_it_is_due() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let mut made = Vec::new();
        for n in 0..3 {
            record.clock.set(Timestamp(BEGIN.0 + n));
            let more = [("title", "Maps"), ("on_behalf_of", "Somebody")];
            let reference = record.submit(&staff, &more).await.reference;
            record.act(&member, reference, CommandName::StandAside, &[]).await.expect("aside");
            made.insert(0, reference);
        }
        let seen = async || {
            let page = app::queue(&record.app, Viewer::Person(member), &QueueFilter::default(), None).await;
            page.expect("a page")
        };
        let before = seen().await;
        assert!(before.items.is_empty() && before.aside.iter().all(|item| item.stub && item.duty.is_none()));
        assert_eq!(before.aside.iter().map(|item| item.reference).collect::<Vec<_>>(), made);
        for (reference, by) in made.iter().zip(["2026-06-01", "2026-02-01", "2026-01-10"]) {
            let promise = [("who", "helpdesk"), ("words", "An answer"), ("by", by)];
            record.act(&staff, *reference, CommandName::SetPromise, &promise).await.expect("promised");
        }
        assert_eq!(seen().await, before);
    });
}

#[test]
fn somebody_who_is_no_longer_a_member_knows_no_more_than_everybody() {
    on_a_record(async |record: Arc<Record>| {
        let ada = record.person("Ada", &[]).await;
        let member = record.person("Member", &[Role::Committee]).await;
        let reference = record.submit(&ada, &[]).await.reference;
        record.act(&member, reference, CommandName::StandAside, &[]).await.expect("aside");
        let former = Actor { roles: helpdesk_domain::Roles::NONE, ..member };
        let seen = async |who: Actor| {
            let viewer = Viewer::Person(who);
            let page = app::queue(&record.app, viewer, &QueueFilter::default(), None).await.expect("a page");
            (app::view(&record.app, viewer, reference).await.is_ok(), page.aside.len())
        };
        assert_eq!(seen(member).await, (true, 1));
        assert_eq!(seen(former).await, (false, 0));
    });
}

#[test]
fn pages_follow_each_other_without_a_gap_and_a_cursor_cannot_be_made_up() {
    on_a_record(async |record: Arc<Record>| {
        let staff = record.person("Staff", &[Role::Staff]).await;
        let viewer = Viewer::Person(staff);
        for n in 0..113 {
            let title = format!("Request {n}");
            record.submit(&staff, &[("title", &title), ("on_behalf_of", "Somebody")]).await;
            if n % 3 == 0 {
                record.clock.set(Timestamp(BEGIN.0 + n));
            }
        }
        let (mut cursor, mut seen, mut sizes) = (None::<String>, Vec::new(), Vec::new());
        loop {
            let page = app::queue(&record.app, viewer, &QueueFilter::default(), cursor.as_deref())
                .await
                .expect("a page");
            sizes.push(page.items.len());
            seen.extend(page.items.iter().map(|item| (item.by, item.reference)));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [50, 50, 13]);
        assert!(seen.is_sorted(), "what is due first comes first");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 113);
        for made_up in ["", "x", "test.AAAA", "1767571200 zzzzzzzz"] {
            let refused = app::queue(&record.app, viewer, &QueueFilter::default(), Some(made_up)).await;
            assert!(matches!(refused, Err(AppError::NotFound)), "{made_up}");
        }
    });
}

#[test]
fn my_requests_are_mine_as_their_requester() {
    on_a_record(async |record: Arc<Record>| {
        let people = people(&record).await;
        let made = scene(&record, &people).await;
        let mine = app::my_requests(&record.app, people["Ada"].person).await.expect("a list");
        assert_eq!(mine.len(), 8);
        let asked = mine.iter().find(|item| item.reference == made[2]).expect("there");
        assert_eq!(asked.duty, Some(CommandName::AnswerQuestion));
        let of_member = app::my_requests(&record.app, people["Member"].person).await.expect("a list");
        assert_eq!(of_member.len(), 1);
        assert!(of_member[0].own && of_member[0].duty.is_none());
        assert!(app::my_requests(&record.app, people["Eve"].person).await.expect("a list").is_empty());
    });
}

#[test]
fn pages_are_looked_up_at_once_for_each_viewer() {
    on_a_record(async |record: Arc<Record>| {
        let people = people(&record).await;
        let made = scene(&record, &people).await;
        wiki_pages::reserve(&record.app.store, made[1], "Requests/private").await.expect("a page");
        let titles: Vec<String> = ["Requests/0", "Requests/4", "Requests_x", "Requests/private", "requests/0"]
            .iter()
            .map(|title| (*title).to_owned())
            .collect();
        let ask = async |viewer: Viewer, titles: &[String], known: Option<String>| {
            let asked = PageLookups { titles: titles.to_vec(), known };
            app::page_lookups(&record.app, viewer, &asked).await
        };
        let mut duties = BTreeMap::new();
        for (name, who) in &people {
            let answer = ask(Viewer::Person(*who), &titles, None).await.expect("an answer");
            let PageLookupsAnswer::Pages { digest, pages } = answer else { panic!("not known yet") };
            let sees_all = matches!(*name, "Ada" | "Staff" | "Member" | "Secretary");
            assert_eq!(pages.len(), if sees_all { 3 } else { 2 }, "{name}");
            assert_eq!(pages["Requests/4"].reference, made[4]);
            duties.insert(*name, (pages["Requests/0"].duty, pages["Requests/4"].duty));
            let again = ask(Viewer::Person(*who), &titles, Some(digest)).await.expect("an answer");
            assert_eq!(again, PageLookupsAnswer::Unchanged);
        }
        assert_eq!(duties["Member"], (None, Some(CommandName::GiveFeedback)));
        assert_eq!(duties["Secretary"], (None, Some(CommandName::RecordInitialDecision)));
        assert_eq!(duties["Staff"], (Some(CommandName::Acknowledge), None));
        assert_eq!(duties["Ada"], (None, None));
        record
            .act(&people["Member"], made[4], CommandName::GiveFeedback, &[("position", "abstain")])
            .await
            .expect("done");
        let answer = ask(Viewer::Person(people["Member"]), &titles, None).await.expect("an answer");
        let PageLookupsAnswer::Pages { pages, .. } = answer else { panic!("not known yet") };
        assert_eq!(pages["Requests/4"].duty, None);
        let underscore = ["Requests/4".to_owned(), "Requests_/4".to_owned()];
        assert!(ask(Viewer::Anonymous, &underscore, None).await.is_ok());
        assert!(ask(Viewer::Anonymous, &[], None).await.is_ok());
        let many: Vec<String> = (0..501).map(|n| format!("Requests/{n}")).collect();
        assert!(matches!(ask(Viewer::Anonymous, &many, None).await, Err(AppError::Form(_))));
        assert!(ask(Viewer::Anonymous, &many[..500], None).await.is_ok());
    });
}

#[test]
fn counts_add_up_and_open_numbers_are_all_that_everybody_gets() {
    on_a_record(async |record: Arc<Record>| {
        let people = people(&record).await;
        scene(&record, &people).await;
        let count = async |viewer| app::counts(&record.app, viewer).await.expect("counts").years;
        let all = count(Viewer::Person(people["Staff"])).await;
        assert_eq!((all.len(), all[0].year, all[0].open, all[0].small), (1, 2026, 9, 1));
        let public = count(Viewer::Anonymous).await;
        assert_eq!((public[0].open, public[0].small), (4, 0));
        assert_eq!(count(Viewer::Person(people["Eve"])).await, public);
        let open = app::open_numbers(&record.app).await.expect("numbers").by_stage;
        assert_eq!(open.values().sum::<u32>(), 9);
        assert_eq!(open[&StageName::Received], 4);
    });
}
