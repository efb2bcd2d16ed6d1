//! Who may do what in which stage: every command, every stage, everybody.

use helpdesk_domain::form::{Values, read, read_submission};
use helpdesk_domain::histories::{cast, policy};
use helpdesk_domain::permit::permit;
use helpdesk_domain::{
    Actor, CommandName, Policy, Reference, StageName, SupportRequest, Timestamp, Viewer, apply, decide,
    decide_submission, fold, project,
};

/// R requester, O the staff member who looks after it, S staff, Y secretary, C committee member,
/// A committee member who stood aside, W working group, T steward, X somebody else.
/// Columns: received, gathering, with-committee, in-development, awaiting-go, in-support,
/// follow-up, closed.
const TABLE: &str = "
edit                      ROS  ROS  ROS  ROS  OS   OS   OS   -
acknowledge               OS   -    -    -    -    -    -    -
answer-small-question     OS   -    -    -    -    -    -    -
ask-requester             OS   OS   OS   OS   OS   OS   OS   -
answer-question           ROS  ROS  ROS  ROS  ROS  ROS  ROS  -
add-private-note          OS   OS   OS   OS   OS   OS   OS   OS
mark-ready-for-committee  -    OS   -    -    -    -    -    -
give-feedback             -    -    C    -    C    -    -    -
stand-aside               C    C    C    C    C    C    C    -
discuss                   YC   YC   YC   YC   YC   YC   YC   -
record-initial-decision   -    -    Y    -    -    -    -    -
object                    -    -    -    C    C    C    C    -
set-checklist-item        -    OSCW OSCW OSCW OSCW -    -    -
mark-ready-for-go         -    -    -    OS   -    -    -    -
record-go-decision        -    -    -    -    Y    -    -    -
estimate-effort           OS   OS   OS   OS   OS   OS   OS   -
log-effort                OS   OS   OS   OS   OS   OS   OS   -
record-delivery           -    -    -    -    -    OS   OS   -
finish-support            -    -    -    -    -    O    -    -
record-lessons            -    -    -    -    -    OS   OS   OS
close                     OS   OS   OS   OS   OS   OS   O    -
refer-or-decline          OS   OS   -    -    -    -    -    -
withdraw                  R    R    R    R    R    R    R    -
reopen                    -    -    -    -    -    -    -    OS
hand-over                 OS   OS   OS   OS   OS   OS   OS   -
set-waiting               OS   OS   OS   OS   OS   OS   OS   -
set-promise               OS   OS   OS   OS   OS   OS   OS   -
link-request              OS   OS   OS   OS   OS   OS   OS   OS
give-consent              R    R    R    R    R    R    R    R
take-consent-back         R    R    R    R    R    R    R    R
";

struct Scene {
    policy: Policy,
    people: Vec<(char, Actor)>,
    request: SupportRequest,
    now: Timestamp,
}

impl Scene {
    /// The usual way of a request, up to `stage`.
    fn at(stage: StageName) -> Self {
        let cast = cast();
        let people =
            [('R', 0), ('X', 2), ('C', 3), ('A', 4), ('Y', 6), ('O', 7), ('S', 8), ('W', 9), ('T', 10)]
                .map(|(letter, n)| (letter, cast[n]))
                .to_vec();
        let policy = policy();
        let now = Timestamp(1_700_000_000);
        let filled = read_submission(&values(&[("what", "Maps"), ("reach", "talk-page")])).expect("a request");
        let events = decide_submission(&policy, &cast[0], &filled.submission, now).expect("accepted");
        let request = fold(Reference::from_random([0; 5]), events).expect("a request");
        let mut scene = Self { policy, people, request, now };
        scene.does('A', CommandName::StandAside, &[]);
        for (before, who, name, fields) in way() {
            if scene.request.stage.name() == stage {
                break;
            }
            assert_eq!(scene.request.stage.name(), before, "{name:?}");
            scene.does(who, name, &fields);
        }
        assert_eq!(scene.request.stage.name(), stage);
        scene
    }

    fn does(&mut self, who: char, name: CommandName, fields: &[(&str, &str)]) {
        let command = read(name, &values(fields)).expect("a command");
        let events = decide(&self.policy, &self.request, &self.person(who), &command, self.now)
            .unwrap_or_else(|rejection| panic!("{who} {name:?}: {rejection:?}"));
        self.request = events.into_iter().fold(self.request.clone(), apply);
    }

    fn person(&self, letter: char) -> Actor {
        self.people.iter().find(|(one, _)| *one == letter).expect("somebody of the cast").1
    }

