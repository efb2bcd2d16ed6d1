//! What becomes of each column that can name a person or hold what somebody wrote, when a person is erased. A test
//! holds the list against the schema, so that no new table is forgotten.

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing of the person is left in it.
    Emptied,
    /// It stays, for this reason.
    Stays(&'static str),
}

use Fate::{Emptied, Stays};

const ID: Fate = Stays("an id, which leads to nobody once the account is gone");
const NAME: Fate = Stays("the random name of something, and nobody's");
const OFFICE: Fate = Stays("written in an office: its record stays, by an id that leads to nobody");
const OURS: Fate = Stays("made by the program or by whoever runs it, and says nothing of a person");

/// Every such column by table and name: characters of the length of an id, text, and what is sealed.
pub const COLUMNS: &[(&str, &[(&str, Fate)])] = &[
    ("ballot", &[("person", Emptied), ("request", NAME)]),
    ("contact", &[("mail", Emptied)]),
    ("correspondent", &[("person", Emptied), ("mail", Emptied), ("name", Emptied)]),
    ("draft", &[("body", Stays("of somebody who has not signed in yet: nobody knows whose, for two hours"))]),
    ("equity_snapshot", &[("body", OURS)]),
    ("erasure", &[("by_person", ID), ("subject", Stays("what is erased again after a restore; names nobody"))]),
    ("event", &[("by_person", ID), ("data", Stays("codes and digests: the texts are in `prose`"))]),
    ("feedback_draft", &[("request", NAME), ("person", Emptied), ("body", Emptied)]),
    ("gadget_token", &[("person", Emptied), ("origin", Emptied)]),
    ("idempotency_key", &[("person", Emptied), ("word", Emptied), ("reference", NAME)]),
    (
        "incoming_mail",
        &[
            ("reference", NAME),
            ("message_id", Emptied),
            ("from_mail", Emptied),
            ("from_name", Emptied),
            ("subject", Emptied),
            ("person", ID),
            ("reason", Emptied),
        ],
    ),
    ("mail_attachment", &[("name", Emptied), ("media_type", Emptied)]),
    ("mail_blob", &[("body", Emptied)]),
    ("mail_generation", &[("person", Stays("an id: by it their private links prove nothing any more"))]),
    ("mail_move", &[("by_person", ID), ("from_request", NAME), ("to_request", NAME), ("reason", OFFICE)]),
    ("mail_preference", &[("person", Emptied), ("mail", Emptied)]),
    ("mail_text", &[("body", Emptied)]),
    ("mailbox_uid", &[("mailbox", OURS)]),
    ("meeting", &[("reference", NAME), ("place", OFFICE), ("changed_by", ID)]),
    (
        "meeting_note",
        &[("subject", Emptied), ("public_text", Emptied), ("internal_text", Emptied), ("by_person", ID)],
    ),
    ("member_standing", &[("person", ID)]),
    ("merged_request", &[("by_person", ID)]),
    ("migration", &[("name", OURS)]),
    ("oauth_token", &[("person", Emptied), ("access", Emptied), ("refresh", Emptied)]),
    ("outbox", &[("as_person", ID), ("error", Emptied)]),
    ("person", &[("id", Emptied), ("issuer", Emptied), ("sub", Emptied), ("name", Emptied)]),
    ("policy", &[("toml", OURS), ("adopted_by", ID)]),
    ("popup_code", &[("person", Emptied), ("origin", Emptied)]),
    ("prose", &[("body", Emptied)]),
    ("ranking", &[("chosen", NAME), ("reason", OFFICE), ("recorded_by", ID)]),
    ("role_grant", &[("person", ID), ("granted_by", ID), ("revoked_by", ID)]),
    ("search_word", &[("word", Emptied)]),
    (
        "seat",
        &[
            ("reference", NAME),
            ("stands_in_for", NAME),
            ("person", ID),
            ("affiliates", Stays("what the committee's rule went by in past decisions")),
            ("added_by", ID),
            ("ended_by", ID),
        ],
    ),
    (
        "sent_mail",
        &[
            ("message_id", NAME),
            ("addressee", ID),
            ("once_key", NAME),
            ("by_person", ID),
            ("meeting", NAME),
            ("in_reply_to", Emptied),
            ("reason", Emptied),
            ("sender", OURS),
        ],
    ),
    ("session", &[("person", Emptied)]),
    (
        "shared_page",
        &[
            ("title", OURS),
            (
                "block",
                Stays("minutes and figures as everybody reads them; what they tell of a request goes with it"),
            ),
            ("as_person", ID),
            ("error", OURS),
            ("found", Stays("what somebody made of a public page, until that is settled; the same goes of it")),
        ],
    ),
    (
        "support_request",
        &[
            ("reference", NAME),
            ("title", Emptied),
            ("requester", ID),
            ("requester_name", Emptied),
            ("shown_name", Emptied),
            ("owner", ID),
            ("country", Emptied),
            ("affiliate", Emptied),
        ],
    ),
    ("wiki_page", &[("title", Emptied)]),
    ("writing", &[("person", Emptied)]),
];
