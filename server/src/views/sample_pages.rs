//! Every page with samples of what it shows.

use super::Page;
use super::act::{ActPage, Again};
use super::counts::{CountsPage, YearCount};
use super::error::ErrorPage;
use super::form::Filling;
use super::frame::{Frame, Notice, Site, Visitor};
use super::list::RequestLine;
use super::outbox::{OutboxPage, StuckFigures, StuckJob};
use super::popup::{AskPage, HandOverPage};
use super::privacy::PrivacyPage;
use super::queue::{QueuePage, Search};
use super::request_form::{RequestFormPage, RequestPreviewPage};
use super::roles::{RoleLine, RolesPage};
use super::sample_letters::{self, samples_of_letters};
use super::sample_mail::samples_of_mail;
use super::samples::{self, HOSTILE, NOW, hostile, policy, values, views};
use super::seats::{About, SeatsPage, Wrong};
use super::start::{StartPage, open_stages};
use super::support_request::{ContactLine, SupportRequestPage};
use helpdesk_domain::committee::explain::{Explanation, explain, round_of};
use helpdesk_domain::committee::{Holder, Seat, Seats, Substitute};
use helpdesk_domain::form::{FieldError, Problem, read_submission};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::people::{Party, Role, Roles, Viewer};
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::{Outcome, Priority, StageName};
use helpdesk_domain::text::{Body, TextError};
use helpdesk_domain::time::{Date, Timestamp};
use helpdesk_domain::{CommandName, Rejection, SupportRequestView, allowed};
use std::sync::Arc;

/// A sample: its name, who looks, the page, and whether it is one of the pop-up's.
pub(super) type Sample = (String, Option<Visitor>, Box<dyn Page>, bool);

fn visitor(viewer: Viewer, name: &str) -> Option<Visitor> {
    viewer.person().map(|_| Visitor { name: name.to_owned(), roles: viewer.roles() })
}

pub(super) fn everybody(name: &str) -> Option<Visitor> {
    Some(Visitor { name: name.to_owned(), roles: Role::ALL.into_iter().collect() })
}

pub(super) fn frame(visitor: Option<Visitor>, text: &impl Fn(&str) -> String) -> Frame {
    Frame {
        site: Site {
            helpdesk: text("Content Partnerships Hub Helpdesk"),
            run_by: text("Wikimedia Sverige"),
            email: text("helpdesk@wikimedia.se"),
            about_url: "https://meta.wikimedia.org/wiki/Content_Partnerships_Hub".to_owned(),
        },
        visitor,
        path: "/".to_owned(),
        now: NOW,
        language: "en",
        notice: Some(Notice::Done("helpdesk-site-notice-acted")),
    }
}

fn lines(text: &impl Fn(&str) -> String) -> Vec<RequestLine> {
    let line = |n: u8, title: &str, stage, outcome, priority, turn, days: i64| RequestLine {
        reference: Reference::from_random([9, 9, 9, 9, n]),
        title: text(title),
        requester: Some(text("Wikimedia Community User Group Uganda")),
        stage,
        outcome,
        priority,
        turn,
        by: turn.map(|_| Timestamp(NOW.0 + days * 86_400)),
        received_at: Timestamp(NOW.0 - 40 * 86_400),
    };
    vec![
        line(
            1,
            "Wikidata for Wiki Loves Monuments in Uganda",
            StageName::WithCommittee,
            None,
            None,
            Some(Party::Committee),
            5,
        ),
        line(
            2,
            "Picture stones of Gotland",
            StageName::InDevelopment,
            None,
            Some(Priority::High),
            Some(Party::Requester),
            -3,
        ),
        line(
            3,
            "رفع صور متحف بيروت إلى ويكيميديا كومنز",
            StageName::Received,
            None,
            None,
            Some(Party::Helpdesk),
            0,
        ),
        line(
            4,
            "BaGLAMa2 has broken down",
            StageName::Closed,
            Some(Outcome::Referred),
            Some(Priority::Low),
            None,
            0,
        ),
    ]
}

fn changed(policy: &Policy, text: &impl Fn(&str) -> String) -> Arc<Policy> {
    let mut policy = policy.clone();
    policy.wiki.licence = text(&policy.wiki.licence);
    policy.wiki.request_prefix = text(&policy.wiki.request_prefix);
    for choice in policy.kinds.iter_mut().chain(&mut policy.regions) {
        choice.label = text(&choice.label);
    }
    for question in &mut policy.questions {
        question.label = text(&question.label);
        question.help = text(&question.help);
    }
    for item in &mut policy.checklist {
        item.label = text(&item.label);
    }
    Arc::new(policy)
}

