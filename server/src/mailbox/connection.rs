//! One connection to a mailbox: IMAP (RFC 9051, RFC 3501) over TLS from the first byte on.

use crate::config::ImapConfig;
use anyhow::{Context, Result, anyhow, bail};
use async_imap::types::Fetch;
use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use secrecy::ExposeSecret;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long the server may take for one answer; a large message may take this long for each part.
const PATIENCE: Duration = Duration::from_secs(120);
/// The keyword of messages that were handled, where they stay in their folder.
const HANDLED: &str = "HelpdeskTaken";

type Stream = TlsStream<TcpStream>;

/// A connection that is logged in.
pub(super) struct Connection {
    session: Session<Stream>,
    can_move: bool,
    can_listen: bool,
}

/// Connects and logs in.
///
/// # Errors
/// In words, without the password.
pub(super) async fn connect(config: &ImapConfig) -> Result<Connection> {
    let (host, port) = (config.host.as_str(), config.port);
    let tls = TlsConnector::from(Arc::new(trust(config.ca.as_deref())?));
    let name =
        ServerName::try_from(host.to_owned()).with_context(|| format!("{host} is not the name of a host"))?;
    let tcp = patiently("connecting", TcpStream::connect((host, port))).await?;
    let stream = patiently("TLS", tls.connect(name, tcp)).await?;
    let mut client = Client::new(stream);
    let greeting = patiently("the greeting", client.read_response()).await?;
    greeting.context("the server closed the connection instead of greeting")?;
    let login = client.login(&config.user, config.password.expose_secret());
    let login = tokio::time::timeout(PATIENCE, login).await.context("logging in took too long")?;
    let mut session = login.map_err(|(error, _)| anyhow!(error).context("the mailbox does not let us in"))?;
    let capabilities = patiently("asking what it can do", session.capabilities()).await?;
    let (can_move, can_listen) = (capabilities.has_str("MOVE"), capabilities.has_str("IDLE"));
    Ok(Connection { session, can_move, can_listen })
}

/// The public authorities, or those of the file in place of them.
fn trust(ca: Option<&Path>) -> Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    match ca {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let name = file.display();
            let certificates =
                CertificateDer::pem_file_iter(file).with_context(|| format!("{name} could not be read"))?;
            for certificate in certificates {
                roots.add(certificate.with_context(|| format!("{name} has no certificates"))?)?;
            }
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

async fn patiently<T, E>(what: &str, doing: impl Future<Output = Result<T, E>>) -> Result<T>
where
    E: Into<anyhow::Error>,
{
    match tokio::time::timeout(PATIENCE, doing).await {
        Ok(done) => done.map_err(Into::into).with_context(|| format!("the mailbox, {what}")),
        Err(_) => bail!("the mailbox, {what}: no answer for {} seconds", PATIENCE.as_secs()),
    }
}

impl Connection {
    /// Opens a folder, and gives its UIDVALIDITY.
    pub(super) async fn open(&mut self, folder: &str) -> Result<u32> {
        let opened = patiently("opening the folder", self.session.select(folder)).await?;
        opened.uid_validity.context("the mailbox gives no UIDVALIDITY")
    }

    /// The UIDs of what was not handled, in their order: of all, where what is handled is moved away.
    pub(super) async fn not_handled(&mut self, moved_away: bool) -> Result<Vec<u32>> {
        let query = if moved_away { "ALL".to_owned() } else { format!("UNKEYWORD {HANDLED}") };
        let found = patiently("searching", self.session.uid_search(query)).await?;
        let mut uids: Vec<u32> = found.into_iter().collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// How many bytes a message has; `None` if it is no longer there.
    pub(super) async fn size(&mut self, uid: u32) -> Result<Option<u32>> {
        let found = self.items(uid, "RFC822.SIZE").await?;
        Ok(found.iter().find(|one| one.uid == Some(uid)).map(|one| one.size.unwrap_or(0)))
    }

    /// A message as it is, or its headers; `None` if it is no longer there. It stays unread.
    pub(super) async fn fetch(&mut self, uid: u32, whole: bool) -> Result<Option<Vec<u8>>> {
        let item = if whole { "BODY.PEEK[]" } else { "BODY.PEEK[HEADER]" };
        let found = self.items(uid, item).await?;
        let bytes = |one: &Fetch| if whole { one.body() } else { one.header() }.map(<[u8]>::to_vec);
        Ok(found.iter().filter(|one| one.uid == Some(uid)).find_map(bytes))
    }

    async fn items(&mut self, uid: u32, item: &str) -> Result<Vec<Fetch>> {
        let session = &mut self.session;
        patiently("fetching", async move {
            let found = session.uid_fetch(uid.to_string(), format!("(UID {item})")).await?;
            found.try_collect().await
        })
        .await
    }

    /// Moves a message to where handled ones are, or flags it as one.
    pub(super) async fn put_away(&mut self, uid: u32, folder: Option<&str>) -> Result<()> {
        let uid = uid.to_string();
        let Some(folder) = folder else {
            return self.flag(&uid, &format!("+FLAGS (\\Seen {HANDLED})")).await;
        };
        // Made where it is missing; that it is there already is no failure.
        let _ = patiently("making a folder", self.session.create(folder)).await;
        if self.can_move {
            return patiently("moving a message", self.session.uid_mv(&uid, folder)).await;
        }
        patiently("copying a message", self.session.uid_copy(&uid, folder)).await?;
        self.flag(&uid, "+FLAGS (\\Deleted)").await?;
        let session = &mut self.session;
        patiently("removing a message", async move {
            let removed = session.uid_expunge(&uid).await?;
            removed.try_collect::<Vec<_>>().await
        })
        .await?;
        Ok(())
    }

    async fn flag(&mut self, uid: &str, flags: &str) -> Result<()> {
        let session = &mut self.session;
        patiently("flagging a message", async move {
            let flagged = session.uid_store(uid, flags).await?;
            flagged.try_collect::<Vec<_>>().await
        })
        .await?;
        Ok(())
    }

    /// Waits until the server tells of something new, or it is time to look again.
    pub(super) async fn wait_for_mail(self, listen: Duration, leave_alone: Duration) -> Result<Self> {
        let Self { session, can_move, can_listen } = self;
        if !can_listen {
            tokio::time::sleep(leave_alone).await;
            return Ok(Self { session, can_move, can_listen });
        }
        let mut idle = session.idle();
        patiently("listening", idle.init()).await?;
        let (told, _interrupt) = idle.wait_with_timeout(listen);
        told.await.context("the mailbox, listening")?;
        let session = patiently("going on", idle.done()).await?;
        Ok(Self { session, can_move, can_listen })
    }

    /// Says good-bye; a server that does not answer is left.
    pub(super) async fn log_out(mut self) {
        if let Err(error) = patiently("logging out", self.session.logout()).await {
            tracing::debug!(error = format!("{error:#}"), "the mailbox did not say good-bye");
        }
    }
}
