//! Who wants which mail, and where to.

use crate::app::error::insist;
use crate::app::mail_out::compose::preference;
use crate::app::mail_out::enqueue::Wish;
use crate::app::mail_out::links;
use crate::app::{App, AppError, idempotency};
use crate::mail::reply_address::Purpose;
use crate::mail::words::languages;
use crate::store::mail_preferences::{self, Pace, Preference, Way};
use crate::store::sent_mail::MailKind;
use crate::store::{begin, commit};
use helpdesk_domain::form::{MailAddress, Problem};
use helpdesk_domain::{FieldError, PersonId, Values};

/// What somebody chose, or what holds for those who chose nothing.
///
/// # Errors
/// As the database says.
pub async fn find(app: &App, who: PersonId) -> Result<Preference, AppError> {
    preference(app, who).await
}

/// Keeps what somebody filled in: `way`, `mail`, `pace`, `ballot`, `language`. Another address has to
/// be confirmed from it, and gets one mail for that.
///
/// # Errors
/// [`AppError::Form`] for what was filled in wrongly.
pub async fn choose(app: &App, who: PersonId, values: &Values) -> Result<Preference, AppError> {
    insist(|| choose_once(app, who, values)).await
}

async fn choose_once(app: &App, who: PersonId, values: &Values) -> Result<Preference, AppError> {
    let before = find(app, who).await?;
    let chosen = read(who, &before, values).map_err(AppError::Form)?;
    let moved = chosen.mail != before.mail;
    let asks = chosen.way == Way::Address && !chosen.confirmed;
    let mut conn = app.store.conn().await?;
    let mut tx = begin(&mut conn).await?;
    mail_preferences::save(&mut tx, &chosen, moved, app.clock.now()).await?;
    let kept = mail_preferences::find(&mut tx, who).await?.ok_or(AppError::NotFound)?;
    if asks {
        let generation = kept.generation.to_string();
        let once = format!("confirm|{}", idempotency::hex(&[who.as_str(), &generation]));
        let seq = Some(kept.generation);
        Wish { once: Some(&once), seq, ..Wish::at_once(who, MailKind::ConfirmAddress) }
            .keep(&mut tx, app)
            .await?;
    }
    commit(tx).await?;
    Ok(kept)
}

fn read(who: PersonId, before: &Preference, values: &Values) -> Result<Preference, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut problem = |field: &str, problem: Problem| {
        wrong.push(FieldError { field: field.to_owned(), problem });
    };
    let text = |name: &str| values.get(name).map(|value| value.trim()).unwrap_or_default();
    let way = Way::parse(text("way"));
    if way.is_none() {
        problem("way", Problem::NotAChoice);
    }
    let pace = Pace::parse(text("pace"));
    if pace.is_none() {
        problem("pace", Problem::NotAChoice);
    }
    let language = Some(text("language")).filter(|tag| !tag.is_empty()).map(str::to_owned);
    if language.as_deref().is_some_and(|tag| !languages().any(|known| known == tag)) {
        problem("language", Problem::NotAChoice);
    }
    let mail = match (way, text("mail")) {
        (Some(Way::Address), typed) => match MailAddress::parse(typed) {
            Ok(address) if is_address(address.as_str()) => Some(address.as_str().to_owned()),
            Ok(_) => {
                problem("mail", Problem::NotAMailAddress);
                None
            }
            Err(error) => {
                problem("mail", Problem::Text(error));
                None
            }
        },
        (Some(Way::None | Way::Wiki) | None, _) => None,
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let confirmed = before.confirmed && mail == before.mail;
    Ok(Preference {
        person: who,
        way: way.unwrap_or(Way::None),
        mail,
        confirmed,
        pace: pace.unwrap_or(Pace::AtOnce),
        ballot: values.contains_key("ballot"),
        language,
        generation: before.generation,
    })
}

/// One `@` with something on both sides and a dot behind it.
pub(super) fn is_address(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains('@');
    text.split_once('@').is_some_and(|(local, domain)| plain(local) && plain(domain) && domain.contains('.'))
}

/// Whether a link from a mail says that the address is that person's own.
#[must_use]
pub fn can_confirm(app: &App, token: &str) -> bool {
    links::proven(app, Purpose::Confirm, token).is_some()
}

/// Confirms the address that the link went to. `false` if it was changed since.
///
/// # Errors
/// [`AppError::NotFound`] if the link is none of ours.
pub async fn confirm(app: &App, token: &str) -> Result<bool, AppError> {
    let token = links::proven(app, Purpose::Confirm, token).ok_or(AppError::NotFound)?;
    Ok(mail_preferences::confirm(&app.store, token.person, token.generation).await?)
}

/// Whether a link from a mail ends gathered mail for somebody.
#[must_use]
pub fn can_unsubscribe(app: &App, token: &str) -> bool {
    links::proven(app, Purpose::Unsubscribe, token).is_some()
}

/// Ends gathered mail for the one whom the link went to: only what nobody else can answer still comes.
///
/// # Errors
/// [`AppError::NotFound`] if the link is none of ours.
pub async fn unsubscribe(app: &App, token: &str) -> Result<(), AppError> {
    let token = links::proven(app, Purpose::Unsubscribe, token).ok_or(AppError::NotFound)?;
    set_pace(app, token.person, Pace::Needed).await
}

/// Changes how often somebody gets mail, who may have chosen nothing before.
///
/// # Errors
/// As the database says.
pub(super) async fn set_pace(app: &App, who: PersonId, pace: Pace) -> Result<(), AppError> {
    let chosen = Preference { pace, ..find(app, who).await? };
    insist(async || {
        let mut conn = app.store.conn().await?;
        let mut tx = begin(&mut conn).await?;
        mail_preferences::save(&mut tx, &chosen, false, app.clock.now()).await?;
        Ok(commit(tx).await?)
    })
    .await
}
