//! Who looks at what.

use crate::record::{Record, values};
use helpdesk_domain::histories::Random;
use helpdesk_domain::wire::Act;
use helpdesk_domain::{Actor, CommandName, Reference, Role, Roles, Viewer};
use helpdesk_server::app::meetings::{self, Note, Saved, Typed};
use helpdesk_server::app::{self, roles, seats};
use helpdesk_server::store::wiki_pages;
use std::sync::Arc;

/// How many requests are looked at. 0: published, initial gate; 1: not published, initial gate;
/// 2: published, final gate; 3: not published, information is gathered; 4: of somebody with roles,
/// not published, initial gate.
pub const TARGETS: usize = 5;
/// More than a page of the queue.
const OTHERS: usize = 48;

/// Whose eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// Not signed in.
    Anonymous,
    /// Signed in, with nothing to do with any request.
    Outsider,
    /// Grants roles, nothing else.
    Steward,
    /// Was a member, gave feedback and stood aside then.
    Former,
    /// Asked for requests 0 to 3.
    Requester,
    /// Asked for request 4, and is a member and staff.
    RequesterWithRoles,
    /// A member who has given no position yet.
    Member,
    /// A member who stood aside from all.
    Recused,
    /// The same, of the staff too.
    RecusedStaff,
    /// Of the working group.
    WorkingGroup,
    /// Of the staff.
    Staff,
    /// Records decisions.
    Secretary,
}

impl Eyes {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Anonymous,
        Self::Outsider,
        Self::Steward,
        Self::Former,
        Self::Requester,
        Self::RequesterWithRoles,
        Self::Member,
        Self::Recused,
        Self::RecusedStaff,
        Self::WorkingGroup,
        Self::Staff,
        Self::Secretary,
    ];

    /// As they are called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Outsider => "an outsider",
            Self::Steward => "a steward",
            Self::Former => "a former member",
            Self::Requester => "the requester",
            Self::RequesterWithRoles => "a requester with roles",
            Self::Member => "a member without a position",
            Self::Recused => "a recused member",
            Self::RecusedStaff => "a recused member who is staff",
            Self::WorkingGroup => "the working group",
            Self::Staff => "staff",
            Self::Secretary => "the secretary",
        }
    }
}

/// People and requests.
pub struct Scene {
    /// Where all is kept.
    pub record: Arc<Record>,
    /// The requests, see [`TARGETS`].
    pub targets: Vec<Reference>,
    /// A meeting that has them before it.
    pub meeting: Reference,
    /// Who asked for them.
    pub requester: Actor,
    /// Asked for the last one.
    pub with_roles: Actor,
    /// Of the staff, and the owner.
    pub staff: Actor,
    /// Of the staff too.
    pub colleague: Actor,
    /// Members whose acts are hidden from others.
    pub members: Vec<Actor>,
    eyes: Vec<(Eyes, Actor)>,
}

impl Scene {
    /// Makes them; titles and texts differ with the seed.
    pub async fn new(record: &Arc<Record>, random: &mut Random) -> Self {
        let member = [Role::Committee];
        let both = [Role::Committee, Role::Staff];
        let mut eyes = Vec::new();
        for (who, name, given) in [
            (Eyes::Outsider, "Outsider", &[][..]),
            (Eyes::Steward, "Steward", &[Role::Steward]),
            (Eyes::Former, "Former", &member),
            (Eyes::Requester, "Ana Requester", &[]),
            (Eyes::RequesterWithRoles, "Both", &both),
            (Eyes::Member, "Member", &member),
            (Eyes::Recused, "Recused", &member),
            (Eyes::RecusedStaff, "Recused Staff", &both),
            (Eyes::WorkingGroup, "Group", &[Role::WorkingGroup]),
            (Eyes::Staff, "Elin", &[Role::Staff]),
            (Eyes::Secretary, "Secretary", &[Role::Secretary]),
        ] {
            eyes.push((who, record.person(name, given).await));
        }
        let of =
            |wanted: Eyes| eyes.iter().find(|(who, _)| *who == wanted).map(|(_, actor)| *actor).expect("there");
        let mut members = Vec::new();
        for n in 0..12 {
            members.push(record.person(&format!("Member {n}"), &member).await);
        }
        let text = str::to_owned;
        let planned = Typed {
            day: text("2026-01-20"),
            time: text("15:00"),
            zone: text("UTC"),
            minutes: text("90"),
            place: text("Here"),
        };
        let meeting = meetings::add(&record.app, &of(Eyes::Secretary), &planned).await;
        let mut scene = Self {
            record: record.clone(),
            targets: Vec::new(),
            meeting: meeting.expect("allowed").expect("a meeting"),
            requester: of(Eyes::Requester),
            with_roles: of(Eyes::RequesterWithRoles),
            staff: of(Eyes::Staff),
            colleague: record.person("Emil", &[Role::Staff]).await,
            members,
            eyes,
        };
        scene.want_mail().await;
        scene.submit_all(random).await;
        scene.bring_forward().await;
        scene.seat().await;
        scene.stand_aside().await;
        scene.settle().await;
        scene
    }

