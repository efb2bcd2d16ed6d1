//! The processes that can be killed, and that are started again when they are gone.

use crate::PLAN;
use crate::wiki::Wiki;
use actix_web::web::Data;
use anyhow::{Context, Result};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::process::{Child, Command};
use tokio::sync::Notify;

/// How a process came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// At the point of its plan.
    Point,
    /// Killed from outside.
    Killed,
    /// Otherwise: a fault of the program.
    Other(ExitStatus),
}

/// A service, a worker, or intake.
pub struct Part {
    command: &'static str,
    name: String,
    dir: PathBuf,
    environment: Vec<(String, String)>,
    kill: Notify,
    stop: Notify,
    deaths: Mutex<Vec<Death>>,
}

impl Part {
    /// Starts `serve`, `work` or `mail` under a name. With a wiki it is started again when that is done with what the last
    /// one asked: where leases are cut short, that stands for a lease that lasts longer than any edit.
    pub fn start(
        command: &'static str,
        name: &str,
        dir: &std::path::Path,
        environment: &[(String, String)],
        wiki: Option<Data<Wiki>>,
    ) -> Result<Arc<Self>> {
        for ending in ["log", "plan"] {
            std::fs::remove_file(dir.join(format!("{name}.{ending}"))).ok();
        }
        let this = Arc::new(Self {
            command,
            name: name.to_owned(),
            dir: dir.to_owned(),
            environment: environment.to_vec(),
            kill: Notify::new(),
            stop: Notify::new(),
            deaths: Mutex::new(Vec::new()),
        });
        let child = this.spawn()?;
        tokio::spawn(this.clone().watch(child, wiki));
        Ok(this)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it wrote.
    pub fn log(&self) -> PathBuf {
        self.dir.join(format!("{}.log", self.name))
    }

    fn plan_file(&self) -> PathBuf {
        self.dir.join(format!("{}.plan", self.name))
    }

    fn spawn(&self) -> Result<Child> {
        let log = std::fs::File::options().create(true).append(true).open(self.log()).context("a log")?;
        let mut command = Command::new(std::env::current_exe().context("this program")?);
        command
            .arg(self.command)
            .env_clear()
            .envs(self.environment.iter().cloned())
            .env(PLAN, self.plan_file());
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        command.spawn().with_context(|| self.name.clone())
    }

    async fn watch(self: Arc<Self>, mut child: Child, wiki: Option<Data<Wiki>>) {
        loop {
            let status = tokio::select! {
                status = child.wait() => status,
                () = self.kill.notified() => {
                    child.start_kill().ok();
                    child.wait().await
                }
                () = self.stop.notified() => return,
            };
            let Ok(status) = status else { return };
            let death = match status.signal() {
                Some(6) => Death::Point,
                Some(9) => Death::Killed,
                _ => Death::Other(status),
            };
            self.deaths.lock().unwrap_or_else(PoisonError::into_inner).push(death);
            while wiki.as_ref().is_some_and(|wiki| wiki.busy() > 0) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            match self.spawn() {
                Ok(new) => child = new,
                Err(_) => return,
            }
        }
    }

    /// The process dies at that point, the n-th time it comes there from now on.
    pub fn plan(&self, point: &str, times: usize) -> Result<()> {
        let file = self.plan_file();
        let new = file.with_extension("new");
        std::fs::write(&new, format!("{point}:{times}"))?;
        std::fs::rename(new, file).context("a plan")
    }

    /// Kills it now.
    pub fn kill(&self) {
        self.kill.notify_one();
    }

    /// Kills it, and starts it no more.
    pub fn stop(&self) {
        self.stop.notify_one();
    }

    /// How often and how it died since this was last asked.
    pub fn deaths(&self) -> Vec<Death> {
        std::mem::take(&mut self.deaths.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
