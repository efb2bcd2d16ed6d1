//! What an attacker would try, each test named after it.

mod addresses;
mod bodies;
mod forms;
mod messages;
mod origins;
pub mod scripts;
mod sign_in;
mod slow;
mod tokens;
