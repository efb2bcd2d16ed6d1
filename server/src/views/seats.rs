//! The committee's seats.

use super::form::hidden;
use super::frame::Frame;
use super::support_request::choice;
use super::text::{apart, plain};
use super::when::day;
use super::words::{problem, say, say_with};
use super::{Page, notice};
use helpdesk_domain::committee::{Holder, Seat, Seats, Substitute};
use helpdesk_domain::form::{FieldError, Values};
use helpdesk_domain::ids::{PersonId, Reference};
use helpdesk_domain::people::Role;
use helpdesk_domain::policy::Policy;
use helpdesk_domain::time::Date;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which of the page's forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A new term.
    Term,
    /// Somebody who stands in for this term.
    StandIn(Reference),
    /// The end of this one.
    End(Reference),
}

/// Why a form is shown again.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Which form.
    pub about: About,
    /// What was typed in it.
    pub typed: Values,
    /// What is wrong with its fields.
    pub errors: Vec<FieldError>,
    /// The code of what is wrong with the whole.
    pub said: Option<&'static str>,
}

/// The page of seats.
pub struct SeatsPage {
    /// All seats, whatever the day.
    pub seats: Seats,
    /// Names of the people.
    pub names: BTreeMap<PersonId, String>,
    /// Who has the role of a member.
    pub members: BTreeSet<PersonId>,
    /// The names of substitutions that can be ended, by term and first day.
    pub stand_ins: BTreeMap<(Reference, Date), Reference>,
    /// The rules as they stand.
    pub policy: Arc<Policy>,
    /// Why a form is shown again, if one is.
    pub wrong: Option<Wrong>,
}

impl Page for SeatsPage {
    fn title(&self) -> String {
        say("helpdesk-site-seats-title")
    }

    fn body(&self, frame: &Frame) -> Markup {
        let today = frame.now.date();
        let may = frame.has(Role::Steward);
        let all = self.seats.all();
        let (now, others): (Vec<_>, Vec<_>) = all.iter().partition(|seat| seat.in_term(today));
        let (coming, over): (Vec<_>, Vec<_>) = others.into_iter().partition(|seat| seat.from > today);
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-seats-lead")) }
            (self.mismatches(today))
            section aria-labelledby="now" {
                h2 #now { (say_with("helpdesk-site-seats-now", &[now.len().to_string()])) }
                @if now.is_empty() { p.none { (say("helpdesk-site-seats-none")) } }
                (self.list(&now, may, today))
            }
            @if !coming.is_empty() {
                section aria-labelledby="coming" {
                    h2 #coming { (say("helpdesk-site-seats-coming")) }
                    (self.list(&coming, may, today))
                }
            }
            @if may {
                section.card aria-labelledby="add" {
                    h2 #add { (say("helpdesk-site-seats-add")) }
                    (self.form(About::Term, "/seats/add", &html! {}))
                }
            }
            @if !over.is_empty() {
                details.past-seats {
                    summary { (say("helpdesk-site-seats-over")) }
                    (self.list(&over, false, today))
                }
            }
        }
    }
}

impl SeatsPage {
    /// Who has the role without a seat, or a seat without the role.
    fn mismatches(&self, today: Date) -> Markup {
        let seats = &self.seats;
        let seated: Vec<PersonId> = seats.on(today).map(|(_, holder)| holder.person).collect();
        let named = |seat: &&Seat| seat.in_term(today);
        let known: Vec<PersonId> = seats
            .all()
            .iter()
            .filter(named)
            .map(|seat| seat.holder.person)
            .chain(seated.iter().copied())
            .collect();
        let without_seat: Vec<_> = self.members.iter().filter(|member| !known.contains(member)).collect();
        let without_role: Vec<_> = seated.iter().filter(|person| !self.members.contains(person)).collect();
        let names = |people: &[&PersonId]| {
            html! { ul { @for person in people { li { (self.name(**person)) } } } }
        };
        html! {
            @if !without_role.is_empty() {
                (notice::warning(&html! { p { (say("helpdesk-site-seats-without-role")) } (names(&without_role)) }))
            }
            @if !without_seat.is_empty() {
                (notice::info(&html! { p { (say("helpdesk-site-seats-without-seat")) } (names(&without_seat)) }))
            }
        }
    }

    fn name(&self, person: PersonId) -> Markup {
        match self.names.get(&person) {
            Some(name) => apart(name),
            None => html! { (say("helpdesk-site-somebody")) },
        }
    }

    fn list(&self, seats: &[&Seat], may: bool, today: Date) -> Markup {
        html! { ul.role-list { @for seat in seats { li.card { (self.seat(seat, may, today)) } } } }
    }

    fn seat(&self, seat: &Seat, may: bool, today: Date) -> Markup {
        let term = Reference::parse(&seat.id);
        html! {
            h3 { (self.name(seat.holder.person)) }
            (self.holder(&seat.holder))
            p.when { (days(seat.from, seat.until)) }
            @for one in seat.substitutes.iter().filter(|one| one.until >= today || !may) {
                @let stand_in = term.and_then(|term| self.stand_ins.get(&(term, one.from)));
                (self.substitute(one, stand_in.copied().filter(|_| may), today))
            }
            @if let (Some(term), true) = (term, may) {
                details.more open[self.is_about(About::StandIn(term))] {
                    summary { (say("helpdesk-site-seats-stand-in")) span.hidden { ": " (self.name(seat.holder.person)) } }
                    (self.form(About::StandIn(term), "/seats/stand-in", &hidden("term", term.as_str())))
                }
                (self.ending(term, seat.holder.person, today))
            }
        }
    }

