//! Pages, as functions of what they show. Nothing here reads a clock, the record or a request.

pub mod act;
pub mod address;
pub mod asset;
pub mod counts;
pub mod deliberation;
pub mod equity;
pub mod erasure;
pub mod error;
pub mod form;
pub mod fragments;
pub mod frame;
pub mod history;
pub mod letter;
pub mod list;
pub mod mail;
pub mod mail_choice;
pub mod mails;
pub mod meeting_notes;
pub mod meetings;
pub mod minutes;
pub mod my_data;
pub mod notice;
pub mod outbox;
pub mod pack;
pub mod plot;
pub mod policy;
pub mod policy_try;
pub mod popup;
pub mod privacy;
pub mod promises;
pub mod publication;
pub mod queue;
pub mod ranking;
pub mod request_form;
pub mod roles;
pub mod seats;
pub mod standing;
pub mod start;
pub mod status;
pub mod support_request;
pub mod text;
pub mod tray;
pub mod when;
pub mod words;
pub mod written;

#[cfg(test)]
mod markup;
#[cfg(test)]
mod rendered;
#[cfg(test)]
mod sample_figures;
#[cfg(test)]
mod sample_letters;
#[cfg(test)]
mod sample_mail;
#[cfg(test)]
mod sample_meetings;
#[cfg(test)]
mod sample_my_data;
#[cfg(test)]
mod sample_pages;
#[cfg(test)]
mod sample_ranking;
#[cfg(test)]
mod samples;

use frame::Frame;
use maud::Markup;

/// A page of the tool.
pub trait Page {
    /// What it is called, as its heading and in the window's title.
    fn title(&self) -> String;

    /// What stands between header and footer, heading included.
    fn body(&self, frame: &Frame) -> Markup;

    /// Where its script is, if it has one. The page works without.
    fn script(&self) -> Option<String> {
        None
    }

    /// Whether search engines may list it.
    fn is_public(&self) -> bool {
        false
    }
}
