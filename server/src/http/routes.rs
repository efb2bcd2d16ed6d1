//! All routes, as one table. What is not in it is not there.

use super::{Site, api, api_error, headers, page_error, pages, session};
use actix_cors::Cors;
use actix_web::http::{Method, header};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route as Handler, guard};

/// Who may call a route. The handler's signature says the same, and is what counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Everybody; what is shown depends on who it is.
    Everybody,
    /// Who is signed in on the tool's pages.
    SignedIn,
    /// Who works on requests of others: staff, committee, secretary, working group.
    Works,
    /// The Helpdesk's staff.
    Staff,
    /// The staff and the committee.
    Deliberates,
    /// The same, and who grants roles.
    TriesPolicy,
    /// The committee's secretary.
    Secretary,
    /// Who grants roles.
    Steward,
    /// Members of the committee.
    Member,
    /// Who sees how the committee is seated: staff, committee, secretary, stewards.
    Seated,
    /// The bearer of a gadget's token.
    Bearer,
    /// Who has the link that was made for it.
    Link,
}

/// One route.
pub struct Route {
    /// The method; where it is GET, HEAD works too.
    pub method: Method,
    /// The path, with its variable parts in braces.
    pub path: &'static str,
    /// Who may call it.
    pub guard: Guard,
    /// What it is for, in a few words.
    pub summary: &'static str,
    handler: fn() -> Handler,
}

const fn get(path: &'static str, guard: Guard, summary: &'static str, handler: fn() -> Handler) -> Route {
    Route { method: Method::GET, path, guard, summary, handler }
}

const fn post(path: &'static str, guard: Guard, summary: &'static str, handler: fn() -> Handler) -> Route {
    Route { method: Method::POST, path, guard, summary, handler }
}

const fn delete(path: &'static str, guard: Guard, summary: &'static str, handler: fn() -> Handler) -> Route {
    Route { method: Method::DELETE, path, guard, summary, handler }
}

use Guard::{
    Bearer, Deliberates, Everybody, Link, Member, Seated, Secretary, SignedIn, Staff, Steward, TriesPolicy,
    Works,
};

