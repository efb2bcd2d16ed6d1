//! The Helpdesk's process as pure functions.
//!
//! [`decide()`] says what follows when somebody acts on a support request, [`decide_submission`]
//! what follows when one is made, [`project`] what a viewer may see of it, and [`allowed`] which
//! acts are open to that viewer and why the others are not. The service decides with this crate and
//! the gadget, compiled to wasm, asks it which buttons to show.
//!
//! No input or output, no clock, no randomness, no markup.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod allowed;
pub mod apply;
pub mod command;
pub mod committee;
pub mod decide;
pub mod equity;
pub mod event;
pub mod facts;
pub mod form;
#[cfg(feature = "histories")]
pub mod histories;
pub mod ids;
pub mod kept;
pub mod mail;
pub mod meeting;
pub mod narrative;
pub mod people;
pub mod permit;
pub mod policy;
pub mod process;
pub mod project;
pub mod promise;
pub mod rejection;
pub mod replay;
pub mod request;
pub mod since;
pub mod submission;
pub mod text;
pub mod time;
pub mod watch;
pub mod wire;
pub mod words;

pub use allowed::{Offer, allowed};
pub use apply::{apply, fold};
pub use command::{Command, CommandName};
pub use decide::decide;
pub use event::{Event, Recorded};
pub use facts::Facts;
pub use form::{Field, FieldError, FieldKind, Values};
pub use ids::{PersonId, Reference};
pub use people::{Actor, Capacity, Party, Role, Roles, Viewer};
pub use policy::Policy;
pub use process::{Outcome, Position, Priority, Stage, StageName};
pub use project::{SupportRequestView, project};
pub use promise::Promise;
pub use rejection::Rejection;
pub use request::SupportRequest;
pub use since::since;
pub use submission::{Submission, decide_submission};
pub use text::{Body, Line, Prose, TextError};
pub use time::{Date, Timestamp};

/// The version of the rules in this crate, sent with every view. A gadget that was built with
/// another one shows state only. Raise it whenever [`permit`], [`form`] or a wire type changes.
pub const RULES_VERSION: u32 = 3;