    /// The person behind the eyes, with the roles that they have now.
    pub fn actor(&self, eyes: Eyes) -> Option<Actor> {
        self.eyes.iter().find(|(who, _)| *who == eyes).map(|(_, actor)| *actor)
    }

    /// A request of which something is hidden from them.
    pub fn target_of(&self, eyes: Eyes, random: &mut Random) -> usize {
        let places: &[usize] = match eyes {
            Eyes::RequesterWithRoles => &[4],
            Eyes::Requester => &[0, 1, 2, 3],
            Eyes::Member | Eyes::Staff => &[0, 1, 2, 4],
            Eyes::Anonymous
            | Eyes::Outsider
            | Eyes::Steward
            | Eyes::Former
            | Eyes::Recused
            | Eyes::RecusedStaff
            | Eyes::WorkingGroup
            | Eyes::Secretary => &[0, 1, 2, 3, 4],
        };
        *random.one(places)
    }

    /// All of them are reached by mail; the gathered kind too.
    async fn want_mail(&self) {
        use mysql_async::prelude::Queryable;
        let mut conn = self.record.conn().await;
        for (n, (_, actor)) in self.eyes.iter().enumerate() {
            let pace = if n % 2 == 0 { "at-once" } else { "daily" };
            let wants = "INSERT INTO mail_preference (person, way, mail, confirmed, pace, ballot, changed_at)
                VALUES (?, 'address', ?, 1, ?, ?, 0)";
            let address = format!("{n}@people.example");
            conn.exec_drop(wants, (actor.person.as_str(), address, pace, n % 4 == 0)).await.expect("SQL");
        }
    }

    async fn submit_all(&mut self, random: &mut Random) {
        let titles = ["Maps of Canada", "Havana in pictures", "Ana's maps", "100% of_the archive", "Panama"];
        let from = random.below(5);
        for n in 0..TARGETS {
            let title = titles[(n + usize::try_from(from).expect("small")) % titles.len()];
            let publish = [("publish", "on"), ("shown_name", "A friend"), ("talk_page_notes", "on")];
            let mut fields = vec![("title", title), ("partner", "A museum")];
            if n % 2 == 0 && n < 4 {
                fields.extend(publish);
            }
            let who = if n == 4 { self.with_roles } else { self.requester };
            self.targets.push(self.record.submit(&who, &fields).await.reference);
        }
        for n in 0..OTHERS {
            let title = format!("Another request {n}");
            self.record.submit(&self.colleague, &[("title", &title), ("on_behalf_of", "Somebody")]).await;
        }
    }