/// The table. Of two paths that fit, the first one is taken.
#[rustfmt::skip]
pub static ROUTES: &[Route] = &[
    get("/healthz", Everybody, "The process answers", || web::to(pages::health::process)),
    get("/readyz", Everybody, "The database answers", || web::to(pages::health::ready)),
    get("/robots.txt", Everybody, "What robots are told", || web::to(pages::static_files::robots)),
    get("/static/{name}", Everybody, "A file that pages load", || web::to(pages::static_files::show)),

    get("/", Everybody, "The start page", || web::to(pages::start::show)),
    get("/support-requests/new", Everybody, "The form that makes a request", || web::to(pages::request_form::show)),
    post("/support-requests/new", Everybody, "Looks at a request and sends it", || web::to(pages::request_form::send)),
    get("/support-requests/{reference}", Everybody, "One request", || web::to(pages::support_request::show)),
    post("/support-requests/{reference}/letters", Staff, "Begins a letter to the requester", || web::to(pages::written::begin)),
    post("/support-requests/{reference}/end-links", Staff, "Ends the requester's private links", || web::to(pages::written::end_links)),
    get("/support-requests/{reference}/address", Staff, "The address at which a requester is reached", || web::to(pages::address::show)),
    post("/support-requests/{reference}/address", Staff, "Puts another in its place", || web::to(pages::address::correct)),
    get("/letters/{mail}", Staff, "A letter before it is sent", || web::to(pages::written::show)),
    post("/letters/{mail}", Staff, "Shows, sends or throws away a letter", || web::to(pages::written::write)),
    post("/letters/{mail}/undo", Staff, "Takes a mail back that was not sent yet", || web::to(pages::written::undo)),
    get("/mail", SignedIn, "Which mail somebody wants", || web::to(pages::mail_choice::show)),
    post("/mail", SignedIn, "Keeps what somebody chose", || web::to(pages::mail_choice::save)),
    get("/mail/confirm/{token}", Link, "Asks whether an address is one's own", || web::to(pages::mail_choice::ask_confirm)),
    post("/mail/confirm/{token}", Link, "Confirms an address", || web::to(pages::mail_choice::confirm)),
    get("/unsubscribe/{token}", Link, "Asks whether gathered mail is to end", || web::to(pages::mail_choice::ask_unsubscribe)),
    post("/unsubscribe/{token}", Link, "Ends gathered mail", || web::to(pages::mail_choice::unsubscribe)),
    get("/status/{token}", Link, "A request, for the one who asked without an account", || web::to(pages::status::show)),
    post("/status/{token}", Link, "Answers there", || web::to(pages::status::send)),
    get("/support-requests/{reference}/{command}", SignedIn, "The form of a command", || web::to(pages::act::show)),
    post("/support-requests/{reference}/{command}", SignedIn, "Carries a command out", || web::to(pages::act::act)),
    post("/support-requests/{reference}/give-feedback/draft", SignedIn, "Keeps feedback that is not given yet", || web::to(pages::act::keep_draft)),
    post("/support-requests/{reference}/{command}/reply", SignedIn, "Drafts what is said to the requester", || web::to(pages::act::draft_reply)),
    get("/queue", Works, "The queue", || web::to(pages::queue::show)),
    get("/counts", Everybody, "Requests by year", || web::to(pages::counts::show)),
    get("/counts.csv", Everybody, "The same as a table", || web::to(pages::counts::as_csv)),
    get("/promises", Deliberates, "What is promised, and what is late", || web::to(pages::promises::show)),
    get("/equity", Everybody, "Who asks, gets and waits, as it was published", || web::to(pages::equity::show)),
    get("/equity/requests", Deliberates, "The same with the requests behind each number", || web::to(pages::equity::requests)),
    get("/equity/requests.csv", Deliberates, "Each request as it is counted, as a table", || web::to(pages::equity::as_csv)),
    get("/meetings", Everybody, "When the committee meets", || web::to(pages::meetings::show)),
    get("/meetings.ics", Everybody, "The same as a calendar", || web::to(pages::meetings::ics)),
    get("/meetings/new", Secretary, "The form of a new meeting", || web::to(pages::meetings::blank)),
    post("/meetings/new", Secretary, "Adds a meeting", || web::to(pages::meetings::add)),
    get("/meetings/brief", Secretary, "A quarter's minutes in one text", || web::to(pages::minutes::show_brief)),
    get("/meetings/{reference}", Deliberates, "What a meeting has before it", || web::to(pages::meeting::show)),
    get("/meetings/{reference}/change", Secretary, "The form that moves a meeting", || web::to(pages::meetings::ask)),
    post("/meetings/{reference}/change", Secretary, "Moves a meeting, or calls it off", || web::to(pages::meetings::change)),
    post("/meetings/{reference}/mail", Secretary, "Mails the pack to the members", || web::to(pages::meeting::mail)),
    get("/meetings/{reference}/notes", Secretary, "The form for typing in a meeting", || web::to(pages::meeting::ask)),
    post("/meetings/{reference}/notes", Secretary, "Saves notes and records a decision", || web::to(pages::meeting::write)),
    get("/meetings/{reference}/agenda", Secretary, "The agenda as everybody may read it", || web::to(pages::minutes::agenda)),
    post("/meetings/{reference}/agenda", Secretary, "Has it published", || web::to(pages::minutes::publish_agenda)),
    get("/meetings/{reference}/minutes", Secretary, "The minutes as everybody may read them", || web::to(pages::minutes::minutes)),
    post("/meetings/{reference}/minutes", Secretary, "Has them published", || web::to(pages::minutes::publish_minutes)),
    post("/meetings/{reference}/answer", Secretary, "Says what holds after somebody changed them", || web::to(pages::minutes::settle)),
    get("/outbox", Staff, "Jobs that are stuck", || web::to(pages::outbox::show)),
    post("/outbox/retry", Staff, "Tries one again", || web::to(pages::outbox::again)),
    post("/outbox/give-up", Staff, "Gives one up", || web::to(pages::outbox::never)),
    get("/tray", Staff, "Mail that came in", || web::to(pages::tray::show)),
    get("/tray/{mail}", Staff, "One message", || web::to(pages::letter::show)),
    post("/tray/{mail}", Staff, "Says where it belongs", || web::to(pages::letter::place)),
    get("/tray/{mail}/raw", Staff, "The message as it came", || web::to(pages::letter::raw)),
    get("/tray/{mail}/files/{n}", Staff, "A file of it", || web::to(pages::letter::file)),
    post("/tray/{mail}/people", Staff, "Lets somebody who was named take part", || web::to(pages::letter::accept)),
    post("/outbox/figures", Staff, "Says what holds on the page of figures", || web::to(pages::outbox::settle_figures)),
    get("/roles", Steward, "Who has which role", || web::to(pages::roles::show)),
    post("/roles/grant", Steward, "Gives a role", || web::to(pages::roles::grant)),
    post("/roles/revoke", Steward, "Takes a role away", || web::to(pages::roles::revoke)),
    get("/ranking", Deliberates, "What comes first under scarce hours", || web::to(pages::ranking::show)),
    post("/ranking/ballot", Member, "Keeps a member's ballot", || web::to(pages::ranking::ballot)),
    post("/ranking/order", Secretary, "Records the committee's own order", || web::to(pages::ranking::order)),
    post("/ranking/hours", Secretary, "Records the hours until the next meeting", || web::to(pages::ranking::hours)),
    get("/seats", Seated, "The committee's seats", || web::to(pages::seats::show)),
    post("/seats/add", Steward, "Adds a member's term", || web::to(pages::seats::add)),
    post("/seats/stand-in", Steward, "Adds days on which somebody stands in", || web::to(pages::seats::stand_in)),
    post("/seats/end", Steward, "Ends a term or a substitution", || web::to(pages::seats::end)),
    get("/policy", Everybody, "The rules as they stand", || web::to(pages::policy::show)),
    get("/policy/try", TriesPolicy, "The form that tries a policy", || web::to(pages::policy::ask)),
    post("/policy/try", TriesPolicy, "What it would have done", || web::to(pages::policy::attempt)),
    get("/privacy", Everybody, "What is kept about people", || web::to(pages::privacy::show)),
    get("/my-data", SignedIn, "What is kept about whoever asks", || web::to(pages::my_data::show)),
    get("/my-data.json", SignedIn, "The same as a file", || web::to(pages::my_data::file)),
    get("/erasure", Staff, "Asks whose data is to be erased", || web::to(pages::erasure::show)),
    post("/erasure", Staff, "Says what would be erased, and erases it", || web::to(pages::erasure::erase)),
    get("/sign-in", Everybody, "Begins a sign-in", || web::to(pages::sign_in::begin)),
    get("/sign-in/callback", Everybody, "The way back from the wiki", || web::to(pages::sign_in::end)),
    get("/sign-in/gadget", Everybody, "Asks whether a wiki's gadget may act", || web::to(pages::popup::ask)),
    post("/sign-in/gadget", SignedIn, "Lets it", || web::to(pages::popup::allow)),
    post("/sign-out", Everybody, "Ends the session and all gadget tokens", || web::to(pages::sign_in::sign_out)),

    get("/api/v1/openapi.json", Everybody, "This description", || web::to(api::openapi::show)),
    get("/api/v1/policy", Everybody, "The rules as they stand", || web::to(api::policy::show)),
    get("/api/v1/me", Bearer, "Who calls", || web::to(api::me::show)),
    get("/api/v1/my-requests", Bearer, "The caller's own requests", || web::to(api::my_requests::list)),
    get("/api/v1/support-requests", Everybody, "Requests that the caller may see, with the queue's filters", || web::to(api::support_requests::list)),
    post("/api/v1/support-requests", Bearer, "Makes a request", || web::to(api::support_requests::make)),
    get("/api/v1/support-requests/{reference}", Everybody, "One request", || web::to(api::support_requests::show)),
    post("/api/v1/support-requests/{reference}/{command}", Bearer, "Carries a command out", || web::to(api::support_requests::act)),
    post("/api/v1/page-lookups", Everybody, "The state of many wiki pages at once", || web::to(api::page_lookups::find)),
    post("/api/v1/gadget-tokens", Everybody, "Exchanges a one-time code for a token", || web::to(api::gadget_tokens::exchange)),
    delete("/api/v1/gadget-tokens", Bearer, "Ends the caller's tokens", || web::to(api::gadget_tokens::end)),
];

