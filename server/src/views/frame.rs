//! What is around every page: header, navigation, sign-in state, footer.

use super::asset::{ICON, STYLE};
use super::text::{apart, plain};
use super::words::{direction, say, say_around, say_with};
use super::{Page, notice};
use helpdesk_domain::people::{Role, Roles};
use helpdesk_domain::policy::{Organisation, Policy};
use helpdesk_domain::time::Timestamp;
use maud::{DOCTYPE, Markup, html};

/// Who runs the Helpdesk, as the policy says.
#[derive(Clone, Debug)]
pub struct Site {
    /// The Helpdesk's name.
    pub helpdesk: String,
    /// The affiliate or hub behind it.
    pub run_by: String,
    /// The public mail address.
    pub email: String,
    /// A page that says what the Helpdesk is.
    pub about_url: String,
}

impl From<&Policy> for Site {
    fn from(policy: &Policy) -> Self {
        let Organisation { helpdesk, run_by, email, about_url } = policy.organisation.clone();
        Self { helpdesk, run_by, email, about_url }
    }
}

/// Somebody who is signed in, as the header shows them.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The name of the wiki account.
    pub name: String,
    /// What they may do.
    pub roles: Roles,
}

/// Something to be said at the top of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A message key, after something went well.
    Done(&'static str),
}

/// What every page is shown in.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Who runs the Helpdesk.
    pub site: Site,
    /// Who looks, if they are signed in.
    pub visitor: Option<Visitor>,
    /// Where the page is, for the way back after sign-in; with its query.
    pub path: String,
    /// The moment for which the page is made.
    pub now: Timestamp,
    /// The language of the interface.
    pub language: &'static str,
    /// What happened just before.
    pub notice: Option<Notice>,
}

impl Notice {
    /// The keys of what can be said.
    pub const KEYS: [&str; 19] = [
        "helpdesk-site-notice-mail-chosen",
        "helpdesk-site-notice-letter",
        "helpdesk-site-notice-taken-back",
        "helpdesk-site-notice-too-late",
        "helpdesk-site-notice-links-ended",
        "helpdesk-site-notice-sent",
        "helpdesk-site-notice-acted",
        "helpdesk-site-notice-signed-out",
        "helpdesk-site-notice-job",
        "helpdesk-site-notice-placed",
        "helpdesk-site-notice-roles",
        "helpdesk-site-notice-seats",
        "helpdesk-site-notice-meeting",
        "helpdesk-site-notice-noted",
        "helpdesk-site-notice-pack",
        "helpdesk-site-notice-pack-nobody",
        "helpdesk-site-notice-minutes",
        "helpdesk-site-notice-draft",
        "helpdesk-site-notice-ranking",
    ];

    /// The notice of that key.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        Self::KEYS.into_iter().find(|known| *known == key).map(Self::Done)
    }
}

impl Frame {
    /// A frame of which nothing is known.
    #[must_use]
    pub fn bare() -> Self {
        let site = Site {
            helpdesk: "Helpdesk".to_owned(),
            run_by: String::new(),
            email: String::new(),
            about_url: "/".to_owned(),
        };
        Self {
            site,
            visitor: None,
            path: "/".to_owned(),
            now: Timestamp::default(),
            language: super::words::LANGUAGE,
            notice: None,
        }
    }

    /// The frame of a page that a private link opens: nobody is signed in there, and the link is not
    /// passed on.
    #[must_use]
    pub fn private(&self) -> Self {
        Self { visitor: None, path: "/".to_owned(), ..self.clone() }
    }

    /// Whether the visitor has the role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.roles.has(role))
    }

    /// Whether the visitor works on requests of others.
    #[must_use]
    pub fn works_here(&self) -> bool {
        self.visitor.as_ref().is_some_and(|visitor| visitor.roles.work_on_requests())
    }

    /// Whether the visitor sees how the committee is seated.
    #[must_use]
    pub fn sees_seats(&self) -> bool {
        [Role::Staff, Role::Committee, Role::Secretary, Role::Steward].into_iter().any(|role| self.has(role))
    }

    /// Whether the visitor is of the staff or the committee.
    #[must_use]
    pub fn deliberates(&self) -> bool {
        [Role::Staff, Role::Committee, Role::Secretary].into_iter().any(|role| self.has(role))
    }

    /// Where sign-in starts and comes back to this page.
    #[must_use]
    pub fn sign_in_href(&self) -> String {
        sign_in_href(&self.path)
    }
}

/// Where sign-in starts and comes back to `path`.
#[must_use]
pub fn sign_in_href(path: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", path).finish();
    format!("/sign-in?{query}")
}

