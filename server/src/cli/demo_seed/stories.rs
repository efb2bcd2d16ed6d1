//! What happened to each request. The stages that the sources tell of are kept where they can be;
//! dates and words between them are made up.

use crate::cli::demo_seed::accounts::Who;
use crate::cli::demo_seed::file::{PublicRequest, PublicRequests};
use crate::cli::demo_seed::tell::{Step, Story};
use helpdesk_domain::policy::ChecklistItem;
use helpdesk_domain::{CommandName as C, Policy, Role, Timestamp, Values};

const DAY: i64 = 86_400;

/// Goes on with a story.
type Tell = fn(Telling, &Policy, Timestamp) -> Telling;

/// All stories. Of those that go on, the last steps are of these days.
pub(crate) fn of(requests: &PublicRequests, policy: &Policy, now: Timestamp) -> Vec<Story> {
    let recent = |days: i64| Timestamp(now.0 - days * DAY);
    let mut stories = Vec::new();
    for request in &requests.helpdesk_requests {
        let begun = request.received_at();
        let told = match request.id.as_str() {
            "A1" => Telling::published(request, policy, begun).delivered(policy),
            "A2" | "A9" => Telling::for_somebody(request, policy, begun).delivered(policy),
            "A3" => Telling::for_somebody(request, policy, recent(100)).until_go(policy).supported().finished(),
            "A4" => Telling::for_somebody(request, policy, recent(110)).until_go(policy).supported(),
            "A5" => Telling::for_somebody(request, policy, begun).referred(),
            "A6" => {
                // Its next step was due two weeks ago.
                Telling::for_somebody(request, policy, recent(93)).until_development().partly_checked(policy)
            }
            "A7" => {
                Telling::published(request, policy, recent(30)).by_wiki_mail().until_committee().one_position()
            }
            "A8" => Telling::for_somebody(request, policy, recent(12)).asked(),
            "A10" => Telling::for_somebody(request, policy, begun).answered(),
            _ => Telling::for_somebody(request, policy, recent(2)),
        };
        stories.push(told.0);
    }
    // Neighbours of the Helpdesk's requests stand for what no source tells of.
    let tellings: [(i64, Tell); 7] = [
        (60, |told, policy, _| told.until_go_asked(policy)),
        (1, |told, _, _| told),
        (50, |told, _, _| told.sent_back()),
        (16, |told, _, _| told.weighed()),
        (30, |told, _, _| told.decided_lately()),
        (15, |told, _, _| told.changed_meanwhile()),
        (9, |told, _, now| told.waiting_for_partner(now)),
    ];
    for (n, (days, tell)) in tellings.into_iter().enumerate() {
        stories.extend(Telling::neighbour(requests, n, recent(days)).map(|told| tell(told, policy, now).0));
    }
    stories
}

/// A story that is being told.
struct Telling(Story);

impl Telling {
    /// By the requester, who agrees to publication.
    fn published(request: &PublicRequest, policy: &Policy, at: Timestamp) -> Self {
        let mut fields = request.fields(policy);
        let shown = request.requester.clone().unwrap_or_else(|| "Amina".to_owned());
        fields.extend(values(&[("publish", "on"), ("shown_name", &shown), ("talk_page_notes", "on")]));
        Self(Story { title: request.title.clone(), by: Who::Requester, at, fields, steps: Vec::new() })
    }

    /// Reached through the wiki's e-mail.
    fn by_wiki_mail(mut self) -> Self {
        self.0.fields.insert("reach".to_owned(), "wiki-mail".to_owned());
        self
    }

    /// By staff, for somebody without an account; nobody else can agree to publication.
    fn for_somebody(request: &PublicRequest, policy: &Policy, at: Timestamp) -> Self {
        let mut fields = request.fields(policy);
        let name = request.requester.clone().unwrap_or_else(|| "A Wikimedian (no name on record)".to_owned());
        fields.insert("on_behalf_of".to_owned(), name);
        Self(Story { title: request.title.clone(), by: Who::Staff, at, fields, steps: Vec::new() })
    }