    /// What the command needs besides the stage.
    fn prepared_for(mut self, name: CommandName) -> Self {
        let open = self.request.stage.is_open();
        match name {
            CommandName::AnswerQuestion if open => {
                self.does('S', CommandName::AskRequester, &[("question", "?")]);
            }
            CommandName::Close if open => {
                self.does('S', CommandName::AskRequester, &[("question", "?")]);
                self.now = self.now.plus_days(self.policy.deadlines.no_answer_days);
                if self.request.stage.name() == StageName::FollowUp {
                    self.does('O', CommandName::RecordLessons, &lessons());
                }
            }
            CommandName::TakeConsentBack => {
                self.does('R', CommandName::GiveConsent, &[("shown_name", "Amina")]);
            }
            _ => {}
        }
        self
    }

    fn may(&self, name: CommandName) -> String {
        let may = |actor: Actor| {
            project(&self.policy, &self.request, Viewer::Person(actor))
                .is_some_and(|view| permit(&self.policy, &view, name, self.now).is_ok())
        };
        let letters: String = "ROSYCAWTX".chars().filter(|letter| may(self.person(*letter))).collect();
        if letters.is_empty() { "-".to_owned() } else { letters }
    }
}

type Step = (StageName, char, CommandName, Vec<(&'static str, &'static str)>);

fn way() -> Vec<Step> {
    use CommandName as C;
    use StageName as S;
    let ticked = |item| (S::InDevelopment, 'O', C::SetChecklistItem, vec![("item", item), ("state", "done")]);
    vec![
        (S::Received, 'O', C::Acknowledge, vec![]),
        (S::Gathering, 'O', C::MarkReadyForCommittee, vec![]),
        (
            S::WithCommittee,
            'Y',
            C::RecordInitialDecision,
            vec![("outcome", "positive"), ("priority", "high"), ("rationale", "Good")],
        ),
        ticked("technical"),
        ticked("risk-legal"),
        (S::InDevelopment, 'O', C::MarkReadyForGo, vec![]),
        (S::AwaitingGo, 'Y', C::RecordGoDecision, vec![("outcome", "go"), ("rationale", "Go")]),
        (S::InSupport, 'O', C::RecordDelivery, vec![("what", "A list")]),
        (S::InSupport, 'O', C::FinishSupport, vec![("summary", "Given")]),
        (S::FollowUp, 'O', C::RecordLessons, lessons()),
        (S::FollowUp, 'O', C::Close, vec![("outcome", "delivered")]),
    ]
}

fn lessons() -> Vec<(&'static str, &'static str)> {
    vec![("context", "a"), ("done", "b"), ("worked", "c")]
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn every_command_in_every_stage_is_open_to_those_in_the_table_and_to_nobody_else() {
    let mut rows = 0;
    for row in TABLE.lines().filter(|line| !line.is_empty()) {
        let mut cells = row.split_whitespace();
        let name = CommandName::parse(cells.next().expect("a command")).expect("a command");
        for stage in StageName::ALL {
            let mut scene = Scene::at(*stage).prepared_for(name);
            if name == CommandName::MarkReadyForGo && *stage == StageName::InDevelopment {
                for item in ["technical", "risk-legal"] {
                    scene.does('O', CommandName::SetChecklistItem, &[("item", item), ("state", "done")]);
                }
            }
            assert_eq!(scene.may(name), cells.next().unwrap_or("a cell"), "{name:?} in {stage:?}");
        }
        rows += 1;
    }
    assert_eq!(rows, CommandName::ALL.len(), "every command has a row");
}

#[test]
fn a_small_question_ends_with_one_form() {
    let mut scene = Scene::at(StageName::Received);
    scene.does('S', CommandName::AnswerSmallQuestion, &[("answer", "On that page.")]);
    assert_eq!(scene.request.stage.name(), StageName::Closed);
    assert_eq!(scene.request.promise, None);
}

#[test]
fn a_reopened_request_is_where_it_was_and_promises_again() {
    let mut scene = Scene::at(StageName::AwaitingGo);
    scene.does('Y', CommandName::RecordGoDecision, &[("outcome", "decline"), ("rationale", "No")]);
    scene.does('S', CommandName::Reopen, &[("reason", "New facts")]);
    assert_eq!(scene.request.stage.name(), StageName::AwaitingGo);
    assert!(scene.request.promise.is_some());
}

#[test]
fn a_second_round_starts_from_zero() {
    let mut scene = Scene::at(StageName::WithCommittee);
    scene.does('C', CommandName::GiveFeedback, &[("position", "need-more")]);
    scene.does('Y', CommandName::RecordInitialDecision, &[("outcome", "needs-more"), ("rationale", "More")]);
    scene.does('O', CommandName::MarkReadyForCommittee, &[]);
    assert!(scene.request.feedback.is_empty());
    assert_eq!(scene.request.decisions[0].took_part, 1);
    assert_eq!(scene.request.decisions[0].stood_aside, 1);
}