/// Where the interface for programs begins.
const API: &str = "/api/v1";
/// Paths that need no cookie, no frame and no policy.
const PLAIN: [&str; 4] = ["/healthz", "/readyz", "/robots.txt", "/static/{name}"];

/// Registers the table.
pub fn register(config: &mut ServiceConfig, site: &Data<Site>) {
    for resource in resources(|path| PLAIN.contains(&path), "") {
        config.service(resource);
    }
    let mut api = web::scope(API);
    for resource in resources(|path| path.starts_with(API), API) {
        api = api.service(resource);
    }
    config.service(
        api.default_service(web::to(HttpResponse::NotFound))
            .wrap(from_fn(api_error::shown))
            .wrap(from_fn(headers::of_api))
            .wrap(cors(site)),
    );
    let mut pages = web::scope("");
    for resource in resources(|path| !path.starts_with(API) && !PLAIN.contains(&path), "") {
        pages = pages.service(resource);
    }
    config.service(
        pages
            .default_service(web::to(HttpResponse::NotFound))
            .wrap(from_fn(headers::own_origin))
            .wrap(from_fn(page_error::shown))
            .wrap(from_fn(session::kept_anew))
            .wrap(session::middleware(&site.app.config.token_keys))
            .wrap(from_fn(session::with_older_keys))
            .wrap(from_fn(headers::of_pages)),
    );
}

