//! The wiki: its API, its titles, our blocks in its pages.

pub mod block;
pub mod escape;
pub mod row;
pub mod splice;
pub mod titles;
