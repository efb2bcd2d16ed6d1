//! People who have no wiki account, as far as mail knows them.

use helpdesk_domain::project::SupportRequestView;
use helpdesk_domain::{Actor, PersonId, Policy, Reference, Roles, SupportRequest, Viewer, project};

/// How the requester without an account is named: by the same 8 characters as the request. Whatever
/// names them names the request too, so it is nobody else.
#[must_use]
pub fn without_account(reference: Reference) -> PersonId {
    PersonId::parse(reference.as_str()).unwrap_or_else(|| PersonId::from_random([0; 5]))
}

/// Who asked, with an account or without.
#[must_use]
pub fn requester(request: &SupportRequest) -> PersonId {
    request.requester.unwrap_or_else(|| without_account(request.reference))
}

/// Whether this person is the one who asked, without an account.
#[must_use]
pub fn needs_acting(request: &SupportRequest, person: PersonId) -> bool {
    request.requester.is_none() && person == without_account(request.reference)
}

/// The request with this person as the one who asked, if they are and have no account: then the
/// projection and the rules take them for the requester.
#[must_use]
pub fn acting(request: &SupportRequest, person: PersonId) -> SupportRequest {
    let mut request = request.clone();
    if needs_acting(&request, person) {
        request.requester = Some(person);
    }
    request
}

/// The request as somebody sees it to whom it is written; roles are those that they have.
#[must_use]
pub fn seen_by(
    policy: &Policy,
    request: &SupportRequest,
    person: PersonId,
    roles: Roles,
) -> Option<SupportRequestView> {
    let request = acting(request, person);
    project(policy, &request, Viewer::Person(Actor { person, roles }))
}