pub(super) fn request_page(
    policy: &Arc<Policy>,
    view: SupportRequestView,
    text: &impl Fn(&str) -> String,
) -> SupportRequestPage {
    let staff = view.standing.roles.has(Role::Staff);
    SupportRequestPage {
        offers: allowed(policy, &view, NOW),
        policy: policy.clone(),
        contact: staff.then(|| ContactLine::Mail(text("ana@museum.example.org"))),
        asks: staff
            .then(|| text("Somebody changed the Helpdesk’s part of Requests/X, and it was not overwritten.")),
        mails: staff.then(|| sample_letters::mails(text)),
        page_href: view.page.as_ref().map(|_| "https://meta.wikimedia.org/w/index.php?title=X".to_owned()),
        explanation: explanation(&view),
        view,
        key: "0123456789abcdef".to_owned(),
        talk_key: "0123456789abcdef".to_owned(),
    }
}

fn explanation(view: &SupportRequestView) -> Option<Explanation> {
    let policy = samples::policy();
    let seat = |n: u8| Seat {
        id: n.to_string(),
        holder: Holder {
            person: samples::person(n),
            region: Some("south-asia".to_owned()),
            affiliates: Vec::new(),
        },
        from: Date::parse("2025-01-01").expect("a day"),
        until: None,
        substitutes: Vec::new(),
    };
    let seats = Seats::new((3..9).map(seat).collect()).expect("seats");
    let rule = policy.committee.rule.expect("a rule");
    Some(explain(&rule, &seats, &round_of(view, NOW.date())?))
}

fn act_page(policy: &Arc<Policy>, view: &SupportRequestView, name: CommandName) -> ActPage {
    ActPage {
        off: allowed(policy, view, NOW)
            .into_iter()
            .find(|offer| offer.name == name)
            .and_then(|offer| offer.off),
        view: view.clone(),
        policy: policy.clone(),
        name,
        filling: Filling::default(),
        again: None,
        key: "0123456789abcdef".to_owned(),
        explanation: explanation(view),
        draft_of: (name == CommandName::GiveFeedback).then_some(NOW),
    }
}

/// All samples, with every text passed through `text`.
pub(super) fn all_samples(text: &impl Fn(&str) -> String) -> Vec<Sample> {
    let policy = changed(&policy(), text);
    let is_hostile = text("") == HOSTILE;
    let mut samples: Vec<Sample> = Vec::new();
    let mut add = |name: &str, visitor: Option<Visitor>, page: Box<dyn Page>| {
        samples.push((name.to_owned(), visitor, page, false));
    };
    let open: Vec<_> = open_stages().zip([3, 2, 4, 1, 0, 2, 1]).collect();
    let start = |mine, waiting| StartPage { policy: policy.clone(), open: open.clone(), mine, waiting };
    let someone = text("Ana (WMSE)");
    let plain_visitor = || Some(Visitor { name: someone.clone(), roles: Roles::NONE });
    add("start", None, Box::new(start(None, Vec::new())));
    add("start-requester", plain_visitor(), Box::new(start(Some(Vec::new()), Vec::new())));
    add("start-staff", everybody(&someone), Box::new(start(Some(lines(text)), lines(text))));
    for (name, viewer, view) in views() {
        let view = if is_hostile { hostile(&view) } else { view };
        let who = visitor(viewer, &someone);
        for command in CommandName::ALL {
            let page = act_page(&policy, &view, *command);
            add(&format!("act-{}-{name}", command.code()), who.clone(), Box::new(page));
        }
        add(&format!("request-{name}"), who, Box::new(request_page(&policy, view, text)));
    }
    request_forms(&policy, text, &mut add);
    conflicts(&policy, text, &mut add);
    lists(&policy, text, &mut add);
    for code in ErrorPage::CODES {
        let page = ErrorPage {
            incident: Some("1f3c".to_owned()),
            sign_in: true,
            typed: vec![text("A long text.")],
            ..ErrorPage::new(code)
        };
        add(&format!("error-{code}"), None, Box::new(page));
    }
    let ask = AskPage {
        origin: text("https://meta.wikimedia.org"),
        challenge: text("c"),
        state: text("s"),
        name: someone.clone(),
    };
    samples.push(("popup-ask".to_owned(), None, Box::new(ask), true));
    let done = HandOverPage { origin: text("https://meta.wikimedia.org"), code: text("c"), state: text("s") };
    samples.push(("popup-done".to_owned(), None, Box::new(done), true));
    samples
}