    fn holder(&self, holder: &Holder) -> Markup {
        html! {
            p {
                @match &holder.region {
                    Some(region) => (apart(&choice(&self.policy.regions, region))),
                    None => span.none { (say("helpdesk-site-seats-no-region")) },
                }
            }
            @if !holder.affiliates.is_empty() {
                ul.tags { @for affiliate in &holder.affiliates { li.tag { (apart(affiliate)) } } }
            }
        }
    }

    fn substitute(&self, one: &Substitute, stand_in: Option<Reference>, today: Date) -> Markup {
        html! {
            div.stands-in {
                p {
                    strong { (say("helpdesk-site-seats-stands-in")) ": " (self.name(one.holder.person)) }
                    " · " (days(one.from, Some(one.until)))
                }
                (self.holder(&one.holder))
                @if let Some(stand_in) = stand_in { (self.ending(stand_in, one.holder.person, today)) }
            }
        }
    }

    fn ending(&self, row: Reference, person: PersonId, today: Date) -> Markup {
        html! {
            details.more open[self.is_about(About::End(row))] {
                summary { (say("helpdesk-site-seats-end")) span.hidden { ": " (self.name(person)) } }
                (self.end_form(row, today))
            }
        }
    }

    fn wrong(&self, about: About) -> Option<&Wrong> {
        self.wrong.as_ref().filter(|wrong| wrong.about == about)
    }

    fn typed(&self, about: About, name: &str) -> String {
        self.wrong(about).and_then(|wrong| wrong.typed.get(name).cloned()).unwrap_or_default()
    }

    fn is_about(&self, about: About) -> bool {
        self.wrong(about).is_some()
    }

    fn problems(&self, about: About) -> Markup {
        let Some(wrong) = self.wrong(about) else { return html! {} };
        notice::error(&html! {
            @for error in &wrong.errors {
                p { (say(&format!("helpdesk-site-seats-{}", error.field.replace('_', "-")))) ": " (problem(error)) }
            }
            @if let Some(code) = wrong.said { p { (say(&format!("helpdesk-site-seats-problem-{code}"))) } }
        })
    }

    fn form(&self, about: About, action: &str, more: &Markup) -> Markup {
        let typed = |name: &str| self.typed(about, name);
        let prefix = prefix(about);
        let optional = html! { " " span.optional { (say("helpdesk-site-form-optional")) } };
        html! {
            (self.problems(about))
            form method="post" action=(action) novalidate {
                (more)
                div.field {
                    label for={ (prefix) "-name" } { (say("helpdesk-site-seats-name")) }
                    p.hint id={ (prefix) "-name-help" } { (say("helpdesk-site-roles-name-help")) }
                    input.medium id={ (prefix) "-name" } name="name" value=(typed("name")) dir="auto" autocomplete="off"
                        aria-describedby={ (prefix) "-name-help" };
                }
                div.field {
                    label for={ (prefix) "-region" } { (say("helpdesk-site-seats-region")) (optional) }
                    select id={ (prefix) "-region" } name="region" {
                        option value="" { (say("helpdesk-site-form-choose")) }
                        @for region in &self.policy.regions {
                            option value=(region.id) selected[region.id == typed("region")] { (plain(&region.label)) }
                        }
                    }
                }
                div.field {
                    label for={ (prefix) "-affiliates" } { (say("helpdesk-site-seats-affiliates")) (optional) }
                    p.hint id={ (prefix) "-affiliates-help" } { (say("helpdesk-site-seats-affiliates-help")) }
                    textarea id={ (prefix) "-affiliates" } name="affiliates" rows="3" dir="auto"
                        aria-describedby={ (prefix) "-affiliates-help" } { "\n" (typed("affiliates")) }
                }
                div.field {
                    label for={ (prefix) "-from" } { (say("helpdesk-site-seats-from")) }
                    input.short id={ (prefix) "-from" } type="date" name="from" value=(typed("from"));
                }
                div.field {
                    label for={ (prefix) "-until" } {
                        (say("helpdesk-site-seats-until"))
                        @if about == About::Term { (optional) }
                    }
                    input.short id={ (prefix) "-until" } type="date" name="until" value=(typed("until"));
                }
                button.primary type="submit" { (say("helpdesk-site-seats-add-it")) }
            }
        }
    }

    fn end_form(&self, term: Reference, today: Date) -> Markup {
        let about = About::End(term);
        let typed = if self.is_about(about) { self.typed(about, "last_day") } else { today.to_string() };
        html! {
            (self.problems(about))
            form method="post" action="/seats/end" novalidate {
                (hidden("seat", term.as_str()))
                div.field {
                    label for={ "end-" (term) } { (say("helpdesk-site-seats-last-day")) }
                    p.hint id={ "end-" (term) "-help" } { (say("helpdesk-site-seats-last-day-help")) }
                    input.short id={ "end-" (term) } type="date" name="last_day" value=(typed)
                        aria-describedby={ "end-" (term) "-help" };
                }
                button type="submit" { (say("helpdesk-site-seats-end-it")) }
            }
        }
    }
}

/// What the ids of a form's controls begin with.
fn prefix(about: About) -> String {
    match about {
        About::Term => "new".to_owned(),
        About::StandIn(term) => format!("in-{term}"),
        About::End(term) => format!("end-{term}"),
    }
}

fn days(from: Date, until: Option<Date>) -> Markup {
    html! {
        (day(from)) " – "
        @match until {
            Some(until) => (day(until)),
            None => (say("helpdesk-site-seats-open-end")),
        }
    }
}
