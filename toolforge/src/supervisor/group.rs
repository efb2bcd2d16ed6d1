//! Process groups: what a program starts in turn is stopped with it.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};

/// Makes the command the leader of a group of its own.
pub fn own(command: &mut Command) {
    command.process_group(0);
}

/// Asks the group to end, and kills what is left of it after `grace`. A child without a group of its own is asked alone.
pub fn stop(child: &mut Child, grace: Duration) {
    let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else { return };
    if kill_process_group(pid, Signal::TERM).is_err() {
        // Already gone, or in our own group. An unreaped child keeps its number, so this hits nobody else.
        kill_process(pid, Signal::TERM).ok();
    }
    let reaped = until(grace, || matches!(child.try_wait(), Ok(Some(_)) | Err(_)));
    let gone = reaped && until(Duration::from_secs(2), || test_kill_process_group(pid).is_err());
    if !gone {
        kill_process_group(pid, Signal::KILL).ok();
        if !reaped {
            kill_process(pid, Signal::KILL).ok();
            child.wait().ok();
        }
    }
}

/// The same for a group that is not a child of ours.
pub fn stop_stranger(pid: i32) {
    let Some(pid) = Pid::from_raw(pid) else { return };
    if kill_process_group(pid, Signal::TERM).is_ok()
        && !until(Duration::from_secs(20), || test_kill_process_group(pid).is_err())
    {
        kill_process_group(pid, Signal::KILL).ok();
    }
}

fn until(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !done() {
        if start.elapsed() > limit {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}
