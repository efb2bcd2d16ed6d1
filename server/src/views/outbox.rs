//! Jobs for the wiki that are stuck.

use super::form::hidden;
use super::frame::Frame;
use super::text::{apart, title};
use super::when::{deadline, moment};
use super::words::{say, say_with};
use super::{Page, notice};
use helpdesk_domain::ids::Reference;
use helpdesk_domain::time::Timestamp;
use maud::{Markup, html};

/// A job that needs a person's eye.
#[derive(Clone, Debug)]
pub struct StuckJob {
    /// Its number in the outbox.
    pub id: u64,
    /// Which request it is about.
    pub reference: Reference,
    /// The request's title.
    pub title: String,
    /// Message key of what it is.
    pub kind: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether it waits for a person.
    pub parked: bool,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it is tried again.
    pub due_at: Timestamp,
}

/// The page of figures, which somebody has to look at.
#[derive(Clone, Debug)]
pub struct StuckFigures {
    /// Its title and where it is.
    pub place: (String, String),
    /// What went wrong.
    pub error: Option<String>,
    /// The revision that was looked at last.
    pub revision: u64,
    /// Whether a person changed our part of it.
    pub changed: bool,
}

/// A mail that waits.
#[derive(Clone, Debug)]
pub struct WaitingMail {
    /// Its number in the outbox.
    pub id: u64,
    /// Which request it is about, and its title.
    pub about: Option<(Reference, String)>,
    /// Message key of what it is.
    pub kind: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether it waits for a person.
    pub parked: bool,
    /// Whether it waits for a page of its request.
    pub behind_page: bool,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
}

/// The page of stuck jobs.
pub struct OutboxPage {
    /// The jobs, oldest first.
    pub jobs: Vec<StuckJob>,
    /// The page of figures, if it needs a person.
    pub figures: Option<StuckFigures>,
    /// Mail that waits.
    pub mails: Vec<WaitingMail>,
    /// Message key of why no mail goes out.
    pub stopped: Option<&'static str>,
    /// A message key of what is wrong with the last try to give one up, and which.
    pub wrong: Option<(u64, &'static str)>,
}

impl Page for OutboxPage {
    fn title(&self) -> String {
        say("helpdesk-site-outbox-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-outbox-lead")) }
            @if let Some(figures) = &self.figures { (of_figures(figures)) }
            @if self.jobs.is_empty() && self.figures.is_none() { (notice::info(&html! { p { (say("helpdesk-site-outbox-none")) } })) }
            @for job in &self.jobs { (self.job(job, frame.now)) }
            h2 #mail { (say("helpdesk-site-outbox-mail")) }
            @if let Some(why) = self.stopped { (notice::warning(&html! { p { (say(why)) } })) }
            @if self.mails.is_empty() { p.none { (say("helpdesk-site-outbox-mail-none")) } }
            @for mail in &self.mails { (self.mail(mail, frame.now)) }
        }
    }
}

impl OutboxPage {
    fn job(&self, job: &StuckJob, now: Timestamp) -> Markup {
        html! {
            article.card.job {
                h2 { (say(&job.kind)) }
                p { a href={ "/support-requests/" (job.reference) } dir="auto" { (title(&job.title)) } }
                p.when {
                    (moment(job.created_at)) " · " (say_with("helpdesk-site-outbox-attempts", &[job.attempts.to_string()]))
                    " · "
                    @if job.parked { (say("helpdesk-site-outbox-parked")) }
                    @else { (say("helpdesk-site-outbox-again")) " " (deadline(job.due_at, now)) }
                }
                @if let Some(error) = &job.error { p.error-text dir="auto" { (error) } }
                (self.buttons(job.id))
            }
        }
    }

    fn mail(&self, mail: &WaitingMail, now: Timestamp) -> Markup {
        html! {
            article.card.job {
                h3 { (say(&mail.kind)) }
                @if let Some((reference, name)) = &mail.about {
                    p { a href={ "/support-requests/" (reference) } dir="auto" { (title(name)) } }
                }
                p.when {
                    (moment(mail.created_at)) " · " (say_with("helpdesk-site-outbox-attempts", &[mail.attempts.to_string()]))
                    " · "
                    @if mail.parked { (say("helpdesk-site-outbox-parked")) }
                    @else if mail.behind_page { (say("helpdesk-site-mail-behind-page")) }
                    @else { (say("helpdesk-site-mail-goes-out")) " " (deadline(mail.due_at, now)) }
                }
                @if let Some(error) = &mail.error { p.error-text dir="auto" { (error) } }
                @if mail.parked || mail.attempts > 0 { (self.buttons(mail.id)) }
            }
        }
    }

    fn buttons(&self, id: u64) -> Markup {
        let wrong = self.wrong.filter(|(wrong, _)| *wrong == id).map(|(_, key)| say(key));
        let reason = format!("give-up-{id}");
        html! {
            div.buttons {
                form method="post" action="/outbox/retry" {
                    (hidden("job", &id.to_string()))
                    button type="submit" { (say("helpdesk-site-outbox-retry")) }
                }
                form.inline method="post" action="/outbox/give-up" novalidate {
                    (hidden("job", &id.to_string()))
                    label for=(reason) { (say("helpdesk-site-outbox-reason")) }
                    @if let Some(wrong) = &wrong { p.problem { (wrong) } }
                    input.medium id=(reason) name="reason" dir="auto" aria-invalid=[wrong.as_ref().map(|_| "true")];
                    button.destructive type="submit" { (say("helpdesk-site-outbox-give-up")) }
                }
            }
        }
    }
}

fn of_figures(figures: &StuckFigures) -> Markup {
    let (name, href) = &figures.place;
    let answer = |keep: &str, key: &str| {
        html! {
            form method="post" action="/outbox/figures" {
                (hidden("revision", &figures.revision.to_string()))
                (hidden("keep", keep))
                button type="submit" { (say(key)) }
            }
        }
    };
    html! {
        article.card.job {
            h2 { (say("helpdesk-site-equity-title")) }
            p { a href=(href) dir="auto" { (apart(name)) } }
            @if let Some(error) = &figures.error { p.error-text dir="auto" { (error) } }
            div.buttons {
                @if figures.changed {
                    (answer("yes", "helpdesk-site-minutes-keep"))
                    (answer("no", "helpdesk-site-minutes-restore"))
                } @else { (answer("no", "helpdesk-site-minutes-again")) }
            }
        }
    }
}
