//! The story from a request to its lessons, step by step over the API, told again and again while services, workers
//! and nodes die.

use crate::scene::Stage;
use crate::story::{Step, Story};
use anyhow::{Context, Result};
use helpdesk_domain::form::{Values, read, read_submission};
use helpdesk_domain::{
    Actor, CommandName, Policy, Reference, SupportRequest, Timestamp, Viewer, apply, decide, decide_submission,
    fold, project,
};

const REQUESTER: usize = 0;
const STAFF: usize = 1;
const SECRETARY: usize = 2;
const MEMBERS: [usize; 2] = [3, 4];

/// Who does what, up to the checklist and after it.
type Act = (usize, CommandName, &'static [(&'static str, &'static str)]);

const UP_TO_GO: [Act; 7] = [
    (STAFF, CommandName::Acknowledge, &[("message", "Thank you.")]),
    (STAFF, CommandName::AskRequester, &[("question", "Whose maps are these?")]),
    (REQUESTER, CommandName::AnswerQuestion, &[("answer", "The archive's.")]),
    (STAFF, CommandName::MarkReadyForCommittee, &[("summary", "Maps of a city.")]),
    (MEMBERS[0], CommandName::GiveFeedback, &[("position", "support"), ("priority", "high")]),
    (MEMBERS[1], CommandName::GiveFeedback, &[("position", "concerns"), ("text", "Who keeps them?")]),
    (
        SECRETARY,
        CommandName::RecordInitialDecision,
        &[("outcome", "positive"), ("priority", "high"), ("rationale", "It fills a gap.")],
    ),
];
const FROM_GO: [Act; 8] = [
    (STAFF, CommandName::MarkReadyForGo, &[]),
    (MEMBERS[0], CommandName::GiveFeedback, &[("position", "support")]),
    (SECRETARY, CommandName::RecordGoDecision, &[("outcome", "go"), ("rationale", "All is there.")]),
    (STAFF, CommandName::LogEffort, &[("hours", "1.5")]),
    (
        STAFF,
        CommandName::RecordDelivery,
        &[("what", "Four hundred maps."), ("link", "https://example.org/maps")],
    ),
    (STAFF, CommandName::FinishSupport, &[("summary", "They are on Commons.")]),
    (
        STAFF,
        CommandName::RecordLessons,
        &[("context", "An archive."), ("done", "An upload."), ("worked", "The metadata.")],
    ),
    (STAFF, CommandName::Close, &[("outcome", "delivered")]),
];

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The whole story for a cast.
pub fn tell(policy: &Policy, cast: &[Actor], now: Timestamp) -> Result<Story> {
    let submission = values(&[
        ("what", "Four hundred maps of our city."),
        ("title", "Maps of a city"),
        ("reach", "talk-page"),
        ("publish", "on"),
        ("shown_name", "Amina"),
        ("talk_page_notes", "on"),
    ]);
    let filled = read_submission(&submission).ok().context("the submission is filled in")?;
    let events = decide_submission(policy, &cast[REQUESTER], &filled.submission, now);
    let events = events.ok().context("the submission is taken")?;
    let request = fold(Reference::from_random([1, 2, 3, 4, 5]), events).context("a request")?;
    let mut telling = Telling { policy, cast, now, story: Story { submission, steps: Vec::new(), request } };
    for (who, name, fields) in UP_TO_GO {
        telling.step(who, name, values(fields))?;
    }
    for item in policy.checklist.iter().filter(|item| item.required) {
        let may = |actor: &Actor| item.who.iter().any(|role| actor.roles.has(*role));
        let who = cast.iter().position(may).with_context(|| format!("nobody ticks {}", item.id))?;
        telling.step(who, CommandName::SetChecklistItem, values(&[("item", &item.id), ("state", "done")]))?;
    }
    for (who, name, fields) in FROM_GO {
        telling.step(who, name, values(fields))?;
    }
    Ok(telling.story)
}

struct Telling<'a> {
    policy: &'a Policy,
    cast: &'a [Actor],
    now: Timestamp,
    story: Story,
}

impl Telling<'_> {
    fn step(&mut self, who: usize, name: CommandName, values: Values) -> Result<()> {
        let actor = self.cast[who];
        let request: &SupportRequest = &self.story.request;
        let view = project(self.policy, request, Viewer::Person(actor)).context("they see it")?;
        let command = read(name, &values).ok().with_context(|| format!("{name:?} is filled in"))?;
        let events = decide(self.policy, request, &actor, &command, self.now);
        let events = events.map_err(|why| anyhow::anyhow!("{name:?} is refused: {}", why.code()))?;
        self.story.request = events.into_iter().fold(request.clone(), apply);
        self.story.steps.push(Step { who, name, version: view.version, values });
        Ok(())
    }
}

/// Plays it once, and says how many nodes died meanwhile.
pub async fn play(stage: &Stage, cast: usize, name: &str) -> Result<(Story, Reference, u32)> {
    let people = &stage.desk.casts[cast];
    let now = Timestamp(chrono::Utc::now().timestamp());
    let story = tell(&stage.desk.policy, &people.actors, now)?;
    let before = stage.database.kills();
    let reference = stage.client.play(&stage.desk, people, &story, name).await;
    let reference = reference.with_context(|| format!("the whole story {name}"))?;
    Ok((story, reference, stage.database.kills() - before))
}
