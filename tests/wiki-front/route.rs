//! Which part of the front a request is for.

use helpdesk_tests::front::Place;
use url::form_urlencoded;

/// Where the parts of OAuth that a browser sees begin.
pub const AUTHORIZE_PATH: &str = "/w/rest.php/oauth2/authorize";

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A path under `/__front/`.
    Control(String),
    /// The consent page, Special:OAuth/approve.
    Approve,
    /// Special:OAuth/rest_redirect, where the login form sends the browser.
    RestRedirect,
    /// `/w/rest.php/oauth2/resource/{kind}`.
    Resource(String),
    /// Anything else.
    Place(Place),
}

/// From the path and the query string, both as they were sent.
pub fn of(path: &str, query: &str) -> Route {
    if let Some(rest) = path.strip_prefix("/__front/") {
        return Route::Control(rest.to_owned());
    }
    if let Some(kind) = path.strip_prefix("/w/rest.php/oauth2/resource/") {
        return Route::Resource(kind.to_owned());
    }
    match special_page(path, query).as_deref() {
        Some("OAuth/approve") => return Route::Approve,
        Some("OAuth/rest redirect") => return Route::RestRedirect,
        _ => {}
    }
    Route::Place(match path {
        AUTHORIZE_PATH => Place::Authorize,
        "/w/rest.php/oauth2/access_token" => Place::AccessToken,
        "/w/api.php" => Place::Api,
        _ if path.starts_with("/w/rest.php") => Place::Rest,
        _ => Place::Page,
    })
}

/// The special page asked for, without its namespace and with spaces.
fn special_page(path: &str, query: &str) -> Option<String> {
    let title = match path.strip_prefix("/wiki/") {
        // A `+` in a path is a plus.
        Some(encoded) => form_urlencoded::parse(encoded.replace('+', "%2B").as_bytes())
            .next()
            .map(|(title, _)| title.into_owned()),
        None if matches!(path, "/w/index.php" | "/w/" | "/") => form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == "title")
            .map(|(_, title)| title.into_owned()),
        None => None,
    }?;
    title.replace('_', " ").strip_prefix("Special:").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_special_pages_are_found_however_they_are_written() {
        for (path, query) in [
            ("/wiki/Special:OAuth/rest_redirect", "rest_url=x"),
            ("/wiki/Special%3AOAuth%2Frest_redirect", ""),
            ("/w/index.php", "title=Special:OAuth/rest_redirect&rest_url=x"),
            ("/w/index.php", "a=b&title=Special%3AOAuth%2Frest+redirect"),
        ] {
            assert_eq!(of(path, query), Route::RestRedirect, "{path}?{query}");
        }
        assert_eq!(of("/wiki/Special:OAuth/approve", ""), Route::Approve);
        assert_eq!(of("/w/index.php", "title=Special:OAuth/approve&scope=basic"), Route::Approve);
        assert_eq!(of("/wiki/Special:OAuthListConsumers", ""), Route::Place(Place::Page));
    }

    #[test]
    fn the_end_points_are_told_apart() {
        assert_eq!(of(AUTHORIZE_PATH, ""), Route::Place(Place::Authorize));
        assert_eq!(of("/w/rest.php/oauth2/access_token", ""), Route::Place(Place::AccessToken));
        assert_eq!(of("/w/rest.php/oauth2/resource/profile", ""), Route::Resource("profile".to_owned()));
        assert_eq!(of("/w/rest.php/v1/page/X", ""), Route::Place(Place::Rest));
        assert_eq!(of("/w/api.php", "action=query"), Route::Place(Place::Api));
        assert_eq!(of("/wiki/A%3DB+C", ""), Route::Place(Place::Page));
        assert_eq!(of("/__front/log", ""), Route::Control("log".to_owned()));
    }
}
