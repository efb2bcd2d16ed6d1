//! `cargo xtask galera`: the crash test on three nodes of a MariaDB Galera cluster, which all take writes while
//! services, workers and nodes are killed. The nodes are on loopback and come from Debian's packages; those that the
//! machine lacks are unpacked below `target/galera` and not installed.

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::options::Options;
use crate::ports::Ports;
use crate::supervisor::{Supervisor, run_in_foreground};
use crate::{crash, debs, mariadb, places, progress, random};

/// The library that makes a server a node, the scripts and programs by which a node that was away gets what it missed.
const PACKAGES: [&str; 5] = ["galera-4", "mariadb-server", "mariadb-backup", "socat", "libwrap0"];
const NODES: usize = 3;
/// For how many seconds `check --all` kills, and from which seed.
pub const LONG: (u64, u64) = (60, 1);
/// A dead node is noticed in two seconds: sooner, and a machine with much to do would take live ones for dead.
const TIMES: &str = "evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;evs.suspect_timeout=PT2S;\
     evs.inactive_timeout=PT6S;evs.install_timeout=PT6S;pc.recovery=false;gcache.size=128M";

struct Node {
    dir: PathBuf,
    socket: PathBuf,
    sql_port: u16,
    group_port: u16,
    ist_port: u16,
    sst_port: u16,
}

