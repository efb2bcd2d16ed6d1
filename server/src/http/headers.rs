//! What every answer says to the browser, and what is refused for where it comes from.

use super::Site;
use super::page_error::PageError;
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::web::Data;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Headers that are the same for all answers.
pub fn security() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "same-origin"))
        .add(("permissions-policy", PERMISSIONS))
}

/// Where paths begin whose last part is a secret that lets in who has it.
const PRIVATE: [&str; 3] = ["/status/", "/unsubscribe/", "/mail/confirm/"];

fn is_private(path: &str) -> bool {
    PRIVATE.iter().any(|start| path.starts_with(start))
}

/// For pages: none is kept by the browser, and none keeps a tie to the page that opened it but
/// those of the sign-in, which the gadget waits for.
pub async fn of_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let opened = request.path() == "/sign-in" || request.path().starts_with("/sign-in/");
    let private = is_private(request.path());
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if private {
        // Neither the next site nor a search engine gets to know the link.
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    }
    let value = HeaderValue::from_static(if opened { "unsafe-none" } else { "same-origin" });
    headers.insert(OPENER_POLICY, value);
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// For the interface for programs: what somebody's token got is kept by no cache.
pub async fn of_api(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let personal = request.headers().contains_key(header::AUTHORIZATION);
    let mut response = next.call(request).await?;
    if personal {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// Refuses what was not sent from a page of our own, unless it only reads, or the link itself and no
/// cookie lets in: mail providers send such a form without any page (RFC 8058), and browsers name no
/// origin where no referrer is told.
pub async fn own_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !request.method().is_safe() && !is_private(request.path()) {
        let site = request.app_data::<Data<Site>>().map(|site| site.origin.clone()).unwrap_or_default();
        if !is_own(request.headers(), &site) {
            let refused = PageError::refused(StatusCode::FORBIDDEN, "foreign-origin");
            return Ok(request.error_response(refused));
        }
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn is_own(headers: &HeaderMap, own: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text("sec-fetch-site");
    match text("origin") {
        Some(origin) => origin == own && site.is_none_or(|site| site == "same-origin"),
        None => site == Some("same-origin"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        is_own(&headers, "https://helpdesk.example")
    }

    #[test]
    fn only_our_own_pages_send_forms() {
        assert!(own(&[("origin", "https://helpdesk.example")]));
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        for foreign in
            ["https://evil.example", "null", "https://helpdesk.example.evil.org", "http://helpdesk.example", ""]
        {
            assert!(!own(&[("origin", foreign)]), "{foreign}");
        }
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(!own(&[("sec-fetch-site", "none")]));
        assert!(!own(&[("origin", "https://helpdesk.example"), ("sec-fetch-site", "cross-site")]));
        assert!(!own(&[]));
    }
}