fn request_forms(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let form = |roles, filling, again| RequestFormPage {
        policy: policy.clone(),
        roles,
        filling,
        kept: true,
        again,
        key: "0123456789abcdef".to_owned(),
    };
    let staff = Roles::NONE.with(Role::Staff);
    add("new", None, Box::new(form(Roles::NONE, Filling::default(), None)));
    add("new-staff", everybody("Axel"), Box::new(form(staff, Filling::default(), None)));
    let wrong = |field: &str, problem| FieldError { field: field.to_owned(), problem };
    let filling = Filling {
        values: Some(values(&[
            ("what", ""),
            ("partner", &text("A museum")),
            ("reach", "mail"),
            ("mail", &text("x")),
        ])),
        errors: vec![
            wrong("what", Problem::Text(TextError::Empty)),
            wrong("partner", Problem::Text(TextError::TooLong { max: 250, length: 300 })),
            wrong("mail", Problem::NotAMailAddress),
            wrong(&text("colour"), Problem::NoSuchField),
        ],
    };
    add(
        "new-wrong",
        None,
        Box::new(form(Roles::NONE, filling, Some(Again::Rejected(Rejection::NothingChanged)))),
    );
    let mut typed = samples::submission();
    typed.insert("what".to_owned(), text("Write to ana@museum.example.org or call +46 8 123 456 78."));
    let mut filled = read_submission(&samples::submission()).expect("a submission");
    filled.submission.facts.what =
        Body::Text(text("Write to ana@museum.example.org or call +46 8 123 456 78."));
    let key = "0123456789abcdef".to_owned();
    add("preview", None, Box::new(RequestPreviewPage { policy: policy.clone(), values: typed, filled, key }));
}

fn conflicts(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let (_, viewer, view) =
        views().into_iter().find(|(name, ..)| *name == "committee-secretary").expect("a view");
    let typed = Filling::of(values(&[("outcome", "positive"), ("rationale", &text("Because it is good."))]));
    for (name, again) in [
        ("moved", Again::Moved(view.history[view.history.len() - 2..].to_vec())),
        ("rejected", Again::Rejected(Rejection::PriorityNeeded)),
        ("busy", Again::Said("helpdesk-error-busy")),
    ] {
        let page = ActPage {
            filling: typed.clone(),
            again: Some(again),
            ..act_page(policy, &view, CommandName::RecordInitialDecision)
        };
        add(&format!("act-again-{name}"), visitor(viewer, "Eva"), Box::new(page));
    }
}

fn seats(policy: &Arc<Policy>, text: &impl Fn(&str) -> String) -> SeatsPage {
    let day = |text: &str| Date::parse(text).expect("a day");
    let holder = |n, affiliate: &str| Holder {
        person: samples::person(n),
        region: Some("south-asia".to_owned()),
        affiliates: vec![text(affiliate)],
    };
    let seat = |n: u8, from, until: Option<&str>, substitutes| Seat {
        id: Reference::from_random([7, 7, 7, 7, n]).to_string(),
        holder: holder(n, "Wikimedia Community User Group Uganda"),
        from: day(from),
        until: until.map(day),
        substitutes,
    };
    let instead = Substitute {
        holder: holder(5, "West Bengal Wikimedians"),
        from: day("2026-11-01"),
        until: day("2026-12-31"),
    };
    let stand_ins = [((Reference::from_random([7, 7, 7, 7, 2]), instead.from), Reference::from_random([8; 5]))];
    let seats = vec![
        seat(2, "2025-01-01", None, vec![instead]),
        seat(3, "2023-01-01", Some("2024-12-31"), Vec::new()),
        seat(4, "2027-01-01", None, Vec::new()),
    ];
    let error = FieldError { field: "name".to_owned(), problem: Problem::NotAPerson };
    SeatsPage {
        seats: Seats::new(seats).expect("seats"),
        names: (2..6).map(|n| (samples::person(n), text("Chiyo"))).collect(),
        members: [samples::person(2), samples::person(6)].into(),
        stand_ins: stand_ins.into(),
        policy: policy.clone(),
        wrong: Some(Wrong {
            about: About::Term,
            typed: values(&[("name", &text("Nobody"))]),
            errors: vec![error],
            said: Some("two-seats"),
        }),
    }
}

