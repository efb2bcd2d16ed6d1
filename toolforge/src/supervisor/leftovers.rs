//! A run that was killed outright leaves its programs running; the next run in the same folder stops them.

use std::path::Path;

use anyhow::{Context, Result};

use super::group;

const FILE: &str = "running";

/// Writes down which groups run, each with the time at which its leader started.
pub fn note<'a>(dir: &Path, running: impl Iterator<Item = (u32, &'a str)>) -> Result<()> {
    let lines: String =
        running.filter_map(|(pid, name)| Some(format!("{pid} {} {name}\n", started(pid)?))).collect();
    std::fs::write(dir.join(FILE), lines).with_context(|| format!("cannot write in {}", dir.display()))
}

/// Nothing runs any more.
pub fn clear(dir: &Path) {
    std::fs::remove_file(dir.join(FILE)).ok();
}

/// Stops what an earlier run left, if it is still the same processes.
pub fn stop(dir: &Path) {
    let text = std::fs::read_to_string(dir.join(FILE)).unwrap_or_default();
    for line in text.lines().rev() {
        let mut words = line.splitn(3, ' ');
        let (Some(pid), Some(start), Some(name)) = (words.next(), words.next(), words.next()) else { continue };
        let Ok(pid) = pid.parse::<u32>() else { continue };
        if started(pid).is_some_and(|now| now == start)
            && let Ok(pid) = i32::try_from(pid)
        {
            eprintln!("stopping {name}, which an earlier run left running");
            group::stop_stranger(pid);
        }
    }
    clear(dir);
}

/// When a process started, in the kernel's ticks: the 22nd field of its stat, of which the 2nd may hold anything in brackets.
fn started(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(19).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn only_the_very_process_of_the_earlier_run_is_stopped() {
        let dir = std::env::temp_dir().join(format!("helpdesk-xtask-left-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let mut command = Command::new("sleep");
        command.arg("600");
        group::own(&mut command);
        let mut child = command.spawn().unwrap();
        std::fs::write(dir.join(FILE), format!("{} 1 reused\n", child.id())).unwrap();
        stop(&dir);
        assert!(child.try_wait().unwrap().is_none(), "another process with the same number was stopped");
        note(&dir, std::iter::once((child.id(), "sleep"))).unwrap();
        // Reaps it as init would, so that the group is seen to end.
        let waiter = std::thread::spawn(move || child.wait().unwrap());
        stop(&dir);
        assert!(!waiter.join().unwrap().success());
        assert!(!dir.join(FILE).exists());
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
