//! Who has which role.

use super::Shown;
use crate::app::{AppError, roles};
use crate::http::body::Sent;
use crate::http::guard::{Steward, Visit, WithRole};
use crate::http::page_error::{PageError, html, see_other};
use crate::views::frame::framed;
use crate::views::roles::{RoleLine, RolesPage};
use crate::views::words::problem;
use actix_web::http::StatusCode;
use helpdesk_domain::form::Problem;
use helpdesk_domain::{FieldError, PersonId, Role};

type Visiting = Visit<WithRole<Steward>>;

/// `GET /roles`
pub async fn show(visit: Visiting) -> Shown {
    page(&visit, StatusCode::OK, String::new(), &[]).await
}

/// `POST /roles/grant`
pub async fn grant(visit: Visiting, mut sent: Sent) -> Shown {
    let name = sent.take("name").unwrap_or_default();
    let role = sent.take("role").as_deref().and_then(Role::parse);
    let granted = match role {
        Some(role) => roles::grant(&visit.site.app, &visit.who.actor(), &name, role).await,
        None => {
            Err(AppError::Form(vec![FieldError { field: "role".to_owned(), problem: Problem::NotAChoice }]))
        }
    };
    answered(&visit, granted, name).await
}

/// `POST /roles/revoke`
pub async fn revoke(visit: Visiting, mut sent: Sent) -> Shown {
    let person = sent.take("person").as_deref().and_then(PersonId::parse);
    let role = sent.take("role").as_deref().and_then(Role::parse);
    let (Some(person), Some(role)) = (person, role) else {
        return Err(PageError::bad_request());
    };
    let revoked = roles::revoke(&visit.site.app, &visit.who.actor(), person, role).await;
    answered(&visit, revoked, String::new()).await
}

async fn answered(visit: &Visiting, done: Result<(), AppError>, typed: String) -> Shown {
    match done {
        Ok(()) => {
            visit.cookie().say("helpdesk-site-notice-roles");
            Ok(see_other("/roles"))
        }
        Err(AppError::Form(errors)) => page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, &errors).await,
        Err(other) => Err(other.into()),
    }
}

async fn page(visit: &Visiting, status: StatusCode, typed: String, errors: &[FieldError]) -> Shown {
    let holders = roles::list(&visit.site.app, &visit.who.actor()).await?;
    let line =
        |holder: roles::RoleHolder| RoleLine { person: holder.person, name: holder.name, roles: holder.roles };
    let page = RolesPage {
        lines: holders.into_iter().map(line).collect(),
        typed,
        problems: errors.iter().map(problem).collect(),
    };
    Ok(html(status, framed(&visit.frame, &page)))
}
