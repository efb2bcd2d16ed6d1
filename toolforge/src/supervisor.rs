//! Starts programs in process groups of their own, waits for them, and stops all of them, whatever happens.

mod group;
mod leftovers;

use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::{process_log, stop_signal};

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// The programs of one run, whose files are below one folder. Dropping it stops them, the last one first.
pub struct Supervisor {
    dir: PathBuf,
    running: Vec<Running>,
    /// Held for as long as the run lasts, so that two runs cannot share a folder.
    _lock: File,
}

struct Running {
    name: String,
    child: Child,
    log: PathBuf,
    grace: Duration,
}

impl Supervisor {
    /// Takes the folder for this run, after stopping what a killed run may have left there.
    pub fn new(dir: &Path) -> Result<Self> {
        std::fs::create_dir_all(dir.join("logs")).with_context(|| format!("cannot make {}", dir.display()))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join("lock"))
            .with_context(|| format!("cannot open the lock in {}", dir.display()))?;
        if lock.try_lock().is_err() {
            bail!("another run uses {}; stop that one first", dir.display());
        }
        leftovers::stop(dir);
        Ok(Self { dir: dir.to_owned(), running: Vec::new(), _lock: lock })
    }

    /// The folder of this run.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The log of a program by its name.
    pub fn log(&self, name: &str) -> PathBuf {
        self.dir.join("logs").join(format!("{name}.log"))
    }

    /// Starts a program that goes on until it is stopped; it has `grace` to end by itself when asked to.
    pub fn start(&mut self, name: &str, mut command: Command, grace: Duration) -> Result<()> {
        let log = self.log(name);
        let child = spawn(name, &mut command, &log)?;
        self.running.push(Running { name: name.to_owned(), child, log, grace });
        leftovers::note(&self.dir, self.running.iter().map(|one| (one.child.id(), one.name.as_str())))
    }

    /// Waits until `ready` says so; fails if the program ends before, at the deadline, or at Ctrl-C.
    pub fn wait_until(
        &mut self,
        name: &str,
        deadline: Duration,
        mut ready: impl FnMut() -> bool,
    ) -> Result<()> {
        let start = Instant::now();
        let one = self
            .running
            .iter_mut()
            .find(|one| one.name == name)
            .ok_or_else(|| anyhow!("{name} was not started"))?;
        loop {
            if stop_signal::came() {
                bail!("interrupted");
            }
            if let Some(status) = one.child.try_wait().with_context(|| format!("cannot wait for {name}"))? {
                return Err(failure(name, status, &one.log));
            }
            if ready() {
                return Ok(());
            }
            if start.elapsed() > deadline {
                let tail = process_log::tail(&one.log, 20);
                bail!(
                    "{name} was not ready within {} s; {} ends:\n{tail}",
                    deadline.as_secs(),
                    one.log.display()
                );
            }
            std::thread::sleep(LOOK);
        }
    }

    /// Waits for Ctrl-C; fails if one of the programs ends before that.
    pub fn wait_for_stop(&mut self) -> Result<()> {
        while !stop_signal::came() {
            for one in &mut self.running {
                if let Some(status) =
                    one.child.try_wait().with_context(|| format!("cannot wait for {}", one.name))?
                {
                    return Err(failure(&one.name, status, &one.log));
                }
            }
            std::thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Runs a program to its end, with its output in its log; fails with the end of the log if it fails.
    pub fn run(&self, name: &str, command: Command) -> Result<()> {
        run_to_end(name, command, &self.log(name))
    }

    /// Stops everything, the last one started first.
    pub fn stop(&mut self) {
        while let Some(mut one) = self.running.pop() {
            group::stop(&mut one.child, one.grace);
        }
        leftovers::clear(&self.dir);
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Runs a program to its end, with its output in `log`; at Ctrl-C it is stopped and this fails.
pub fn run_to_end(name: &str, mut command: Command, log: &Path) -> Result<()> {
    let mut child = spawn(name, &mut command, log)?;
    let status = wait(name, &mut child, Some(log))?;
    if status.success() { Ok(()) } else { Err(failure(name, status, log)) }
}

/// Runs a program to its end on this terminal, and gives back how it ended.
pub fn run_in_foreground(name: &str, mut command: Command) -> Result<ExitStatus> {
    // Only the terminal's foreground group may read from it; without one, a group of its own can be stopped as a whole.
    if !std::io::stdin().is_terminal() {
        group::own(&mut command);
    }
    let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
    wait(name, &mut child, None)
}

fn spawn(name: &str, command: &mut Command, log: &Path) -> Result<Child> {
    if let Some(folder) = log.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let errors = output.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
    group::own(command);
    command.stdin(Stdio::null()).stdout(output).stderr(errors);
    command.spawn().with_context(|| format!("cannot start {name} ({})", command.get_program().display()))
}

/// Waits for the end of a program, and shows people what it is at if that takes long.
fn wait(name: &str, child: &mut Child, log: Option<&Path>) -> Result<ExitStatus> {
    let terminal = std::io::stderr().is_terminal();
    let pause = if terminal { Duration::from_millis(300) } else { Duration::from_secs(30) };
    let start = Instant::now();
    let mut shown = start;
    let status = loop {
        if let Some(status) = child.try_wait().with_context(|| format!("cannot wait for {name}"))? {
            break status;
        }
        if stop_signal::came() {
            group::stop(child, Duration::from_secs(20));
            bail!("interrupted");
        }
        if let Some(log) = log
            && shown.elapsed() > pause
        {
            shown = Instant::now();
            let line = process_log::tail(log, 1);
            let line: String = line.trim_start_matches([' ', '|']).trim_end().chars().take(70).collect();
            let (before, after) = if terminal { ("\r\x1b[K", "") } else { ("", "\n") };
            let written =
                write!(std::io::stderr(), "{before}    {name}, {} s: {line}{after}", start.elapsed().as_secs());
            written.and_then(|()| std::io::stderr().flush()).ok();
        }
        std::thread::sleep(LOOK);
    };
    if terminal && log.is_some() && shown != start {
        write!(std::io::stderr(), "\r\x1b[K").ok();
    }
    Ok(status)
}

fn failure(name: &str, status: ExitStatus, log: &Path) -> anyhow::Error {
    let tail = process_log::tail(log, 200);
    match process_log::cause(&tail) {
        Some(cause) => anyhow!("{name} failed: {cause} (its log: {})", log.display()),
        None => anyhow!("{name} ended with {status}; {} ends:\n{}", log.display(), process_log::tail(log, 30)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("helpdesk-xtask-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&dir).ok();
        dir
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_whole_group_is_waited_for_and_stopped() {
        let dir = folder("group");
        let mut supervisor = Supervisor::new(&dir).unwrap();
        // The grandchild would outlive its parent if only the parent were stopped.
        supervisor.start("pair", shell("sleep 600 & echo $!; wait"), Duration::from_secs(5)).unwrap();
        let log = supervisor.log("pair");
        let grandchild = || std::fs::read_to_string(&log).ok()?.trim().parse::<u32>().ok();
        supervisor.wait_until("pair", Duration::from_secs(10), || grandchild().is_some()).unwrap();
        let status = format!("/proc/{}/status", grandchild().unwrap());
        assert!(Path::new(&status).exists());
        assert!(Supervisor::new(&dir).is_err(), "a second run in the same folder");
        drop(supervisor);
        let gone = std::fs::read_to_string(&status).is_err_or_contains("State:\tZ");
        assert!(gone, "the grandchild still runs");
        assert!(Supervisor::new(&dir).is_ok());
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn what_ends_early_or_late_is_said_with_the_end_of_its_log() {
        let dir = folder("early");
        let mut supervisor = Supervisor::new(&dir).unwrap();
        supervisor.start("early", shell("echo no such table; exit 3"), Duration::ZERO).unwrap();
        let error = supervisor.wait_until("early", Duration::from_secs(10), || false).unwrap_err().to_string();
        assert!(error.contains("exit status: 3") && error.contains("no such table"), "{error}");
        supervisor.start("late", shell("echo still loading; sleep 600"), Duration::from_secs(5)).unwrap();
        let log = supervisor.log("late");
        supervisor
            .wait_until("late", Duration::from_secs(10), || {
                std::fs::read(&log).is_ok_and(|text| !text.is_empty())
            })
            .unwrap();
        let error = supervisor.wait_until("late", Duration::ZERO, || false).unwrap_err().to_string();
        assert!(error.contains("not ready within 0 s") && error.contains("still loading"), "{error}");
        drop(supervisor);
        std::fs::remove_dir_all(&dir).unwrap();
    }

    trait IsErrOrContains {
        fn is_err_or_contains(&self, words: &str) -> bool;
    }

    impl IsErrOrContains for std::io::Result<String> {
        fn is_err_or_contains(&self, words: &str) -> bool {
            self.as_ref().map_or(true, |text| text.contains(words))
        }
    }
}
