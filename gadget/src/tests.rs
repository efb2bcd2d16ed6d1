//! What the panels do, as sentences: messages in, effects and HTML out.

mod hostile;
mod left_out;
mod lists;
mod panel;
mod request_page;
mod sending;
