//! Sign-in of one person made to be another's.

use crate::http::browser::Browser;
use crate::http::service::OWN;
use crate::http::sign_in::{allowed, at_the_wiki, sign_in};
use helpdesk_tests::front::Dialect;
use std::net::TcpListener;
use url::Url;

fn who(page: &str) -> Vec<&'static str> {
    ["Outsider", "Chiyo"].into_iter().filter(|name| page.contains(name)).collect()
}

async fn signed_in_as(browser: &mut Browser) -> Vec<&'static str> {
    who(&browser.get("/").await.expect(200).text)
}

fn part<'a>(back: &'a str, name: &str) -> &'a str {
    let rest = back.split(&format!("{name}=")).nth(1).expect("a parameter");
    rest.split('&').next().expect("a value")
}

#[test]
fn a_link_with_the_attackers_code_signs_no_victim_in_as_the_attacker() {
    at_the_wiki("login-csrf", Dialect::Master, |service| async move {
        let (mut attacker, mut victim) = (service.browser(), service.browser());
        let back = allowed(&mut attacker, "Outsider", "/").await;
        victim.get(&back).await.expect(400).says("<h1>");
        assert!(signed_in_as(&mut victim).await.is_empty());
        // Nor does it while the victim's own sign-in is under way.
        allowed(&mut victim, "Chiyo", "/").await;
        victim.get(&back).await.expect(400);
        assert!(signed_in_as(&mut victim).await.is_empty());
    });
}

#[test]
fn the_attackers_code_put_into_the_victims_own_way_back_is_refused() {
    at_the_wiki("code-injection", Dialect::Master, |service| async move {
        let (mut attacker, mut victim) = (service.browser(), service.browser());
        let stolen = allowed(&mut attacker, "Outsider", "/").await;
        let own = allowed(&mut victim, "Chiyo", "/").await;
        let mixed = own.replace(part(&own, "code"), part(&stolen, "code"));
        victim.get(&mixed).await.expect(403).says("<h1>");
        assert!(signed_in_as(&mut victim).await.is_empty(), "the verifier is the victim's, the code is not");
    });
}

#[test]
fn a_way_back_that_was_taken_once_leads_nowhere_twice() {
    at_the_wiki("replay", Dialect::Master, |service| async move {
        let mut browser = service.browser();
        let back = allowed(&mut browser, "Outsider", "/").await;
        let before = browser.clone();
        browser.get(&back).await.expect(303);
        browser.get(&back).await.expect(400);
        // Somebody who got hold of the address and of the cookie of before.
        let mut thief = before;
        assert_eq!(thief.get(&back).await.status, 403, "the code is used up");
        assert!(signed_in_as(&mut thief).await.is_empty());
    });
}

#[test]
fn a_cookie_planted_before_sign_in_does_not_sign_the_planter_in() {
    at_the_wiki("fixation", Dialect::Master, |service| async move {
        let mut attacker = service.browser();
        attacker.get("/sign-in?return_to=/").await.expect(303);
        let mut victim = attacker.clone();
        sign_in(&mut victim, "Chiyo", "/").await.expect(303);
        assert_eq!(signed_in_as(&mut victim).await, ["Chiyo"]);
        assert!(signed_in_as(&mut attacker).await.is_empty());
        assert_ne!(attacker.cookie, victim.cookie);
    });
}

#[test]
fn a_second_way_back_does_not_change_who_is_signed_in() {
    at_the_wiki("second", Dialect::Master, |service| async move {
        let mut browser = service.browser();
        let back = allowed(&mut browser, "Chiyo", "/").await;
        let back_of_other = allowed(&mut browser, "Outsider", "/").await;
        browser.get(&back).await.expect(303);
        browser.get(&back_of_other).await.expect(400);
        assert_eq!(signed_in_as(&mut browser).await, ["Chiyo"]);
    });
}

#[test]
fn an_answer_that_names_another_server_takes_the_code_there_in_no_case() {
    at_the_wiki("mix-up", Dialect::Master, |service| async move {
        let other = TcpListener::bind("127.0.0.1:0").expect("a socket");
        other.set_nonblocking(true).expect("set");
        let there = format!("http://{}", other.local_addr().expect("an address"));
        let mut browser = service.browser();
        let back = allowed(&mut browser, "Outsider", "/").await;
        let named = format!("{back}&iss={there}&token_endpoint={there}&redirect_uri={there}");
        let page = browser.get(&named).await;
        assert!(page.location().starts_with('/') || page.status >= 400, "{}", page.location());
        let knocked = other.accept();
        assert!(knocked.is_err(), "somebody brought the code: {knocked:?}");
    });
}

#[test]
fn after_sign_in_nobody_is_sent_to_another_site() {
    at_the_wiki("redirect", Dialect::Master, |service| async move {
        let mut browser = service.browser();
        let foreign = [
            "https://evil.example/",
            "//evil.example/",
            "///evil.example/",
            "/\\evil.example/",
            "\\\\evil.example/",
            "/\t/evil.example/",
            "/%09/evil.example",
            "/..//evil.example/",
            "/.//evil.example",
            "/x/..//evil.example/",
            "http:evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/\r\nSet-Cookie: a=b",
            "/%0d%0aSet-Cookie:%20a=b",
            "@evil.example",
            ".evil.example",
        ];
        let here: Url = OWN.parse().expect("an address");
        let stays = |location: &str| {
            let there = here.join(location).expect("an address");
            assert!(there.origin() == here.origin() && !location.starts_with("//"), "{location}");
            assert!(location.starts_with('/') && !location.contains(['\\', '\r', '\n']), "{location}");
        };
        for asked in foreign {
            let back = allowed(&mut service.browser(), "Outsider", asked).await;
            assert!(!back.contains("evil"), "{back}");
        }
        for asked in ["//evil.example/", "/..//evil.example/", "/\\evil.example/", "/%0d%0aSet-Cookie:%20a=b"] {
            let mut fresh = service.browser();
            let done = sign_in(&mut fresh, "Outsider", asked).await.expect(303);
            stays(done.location());
            assert!(!done.headers.contains_key("a"));
        }
        sign_in(&mut browser, "Outsider", "/").await.expect(303);
        for asked in foreign {
            let query =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", asked).finish();
            for query in [query.clone(), query.replace("return_to", "next"), query.replace("return_to", "url")]
            {
                stays(browser.get(&format!("/sign-in?{query}")).await.expect(303).location());
            }
        }
    });
}
