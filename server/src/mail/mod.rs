//! Mail in and out. All but [`smtp`] are pure functions: [`read`] takes a message apart, [`fold`] tells what a person
//! wrote from what their client quoted, [`join`] says where it belongs, [`ballot`] and
//! [`ranking`] read a member's answer, [`explain`] does all of it and says why, and [`tables`] looks into the tables that came with it. Out goes a [`letter`] in the [`words`]
//! of a language, made a [`message`] and handed to a relay by [`smtp`]. Nothing here reads a clock,
//! the environment or the database; what has to be known of the record comes in as [`known::Known`].

pub mod authentication;
pub mod ballot;
pub mod explain;
pub mod fold;
mod form_line;
pub mod forwarded;
pub mod join;
pub mod known;
pub mod language;
pub mod letter;
pub mod masked;
pub mod message;
pub mod ranking;
pub mod read;
pub mod reply_address;
pub mod robot;
pub mod smtp;
pub mod status_code;
pub mod tables;
pub mod words;
