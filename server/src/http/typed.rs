//! What somebody typed, kept beside the handling of a form: whatever goes wrong, the page that says
//! so gives it back.

use super::body;
use super::page_error::PageError;
use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;

/// Shorter ones are names, dates and choices, quickly typed again.
const WORTH_KEEPING: usize = 30;

/// The long texts of a form. The body stays to be read.
///
/// # Errors
/// [`PageError`] if it is too large.
pub async fn texts(request: &mut ServiceRequest) -> Result<Vec<String>, PageError> {
    if request.method().is_safe() || !body::is_form(request.content_type()) {
        return Ok(Vec::new());
    }
    let (parts, payload) = request.parts_mut();
    let bytes = body::whole(parts, payload).await;
    let bytes = bytes.map_err(|status| PageError::refused(status, body::code_of(status)))?;
    request.set_payload(bytes.clone().into());
    let long = |text: &str| text.chars().count() >= WORTH_KEEPING && text.contains(char::is_whitespace);
    let fields = url::form_urlencoded::parse(&bytes);
    Ok(fields.map(|(_, value)| value.into_owned()).filter(|text| long(text)).collect())
}
