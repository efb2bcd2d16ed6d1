//! Rounds: what was said in each, and what an objection and a recusal make of them.

use helpdesk_domain::committee::rounds::rounds;
use helpdesk_domain::form::{read, read_submission};
use helpdesk_domain::histories::{cast, policy};
use helpdesk_domain::process::Gate;
use helpdesk_domain::{
    CommandName as C, Position, Reference, Rejection, Stage, SupportRequest, Timestamp, Values, Viewer, apply,
    decide, decide_submission, fold, project,
};

const DAY: i64 = 86_400;

struct Scene {
    request: SupportRequest,
    now: Timestamp,
}

/// Of the cast: 0 the requester, 3 and 4 members, 6 the secretary, 7 staff.
impl Scene {
    fn new() -> Self {
        let now = Timestamp(1_700_000_000);
        let filled = read_submission(&values(&[("what", "Maps"), ("reach", "talk-page")])).expect("a request");
        let events = decide_submission(&policy(), &cast()[0], &filled.submission, now).expect("accepted");
        let request = fold(Reference::from_random([0; 5]), events).expect("a request");
        let mut scene = Self { request, now };
        scene.does(7, C::Acknowledge, &[]);
        scene.does(7, C::MarkReadyForCommittee, &[]);
        scene
    }

    fn tries(&mut self, who: usize, name: C, fields: &[(&str, &str)]) -> Result<(), Rejection> {
        self.now = Timestamp(self.now.0 + DAY);
        let command = read(name, &values(fields)).expect("a command");
        let events = decide(&policy(), &self.request, &cast()[who], &command, self.now)?;
        self.request = events.into_iter().fold(self.request.clone(), apply);
        Ok(())
    }

    fn does(&mut self, who: usize, name: C, fields: &[(&str, &str)]) {
        self.tries(who, name, fields).unwrap_or_else(|refused| panic!("{name:?}: {refused:?}"));
    }
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

const NEEDS_MORE: [(&str, &str); 2] = [("outcome", "needs-more"), ("rationale", "More")];

#[test]
fn a_second_round_shows_what_was_said_in_the_first_and_how_it_was_changed() {
    let mut scene = Scene::new();
    scene.does(3, C::GiveFeedback, &[("position", "support")]);
    scene.does(3, C::GiveFeedback, &[("position", "concerns"), ("notes.gaps", "No gap")]);
    scene.does(6, C::RecordInitialDecision, &NEEDS_MORE);
    scene.does(7, C::MarkReadyForCommittee, &[]);
    let found = rounds(&scene.request.history, &scene.request.decisions);
    assert_eq!(
        found.iter().map(|round| (round.gate, round.number)).collect::<Vec<_>>(),
        [(Gate::Initial, 1), (Gate::Initial, 2)]
    );
    let given = &found[0].positions[0];
    assert_eq!(given.now.position, Position::Concerns);
    assert_eq!(given.earlier.iter().map(|(_, before)| *before).collect::<Vec<_>>(), [Position::Support]);
    assert_eq!(given.now.notes["gaps"].as_str(), "No gap");
    assert!(found[0].decision.is_some() && !found[0].is_open);
    assert!(found[1].positions.is_empty() && found[1].is_open);
}

#[test]
fn an_objection_goes_on_with_the_positions_of_the_round_but_not_of_those_who_stood_aside_since() {
    let mut scene = Scene::new();
    scene.does(3, C::GiveFeedback, &[("position", "support")]);
    scene.does(4, C::GiveFeedback, &[("position", "concerns")]);
    scene.does(6, C::RecordInitialDecision, &NEEDS_MORE);
    scene.does(4, C::StandAside, &[]);
    scene.does(3, C::Object, &[("reason", "Look again")]);
    assert!(matches!(scene.request.stage, Stage::WithCommittee { .. }));
    assert_eq!(scene.request.feedback.len(), 1);
    assert!(scene.request.decisions[0].objected && scene.request.promise.is_some());
    let found = rounds(&scene.request.history, &scene.request.decisions);
    assert_eq!((found.len(), found[0].is_open, found[0].reopened.len()), (1, true, 1));
}

#[test]
fn an_objection_has_its_days_and_is_not_made_twice() {
    let mut scene = Scene::new();
    let over = Err(Rejection::ObjectionOver);
    let reason = [("reason", "Look again")];
    assert_eq!(scene.tries(3, C::Object, &reason), over, "there is no decision yet");
    scene.does(
        6,
        C::RecordInitialDecision,
        &[("outcome", "positive"), ("priority", "low"), ("rationale", "Yes")],
    );
    let mut late = Scene { request: scene.request.clone(), now: scene.now.plus_days(7) };
    assert_eq!(late.tries(3, C::Object, &reason), over);
    scene.does(3, C::Object, &reason);
    assert_eq!(scene.tries(4, C::Object, &reason), over);
}

#[test]
fn a_decision_on_stale_positions_is_recorded_only_knowingly() {
    let mut scene = Scene::new();
    scene.does(3, C::GiveFeedback, &[("position", "support")]);
    scene.does(0, C::Edit, &[("what", "Maps and diaries")]);
    assert_eq!(scene.tries(6, C::RecordInitialDecision, &NEEDS_MORE), Err(Rejection::StalePositions));
    let view = project(&policy(), &scene.request, Viewer::Person(cast()[3])).expect("a view");
    assert!(view.own_stale && view.stale);
    let mut confirmed = Scene { request: scene.request.clone(), now: scene.now };
    confirmed.does(3, C::GiveFeedback, &[("position", "support")]);
    confirmed.does(6, C::RecordInitialDecision, &NEEDS_MORE);
    let knowing = [NEEDS_MORE.as_slice(), &[("stale_known", "on")]].concat();
    scene.does(6, C::RecordInitialDecision, &knowing);
}

#[test]
fn what_somebody_may_not_see_does_not_tell_them_that_positions_are_stale() {
    let mut scene = Scene::new();
    scene.does(3, C::GiveFeedback, &[("position", "support")]);
    let before = project(&policy(), &scene.request, Viewer::Person(cast()[7])).expect("a view");
    assert!(!before.stale);
    scene.does(0, C::Edit, &[("what", "Maps and diaries")]);
    for who in [0, 7, 9] {
        let view = project(&policy(), &scene.request, Viewer::Person(cast()[who])).expect("a view");
        assert!(!view.stale && !view.own_stale && !view.mentioned, "{who}");
    }
}
