//! The Helpdesk's service. Requests come in through [`http`], are carried out by [`app`] with the
//! rules of `helpdesk_domain`, kept by [`store`], and reach the wiki through [`worker`].

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod faults;
pub mod http;
pub mod mail;
pub mod mailbox;
pub mod oauth;
pub mod store;
pub mod views;
pub mod wiki;
pub mod worker;
