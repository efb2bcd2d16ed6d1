//! As much of a browser as a sign-in needs: cookies, links, forms.

use anyhow::{Context, Result, bail, ensure};
use url::Url;

use super::{Answer, Target};

/// One browser with its own cookies. It does not follow redirects by itself.
#[derive(Clone, Debug)]
pub struct Browser {
    http: reqwest::Client,
}

/// Which button of the consent page is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Allow.
    Allow,
    /// Cancel.
    Cancel,
}

/// A form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: Url,
    /// Names and values of its hidden fields.
    pub fields: Vec<(String, String)>,
    /// Names of its buttons.
    pub buttons: Vec<String>,
}

impl Browser {
    /// Without cookies.
    pub fn new() -> Result<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("an HTTP client")?;
        Ok(Self { http })
    }

    /// Opens a page.
    pub async fn get(&self, url: Url) -> Result<Answer> {
        let shown = url.clone();
        Answer::of(self.http.get(url)).await.with_context(|| format!("opening {shown}"))
    }

    /// Opens a page and follows redirects while they stay on the wiki.
    pub async fn follow(&self, target: &Target, url: Url) -> Result<(Url, Answer)> {
        let mut url = url;
        for _ in 0..10 {
            let answer = self.get(url.clone()).await?;
            if !(300..400).contains(&answer.status) {
                return Ok((url, answer));
            }
            let next = answer.location()?;
            if next.origin() != target.wiki.origin() {
                return Ok((next, answer));
            }
            url = next;
        }
        bail!("redirects without end at {url}")
    }

    /// Sends a form.
    pub async fn submit(&self, form: &Form, more: &[(&str, &str)]) -> Result<Answer> {
        let hidden = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
        let fields: Vec<(&str, &str)> = hidden.chain(more.iter().copied()).collect();
        Answer::of(self.http.post(form.action.clone()).form(&fields))
            .await
            .with_context(|| format!("sending the form to {}", form.action))
    }

    /// Fills in the login form at an address; gives where the wiki sends the browser then.
    pub async fn log_in(&self, target: &Target, login: Url) -> Result<Url> {
        let page = self.get(login.clone()).await?;
        let form = Form::with_field(&login, &page.text, "wpLoginToken")?;
        let more = [
            ("wpName", target.user.as_str()),
            ("wpPassword", target.password.as_str()),
            ("wploginattempt", "Log in"),
        ];
        let answer = self.submit(&form, &more).await?;
        answer.location().context("the login form did not let the account in")
    }

    /// Presses a button on the consent page that an authorize address leads to; gives the client's callback address.
    pub async fn consent(&self, target: &Target, authorize: Url, consent: Consent) -> Result<Url> {
        let (at, page) = self.follow(target, authorize).await?;
        ensure!(at.origin() == target.wiki.origin(), "no consent page, but a redirect to {at}");
        let form = Form::with_field(&at, &page.text, "wpEditToken")?;
        let button = match consent {
            Consent::Allow => ("accept", "Allow"),
            Consent::Cancel => ("cancel", "Cancel"),
        };
        let back = self.submit(&form, &[button]).await?.location()?;
        let (callback, _) = self.follow(target, back).await?;
        ensure!(
            callback.origin() != target.wiki.origin(),
            "after the consent page the browser is still on the wiki, at {callback}"
        );
        Ok(callback)
    }
}

impl Form {
    /// The form of a page that has a certain hidden field.
    pub fn with_field(page: &Url, html: &str, field: &str) -> Result<Self> {
        let form = html
            .split("<form")
            .skip(1)
            .filter_map(|rest| rest.split("</form").next())
            .find(|form| tags(form, "input").any(|tag| attribute(tag, "name").as_deref() == Some(field)))
            .with_context(|| format!("{page} has no form with {field}: {html:.600}"))?;
        let action = attribute(form.split('>').next().unwrap_or_default(), "action").unwrap_or_default();
        let fields = tags(form, "input")
            .filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"))
            .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
            .collect();
        let buttons = tags(form, "button").filter_map(|tag| attribute(tag, "name")).collect();
        Ok(Self { action: page.join(&action).context("the form's action")?, fields, buttons })
    }

    /// The value of a hidden field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn tags<'a>(html: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    html.split('<').filter_map(move |tag| {
        tag.strip_prefix(name).filter(|rest| rest.starts_with([' ', '\n', '>']))?.split('>').next()
    })
}

/// An attribute in double or single quotes, as MediaWiki writes them.
fn attribute(tag: &str, name: &str) -> Option<String> {
    ['"', '\''].into_iter().find_map(|quote| {
        let start = format!(" {name}={quote}");
        let value = tag.split_once(&start)?.1.split(quote).next()?;
        Some(
            value
                .replace("&quot;", "\"")
                .replace("&#039;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_recorded_consent_page_is_read() {
        let html = r#"<form action="/search"><input name="search"></form>
<form id='mw-mwoauth-authorize-form' action='/wiki/Special:OAuth/approve' method='post'>
  <input type="hidden" value="Special:OAuth/approve" name="title">
  <input type='checkbox' tabindex='0' name='wpignorewarnings' value='1' />
  <input id="wpEditToken" type="hidden" value="d46483a6+\" name="wpEditToken">
  <input id="mw-input-returntoquery" name="returntoquery" type="hidden" value="response_type=code&amp;state=1">
  <button type='submit' name='accept' value='Allow'>Allow</button>
  <button type='submit' name='cancel' value='Cancel'>Cancel</button></form>"#;
        let page: Url = "http://127.0.0.1:8143/w/index.php?title=x".parse().unwrap();
        let form = Form::with_field(&page, html, "wpEditToken").unwrap();
        assert_eq!(form.action.as_str(), "http://127.0.0.1:8143/wiki/Special:OAuth/approve");
        assert_eq!(form.value("wpEditToken"), Some("d46483a6+\\"));
        assert_eq!(form.value("returntoquery"), Some("response_type=code&state=1"));
        assert_eq!(form.value("wpignorewarnings"), None);
        assert_eq!(form.buttons, ["accept", "cancel"]);
    }
}
