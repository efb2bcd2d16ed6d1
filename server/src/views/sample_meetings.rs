//! Samples of pages of meetings.

use super::Page;
use super::act::Again;
use super::form::Filling;
use super::frame::Notice;
use super::frame::Visitor;
use super::meeting_notes::{DecisionForm, NotesPage};
use super::meetings::{MeetingFormPage, MeetingLine, MeetingsPage};
use super::minutes::{BriefPage, MinutesPage, Published};
use super::pack::{NoteLines, PackPage, Room};
use super::sample_pages::everybody;
use super::samples::{HOSTILE, NOW, hostile, values, views};
use chrono_tz::Tz;
use helpdesk_domain::ids::Reference;
use helpdesk_domain::meeting::{Item, Pack};
use helpdesk_domain::policy::Policy;
use helpdesk_domain::process::Gate;
use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::time::Timestamp;
use helpdesk_domain::{CommandName, Rejection};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Adds them.
pub(super) fn add(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let who = || everybody("Devi, secretary");
    let zones = || vec!["America/Santiago", "Asia/Jakarta", "Europe/Stockholm"];
    let line = |n: u8, days: i64, cancelled| MeetingLine {
        reference: Reference::from_random([6, 6, 6, 6, n]),
        starts_at: Timestamp(NOW.0 + days * 86_400),
        minutes: 90,
        place: Some(text("https://meet.example.org/committee")),
        cancelled,
    };
    let meetings = |unknown| MeetingsPage {
        lines: vec![line(1, -31, false), line(2, 2, false), line(3, 30, true)],
        zone: Tz::Asia__Jakarta,
        zones: zones(),
        unknown,
    };
    add("meetings", None, Box::new(meetings(Some(text("Atlantis")))));
    add("meetings-secretary", who(), Box::new(meetings(None)));
    let form = |changed, wrong| MeetingFormPage {
        changed,
        typed: [
            text("2026-12-01"),
            text("16:00"),
            text("Europe/Stockholm"),
            text("90"),
            text("https://meet.example.org"),
        ],
        cancelled: false,
        wrong,
        zones: zones(),
    };
    add("meeting-new", who(), Box::new(form(None, Vec::new())));
    let wrong =
        vec![("zone", "helpdesk-site-meeting-wrong-zone"), ("minutes", "helpdesk-site-meeting-wrong-minutes")];
    add("meeting-wrong", who(), Box::new(form(Some((Reference::from_random([6; 5]), 2)), wrong)));
    add("meeting-pack", who(), Box::new(pack(policy, text)));
    notes(policy, text, add);
    papers(text, add);
    debug_assert!(Notice::parse("helpdesk-site-notice-meeting").is_some());
}

fn shown(text: &impl Fn(&str) -> String) -> SupportRequestView {
    let found = views().into_iter().find(|(name, ..)| *name == "committee-secretary").expect("a view").2;
    if text("") == HOSTILE { hostile(&found) } else { found }
}

fn note(text: &impl Fn(&str) -> String) -> NoteLines {
    NoteLines {
        version: 1,
        public: text("The museum has the rights cleared.\n\nA training comes first."),
        internal: text("Ask the board about travel money."),
    }
}

fn pack(policy: &Arc<Policy>, text: &impl Fn(&str) -> String) -> PackPage {
    let view = shown(text);
    let reference = view.reference;
    let said = view.feedback.clone().unwrap_or_default();
    let item = Item { reference, gate: Gate::Initial, decided: view.decisions.clone(), said };
    let old = views().into_iter().find(|(_, _, view)| !view.decisions.is_empty()).expect("a view").2;
    let other = Reference::from_random([5; 5]);
    let decided = vec![(other, old.decisions)];
    PackPage {
        reference: Reference::from_random([6; 5]),
        starts_at: NOW,
        zone: Tz::America__Santiago,
        place: Some(text("https://meet.example.org/committee")),
        cancelled: false,
        last: Some(Timestamp(NOW.0 - 30 * 86_400)),
        policy: policy.clone(),
        pack: Pack { new: vec![item], returning: Vec::new(), small: vec![reference], late: vec![reference] },
        decided,
        views: BTreeMap::from([(reference, view.clone()), (other, view)]),
        notes: BTreeMap::from([(reference, note(text))]),
        general: note(text),
        room: Room { capacity: Some(2400), spent: 90, asked: 1230, requests: 2 },
        can_mail: true,
    }
}

