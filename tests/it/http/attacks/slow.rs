//! Callers that never come to an end.

use crate::http::service::{Service, on_a_service};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than the service waits for anybody. Nothing is measured: the end of the connection is waited for.
const AT_MOST: Duration = Duration::from_secs(60);

/// What the service says to these bytes, until it ends the connection.
pub async fn raw(service: &Arc<Service>, bytes: &str) -> String {
    let mut stream = TcpStream::connect(service.address).await.expect("a connection");
    stream.write_all(bytes.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let read = tokio::time::timeout(AT_MOST, stream.read_to_end(&mut answer)).await;
    match read.expect("the service ends the connection") {
        Ok(_) | Err(_) => String::from_utf8_lossy(&answer).into_owned(),
    }
}

#[test]
fn somebody_who_never_finishes_the_head_is_hung_up_on() {
    on_a_service(|service| async move {
        let answer = raw(&service, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
        service.browser().get("/healthz").await.expect(200);
    });
}

#[test]
fn somebody_who_never_finishes_the_body_is_told_so_and_hung_up_on() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let token = service.token(amina.person).await;
        let form = "POST /support-requests/new HTTP/1.1\r\nHost: localhost:8000\r\nOrigin: http://localhost:8000\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nwhat=";
        let json = format!(
            "POST /api/v1/support-requests HTTP/1.1\r\nHost: localhost:8000\r\nOrigin: http://127.0.0.1:9\r\n\
            Authorization: Bearer {token}\r\nIdempotency-Key: slow-slow\r\nContent-Type: application/json\r\n\
            Content-Length: 1000\r\n\r\n{{"
        );
        let (one, other) = tokio::join!(raw(&service, form), raw(&service, &json));
        for answer in [one, other] {
            assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        }
        service.browser().get("/healthz").await.expect(200);
    });
}

#[test]
fn a_head_without_end_is_refused() {
    on_a_service(|service| async move {
        let mut stream = TcpStream::connect(service.address).await.expect("a connection");
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").await.expect("sent");
        let line = format!("X-Much: {}\r\n", "a".repeat(8000));
        let mut sent = 0;
        // The service hangs up long before this ends.
        while sent < 4 << 20 && stream.write_all(line.as_bytes()).await.is_ok() {
            sent += line.len();
        }
        let mut answer = Vec::new();
        let read = tokio::time::timeout(AT_MOST, stream.read_to_end(&mut answer)).await.expect("an end");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(read.is_err() || answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
        service.browser().get("/healthz").await.expect(200);
    });
}