/// Kills for so many seconds.
pub fn run(words: &[String]) -> Result<ExitCode> {
    let options = Options::parse(words, &[], &["--seconds", "--seed"])?;
    let seconds = options.value("--seconds").unwrap_or("60").parse().context("--seconds")?;
    let seed = match options.value("--seed") {
        Some(text) => text.parse().context("--seed")?,
        None => u64::from_str_radix(&random::hex::<4>()?, 16)?,
    };
    for_seconds(seconds, seed)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the cluster's data anew, and lets the crash test start and kill it.
pub fn for_seconds(seconds: u64, seed: u64) -> Result<()> {
    progress::step("crash test built", crash::build)?;
    let dir = places::target().join("galera");
    let mut supervisor = Supervisor::new(&dir)?;
    places::need_space(&dir, 1500)?;
    let tree = dir.join("tree");
    if !tree.is_dir() {
        progress::step("Galera from Debian's packages", || {
            let new = dir.join("tree.new");
            debs::unpack(&dir, None, &PACKAGES, &new)?;
            std::fs::rename(&new, &tree).context("cannot put Galera's tree in place")
        })?;
    }
    let server =
        places::on_path("mariadbd").context("mariadbd is missing; `cargo xtask packages` installs it")?;
    let nodes = progress::step("data of three nodes", || prepare(&mut supervisor, &dir, &tree))?;
    println!("{seconds} s, seed {seed}");
    let mut crash = Command::new(places::built("crash"));
    crash.args(["--crowd", &seconds.to_string(), "--seed", &seed.to_string()]);
    crash.arg("--mariadbd").arg(server).arg("--dir").arg(dir.join("parts"));
    for node in &nodes {
        crash.arg("--settings").arg(node.dir.join("my.cnf")).arg("--socket").arg(&node.socket);
        crash.args(["--host", &format!("127.0.0.1:{}", node.sql_port)]);
    }
    crash.envs(environment(&tree)?);
    let status = run_in_foreground("the crash test on a cluster", crash)?;
    if !status.success() {
        bail!("it failed; the logs are in {}", dir.join("parts").display());
    }
    Ok(())
}

/// Where a node finds the unpacked programs and libraries.
fn environment(tree: &Path) -> Result<[(&'static str, std::ffi::OsString); 2]> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::iter::once(tree.join("usr/bin")).chain(std::env::split_paths(&path));
    let machine = Command::new("dpkg-architecture").arg("-qDEB_HOST_MULTIARCH").output();
    let machine = machine.ok().filter(|said| said.status.success());
    let machine = machine.map_or_else(
        || format!("{}-linux-gnu", std::env::consts::ARCH),
        |said| String::from_utf8_lossy(&said.stdout).trim().to_owned(),
    );
    let libraries = ["usr/lib", "lib"].map(|place| tree.join(place).join(&machine));
    Ok([("PATH", std::env::join_paths(programs)?), ("LD_LIBRARY_PATH", std::env::join_paths(libraries)?)])
}

/// The first node begins a cluster and stops again; its data is every node's, so that none has to send all to another.
fn prepare(supervisor: &mut Supervisor, dir: &Path, tree: &Path) -> Result<Vec<Node>> {
    let mut ports = Ports::default();
    let mut nodes = Vec::new();
    for n in 0..NODES {
        let node = dir.join(format!("node-{n}"));
        if node.exists() {
            std::fs::remove_dir_all(&node).with_context(|| format!("cannot remove {}", node.display()))?;
        }
        std::fs::create_dir_all(&node)?;
        let socket = mariadb::socket(&node, &format!("-{n}"))?;
        let mut port = || ports.any();
        nodes.push(Node {
            dir: node,
            socket,
            sql_port: port()?,
            group_port: port()?,
            ist_port: port()?,
            sst_port: port()?,
        });
    }
    for node in &nodes {
        write_settings(node, &nodes, tree)?;
    }
    let first = &nodes[0];
    let data = first.dir.join("data");
    mariadb::install(supervisor, &first.dir, &data)?;
    let mut command = mariadb::server(&first.dir.join("my.cnf"))?;
    command.arg("--wsrep-new-cluster").envs(environment(tree)?);
    supervisor.start("node-0", command, Duration::from_secs(60))?;
    supervisor.wait_until("node-0", Duration::from_secs(120), || UnixStream::connect(&first.socket).is_ok())?;
    supervisor.stop();
    for node in &nodes[1..] {
        let mut copy = Command::new("cp");
        copy.arg("-a").arg(&data).arg(node.dir.join("data"));
        supervisor.run("copy", copy)?;
        // What tells one node from another.
        for file in ["galera.cache", "gvwstate.dat"] {
            std::fs::remove_file(node.dir.join("data").join(file)).ok();
        }
    }
    Ok(nodes)
}

fn write_settings(node: &Node, nodes: &[Node], tree: &Path) -> Result<()> {
    let group: Vec<String> = nodes.iter().map(|node| format!("127.0.0.1:{}", node.group_port)).collect();
    let name = node.dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let settings = format!(
        "[mariadbd]\ndatadir={data}\nsocket={socket}\npid-file={pid}\nbind-address=127.0.0.1\nport={sql}\n\
         skip-name-resolve\n{common}\
         binlog_format=ROW\ndefault_storage_engine=InnoDB\ninnodb_autoinc_lock_mode=2\n\
         wsrep_on=ON\nwsrep_provider={provider}\nwsrep_cluster_name=helpdesk\nwsrep_node_name={name}\n\
         wsrep_node_address=127.0.0.1\nwsrep_cluster_address=gcomm://{group}\n\
         wsrep_sst_method=mariabackup\nwsrep_sst_auth=root:\nwsrep_sst_receive_address=127.0.0.1:{sst}\n\
         wsrep_provider_options=\"gmcast.listen_addr=tcp://127.0.0.1:{listen};ist.recv_addr=127.0.0.1:{ist};{TIMES}\"\n\
         [sst]\nsst-log-archive=0\n",
        data = node.dir.join("data").display(),
        socket = node.socket.display(),
        pid = node.dir.join("mariadb.pid").display(),
        sql = node.sql_port,
        common = mariadb::COMMON,
        provider = tree.join("usr/lib/galera/libgalera_smm.so").display(),
        group = group.join(","),
        sst = node.sst_port,
        listen = node.group_port,
        ist = node.ist_port,
    );
    std::fs::write(node.dir.join("my.cnf"), settings).context("cannot write a node's settings")
}
