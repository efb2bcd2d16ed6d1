//! The description of this interface (OpenAPI 3.1), made from the forms as they stand.

use super::Answered;
use crate::http::Site;
use crate::http::routes::{Guard, ROUTES};
use crate::views::words::{hint, label};
use actix_web::HttpResponse;
use actix_web::web::Data;
use helpdesk_domain::form::{Field, FieldKind, fields, submission_fields};
use helpdesk_domain::people::{Actor, Role, Roles, Viewer};
use helpdesk_domain::{
    CommandName, Facts, PersonId, Policy, Reference, Submission, SupportRequestView, Timestamp,
    decide_submission, fold, project,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// `GET /api/v1/openapi.json`
pub async fn show(site: Data<Site>) -> Answered {
    let current = site.app.policy().await?;
    let document = document(&current.policy, site.app.config.public_url.as_str());
    Ok(HttpResponse::Ok().json(document))
}

fn document(policy: &Policy, public_url: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/v1")) {
        if route.path.ends_with("/{command}") {
            continue;
        }
        let path = route.path.trim_start_matches("/api/v1").to_owned();
        let operation = json!({
            "summary": route.summary,
            "security": security(route.guard),
            "parameters": parameters(&path, route.path.ends_with("/support-requests") && route.method == "POST"),
            "requestBody": body_of(route.path, route.method.as_str(), policy),
            "responses": responses(),
        });
        insert(&mut paths, path, route.method.as_str(), operation);
    }
    if let Some(view) = sample(policy) {
        for name in CommandName::ALL {
            let path = format!("/support-requests/{{reference}}/{}", name.code());
            let operation = json!({
                "summary": crate::views::words::say(&format!("helpdesk-command-{}", name.code())),
                "operationId": name.code(),
                "security": security(Guard::Bearer),
                "parameters": parameters(&path, true),
                "requestBody": body(&act(&fields(policy, &view, *name))),
                "responses": responses_of_acts(),
            });
            insert(&mut paths, path, "POST", operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": policy.organisation.helpdesk,
            "version": "1",
            "description": "Without a token, what is public. Fields of forms are text, as people type it.",
        },
        "servers": [{ "url": format!("{}api/v1", public_url) }],
        "paths": paths,
        "components": components(),
    })
}

fn insert(paths: &mut Map<String, Value>, path: String, method: &str, operation: Value) {
    let entry = paths.entry(path).or_insert_with(|| json!({}));
    if let Value::Object(operations) = entry {
        let mut operation = operation;
        if let Value::Object(fields) = &mut operation {
            fields.retain(|_, value| !value.is_null());
        }
        operations.insert(method.to_lowercase(), operation);
    }
}

fn security(guard: Guard) -> Value {
    match guard {
        Guard::Bearer => json!([{ "gadget": [] }]),
        Guard::Everybody
        | Guard::SignedIn
        | Guard::Works
        | Guard::Deliberates
        | Guard::Staff
        | Guard::TriesPolicy
        | Guard::Secretary
        | Guard::Seated
        | Guard::Member
        | Guard::Steward
        | Guard::Link => {
            json!([{}, { "gadget": [] }])
        }
    }
}

fn parameters(path: &str, writes: bool) -> Value {
    let mut list = Vec::new();
    if path.contains("{reference}") {
        let schema = json!({ "type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{8}$" });
        list.push(json!({ "name": "reference", "in": "path", "required": true, "schema": schema }));
    }
    if writes {
        let schema = json!({ "type": "string", "minLength": 8, "maxLength": 100 });
        let words = "The same key with the same body is carried out once.";
        list.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": true, "schema": schema, "description": words,
        }));
    }
    json!(list)
}