/// One resource a path, so that another method than its own is refused as such.
fn resources(takes: impl Fn(&str) -> bool, prefix: &str) -> Vec<Resource> {
    let mut paths: Vec<&str> = Vec::new();
    for route in ROUTES.iter().filter(|route| takes(route.path)) {
        if !paths.contains(&route.path) {
            paths.push(route.path);
        }
    }
    paths.into_iter().map(|path| resource(path, &path[prefix.len()..])).collect()
}

fn resource(path: &str, place: &str) -> Resource {
    let of_path = ROUTES.iter().filter(|route| route.path == path);
    of_path.fold(web::resource(place), |resource, route| {
        let handler = (route.handler)();
        resource.route(if route.method == Method::GET {
            handler.guard(guard::Any(guard::Get()).or(guard::Head()))
        } else {
            handler.method(route.method.clone())
        })
    })
}

/// The wikis of the configuration may call from browsers, and no others. No cookie goes along.
fn cors(site: &Data<Site>) -> Cors {
    let headers = [header::ACCEPT, header::AUTHORIZATION, header::CONTENT_TYPE];
    let cors = Cors::default()
        .allowed_methods([Method::GET, Method::POST, Method::DELETE])
        .allowed_headers(headers)
        .allowed_header("idempotency-key")
        .max_age(86_400);
    site.app.config.wiki_origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_route_is_there_twice_and_each_says_what_it_is_for() {
        let mut seen = BTreeSet::new();
        for route in ROUTES {
            assert!(seen.insert((route.method.as_str(), route.path)), "{} {}", route.method, route.path);
            assert!(!route.summary.is_empty() && !route.summary.ends_with('.'));
        }
    }
}