    async fn bring_forward(&self) {
        for (n, target) in self.targets.iter().enumerate() {
            self.act(&self.staff, *target, CommandName::Acknowledge, &[]).await;
            if n != 3 {
                self.act(&self.staff, *target, CommandName::MarkReadyForCommittee, &[]).await;
            }
        }
        let secretary = self.actor(Eyes::Secretary).expect("there");
        let go = self.targets[2];
        let decision = [("outcome", "positive"), ("priority", "high"), ("rationale", "Good.")];
        self.act(&secretary, go, CommandName::RecordInitialDecision, &decision).await;
        let policy = self.record.app.policy().await.expect("a policy").policy;
        for item in policy.checklist.iter().filter(|item| item.required) {
            let who = [self.staff, self.members[0], secretary, self.actor(Eyes::WorkingGroup).expect("there")];
            let who = who.into_iter().find(|actor| item.who.iter().any(|role| actor.roles.has(*role)));
            let done = [("item", item.id.as_str()), ("state", "done")];
            self.act(&who.expect("somebody"), go, CommandName::SetChecklistItem, &done).await;
        }
        self.act(&self.staff, go, CommandName::MarkReadyForGo, &[]).await;
    }

    /// Members have seats, so that the rule says something of each round.
    async fn seat(&self) {
        let steward = self.record.sign_in("1", "First Steward").await;
        let regions = &self.record.app.policy().await.expect("a policy").policy.regions;
        let named = ["Member", "Recused", "Member 0", "Member 1", "Member 2", "Member 3"];
        for (n, name) in named.into_iter().enumerate() {
            let region = regions[n % regions.len()].id.clone();
            let seat = values(&[("name", name), ("region", &region), ("from", "2026-01-01")]);
            seats::add(&self.record.app, &steward, &seat, None).await.expect("seated");
        }
    }

    async fn stand_aside(&mut self) {
        for eyes in [Eyes::Recused, Eyes::RecusedStaff] {
            let who = self.actor(eyes).expect("there");
            for target in &self.targets {
                self.act(&who, *target, CommandName::StandAside, &[]).await;
            }
        }
        let former = self.actor(Eyes::Former).expect("there");
        let position = [("position", "concerns"), ("text", "Too dear.")];
        self.act(&former, self.targets[0], CommandName::GiveFeedback, &position).await;
        self.act(&former, self.targets[1], CommandName::StandAside, &[]).await;
        let steward = self.record.sign_in("1", "First Steward").await;
        roles::revoke(&self.record.app, &steward, former.person, Role::Committee).await.expect("revoked");
        for (who, actor) in &mut self.eyes {
            if *who == Eyes::Former {
                actor.roles = Roles::NONE;
            }
        }
    }

    /// Pages have titles, and no job waits, so that its age does not count.
    async fn settle(&self) {
        use mysql_async::prelude::Queryable;
        for (n, target) in self.targets.iter().enumerate() {
            wiki_pages::reserve(&self.record.app.store, *target, &format!("Requests/{n}"))
                .await
                .expect("a page");
        }
        let done = "UPDATE outbox SET state = 'done', finished_at = NOW()";
        self.record.conn().await.query_drop(done).await.expect("done");
    }

    async fn act(&self, who: &Actor, target: Reference, name: CommandName, fields: &[(&str, &str)]) {
        let done = self.record.act(who, target, name, fields).await;
        assert!(done.is_ok(), "{name:?}: {done:?}");
    }

    /// The secretary types what is for nobody outside, in the meeting.
    pub async fn type_internally(&self, about: Reference, text: &str) -> bool {
        use mysql_async::prelude::Queryable;
        let kept = "SELECT version FROM meeting_note WHERE subject = ?";
        let mut conn = self.record.conn().await;
        let version: Option<u32> = conn.exec_first(kept, (about.as_str(),)).await.expect("SQL");
        let note = Note { version: version.unwrap_or(0), public: String::new(), internal: text.to_owned() };
        let secretary = self.actor(Eyes::Secretary).expect("there");
        let saved = meetings::save_note(&self.record.app, &secretary, self.meeting, Some(about), &note).await;
        matches!(saved, Ok(Saved::Kept))
    }

    /// Whether a command was accepted.
    pub async fn try_to(
        &self,
        who: &Actor,
        target: Reference,
        name: CommandName,
        fields: &[(&str, &str)],
    ) -> bool {
        let viewer = Viewer::Person(*who);
        let Ok(view) = app::view(&self.record.app, viewer, target).await else { return false };
        let act = Act { expected_version: view.version, fields: values(fields) };
        let key = self.record.key();
        app::execute(&self.record.app, who, target, name, &act, &key).await.is_ok()
    }
}
