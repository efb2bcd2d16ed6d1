//! Mail: what is made of messages as they really come.

mod ballots;
mod corpus;
pub mod intake;
mod joining;
mod mailbox;
mod placing;
mod rankings;
