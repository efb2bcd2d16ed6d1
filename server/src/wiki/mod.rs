//! The wiki: its API, its titles, our blocks in its pages.

pub mod block;
pub mod client;
pub mod edited;
pub mod escape;
pub mod figures;
pub mod minutes;
pub mod outcome;
pub mod request_page;
pub mod row;
pub mod seal;
pub mod sent;
pub mod splice;
pub mod templates;
pub mod titles;
