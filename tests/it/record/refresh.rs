//! People's tokens for the wiki are refreshed by one at a time.

use super::{Record, on_a_record};
use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use helpdesk_domain::PersonId;
use helpdesk_server::app::people::{Identity, OauthTokens, access_token, renewed_token, sign_in};
use helpdesk_server::app::{self, AppError};
use mysql_async::prelude::Queryable;
use secrecy::{ExposeSecret, SecretString};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use std::time::Duration;

/// A token end point that counts its calls and answers with a status that can be set.
#[derive(Default)]
pub struct EndPoint {
    pub calls: AtomicU32,
    pub status: AtomicU16,
}

async fn answer(point: web::Data<EndPoint>) -> HttpResponse {
    let n = point.calls.fetch_add(1, Ordering::SeqCst) + 1;
    // Long enough for the others to ask too.
    tokio::time::sleep(Duration::from_millis(100)).await;
    match point.status.load(Ordering::SeqCst) {
        0 => HttpResponse::Ok().json(serde_json::json!({
            "token_type": "Bearer", "expires_in": 14400,
            "access_token": format!("access-{n}"), "refresh_token": format!("refresh-{n}"),
        })),
        400 => HttpResponse::BadRequest().json(serde_json::json!({"error": "invalid_request"})),
        _ => HttpResponse::ServiceUnavailable().finish(),
    }
}

/// The service with that end point, and somebody whose access token ran out.
pub async fn scene(record: &Record) -> (app::App, web::Data<EndPoint>, ServerHandle, PersonId) {
    let point = web::Data::new(EndPoint::default());
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}/oauth2", listener.local_addr().expect("an address"));
    let shared = point.clone();
    let server = HttpServer::new(move || {
        App::new().app_data(shared.clone()).route("/oauth2/access_token", web::post().to(answer))
    });
    let server = server.workers(1).disable_signals().listen(listener).expect("listening").run();
    let handle = server.handle();
    tokio::spawn(server);
    let mut config = (*record.app.config).clone();
    config.oauth.base_url = base.parse().expect("an address");
    let app = with_config(record, config);
    let identity = Identity {
        issuer: base,
        sub: "42".to_owned(),
        name: "Ada".to_owned(),
        blocked: false,
        temporary: false,
        registered: None,
    };
    let tokens = OauthTokens {
        access: SecretString::from("access-0"),
        refresh: Some(SecretString::from("refresh-0")),
        expires_in: 0,
    };
    let person = sign_in(&app, &identity, Some(&tokens)).await.expect("in").person;
    (app, point, handle, person)
}

pub fn with_config(record: &Record, config: helpdesk_server::config::Config) -> app::App {
    app::App::new(record.app.store.clone(), record.clock.clone(), Arc::new(config), record.app.ids.clone())
}

#[test]
fn eight_who_need_a_token_refresh_it_once() {
    on_a_record(async |record: Arc<Record>| {
        let (app, point, handle, person) = scene(&record).await;
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move { access_token(&app, person).await })
            })
            .collect();
        for task in tasks {
            let token = task.await.expect("joined").expect("in time").expect("a token");
            assert_eq!(token.expose_secret(), "access-1");
        }
        assert_eq!(point.calls.load(Ordering::SeqCst), 1);
        handle.stop(false).await;
    });
}

#[test]
fn eight_whose_token_was_refused_before_its_time_refresh_it_once() {
    on_a_record(async |record: Arc<Record>| {
        let (app, point, handle, person) = scene(&record).await;
        let holds = "UPDATE oauth_token SET expires_at = NOW() + INTERVAL 1 HOUR";
        record.conn().await.query_drop(holds).await.expect("SQL");
        let refused = access_token(&app, person).await.expect("an answer").expect("a token");
        assert_eq!((refused.expose_secret(), point.calls.load(Ordering::SeqCst)), ("access-0", 0));
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (app, refused) = (app.clone(), refused.clone());
                tokio::spawn(async move { renewed_token(&app, person, &refused).await })
            })
            .collect();
        for task in tasks {
            let token = task.await.expect("joined").expect("in time").expect("a token");
            assert_eq!(token.expose_secret(), "access-1");
        }
        // Who comes late with the old one gets the new one too.
        let late = renewed_token(&app, person, &refused).await.expect("an answer").expect("a token");
        assert_eq!((late.expose_secret(), point.calls.load(Ordering::SeqCst)), ("access-1", 1));
        handle.stop(false).await;
    });
}

#[test]
fn a_grant_that_ended_is_forgotten_and_a_wiki_that_is_away_is_asked_again() {
    on_a_record(async |record: Arc<Record>| {
        let (app, point, handle, person) = scene(&record).await;
        point.status.store(503, Ordering::SeqCst);
        let away = access_token(&app, person).await;
        assert!(matches!(away, Err(AppError::Busy)), "{away:?}");
        point.status.store(400, Ordering::SeqCst);
        assert!(access_token(&app, person).await.expect("an answer").is_none());
        let left: Option<u64> =
            record.conn().await.query_first("SELECT COUNT(*) FROM oauth_token").await.expect("SQL");
        assert_eq!(left, Some(0));
        assert!(access_token(&app, person).await.expect("an answer").is_none());
        assert_eq!(point.calls.load(Ordering::SeqCst), 2);
        handle.stop(false).await;
    });
}
