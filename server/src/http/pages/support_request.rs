//! The page of one request.

use super::tray::named;
use super::{Shown, new_key, reference};
use crate::app::mail_out::{address, written};
use crate::app::outbox::asks;
use crate::app::sessions::SignedIn;
use crate::app::{AppError, contact, explained, view};
use crate::http::guard::{MaybeSignedIn, Visit};
use crate::http::page_error::{PageError, ok};
use crate::views::mails::{MailShown, Mails};
use crate::views::support_request::{ContactLine, SupportRequestPage};
use actix_web::web::Path;
use helpdesk_domain::form::Reach;
use helpdesk_domain::{Role, SupportRequestView, allowed};
use url::Url;

/// `GET /support-requests/{reference}`
pub async fn show(visit: Visit<MaybeSignedIn>, path: Path<String>) -> Shown {
    let app = &visit.site.app;
    let view = view(app, visit.viewer(), reference(&path)?).await?;
    let (view, explanation) = explained(app, &visit.policy.policy, view).await?;
    let contact = match &visit.who {
        Some(person) if view.standing.roles.has(Role::Staff) => reached(&visit, person, &view).await?,
        Some(_) | None => None,
    };
    let mails = match &visit.who {
        Some(person) if view.standing.roles.has(Role::Staff) => Some(mails(&visit, person, &view).await?),
        Some(_) | None => None,
    };
    let policy = visit.policy.policy.clone();
    let page = SupportRequestPage {
        offers: allowed(&policy, &view, visit.frame.now),
        contact,
        mails,
        asks: asks(app, &view).await?,
        page_href: view.page.as_ref().map(|title| page_href(&app.config.wiki_api, title)),
        explanation,
        key: new_key(app)?,
        talk_key: new_key(app)?,
        policy,
        view,
    };
    Ok(ok(&visit.frame, &page))
}

async fn reached(
    visit: &Visit<MaybeSignedIn>,
    person: &SignedIn,
    view: &SupportRequestView,
) -> Result<Option<ContactLine>, PageError> {
    match contact(&visit.site.app, &person.actor(), view.reference).await {
        Ok(contact) => Ok(contact.map(|contact| match contact.reach {
            Reach::TalkPage => ContactLine::TalkPage,
            Reach::WikiMail => ContactLine::WikiMail,
            Reach::Mail(address) => ContactLine::Mail(address.as_str().to_owned()),
        })),
        Err(AppError::Rejected(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Mail to the requester and those who take part; what goes to the committee is nothing to the staff.
async fn mails(
    visit: &Visit<MaybeSignedIn>,
    person: &SignedIn,
    view: &SupportRequestView,
) -> Result<Mails, PageError> {
    let (app, actor, about) = (&visit.site.app, person.actor(), view.reference);
    let lines = written::with_copies(app, &actor, about).await?;
    let shown = lines.into_iter().map(|(line, copy)| MailShown {
        id: line.id,
        kind: line.kind.code(),
        state: line.state.code(),
        by: line.by.and_then(|by| view.names.get(&by).cloned()),
        at: line.sent_at.unwrap_or(line.made_at),
        reason: line.reason,
        body: line.body,
        // A copy of what a person wrote is taken back with the letter itself.
        due_in: line.due_in.filter(|_| copy.is_none() || !line.kind.is_written()),
        to: copy.and_then(|other| named(other.name.as_deref(), Some(&other.mail))),
    });
    Ok(Mails {
        lines: shown.collect(),
        canned: visit.policy.mail.canned.iter().map(|one| (one.id.clone(), one.label.clone())).collect(),
        others: written::others_writing(app, &actor, about).await?,
        reached: written::is_reached(app, &actor, about).await?,
        private_page: view.requester.is_none(),
        has_address: address::of(app, &actor, about).await?.is_some(),
    })
}

/// Where a wiki page is.
pub(super) fn page_href(api: &Url, title: &str) -> String {
    let mut url = api.clone();
    url.set_path(&api.path().replace("api.php", "index.php"));
    url.query_pairs_mut().clear().append_pair("title", &title.replace(' ', "_"));
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_on_the_wiki_of_the_api() {
        let api = "https://meta.wikimedia.org/w/api.php".parse().expect("an address");
        let href = page_href(&api, "Hub/Requests/A & B?");
        assert_eq!(href, "https://meta.wikimedia.org/w/index.php?title=Hub%2FRequests%2FA_%26_B%3F");
    }
}
