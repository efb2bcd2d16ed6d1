//! Routes, guards, forms and answers. A handler reads what it was sent, calls one function of
//! [`crate::app`] and shows what that gives; it decides nothing.

pub mod answer;
mod api;
mod api_error;
mod body;
mod guard;
mod headers;
mod json;
mod limits;
mod page_error;
mod pages;
mod request_log;
pub mod routes;
mod session;
pub mod table;
mod typed;

use crate::app::App;
use crate::oauth;
use actix_web::dev::Server;
use actix_web::{HttpServer, web};
use anyhow::Context;
use std::net::TcpListener;
use std::sync::Arc;
use tracing_actix_web::TracingLogger;

/// The most that the body of a call may have, in bytes.
pub const BODY_MAX: usize = 1 << 20;
/// Seconds that calls under way are waited for when the service ends.
pub const DRAIN_SECONDS: u64 = 10;
/// Threads that answer; Toolforge gives half a core.
const WORKERS: usize = 2;

/// What every handler can reach.
pub struct Site {
    /// The service.
    pub app: App,
    /// The client of the wiki's sign-in.
    pub oauth: oauth::Client,
    /// How often somebody may write.
    pub limits: limits::Limits,
    /// Where people reach the tool, as browsers name it in `Origin`.
    pub origin: String,
}

impl Site {
    fn new(app: App) -> anyhow::Result<Self> {
        let config = app.config.clone();
        let oauth = oauth::Client::new(&config.oauth, &config.callback(), &config.user_agent())
            .context("the wiki's OAuth cannot be used as configured")?;
        let origin = config.public_url.origin().ascii_serialization();
        Ok(Self { app, oauth, limits: limits::Limits::default(), origin })
    }
}

/// A server on this socket, to be awaited. It takes no signals: stop it by its handle.
///
/// # Errors
/// If the socket cannot be listened on, or OAuth is configured with an address that is none.
pub fn server(app: App, listener: TcpListener) -> anyhow::Result<Server> {
    let site = web::Data::from(Arc::new(Site::new(app)?));
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(site.clone())
            .app_data(web::PayloadConfig::new(BODY_MAX))
            .configure(|config| routes::register(config, &site))
            .wrap(headers::security())
            .wrap(TracingLogger::<request_log::RequestSpan>::new())
    })
    .workers(WORKERS)
    .shutdown_timeout(DRAIN_SECONDS)
    .disable_signals()
    .listen(listener)
    .context("the socket cannot be listened on")?;
    Ok(server.run())
}
