//! Addresses and headers that are not what they seem.

use crate::http::attacks::slow::raw;
use crate::http::service::{OWN, WIKI, on_a_service};
use helpdesk_domain::Role;
use reqwest::Method;
use reqwest::header::ORIGIN;

#[test]
fn no_way_of_writing_a_path_leads_out_of_the_static_files() {
    on_a_service(|service| async move {
        for path in [
            "/static/../Cargo.toml",
            "/static/..%2fCargo.toml",
            "/static/%2e%2e/Cargo.toml",
            "/static/%2e%2e%2fCargo.toml",
            "/static/..\\Cargo.toml",
            "/static/..%5cCargo.toml",
            "/static/%252e%252e%252fCargo.toml",
            "/static/....//Cargo.toml",
            "/static//etc/passwd",
            "/static/%2fetc%2fpasswd",
            "/static/file:%2f%2f%2fetc%2fpasswd",
            "/static/helpdesk.css%00.txt",
            "/static/helpdesk.css/..",
            "/static/popup.js/../../server/policy.toml",
            "/static/%c0%ae%c0%ae/Cargo.toml",
            "/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/support-requests/../../etc/passwd",
            "/api/v1/../../etc/passwd",
        ] {
            let answer = raw(
                &service,
                &format!("GET {path} HTTP/1.1\r\nHost: localhost:8000\r\nConnection: close\r\n\r\n"),
            )
            .await;
            let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
            assert!(matches!(status.as_str(), "400" | "404"), "{path}: {answer}");
            assert!(!answer.contains("root:") && !answer.contains("[package]"), "{path}: {answer}");
        }
    });
}

#[test]
fn nothing_that_is_sent_becomes_a_header_of_the_answer() {
    on_a_service(|service| async move {
        let elin = service.record.person("Elin", &[Role::Staff]).await;
        let mut browser = service.browser_of(&elin).await;
        let split = "x%0d%0aSet-Cookie:%20evil=1%0d%0aX-Evil:%20yes";
        for path in [
            format!("/sign-in?return_to=/{split}"),
            format!("/queue?text={split}&from={split}"),
            format!("/support-requests/{split}"),
            format!("/support-requests/new?title={split}"),
            format!("/static/{split}"),
            format!("/sign-in/callback?error={split}&state={split}"),
            format!("/sign-in/gadget?origin={split}&challenge={split}&state={split}"),
            format!("/api/v1/support-requests/{split}"),
        ] {
            let call = browser.call(Method::GET, &path).header(ORIGIN, WIKI);
            let page = browser.send(call).await;
            assert!(page.status < 500, "{path}: {}", page.status);
            assert!(!page.headers.contains_key("x-evil"), "{path}");
            let values = page.headers.values().map(|value| value.to_str().expect("text"));
            assert!(
                values.into_iter().all(|value| !value.contains("evil=1") || !value.contains('\n')),
                "{path}"
            );
        }
        let fields =
            [("origin", WIKI), ("challenge", &"a".repeat(43)), ("state", "x\r\nX-Evil: yes\"><script>")];
        let page = browser.post("/sign-in/gadget", &fields).await.expect(200);
        assert!(!page.headers.contains_key("x-evil") && !page.text.contains("<script>"), "{}", page.text);
    });
}

#[test]
fn who_says_to_come_from_elsewhere_is_not_believed() {
    on_a_service(|service| async move {
        let amina = service.record.person("Amina", &[]).await;
        let mut browser = service.browser_of(&amina).await;
        // Each call from another address, as it claims: the limit goes by account.
        let mut statuses = Vec::new();
        for n in 0..80 {
            let call = browser.call(Method::POST, "/support-requests/new").header(ORIGIN, OWN);
            let call =
                call.header("x-forwarded-for", format!("203.0.113.{n}")).header("x-real-ip", "203.0.113.9");
            let call = call.header("forwarded", format!("for=203.0.113.{n}"));
            let call = call.header("x-forwarded-host", "evil.example").header("x-forwarded-proto", "http");
            statuses
                .push(browser.send(call.form(&[("idempotency_key", "many-many"), ("what", "")])).await.status);
        }
        assert_eq!((statuses[0], statuses[79]), (422, 429));
        let mut other = service.browser();
        let call = other.call(Method::GET, "/sign-in?return_to=/").header("x-forwarded-host", "evil.example");
        let page = other.send(call.header("host", "evil.example")).await.expect(303);
        assert!(!page.location().contains("evil"), "{}", page.location());
        let page = browser.send(browser.call(Method::GET, "/").header("host", "evil.example")).await;
        assert!(!page.text.contains("evil"), "no address is made from what the caller says ours is");
    });
}

#[test]
fn the_cells_of_a_table_for_spreadsheets_are_no_formulas() {
    use helpdesk_server::http::table::csv;
    let rows =
        [["=HYPERLINK(\"http://evil\")", "+1", "-1+1"], ["@SUM(A1)", "\t=1", "\r=1"], ["a=1", "5", "é,\"\n"]];
    let rows = rows.map(|row| row.map(str::to_owned).to_vec());
    let text = String::from_utf8(csv(rows.into_iter()).expect("a table")).expect("UTF-8");
    let mut reader = csv_cells(&text);
    let cells: Vec<_> = reader.by_ref().collect();
    assert_eq!(cells.len(), 9, "{text}");
    for cell in &cells[..6] {
        assert!(cell.starts_with('\''), "{cell:?}");
    }
    assert_eq!(cells[6..], ["a=1", "5", "é,\"\n"]);
}

/// The cells of a table (RFC 4180), one after the other.
fn csv_cells(text: &str) -> impl Iterator<Item = String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = text.trim_end_matches("\r\n").trim_end_matches('\n').chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut().expect("one");
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => cells.push(String::new()),
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    cells.into_iter()
}
