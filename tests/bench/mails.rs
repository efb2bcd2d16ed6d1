//! Mail that comes in: how fast, and what the largest one takes.

use crate::args::Args;
use crate::figures::Goal::AtMost;
use crate::figures::{Figure, Unit, figure};
use crate::process::{memory, program};
use crate::world::World;
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helpdesk_server::app::intake::take_in;
use helpdesk_server::mail::join::Outcome;
use std::fs::{self, File};
use std::time::{Duration, Instant};

/// Messages of a round.
const MESSAGES: usize = 100;
/// Rounds, of which the best counts.
const ROUNDS: usize = 3;
/// Bytes of the largest message.
const LARGEST: usize = 25 << 20;
/// What a job on Toolforge has, in MiB: `toolforge/jobs.yaml`.
const JOB: f64 = 512.0;
/// How often a running job is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// Small messages one after the other, each durable before the next one, and the largest by the program.
pub async fn measure(args: &Args, world: &World) -> Result<Vec<Figure>> {
    let mut best = Duration::MAX;
    for round in 0..ROUNDS {
        let begin = Instant::now();
        for n in 0..MESSAGES {
            let taken = take_in(&world.app, small(round, n), None).await?;
            ensure!(
                taken.outcome == Some(Outcome::New),
                "a message became {:?}: {}",
                taken.outcome,
                taken.reason
            );
        }
        best = best.min(begin.elapsed());
    }
    let rate = f64::from(u32::try_from(MESSAGES)?) / best.as_secs_f64();
    let (peak, seconds) = largest(args, world).await?;
    Ok(vec![
        figure("new mails through intake, one after the other", rate, Unit::PerSecond, None),
        figure(
            "job that takes in a mail of 25 MB, resident memory at its most",
            peak,
            Unit::Mebibytes,
            Some(AtMost(JOB)),
        ),
        figure("job that takes in a mail of 25 MB, from start to end", seconds, Unit::Seconds, None),
    ])
}

/// A new mail of some paragraphs with a signature, as a mail client writes it.
fn small(round: usize, n: usize) -> Vec<u8> {
    let text =
        "We have photographs of the coast and would like to share them with everybody.\r\n\r\n".repeat(12);
    let who = format!("writer{n}.{round}@museum.example");
    format!(
        "From: Writer <{who}>\r\nTo: helpdesk@wikimedia.se\r\nSubject: Photographs {round}-{n}\r\n\
         Date: Mon, 5 Jan 2026 10:00:00 +0000\r\nMessage-ID: <bench.{round}.{n}@museum.example>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}-- \r\nWriter, Museum\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{text}</p>\r\n--b--\r\n"
    )
    .into_bytes()
}

/// The most memory in MiB, and seconds.
async fn largest(args: &Args, world: &World) -> Result<(f64, f64)> {
    let folder = args.dir.join("largest");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("largest.eml"), large())?;
    let log = File::create(args.dir.join("mail.log"))?;
    let begin = Instant::now();
    let mut job = program(args, world);
    let mut job =
        job.args(["mail", "poll", "--dir"]).arg(&folder).stdout(log.try_clone()?).stderr(log).spawn()?;
    let mut peak = 0.0_f64;
    let status = loop {
        // A job that just ended has no memory to read.
        peak = memory(&job, "VmHWM").map_or(peak, |now| peak.max(now));
        match job.try_wait()? {
            Some(status) => break status,
            None => tokio::time::sleep(LOOK).await,
        }
    };
    let seconds = begin.elapsed().as_secs_f64();
    fs::remove_dir_all(&folder).context("the folder with the largest mail")?;
    ensure!(status.success(), "the job ended with {status}; mail.log says why");
    Ok((peak, seconds))
}

/// A text and a large picture, as base64.
fn large() -> Vec<u8> {
    let picture = [b"\xff\xd8\xff\xe0".as_slice(), &vec![0x5a; LARGEST * 57 / 78]].concat();
    let encoded = STANDARD.encode(picture);
    let lines: Vec<&[u8]> = encoded.as_bytes().chunks(76).collect();
    let head = "From: large@museum.example\r\nTo: helpdesk@wikimedia.se\r\nSubject: Large\r\n\
                Message-ID: <bench.large@museum.example>\r\nMIME-Version: 1.0\r\n\
                Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere is one of our maps.\r\n\
                --b\r\nContent-Type: image/jpeg; name=map.jpg\r\nContent-Transfer-Encoding: base64\r\n\
                Content-Disposition: attachment; filename=map.jpg\r\n\r\n";
    [head.as_bytes(), &lines.join(b"\r\n".as_slice()), b"\r\n--b--\r\n"].concat()
}
