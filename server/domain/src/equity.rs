//! Figures about who asks, who gets and who waits: signals for people, never scores.
//!
//! [`release`] makes a table that may be shown to everybody, [`Spread`] says what median and
//! quartiles mean here.

pub mod release;
pub mod spread;

pub use release::{Cell, Release, release};
pub use spread::Spread;
