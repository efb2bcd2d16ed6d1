//! What the largest mail costs: the peak of what is allocated while it is taken in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::app::intake::take_in;
use helpdesk_server::app::{App, policy};
use helpdesk_server::clock::SystemClock;
use helpdesk_server::config::Config;
use helpdesk_server::mail::join::Outcome;
use helpdesk_server::store::{Store, migrate};
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder};
use peak_alloc::PeakAlloc;
use std::sync::Arc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Bytes of the message.
const SIZE: usize = 25 << 20;
/// What may be allocated at the peak: a job on Toolforge has 512 MiB.
const PEAK: usize = 200 << 20;

/// A message of that size: a text and two large pictures, as base64.
fn message(size: usize) -> Vec<u8> {
    let picture = [b"\xff\xd8\xff\xe0".as_slice(), &vec![0x5a; size / 2 * 57 / 78]].concat();
    let encoded = STANDARD.encode(picture);
    let lines: Vec<&[u8]> = encoded.as_bytes().chunks(76).collect();
    let picture = lines.join(b"\r\n".as_slice());
    let mut raw = b"From: ana@museum.example\r\nTo: helpdesk@wikimedia.se\r\nSubject: Large\r\n\
        Message-ID: <large@museum.example>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere are two of our maps.\r\n"
        .to_vec();
    for name in ["one.jpg", "two.jpg"] {
        let head = format!(
            "--b\r\nContent-Type: image/jpeg; name={name}\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename={name}\r\n\r\n"
        );
        raw.extend_from_slice(head.as_bytes());
        raw.extend_from_slice(&picture);
        raw.extend_from_slice(b"\r\n");
    }
    raw.extend_from_slice(b"--b--\r\n");
    raw
}

fn environment(socket: &str, database: &str) -> Vec<(String, String)> {
    let pairs = [
        ("HELPDESK_PUBLIC_URL", "http://localhost:8000/"),
        ("HELPDESK_DATABASE_SOCKET", socket),
        ("HELPDESK_DATABASE_USER", "root"),
        ("HELPDESK_DATABASE_NAME", database),
        ("HELPDESK_OAUTH_CLIENT_ID", "memory"),
        ("HELPDESK_OAUTH_CLIENT_SECRET", "memory"),
        ("HELPDESK_TOKEN_KEYS", "a:0101010101010101010101010101010101010101010101010101010101010101"),
    ];
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn connect(socket: &str) -> Conn {
    let options = OptsBuilder::default().user(Some("root")).socket(Some(socket)).prefer_socket(false);
    Conn::new(Opts::from(options)).await.expect("a database: run `cargo xtask up -- cargo test`")
}

#[test]
fn a_mail_of_25_megabytes_is_taken_in_within_what_a_small_job_has() {
    let socket = std::env::var("HELPDESK_TEST_DB_SOCKET").expect("run `cargo xtask up -- cargo test`");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let database = format!("helpdesk_memory_{}", std::process::id());
        let mut conn = connect(&socket).await;
        let create = format!("CREATE DATABASE {database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
        conn.query_drop(create).await.expect("a database");
        let config = Config::from_env(environment(&socket, &database).into_iter()).expect("a configuration");
        let store = Store::new(&config.database).expect("a pool");
        let app = App::new(store, Arc::new(SystemClock { offset: 0 }), Arc::new(config), Arc::new(SystemIds));
        migrate::migrate(&app.store, "memory----------").await.expect("migrated");
        policy::adopt_default(&app).await.expect("a policy");
        let raw = message(SIZE);
        assert!(raw.len().abs_diff(SIZE) < SIZE / 50, "{} bytes", raw.len());
        let before = ALLOCATED.current_usage() - raw.len();
        ALLOCATED.reset_peak_usage();
        let begun = std::time::Instant::now();
        let taken = take_in(&app, raw, None).await.expect("taken in");
        let peak = ALLOCATED.peak_usage() - before;
        println!("peak {} MiB, {:.1} s", peak >> 20, begun.elapsed().as_secs_f64());
        assert_eq!(taken.outcome, Some(Outcome::New), "{}", taken.reason);
        let kept: Option<u64> = conn
            .query_first(format!("SELECT COUNT(*) FROM {database}.mail_attachment WHERE kept = 'kept'"))
            .await
            .expect("SQL");
        assert_eq!(kept, Some(2));
        app.store.clone().close().await.expect("closed");
        conn.query_drop(format!("DROP DATABASE {database}")).await.expect("dropped");
        conn.disconnect().await.expect("disconnected");
        assert!(peak < PEAK, "{peak} bytes");
    });
}
