//! Carrying a story out, step by step.

use crate::app::{self, App, IdempotencyKey, QueueFilter};
use crate::cli::demo_seed::accounts::{Cast, Who};
use crate::clock::SetClock;
use anyhow::{Context, Result};
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Timestamp, Values, Viewer};
use std::sync::Arc;

/// How one request came in, and what happened to it.
pub(crate) struct Story {
    /// The request's title, by which it is known whether it was made before.
    pub(crate) title: String,
    /// Who handed it in.
    pub(crate) by: Who,
    /// When.
    pub(crate) at: Timestamp,
    /// The form.
    pub(crate) fields: Values,
    /// What happened.
    pub(crate) steps: Vec<Step>,
}

/// One act.
pub(crate) struct Step {
    pub(crate) who: Who,
    pub(crate) at: Timestamp,
    pub(crate) name: CommandName,
    pub(crate) fields: Values,
}

/// Carries stories out.
pub(crate) struct Teller<'a> {
    pub(crate) app: &'a App,
    pub(crate) clock: &'a Arc<SetClock>,
    pub(crate) cast: &'a Cast,
}

impl Teller<'_> {
    /// Carries a story out, unless there is a request of that title; says whether it did.
    pub(crate) async fn tell(&self, story: &Story) -> Result<bool> {
        let staff = self.cast.actor(Who::Staff)?;
        if self.is_there(staff, &story.title).await? {
            return Ok(false);
        }
        self.clock.set(story.at);
        let submitter = self.cast.actor(story.by)?;
        let view = app::submit(self.app, submitter, &story.fields, &self.key()?).await?;
        for step in &story.steps {
            self.clock.set(step.at);
            let actor = self.cast.actor(step.who)?;
            let seen = app::view(self.app, Viewer::Person(*actor), view.reference).await?;
            let act = Act { expected_version: seen.version, fields: step.fields.clone() };
            app::execute(self.app, actor, view.reference, step.name, &act, &self.key()?)
                .await
                .with_context(|| format!("{} by {:?}", step.name.code(), step.who))?;
        }
        Ok(true)
    }

    async fn is_there(&self, staff: &Actor, title: &str) -> Result<bool> {
        let filter = QueueFilter { text: Some(title.to_owned()), closed: true, ..QueueFilter::default() };
        let found = app::queue(self.app, Viewer::Person(*staff), &filter, None).await?;
        Ok(found.items.iter().any(|item| item.title == title))
    }

    fn key(&self) -> Result<IdempotencyKey> {
        let random = u64::from_be_bytes(app::ids::bytes(&*self.app.ids)?);
        IdempotencyKey::parse(&format!("seed-{random:016x}")).context("a key")
    }
}