fn lists(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let who = || everybody("Axel at the Helpdesk");
    let search = Search {
        text: text("museum"),
        late: true,
        year: Some(2026),
        outcome: Some(Outcome::Referred),
        small: true,
        ..Search::default()
    };
    add(
        "queue",
        who(),
        Box::new(QueuePage {
            search: Search::default(),
            lines: lines(text),
            aside: lines(text).split_off(3),
            next: Some("c2".to_owned()),
            continued: false,
        }),
    );
    add(
        "queue-filtered",
        who(),
        Box::new(QueuePage {
            search: search.clone(),
            lines: lines(text),
            aside: Vec::new(),
            next: None,
            continued: true,
        }),
    );
    let none = QueuePage { search, lines: Vec::new(), aside: Vec::new(), next: None, continued: false };
    add("queue-none", who(), Box::new(none));
    let outcomes = vec![(Outcome::Delivered, 7), (Outcome::Partly, 2), (Outcome::Referred, 1)];
    let year = |year| YearCount { year, open: 3, small: 12, outcomes: outcomes.clone() };
    add(
        "counts",
        who(),
        Box::new(CountsPage { years: vec![year(2026), year(2025), year(2024)], linked: true }),
    );
    add("counts-public", None, Box::new(CountsPage { years: Vec::new(), linked: false }));
    let job = |id, kind: &str, parked| StuckJob {
        id,
        reference: Reference::from_random([3; 5]),
        title: text("Picture stones of Gotland"),
        kind: format!("helpdesk-site-job-{kind}"),
        attempts: 5,
        parked,
        error: Some(text("the page was edited by somebody between the markers")),
        created_at: Timestamp(NOW.0 - 86_400),
        due_at: Timestamp(NOW.0 + 600),
    };
    let figures = |changed| {
        Some(StuckFigures {
            place: (text("Helpdesk/Figures"), "https://meta.wikimedia.org/w/index.php?title=X".to_owned()),
            error: Some(text("the page was edited by somebody between the markers")),
            revision: 3,
            changed,
        })
    };
    let jobs = vec![
        job(1, "request-page", true),
        job(2, "status-row", false),
        job(3, "talk-page-note", false),
        job(4, "empty-page", true),
    ];
    add(
        "outbox",
        who(),
        Box::new(OutboxPage {
            jobs,
            figures: figures(true),
            mails: sample_letters::waiting(text),
            stopped: Some("helpdesk-site-mail-no-relay"),
            wrong: Some((1, "helpdesk-site-outbox-reason-needed")),
        }),
    );
    let asked = views().into_iter().find(|(_, _, view)| !view.questions.is_empty());
    if let Some((_, _, view)) = asked {
        for (name, page) in samples_of_letters(&view, text) {
            add(&name, who(), page);
        }
    }
    for (name, page) in samples_of_mail(text) {
        add(name, who(), page);
    }
    add(
        "outbox-none",
        who(),
        Box::new(OutboxPage { jobs: Vec::new(), figures: None, mails: Vec::new(), stopped: None, wrong: None }),
    );
    let holder =
        RoleLine { person: samples::person(2), name: text("Axel"), roles: Role::ALL.into_iter().collect() };
    add(
        "roles",
        who(),
        Box::new(RolesPage {
            lines: vec![holder],
            typed: text("Nobody"),
            problems: vec![text("Nobody of that name.")],
        }),
    );
    add("ranking", who(), Box::new(super::sample_ranking::page(policy, text)));
    add("seats", who(), Box::new(seats(policy, text)));
    super::sample_figures::add(policy, text, add);
    super::sample_meetings::add(policy, text, add);
    add("privacy", None, Box::new(PrivacyPage { contact_months: Some(24) }));
    add("my-data", who(), Box::new(super::sample_my_data::page(text)));
    for (name, step) in super::sample_my_data::erasure(text) {
        add(name, who(), Box::new(super::erasure::ErasurePage { typed: text("Ana"), step }));
    }
}
