//! The whole, against real neighbours. `cargo xtask check` starts them; for a part of it:
//! `cargo xtask up -- cargo test -p helpdesk_tests --test it NAME`.

mod architecture;
mod conformance;
mod fuzz;
mod http;
mod mail;
mod mail_out;
mod oauth;
mod peers;
mod record;
mod surroundings;
mod wiki;
