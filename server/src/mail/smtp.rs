//! Handing a message to a relay (RFC 5321), step by step, so that it is known whether it may have
//! been taken when an answer is lost.

use super::message::Ready;
use super::status_code::is_of_the_address;
use crate::config::{SmtpConfig, SmtpTls};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use secrecy::ExposeSecret;
use std::time::Duration;

/// How much longer than another step the last one may take (RFC 5321 section 4.5.3.2.6).
const LAST_STEP: u32 = 3;

/// What a relay did not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It cannot be reached, or not as it has to be. Nothing was sent.
    Unreached(String),
    /// It asks to come back later (4xx). It did not take the message.
    Deferred(String),
    /// It never takes mail to this address (5xx).
    Refused(String),
    /// It never takes this message, which says nothing of the address (5xx).
    Declined(String),
    /// No answer came after the whole message was sent: it may have been taken.
    Unknown,
}

/// A relay that is ready for the text of a message.
pub struct Offered {
    connection: AsyncSmtpConnection,
    patience: Duration,
}

/// Connects, and says from and to whom the message is.
///
/// # Errors
/// [`Trouble`], never [`Trouble::Unknown`].
pub async fn offer(config: &SmtpConfig, hello: &str, ready: &Ready) -> Result<Offered, Trouble> {
    let patience = Duration::from_secs(config.patience);
    let steps = async {
        let mut connection = connect(config, hello, patience).await?;
        let mut parameters = Vec::new();
        let mut addresses = ready.envelope.to().iter().chain(ready.envelope.from());
        if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Trouble::Refused("the relay takes no such address (SMTPUTF8)".to_owned()));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // A relay that refuses the sender refuses us, not the addressee.
        let sender = Mail::new(ready.envelope.from().cloned(), parameters);
        connection.command(sender).await.map_err(|error| match of_step(&error) {
            Trouble::Refused(words) | Trouble::Declined(words) => Trouble::Unreached(words),
            other => other,
        })?;
        for to in ready.envelope.to() {
            connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(|error| of_step(&error))?;
        }
        connection.command(Data).await.map_err(|error| of_step(&error))?;
        Ok(connection)
    };
    match tokio::time::timeout(patience * 2, steps).await {
        Ok(connection) => Ok(Offered { connection: connection?, patience }),
        Err(_) => Err(Trouble::Unreached("the relay takes too long".to_owned())),
    }
}

impl Offered {
    /// Sends the text and waits for the relay to take it.
    ///
    /// # Errors
    /// [`Trouble::Unknown`] if its answer is lost.
    pub async fn give(mut self, ready: &Ready) -> Result<(), Trouble> {
        let given =
            tokio::time::timeout(self.patience * LAST_STEP, self.connection.message(&ready.bytes)).await;
        match given {
            Ok(Ok(_)) => {
                // The message was taken; how the connection ends changes nothing.
                let _ = tokio::time::timeout(Duration::from_secs(2), self.connection.quit()).await;
                Ok(())
            }
            Ok(Err(error)) => Err(of_answer(&error, true).unwrap_or(Trouble::Unknown)),
            Err(_) => Err(Trouble::Unknown),
        }
    }
}

async fn connect(config: &SmtpConfig, hello: &str, patience: Duration) -> Result<AsyncSmtpConnection, Trouble> {
    let hello = ClientId::Domain(hello.to_owned());
    let whole = if config.tls == SmtpTls::Whole { Some(tls(config)?) } else { None };
    let place = (config.host.as_str(), config.port);
    let mut connection = AsyncSmtpConnection::connect_tokio1(place, Some(patience), &hello, whole, None)
        .await
        .map_err(|error| of_step(&error))?;
    let upgrade = match config.tls {
        SmtpTls::Required => true,
        SmtpTls::Offered => connection.can_starttls(),
        SmtpTls::Whole | SmtpTls::None => false,
    };
    if upgrade {
        connection.starttls(tls(config)?, &hello).await.map_err(|error| of_step(&error))?;
    }
    if let Some((user, password)) = &config.account {
        let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        connection.auth(&mechanisms, &credentials).await.map_err(|error| match of_answer(&error, false) {
            // A wrong password is ours to mend, and no fault of the address.
            Some(Trouble::Refused(words) | Trouble::Declined(words)) => Trouble::Unreached(words),
            other => other.unwrap_or_else(|| Trouble::Unreached(without_addresses(&error.to_string()))),
        })?;
    }
    Ok(connection)
}

fn tls(config: &SmtpConfig) -> Result<TlsParameters, Trouble> {
    let wrong = |what: String| Trouble::Unreached(what);
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(file) = &config.ca {
        let pem = std::fs::read(file).map_err(|error| wrong(format!("HELPDESK_SMTP_CA: {error}")))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| wrong(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| wrong(error.to_string()))
}

fn of_step(error: &Error) -> Trouble {
    of_answer(error, false).unwrap_or_else(|| Trouble::Unreached(without_addresses(&error.to_string())))
}

/// What an answer of the relay means; `None` if there was none.
fn of_answer(error: &Error, text_was_sent: bool) -> Option<Trouble> {
    let words = || without_addresses(&error.to_string());
    if error.is_transient() {
        Some(Trouble::Deferred(words()))
    } else if error.is_permanent() && is_of_the_address(&error.to_string(), text_was_sent) {
        Some(Trouble::Refused(words()))
    } else if error.is_permanent() {
        Some(Trouble::Declined(words()))
    } else {
        None
    }
}

/// The words without whatever looks like an address, as they are shown and logged.
#[must_use]
pub fn without_addresses(words: &str) -> String {
    let hide = |word: &str| if word.contains('@') { "…".to_owned() } else { word.to_owned() };
    let plain: String = words.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    let short: Vec<String> = plain.split_whitespace().map(hide).collect();
    short.join(" ").chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_s_words_are_kept_without_the_address() {
        let words = without_addresses("permanent error (550): 5.1.1 <ada@example.org>: no such\r\nuser");
        assert_eq!(words, "permanent error (550): 5.1.1 … no such user");
    }
}
