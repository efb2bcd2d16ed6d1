//! Who has which role.

use super::form::hidden;
use super::frame::Frame;
use super::text::{apart, plain};
use super::words::{say, say_with};
use super::{Page, notice};
use helpdesk_domain::ids::PersonId;
use helpdesk_domain::people::{Role, Roles};
use maud::{Markup, html};

/// Somebody with their roles.
#[derive(Clone, Debug)]
pub struct RoleLine {
    /// Who.
    pub person: PersonId,
    /// The name of their wiki account.
    pub name: String,
    /// What they may do.
    pub roles: Roles,
}

/// The page of roles.
pub struct RolesPage {
    /// All who have one, by name.
    pub lines: Vec<RoleLine>,
    /// The name that was typed.
    pub typed: String,
    /// What is wrong, in words.
    pub problems: Vec<String>,
}

impl Page for RolesPage {
    fn title(&self) -> String {
        say("helpdesk-site-roles-title")
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            h1 { (self.title()) }
            p.lead { (say("helpdesk-site-roles-lead")) }
            @if !self.problems.is_empty() {
                (notice::error(&html! { @for problem in &self.problems { p dir="auto" { (problem) } } }))
            }
            section.card aria-labelledby="grant" {
                h2 #grant { (say("helpdesk-site-roles-grant")) }
                form method="post" action="/roles/grant" novalidate {
                    div.field {
                        label for="role-name" { (say("helpdesk-site-roles-name")) }
                        p.hint id="role-name-help" { (say("helpdesk-site-roles-name-help")) }
                        input.medium #role-name name="name" value=(self.typed) dir="auto" autocomplete="off"
                            aria-describedby="role-name-help";
                    }
                    fieldset.field {
                        legend { (say("helpdesk-site-roles-role")) }
                        div.choices {
                            @for role in Role::ALL {
                                label.choice {
                                    input type="radio" name="role" value=(role.code());
                                    span { (say(&format!("helpdesk-role-{}", role.code()))) }
                                }
                            }
                        }
                    }
                    button.primary type="submit" { (say("helpdesk-site-roles-give")) }
                }
            }
            @if !self.lines.is_empty() {
                ul.role-list {
                    @for line in &self.lines { li.card { (self.line(line)) } }
                }
            }
        }
    }
}

impl RolesPage {
    fn line(&self, line: &RoleLine) -> Markup {
        html! {
            h2 { (apart(&line.name)) }
            ul.tags {
                @for role in line.roles.iter() {
                    @let name = say(&format!("helpdesk-role-{}", role.code()));
                    li.tag {
                        (name) " "
                        form.in-tag method="post" action="/roles/revoke" {
                            (hidden("person", line.person.as_str()))
                            (hidden("role", role.code()))
                            button.quiet type="submit" {
                                (say("helpdesk-site-roles-take"))
                                span.hidden { " " (say_with("helpdesk-site-roles-take-what", &[name, plain(&line.name)])) }
                            }
                        }
                    }
                }
            }
        }
    }
}
