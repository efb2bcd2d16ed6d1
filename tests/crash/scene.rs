//! What all kinds of the test have: the database, the wiki, people and a client.

use crate::Options;
use crate::database::Database;
use crate::desk::Desk;
use crate::letters::Post;
use crate::mailbox::Mailbox;
use crate::play::Client;
use crate::relay::Relay;
use crate::verdict::Verdict;
use crate::wiki::Wiki;
use actix_web::web::Data;
use anyhow::{Result, bail};
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// How long workers may take for what is left to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// The stage.
pub struct Stage {
    /// The database.
    pub database: Database,
    /// The wiki.
    pub wiki: Data<Wiki>,
    /// The service past its processes.
    pub desk: Desk,
    /// The ports of the services.
    pub ports: Vec<u16>,
    /// The client.
    pub client: Client,
}

impl Stage {
    /// The same with mail.
    pub async fn open_with_mail(options: &Options) -> Result<(Self, Post)> {
        let (relay, port) = Relay::start(options.seed)?;
        let (mailbox, incoming) = Mailbox::open(options)?;
        let outgoing = [
            ("HELPDESK_SMTP_URL", format!("smtp://127.0.0.1:{port}?tls=none")),
            ("HELPDESK_SMTP_SECONDS", "5".to_owned()),
            ("HELPDESK_MAIL_FROM", "tools.helpdesk@toolforge.org".to_owned()),
            ("HELPDESK_MAIL_REPLY", "helpdesk+{token}@mail.example".to_owned()),
            ("HELPDESK_MAIL_OWN_ADDRESSES", "helpdesk@mail.example".to_owned()),
            ("HELPDESK_MAIL_PER_HOUR", "1000000".to_owned()),
            ("HELPDESK_MAIL_PER_HOUR_ALL", "1000000".to_owned()),
        ];
        let mail = outgoing.into_iter().chain(incoming).collect();
        Ok((Self::open(options, 1, mail).await?, Post { relay, mailbox }))
    }

    /// Starts what is no part of the tool, and prepares so many services.
    pub async fn open(options: &Options, services: usize, mail: Vec<(&'static str, String)>) -> Result<Self> {
        std::fs::create_dir_all(&options.dir)?;
        let database = Database::start(options).await?;
        let (wiki, wiki_port) = Wiki::start(options.seed)?;
        let listeners: Vec<_> =
            (0..services).map(|_| TcpListener::bind("127.0.0.1:0")).collect::<Result<_, _>>()?;
        let ports: Vec<u16> = listeners
            .iter()
            .map(|listener| listener.local_addr().map(|at| at.port()))
            .collect::<Result<_, _>>()?;
        drop(listeners);
        let desk = Desk::open(&database, wiki_port, &ports, mail).await?;
        Ok(Self { database, wiki, desk, ports, client: Client::new()? })
    }

    /// How many jobs wait.
    pub async fn waiting(&self) -> Result<u64> {
        let statement = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'";
        Ok(self.database.rows(statement).await?.pop().unwrap_or(0))
    }

    /// Waits until the outbox is empty. Jobs for which `hurried` holds are made due now.
    pub async fn settle(&self, hurried: &str) -> Result<()> {
        let begin = Instant::now();
        loop {
            let waiting = self.waiting().await?;
            if waiting == 0 {
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                bail!("{waiting} jobs still wait after {} s", PATIENCE.as_secs());
            }
            let hurry = "UPDATE outbox SET due_at = NOW(), leased_until = NOW() - INTERVAL 1 SECOND";
            self.database.run(&format!("{hurry} WHERE state = 'waiting' AND ({hurried})")).await?;
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// The number on the status page is that of the record.
    pub async fn number(&self, verdict: &mut Verdict) -> Result<()> {
        let statement = "SELECT COUNT(*) FROM support_request WHERE stage <> 'closed' AND NOT published";
        let count: Option<u64> = self.database.rows(statement).await?.pop();
        let words = format!("|unpublished={}|", count.unwrap_or(0));
        let data = self.wiki.text(&self.desk.policy.wiki.data_page);
        if data.is_some_and(|data| !data.contains(&words)) {
            verdict.lost += 1;
            verdict.wrong.push(format!("the status page does not say {words}"));
        }
        Ok(())
    }
}