/// A page in its frame.
#[must_use]
pub fn framed(frame: &Frame, page: &dyn Page) -> Markup {
    let title = plain(&page.title());
    let helpdesk = plain(&frame.site.helpdesk);
    html! {
        (DOCTYPE)
        html lang=(frame.language) dir=(direction(frame.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if !page.is_public() { meta name="robots" content="noindex"; }
                title { (title) " – " (helpdesk) }
                link rel="stylesheet" href=(STYLE.href());
                link rel="icon" type="image/svg+xml" href=(ICON.href());
                @if let Some(script) = page.script() { script src=(script) defer {} }
            }
            body {
                a.skip href="#content" { (say("helpdesk-site-skip")) }
                (header(frame))
                main #content tabindex="-1" {
                    @if let Some(Notice::Done(key)) = frame.notice { (notice::success(&say(key))) }
                    (page.body(frame))
                }
                (footer(frame))
            }
        }
    }
}

/// A small page without navigation, for the pop-up window.
#[must_use]
pub fn bare(frame: &Frame, page: &dyn Page, script: Option<String>) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(frame.language) dir=(direction(frame.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (plain(&page.title())) " – " (plain(&frame.site.helpdesk)) }
                link rel="stylesheet" href=(STYLE.href());
                link rel="icon" type="image/svg+xml" href=(ICON.href());
                @if let Some(script) = script { script src=(script) defer {} }
            }
            body.bare { main #content { (page.body(frame)) } }
        }
    }
}

fn header(frame: &Frame) -> Markup {
    html! {
        header.site-header {
            div.site-header-inner {
                a.site-name href="/" {
                    img.site-icon src=(ICON.href()) alt="" width="32" height="32";
                    span dir="auto" { (frame.site.helpdesk) }
                }
                (account(frame))
            }
            nav.site-nav aria-label=(say("helpdesk-site-navigation")) {
                ul {
                    (nav_item(frame, "/", "helpdesk-site-nav-start"))
                    (nav_item(frame, "/support-requests/new", "helpdesk-site-nav-ask"))
                    @if frame.works_here() { (nav_item(frame, "/queue", "helpdesk-site-nav-queue")) }
                    @if frame.deliberates() { (nav_item(frame, "/promises", "helpdesk-site-nav-promises")) }
                    (nav_item(frame, "/meetings", "helpdesk-site-nav-meetings"))
                    (nav_item(frame, "/counts", "helpdesk-site-nav-counts"))
                    @if frame.has(Role::Staff) { (nav_item(frame, "/tray", "helpdesk-site-nav-tray")) }
                    (nav_item(frame, if frame.deliberates() { "/equity/requests" } else { "/equity" }, "helpdesk-site-nav-equity"))
                    @if frame.has(Role::Staff) { (nav_item(frame, "/outbox", "helpdesk-site-nav-outbox")) }
                    @if frame.deliberates() { (nav_item(frame, "/ranking", "helpdesk-site-nav-ranking")) }
                    @if frame.sees_seats() { (nav_item(frame, "/seats", "helpdesk-site-nav-seats")) }
                    @if frame.has(Role::Steward) { (nav_item(frame, "/roles", "helpdesk-site-nav-roles")) }
                }
            }
        }
    }
}

fn nav_item(frame: &Frame, href: &str, key: &str) -> Markup {
    let path = frame.path.split('?').next().unwrap_or("/");
    html! {
        li { a href=(href) aria-current=[(path == href).then_some("page")] { (say(key)) } }
    }
}

fn account(frame: &Frame) -> Markup {
    html! {
        div.account {
            @match &frame.visitor {
                Some(visitor) => {
                    span.account-name { (say_around("helpdesk-site-signed-in-as", &html! { strong { (apart(&visitor.name)) } })) }
                    a href="/mail" { (say("helpdesk-site-nav-mail")) }
                    form method="post" action="/sign-out" {
                        button.quiet type="submit" { (say("helpdesk-site-sign-out")) }
                    }
                }
                None => a.button href=(frame.sign_in_href()) { (say("helpdesk-site-sign-in")) },
            }
        }
    }
}

fn footer(frame: &Frame) -> Markup {
    html! {
        footer.site-footer {
            p { (say_with("helpdesk-site-run-by", &[plain(&frame.site.run_by)])) }
            ul {
                li { a href=(frame.site.about_url) { (say("helpdesk-site-about")) } }
                li { a href={ "mailto:" (frame.site.email) } { (apart(&frame.site.email)) } }
                li { a href="/policy" { (say("helpdesk-site-policy")) } }
                li { a href="/privacy" { (say("helpdesk-site-privacy")) } }
                li { a href="/api/v1/openapi.json" { (say("helpdesk-site-api")) } }
            }
        }
    }
}
