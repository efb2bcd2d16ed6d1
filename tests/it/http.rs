//! The service over HTTP: the real server in this process, on a database of its own.

mod api;
mod attacks;
mod bad_input;
mod browser;
mod committee;
mod conflicts;
mod cors;
mod erasure;
mod forms;
mod keys;
mod letters;
mod logs;
mod meetings;
mod non_interference;
mod popup;
mod routes;
mod seats;
mod service;
mod sign_in;

pub use service::on_a_service;