fn notes(
    policy: &Arc<Policy>,
    text: &impl Fn(&str) -> String,
    add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>),
) {
    let view = shown(text);
    let items = vec![
        (view.reference, text("Picture stones of Gotland")),
        (Reference::from_random([5; 5]), text("رفع صور متحف بيروت إلى ويكيميديا كومنز")),
    ];
    let page = |view: Option<SupportRequestView>, wrong, decision| NotesPage {
        meeting: Reference::from_random([6; 5]),
        items: items.clone(),
        policy: policy.clone(),
        view,
        note: note(text),
        wrong,
        decision,
    };
    let decision = |off, filling, again| DecisionForm {
        name: CommandName::RecordInitialDecision,
        off,
        filling,
        again,
        key: "0123456789abcdef".to_owned(),
    };
    let who = || everybody("Devi, secretary");
    add("meeting-notes-general", who(), Box::new(page(None, None, None)));
    let open = decision(None, Filling::default(), None);
    add("meeting-notes", who(), Box::new(page(Some(view.clone()), None, Some(open))));
    let off = decision(Some(Rejection::StoodAside), Filling::default(), None);
    add("meeting-notes-off", who(), Box::new(page(Some(view.clone()), None, Some(off))));
    let typed = Filling::of(values(&[("outcome", "positive"), ("rationale", &text("Because it is good."))]));
    let moved = Again::Moved(view.history[view.history.len() - 2..].to_vec());
    let again = decision(None, typed, Some(moved));
    add(
        "meeting-notes-again",
        who(),
        Box::new(page(Some(view), Some("helpdesk-site-note-meanwhile"), Some(again))),
    );
}

fn papers(text: &impl Fn(&str) -> String, add: &mut impl FnMut(&str, Option<Visitor>, Box<dyn Page>)) {
    let who = || everybody("Devi, secretary");
    let place = || {
        Some((
            text("Expert committee/Meeting notes/2026-11-24"),
            "https://meta.wikimedia.org/w/index.php?title=X".to_owned(),
        ))
    };
    let page = |kind, published, found: Option<&str>, place| MinutesPage {
        meeting: Reference::from_random([6; 5]),
        kind,
        text: text(
            "== Requests ==\n\n=== [[:Requests/Stones|Picture stones of Gotland]] ===\n* '''To be developed, priority: high.''' Good partner.",
        ),
        seen: "00".repeat(32),
        place,
        published,
        same: false,
        error: (published == Published::Stuck).then(|| text("The page is protected.")),
        found: found.map(|found| (text(found), 41)),
        ours: text("== Requests ==\n* '''To be developed, priority: high.''' Good partner."),
        revision: 40,
        moved: published == Published::Not,
    };
    add("minutes-agenda", who(), Box::new(page("agenda", Published::Not, None, place())));
    add("minutes", who(), Box::new(page("minutes", Published::Done, None, place())));
    add("minutes-stuck", who(), Box::new(page("minutes", Published::Stuck, None, place())));
    add("minutes-no-place", who(), Box::new(page("minutes", Published::Not, None, None)));
    let found = "== Requests ==\n* '''Declined.''' Good partner.";
    add("minutes-question", who(), Box::new(page("minutes", Published::Changed, Some(found), place())));
    let brief = |body: &str| BriefPage {
        quarter: "2026-Q4".to_owned(),
        quarters: vec!["2026-Q4".to_owned(), "2026-Q3".to_owned()],
        text: text(body),
    };
    add("brief", who(), Box::new(brief("== 2026-11-24 ==\n\n=== Requests ===")));
    add("brief-none", who(), Box::new(BriefPage { text: String::new(), ..brief("") }));
}
