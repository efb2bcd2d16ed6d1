//! What mail that goes out is about, and how far it can be.

/// What a mail is about; it names the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailKind {
    /// A request came in.
    Received,
    /// It was taken up.
    Acknowledged,
    /// The requester is asked something.
    Question,
    /// A small question was answered.
    Answer,
    /// The committee's initial feedback; a person sends it.
    InitialDecision,
    /// The committee's decision on the final go; a person sends it.
    GoDecision,
    /// A member objected to a decision, so that it is open again.
    Objection,
    /// Support began.
    SupportStarted,
    /// Something was delivered.
    Delivery,
    /// Support came to its end.
    SupportFinished,
    /// The request was closed.
    Closing,
    /// A month after support.
    FollowUp1,
    /// Three months after support.
    FollowUp3,
    /// Six months after support.
    FollowUp6,
    /// Some days before an answer is due.
    ReminderBefore,
    /// Some days after an answer was due.
    ReminderAfter,
    /// Words of the staff.
    Letter,
    /// A ballot to be filled in.
    Ballot,
    /// What was understood of a ballot, which is recorded.
    BallotUnderstood,
    /// What was not understood of a ballot.
    BallotUnclear,
    /// What was understood of a ranking, which is recorded.
    RankingUnderstood,
    /// What was not understood of a ranking.
    RankingUnclear,
    /// A request waits for the committee.
    CommitteeWaits,
    /// What the committee's next meeting has before it.
    Pack,
    /// What waits for somebody, and what happened.
    Digest,
    /// Whether an address is the person's own.
    ConfirmAddress,
    /// Word through the wiki's e-mail that something waits.
    WikiNote,
}

impl MailKind {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::Received,
        Self::Acknowledged,
        Self::Question,
        Self::Answer,
        Self::InitialDecision,
        Self::GoDecision,
        Self::Objection,
        Self::SupportStarted,
        Self::Delivery,
        Self::SupportFinished,
        Self::Closing,
        Self::FollowUp1,
        Self::FollowUp3,
        Self::FollowUp6,
        Self::ReminderBefore,
        Self::ReminderAfter,
        Self::Letter,
        Self::Ballot,
        Self::BallotUnderstood,
        Self::BallotUnclear,
        Self::RankingUnderstood,
        Self::RankingUnclear,
        Self::CommitteeWaits,
        Self::Pack,
        Self::Digest,
        Self::ConfirmAddress,
        Self::WikiNote,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::InitialDecision => "initial-decision",
            Self::GoDecision => "go-decision",
            Self::Objection => "objection",
            Self::SupportStarted => "support-started",
            Self::Delivery => "delivery",
            Self::SupportFinished => "support-finished",
            Self::Closing => "closing",
            Self::FollowUp1 => "follow-up-1",
            Self::FollowUp3 => "follow-up-3",
            Self::FollowUp6 => "follow-up-6",
            Self::ReminderBefore => "reminder-before",
            Self::ReminderAfter => "reminder-after",
            Self::Letter => "letter",
            Self::Ballot => "ballot",
            Self::BallotUnderstood => "ballot-understood",
            Self::BallotUnclear => "ballot-unclear",
            Self::RankingUnderstood => "ranking-understood",
            Self::RankingUnclear => "ranking-unclear",
            Self::CommitteeWaits => "committee-waits",
            Self::Pack => "pack",
            Self::Digest => "digest",
            Self::ConfirmAddress => "confirm-address",
            Self::WikiNote => "wiki-note",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether a person writes or looks through it before it goes out.
    #[must_use]
    pub fn is_written(self) -> bool {
        matches!(self, Self::InitialDecision | Self::GoDecision | Self::Letter)
    }

    /// Whether it goes to members of the committee.
    #[must_use]
    pub fn is_of_the_committee(self) -> bool {
        matches!(
            self,
            Self::Ballot
                | Self::BallotUnderstood
                | Self::BallotUnclear
                | Self::RankingUnderstood
                | Self::RankingUnclear
                | Self::CommitteeWaits
                | Self::Pack
        )
    }

    /// Whether those whom staff let take part in a request get it as well as who asked. What staff
    /// write to one person is theirs alone.
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(
            self,
            Self::Acknowledged
                | Self::Question
                | Self::Answer
                | Self::InitialDecision
                | Self::GoDecision
                | Self::Objection
                | Self::Delivery
                | Self::SupportFinished
                | Self::Closing
        )
    }

    /// Whether it goes to somebody who wants no mail but what only they can answer.
    #[must_use]
    pub fn is_needed(self) -> bool {
        self.is_written()
            || matches!(
                self,
                Self::Question
                    | Self::ReminderBefore
                    | Self::ReminderAfter
                    | Self::Ballot
                    | Self::BallotUnderstood
                    | Self::BallotUnclear
                    | Self::RankingUnderstood
                    | Self::RankingUnclear
                    | Self::ConfirmAddress
            )
    }
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// A person has to send it.
    Draft,
    /// It is in the outbox.
    Waiting,
    /// It is kept for the addressee's next digest.
    Gathered,
    /// The relay took it.
    Sent,
    /// The relay refused it: the address does not work.
    Refused,
    /// It came back: the address does not work.
    Bounced,
    /// It was not taken for what it says or who sent it, which tells nothing of the address.
    Declined,
    /// It is not sent.
    Dropped,
}

impl MailState {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Waiting,
        Self::Gathered,
        Self::Sent,
        Self::Refused,
        Self::Bounced,
        Self::Declined,
        Self::Dropped,
    ];

    /// The stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Gathered => "gathered",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::Declined => "declined",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