    fn neighbour(requests: &PublicRequests, n: usize, at: Timestamp) -> Option<Self> {
        let mut fields = requests.same_pipeline.get(n)?.fields();
        let title = fields.get("title")?.clone();
        fields.extend(values(&[("on_behalf_of", "A Wikimedian of Commons")]));
        Some(Self(Story { title, by: Who::Staff, at, fields, steps: Vec::new() }))
    }

    fn then(mut self, days: i64, who: Who, name: C, fields: &[(&str, &str)]) -> Self {
        let last = self.0.steps.last().map_or(self.0.at, |step| step.at);
        let at = Timestamp(last.0 + days * DAY);
        self.0.steps.push(Step { who, at, name, fields: values(fields) });
        self
    }

    fn until_committee(self) -> Self {
        self.until_committee_with("12")
    }

    /// Ten days, with an estimate of so many hours.
    fn until_committee_with(self, hours: &str) -> Self {
        self.then(2, Who::Staff, C::Acknowledge, &[("message", "Thank you. We look into it and write back.")])
            .then(0, Who::Staff, C::EstimateEffort, &[("hours", hours)])
            .then(5, Who::Staff, C::LogEffort, &[("hours", "2"), ("on", "first talk")])
            .then(
                3,
                Who::Staff,
                C::MarkReadyForCommittee,
                &[("summary", "Clear in what is asked; see the questions.")],
            )
    }

    fn one_position(self) -> Self {
        let text = "Useful to others too, if the mapping is documented.";
        let fields = [("position", "support"), ("priority", "medium"), ("text", text)];
        self.then(4, Who::Member, C::GiveFeedback, &fields)
    }

    /// The last meeting asked for more, and a second round is under way.
    fn sent_back(self) -> Self {
        let doubt = "Who will answer when the museum's names for places are disputed?";
        let more =
            [("outcome", "needs-more"), ("rationale", "First the museum should say who decides about names.")];
        let told = self.until_committee_with("16").one_position();
        told.then(6, Who::OtherMember, C::GiveFeedback, &[("position", "need-more"), ("text", doubt)])
            .then(16, Who::Secretary, C::RecordInitialDecision, &more)
            .then(8, Who::Staff, C::MarkReadyForCommittee, &[("summary", "Two curators answer for the names.")])
            .then(2, Who::Neighbour, C::GiveFeedback, &[("position", "support"), ("priority", "medium")])
    }

    /// One member stands aside, and the others have met the rule.
    fn weighed(self) -> Self {
        let asked = "May others link to the single pictures from the first day?";
        self.until_committee_with("20")
            .then(1, Who::FourthRegion, C::StandAside, &[])
            .then(1, Who::Member, C::GiveFeedback, &[("position", "support"), ("priority", "high")])
            .then(0, Who::Member, C::Discuss, &[("text", asked)])
            .then(1, Who::OtherMember, C::GiveFeedback, &[("position", "concerns"), ("priority", "low")])
            .then(1, Who::ThirdRegion, C::GiveFeedback, &[("position", "support"), ("priority", "high")])
    }

    /// Decided so lately that a member may still object.
    fn decided_lately(self) -> Self {
        let rationale = "Open data of a state agency; the map can be made again every year.";
        let reply = "Good news: we start with the list of protected areas as soon as you have time.";
        let decision =
            [("outcome", "positive"), ("priority", "high"), ("rationale", rationale), ("reply", reply)];
        self.until_committee_with("9")
            .then(4, Who::Member, C::GiveFeedback, &[("position", "support"), ("priority", "high")])
            .then(3, Who::OtherMember, C::GiveFeedback, &[("position", "support")])
            .then(0, Who::Neighbour, C::GiveFeedback, &[("position", "support")])
            .then(5, Who::ThirdRegion, C::GiveFeedback, &[("position", "support"), ("priority", "medium")])
            .then(5, Who::Secretary, C::RecordInitialDecision, &decision)
    }

    /// The request was changed after a member had given a position.
    fn changed_meanwhile(mut self) -> Self {
        self = self.until_committee_with("8").then(
            2,
            Who::OtherMember,
            C::GiveFeedback,
            &[("position", "support"), ("text", "A good size for a first try.")],
        );
        let mut fields = self.0.fields.clone();
        fields.retain(|name, _| !matches!(name.as_str(), "reach" | "on_behalf_of"));
        if let Some(what) = fields.get_mut("what") {
            what.push_str("\n\nBeside the images now also the names of the photographers.");
        }
        let at = Timestamp(self.0.steps.last().map_or(self.0.at, |step| step.at).0 + 2 * DAY);
        self.0.steps.push(Step { who: Who::Staff, at, name: C::Edit, fields });
        self
    }

