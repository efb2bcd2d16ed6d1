//! Reading a command's form, with names of people and requests looked up.

use crate::app::view::view;
use crate::app::{App, AppError};
use crate::store::{people, role_grants};
use helpdesk_domain::committee::mentions::mentioned;
use helpdesk_domain::form::{self, Problem};
use helpdesk_domain::project::Depth;
use helpdesk_domain::{
    Actor, Command, CommandName, FieldError, PersonId, Reference, Role, Roles, Values, Viewer,
};

/// Reads a command. What is looked up is told to staff alone; for others the rules refuse the
/// command anyway.
///
/// # Errors
/// [`AppError::Form`].
pub(crate) async fn command(
    app: &App,
    actor: &Actor,
    name: CommandName,
    fields: &Values,
) -> Result<Command, AppError> {
    let staff = actor.roles.has(Role::Staff);
    if name == CommandName::HandOver {
        let mut fields = fields.clone();
        if let Some(to) = fields.get_mut("to").filter(|to| !to.trim().is_empty()) {
            let person = if staff { member_of_staff(app, to).await? } else { Some(actor.person) };
            *to = person.ok_or_else(|| wrong("to", Problem::NotAPerson))?.to_string();
        }
        return form::read(name, &fields).map_err(AppError::Form);
    }
    if name == CommandName::Discuss {
        let mut fields = fields.clone();
        fields.insert("mentions".to_owned(), members_named(app, actor, &fields).await?);
        return form::read(name, &fields).map_err(AppError::Form);
    }
    let command = form::read(name, fields).map_err(AppError::Form)?;
    if let (Command::LinkRequest { to, .. }, true) = (&command, staff) {
        visible(app, actor, *to).await?;
    }
    Ok(command)
}

/// The members and the secretary who are named in what is said, told to one of them alone.
async fn members_named(app: &App, actor: &Actor, fields: &Values) -> Result<String, AppError> {
    let talks = |roles: Roles| roles.has(Role::Committee) || roles.has(Role::Secretary);
    let text = fields.get("text").map_or("", String::as_str);
    if !talks(actor.roles) || !text.contains('@') {
        return Ok(String::new());
    }
    let mut people: Vec<(PersonId, String)> = Vec::new();
    for (person, name, role) in role_grants::list(&app.store).await? {
        if talks(Roles::NONE.with(role)) && people.iter().all(|(known, _)| *known != person) {
            people.push((person, name));
        }
    }
    let named = mentioned(text, &people);
    Ok(named.iter().map(PersonId::to_string).collect::<Vec<_>>().join(" "))
}

/// Somebody of the staff, by the name of their account or by their id.
async fn member_of_staff(app: &App, text: &str) -> Result<Option<PersonId>, AppError> {
    let named = people::find_by_name(&app.store, text.trim()).await?;
    let Some(person) = named.or_else(|| PersonId::parse(text.trim())) else {
        return Ok(None);
    };
    let roles = role_grants::of_person(&mut app.store.conn().await?, person).await?;
    Ok(roles.has(Role::Staff).then_some(person))
}

async fn visible(app: &App, actor: &Actor, to: Reference) -> Result<(), AppError> {
    match view(app, Viewer::Person(*actor), to).await {
        Ok(other) if other.depth != Depth::Aside => Ok(()),
        Ok(_) | Err(AppError::NotFound) => Err(wrong("to", Problem::NotAReference)),
        Err(error) => Err(error),
    }
}

/// One field that is wrong.
pub(crate) fn wrong(field: &str, problem: Problem) -> AppError {
    AppError::Form(vec![FieldError { field: field.to_owned(), problem }])
}