fn body_of(path: &str, method: &str, policy: &Policy) -> Value {
    match (method, path) {
        ("POST", "/api/v1/support-requests") => {
            let form = form(&submission_fields(policy, Roles::NONE.with(Role::Staff)));
            body(&object(&[("fields", form)], &["fields"]))
        }
        ("POST", "/api/v1/page-lookups") => {
            let max = helpdesk_domain::wire::MAX_LOOKUPS;
            let titles = json!({ "type": "array", "items": { "type": "string" }, "maxItems": max });
            body(&object(&[("titles", titles), ("known", json!({ "type": "string" }))], &["titles"]))
        }
        ("POST", "/api/v1/gadget-tokens") => {
            let text = json!({ "type": "string" });
            body(&object(&[("code", text.clone()), ("verifier", text)], &["code", "verifier"]))
        }
        _ => Value::Null,
    }
}

fn act(fields: &[Field]) -> Value {
    let version =
        json!({ "type": "integer", "minimum": 0, "description": "The version of the view it was decided on." });
    object(&[("expected_version", version), ("fields", form(fields))], &["expected_version"])
}

fn form(fields: &[Field]) -> Value {
    let properties: BTreeMap<&str, Value> =
        fields.iter().map(|field| (field.name.as_str(), schema(field))).collect();
    let required: Vec<_> =
        fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn schema(field: &Field) -> Value {
    let mut schema = match &field.kind {
        FieldKind::Line(max) | FieldKind::Text(max) => json!({ "type": "string", "maxLength": max }),
        FieldKind::Choice(options) => {
            let codes: Vec<_> = options.iter().map(|(code, _)| code).collect();
            json!({ "type": "string", "enum": codes })
        }
        FieldKind::Flag => json!({ "type": "string", "enum": ["", "on"] }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Hours => json!({ "type": "string", "examples": ["1.5", "1:30"] }),
        FieldKind::Person(_) => json!({ "type": "string", "description": "A user name." }),
        FieldKind::Mail => json!({ "type": "string", "format": "email" }),
    };
    if let Value::Object(entries) = &mut schema {
        entries.insert("title".to_owned(), label(&field.label).into());
        if let Some(help) = field.help.as_ref().and_then(hint) {
            entries.insert("description".to_owned(), help.into());
        }
    }
    schema
}

fn object(properties: &[(&str, Value)], required: &[&str]) -> Value {
    let properties: BTreeMap<_, _> = properties.iter().cloned().collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn body(schema: &Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

fn responses() -> Value {
    json!({
        "2XX": { "description": "As asked." },
        "default": {
            "description": "401 no token that holds, 403 not yours to do, 404 not yours to know, 422 the form or the rules, 429 too often, 503 busy.",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        },
    })
}

fn responses_of_acts() -> Value {
    let mut responses = responses();
    responses["409"] = json!({
        "description": "Something happened meanwhile; `changed` says what, and nothing was done. Read the request \
            again and send it with the new version, if it still fits.",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Conflict" } } },
    });
    responses
}

fn components() -> Value {
    json!({
        "securitySchemes": {
            "gadget": {
                "type": "http",
                "scheme": "bearer",
                "description": "Got by the pop-up /sign-in/gadget; bound to the origin of a wiki, which has to be sent too.",
            },
        },
        "schemas": {
            "Error": {
                "type": "object",
                "properties": {
                    "code": { "type": "string", "description": "Stable." },
                    "message": { "type": "string", "description": "What to do, in words." },
                    "fields": { "type": "array", "items": { "type": "object" } },
                    "rejection": {},
                    "incident": { "type": "string", "description": "To be quoted when asking for help." },
                },
                "required": ["code", "message"],
            },
            "Conflict": {
                "allOf": [
                    { "$ref": "#/components/schemas/Error" },
                    {
                        "type": "object",
                        "properties": {
                            "code": { "const": "conflict" },
                            "changed": {
                                "type": "array",
                                "items": { "$ref": "#/components/schemas/Change" },
                                "description": "What the caller may know of and had not seen at the version that \
                                    they named, oldest first.",
                            },
                        },
                        "required": ["changed"],
                    },
                ],
            },
            "Change": {
                "type": "object",
                "properties": {
                    "kind": { "type": "string", "description": "The event's stable name, such as `question-asked`." },
                    "who": { "type": "string", "description": "A name, or in which quality, as the caller may know." },
                    "at": { "type": "integer", "description": "Seconds since 1970." },
                    "words": { "type": "string", "description": "What happened, in a sentence." },
                    "texts": { "type": "array", "items": { "type": "string" }, "description": "What was written." },
                },
                "required": ["kind", "who", "at", "words"],
            },
        },
    })
}

/// A request as somebody with all roles sees it, to ask the forms for their fields.
fn sample(policy: &Policy) -> Option<SupportRequestView> {
    let facts = Facts {
        title: helpdesk_domain::Body::Erased,
        what: helpdesk_domain::Body::Erased,
        answers: BTreeMap::new(),
        kinds: Vec::new(),
        partner: None,
        affiliate: None,
        affiliate_size: None,
        country: None,
        region: None,
        language: None,
        first_time: None,
        needed_by: None,
        context_page: None,
    };
    let submission = Submission { facts, on_behalf_of: None, consent: None };
    let requester = Actor { person: PersonId::from_random([0; 5]), roles: Roles::NONE };
    let history = decide_submission(policy, &requester, &submission, Timestamp(0)).ok()?;
    let request = fold(Reference::from_random([0; 5]), history)?;
    let all = Actor { person: PersonId::from_random([1; 5]), roles: Role::ALL.into_iter().collect() };
    project(policy, &request, Viewer::Person(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdesk_domain::wire::Change;

    fn embedded() -> Policy {
        toml::from_str(include_str!("../../../policy.toml")).expect("the embedded policy")
    }

    #[test]
    fn every_command_and_every_route_is_described() {
        let document = document(&embedded(), "https://helpdesk.example/");
        let paths = document["paths"].as_object().expect("paths");
        for name in CommandName::ALL {
            let path = format!("/support-requests/{{reference}}/{}", name.code());
            assert!(paths[&path]["post"]["requestBody"].is_object(), "{path}");
        }
        for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/v1")) {
            if route.path.ends_with("/{command}") {
                continue;
            }
            let path = route.path.trim_start_matches("/api/v1");
            assert!(paths[path][route.method.as_str().to_lowercase()].is_object(), "{path}");
        }
        assert!(!document.to_string().contains('⧼'), "a message is missing");
    }

    #[test]
    fn what_a_stale_version_is_answered_with_is_described() {
        let document = document(&embedded(), "https://helpdesk.example/");
        let conflict = &document["paths"]["/support-requests/{reference}/withdraw"]["post"]["responses"]["409"];
        let schema = conflict["content"]["application/json"]["schema"]["$ref"].as_str().expect("a schema");
        let schema = document.pointer(schema.trim_start_matches('#')).expect("there");
        let changes = schema["allOf"][1]["properties"]["changed"]["items"]["$ref"].as_str().expect("a schema");
        let change = document.pointer(changes.trim_start_matches('#')).expect("there");
        let names: Vec<_> = change["properties"].as_object().expect("properties").keys().collect();
        let sample = Change {
            kind: "closed".to_owned(),
            who: "Elin".to_owned(),
            at: Timestamp(0),
            words: "Elin closed the request".to_owned(),
            texts: vec!["Done.".to_owned()],
        };
        let sent = serde_json::to_value(sample).expect("JSON");
        assert_eq!(names, sent.as_object().expect("an object").keys().collect::<Vec<_>>());
        assert!(sent["at"].is_i64(), "{sent}");
    }

    #[test]
    fn a_decision_is_described_with_what_it_takes() {
        let document = document(&embedded(), "https://helpdesk.example/");
        let act = &document["paths"]["/support-requests/{reference}/record-initial-decision"]["post"];
        let fields = &act["requestBody"]["content"]["application/json"]["schema"]["properties"]["fields"];
        assert_eq!(fields["required"], json!(["outcome", "rationale"]));
        assert_eq!(fields["properties"]["priority"]["enum"], json!(["high", "medium", "low"]));
    }
}
