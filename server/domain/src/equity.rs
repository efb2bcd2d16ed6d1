//! Figures about who asks, who gets and who waits: signals for people, never scores.
//!
//! [`Case`] is a request as it is counted, [`figures`] what the committee sees of all of them,
//! [`snapshot`] what everybody may see, a month at a time. [`release`] and [`fates`] make tables that may
//! be shown to everybody, [`Spread`] says what median and quartiles mean here.

pub mod case;
pub mod fates;
pub mod figures;
pub mod release;
pub mod snapshot;
pub mod spread;

pub use case::{Came, Case, Dimension, Wait};
pub use fates::{Fates, fates};
pub use figures::{Group, group};
pub use release::{Cell, Release, release};
pub use snapshot::{Snapshot, snapshot};
pub use spread::Spread;
