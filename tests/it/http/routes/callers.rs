//! The callers of `expected.txt`, and what each one shows.

use crate::http::browser::Browser;
use crate::http::service::{OWN, Service, WIKI};
use helpdesk_domain::{Actor, CommandName, Reference, Role, Viewer};
use helpdesk_server::app;
use mysql_async::prelude::Queryable;
use reqwest::header::ORIGIN;
use reqwest::{Method, RequestBuilder};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A wiki to which no token was given.
const ELSEWHERE: &str = "http://127.0.0.1:99";

/// People and requests, as the table's head says.
pub struct Scene {
    service: Arc<Service>,
    people: BTreeMap<&'static str, Actor>,
    /// The request that is not published.
    pub private: Reference,
    /// The one that is.
    pub public: Reference,
}

impl Scene {
    /// Makes them.
    pub async fn new(service: Arc<Service>) -> Self {
        let record = &service.record;
        let mut people = BTreeMap::new();
        for (caller, roles) in [
            ("signed-in", &[][..]),
            ("requester", &[]),
            ("other-requester", &[]),
            ("member", &[Role::Committee]),
            ("recused", &[Role::Committee]),
            ("secretary", &[Role::Secretary]),
            ("staff", &[Role::Staff]),
            ("steward", &[Role::Steward]),
            ("blocked", &[Role::Staff]),
        ] {
            people.insert(caller, record.person(caller, roles).await);
        }
        let mut requests = Vec::new();
        for more in [&[][..], &[("publish", "on"), ("shown_name", "Amina")]] {
            let made = record.submit(&people["requester"], more).await.reference;
            for (who, name) in [
                ("staff", CommandName::Acknowledge),
                ("staff", CommandName::MarkReadyForCommittee),
                ("recused", CommandName::StandAside),
            ] {
                record.act(&people[who], made, name, &[]).await.expect("done");
            }
            requests.push(made);
        }
        record.submit(&people["other-requester"], &[]).await;
        let block = "UPDATE person SET blocked = TRUE WHERE id = ?";
        let blocked = people["blocked"].person.to_string();
        record.conn().await.exec_drop(block, (blocked,)).await.expect("blocked");
        Self { service, people, private: requests[0], public: requests[1] }
    }

    /// The same at another service on the same record.
    pub fn at(self, service: Arc<Service>) -> Self {
        Self { service, ..self }
    }

    /// The person whose session or token a caller shows.
    fn person(&self, caller: &str) -> Option<Actor> {
        match caller {
            "anonymous" => None,
            "expired" | "foreign-token" | "gadget" | "foreign-page" => Some(self.people["staff"]),
            other => Some(self.people[other]),
        }
    }

    /// A call of this caller, with all that they show.
    pub async fn call(&self, caller: &str, method: Method, path: &str) -> (Browser, RequestBuilder) {
        let api = path.starts_with("/api/");
        let by_cookie = match caller {
            "foreign-page" => true,
            "foreign-token" | "gadget" => false,
            _ => !api,
        };
        let person = self.person(caller);
        let browser = match person {
            Some(actor) if by_cookie => self.service.browser_of(&actor).await,
            Some(_) | None => self.service.browser(),
        };
        let mut call = browser.call(method, path);
        if let Some(actor) = person.filter(|_| !by_cookie) {
            call = call.bearer_auth(self.service.token(actor.person).await);
        }
        if caller == "expired" {
            let mut conn = self.service.record.conn().await;
            for table in ["session", "gadget_token"] {
                let past =
                    format!("UPDATE {table} SET expires_at = NOW() - INTERVAL 1 SECOND WHERE person = ?");
                let staff = self.people["staff"].person.to_string();
                conn.exec_drop(past, (staff,)).await.expect("expired");
            }
        }
        let origin = match caller {
            "foreign-token" => ELSEWHERE,
            "foreign-page" | "gadget" => WIKI,
            _ if api => WIKI,
            _ => OWN,
        };
        (browser, call.header(ORIGIN, origin))
    }

    /// The version of a request that the caller would have seen.
    pub async fn version(&self, caller: &str, path: &str) -> u32 {
        let reference = path.split('/').find_map(Reference::parse);
        let (Some(reference), Some(actor)) = (reference, self.person(caller)) else { return 0 };
        let viewer = Viewer::Person(actor);
        app::view(&self.service.record.app, viewer, reference).await.map_or(0, |view| view.version)
    }
}
