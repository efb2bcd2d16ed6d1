//! Mail in and out, by pure functions: [`read`] takes a message apart, [`fold`] tells what a person
//! wrote from what their client quoted, [`join`] says where it belongs, [`ballot`] reads a member's
//! answer, and [`explain`] does all of it and says why. Nothing here reads a clock, the environment
//! or the database; what has to be known comes in as [`known::Known`].

pub mod authentication;
pub mod ballot;
pub mod explain;
pub mod fold;
pub mod forwarded;
pub mod join;
pub mod known;
pub mod language;
pub mod read;
pub mod reply_address;
pub mod robot;
