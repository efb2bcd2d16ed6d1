//! How the committee decides: its seats, the rule of a round, ballots, hours.
//!
//! All of it explains and nothing of it decides: people record decisions, see [`crate::decide()`].

pub mod aside;
pub mod board;
pub mod explain;
pub mod mentions;
pub mod ranking;
pub mod room;
pub mod rounds;
pub mod rule;
pub mod seats;
pub mod staleness;

pub use aside::{AsideRules, decide_aside, may_change_aside};
pub use explain::{Answer, Explanation, Round, explain};
pub use ranking::{Ballot, Duels};
pub use room::{Want, room};
pub use rule::Rule;
pub use seats::{Holder, Seat, SeatProblem, Seats, Substitute};
