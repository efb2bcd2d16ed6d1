//! `wiki-front`: a real MediaWiki as production shows it.
//!
//! A reverse proxy before a MediaWiki that lacks Extension:OAuth. It answers OAuth 2.0 as that extension does, passes
//! everything else on unchanged, and misbehaves on command. See [`args::USAGE`] for how it is started and
//! [`helpdesk_tests::front`] for how it is told what to do.

mod api;
mod api_error;
mod args;
mod asked;
mod backend;
mod caller;
mod clients;
mod control;
mod faults;
mod journal;
mod oauth;
mod params;
mod proxy;
mod route;
mod server;
mod state;
#[cfg(test)]
mod suite;

use std::net::TcpListener;

use anyhow::{Context, Result};

#[actix_web::main]
async fn main() -> Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                // A cut connection is what was ordered, not an error.
                .unwrap_or_else(|_| "warn,actix_http=off".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let Some(config) = args::parse(std::env::args().skip(1))? else {
        print!("{}", args::USAGE);
        return Ok(());
    };
    let listener =
        TcpListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr().context("the address just listened on")?;
    let public = config.public.clone();
    let server = server::start(config, listener)?;
    println!("wiki-front listening on {address}, known as {public}");
    server.await.context("the server stopped")
}