    fn waiting_for_partner(self, now: Timestamp) -> Self {
        let day = now.plus_days(20).date().to_string();
        let fields =
            [("whom", "partner"), ("until", day.as_str()), ("reason", "Their board meets before that day.")];
        self.then(
            1,
            Who::Staff,
            C::Acknowledge,
            &[("message", "Thank you. We ask the partner about the licence.")],
        )
        .then(2, Who::Staff, C::SetWaiting, &fields)
    }

    fn until_development(self) -> Self {
        let rationale = "It fills a gap, and the requester will be able to go on alone.";
        let decision = [("outcome", "positive"), ("priority", "medium"), ("rationale", rationale)];
        self.until_committee()
            .one_position()
            .then(2, Who::OtherMember, C::GiveFeedback, &[("position", "support")])
            .then(3, Who::Secretary, C::RecordInitialDecision, &decision)
    }

    fn partly_checked(mut self, policy: &Policy) -> Self {
        for item in policy.checklist.iter().filter(|item| item.required).take(2) {
            self = self.ticked(item);
        }
        self.then(1, Who::Staff, C::AddPrivateNote, &[("note", "The next talk is when colleagues are back.")])
    }

    /// By the first of those whose item it is.
    fn ticked(self, item: &ChecklistItem) -> Self {
        let who = match item.who.first() {
            Some(Role::Committee) => Who::Member,
            Some(Role::Secretary) => Who::Secretary,
            _ => Who::Staff,
        };
        self.then(1, who, C::SetChecklistItem, &[("item", &item.id), ("state", "done")])
    }

    fn until_go_asked(mut self, policy: &Policy) -> Self {
        self = self.until_development();
        for item in policy.checklist.iter().filter(|item| item.required) {
            self = self.ticked(item);
        }
        self.then(4, Who::Staff, C::MarkReadyForGo, &[])
    }

    fn until_go(self, policy: &Policy) -> Self {
        let decision = [("outcome", "go"), ("rationale", "All is clear, and the risk is low.")];
        self.until_go_asked(policy).then(5, Who::Member, C::GiveFeedback, &[("position", "support")]).then(
            3,
            Who::Secretary,
            C::RecordGoDecision,
            &decision,
        )
    }

    fn supported(self) -> Self {
        self.then(6, Who::Staff, C::LogEffort, &[("hours", "8"), ("on", "data cleaning")]).then(
            4,
            Who::Staff,
            C::RecordDelivery,
            &[("what", "A cleaned data set and a way to repeat the upload.")],
        )
    }

    fn finished(self) -> Self {
        self.then(
            10,
            Who::Staff,
            C::FinishSupport,
            &[("summary", "The data is in place and has been shown to the team.")],
        )
    }

    fn delivered(self, policy: &Policy) -> Self {
        let lessons = [
            ("context", "Volunteers had lists in many forms and little time."),
            ("done", "The lists were brought into one form and matched with Wikidata."),
            ("worked", "Working on the first rows together; mail alone did not."),
            ("reuse", "The table and its description can be copied."),
        ];
        self.until_go(policy).supported().finished().then(40, Who::Staff, C::RecordLessons, &lessons).then(
            1,
            Who::Staff,
            C::Close,
            &[("outcome", "delivered")],
        )
    }

    fn referred(self) -> Self {
        let reason = "A tool that many depend on: the involved actors are brought together elsewhere.";
        self.then(6, Who::Staff, C::ReferOrDecline, &[("outcome", "referred"), ("reason", reason)])
    }

    fn asked(self) -> Self {
        self.then(1, Who::Staff, C::Acknowledge, &[]).then(
            3,
            Who::Staff,
            C::AskRequester,
            &[("question", "Which breeds and countries come first?")],
        )
    }

    fn answered(self) -> Self {
        self.then(
            2,
            Who::Staff,
            C::AnswerSmallQuestion,
            &[("answer", "Here is the template, with an example.")],
        )
    }
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
