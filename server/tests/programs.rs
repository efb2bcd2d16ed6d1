//! Backup, restore and erasure as whoever runs the tool has them: the program with its arguments and environment.

use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Without a database there is nothing to test on.
const HOW: &str = "run `cargo xtask check`, or `cargo xtask up -- cargo test`";
const ACCOUNTS: &str = "Amina=2,Bruno=3,Chiyo=4,Devi=5,Elin=6,Farid=1,Outsider=7,Rosa=8,Imani=9,Hakim=10";

fn socket() -> String {
    std::env::var("HELPDESK_TEST_DB_SOCKET").unwrap_or_else(|_| panic!("{HOW}"))
}

fn random() -> String {
    let mut random = [0; 8];
    getrandom::fill(&mut random).expect("randomness");
    format!("{:016x}", u64::from_be_bytes(random))
}

/// Databases and a folder that are gone when the test is over.
struct Place {
    runtime: tokio::runtime::Runtime,
    folder: PathBuf,
    databases: RefCell<Vec<String>>,
}

impl Place {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = std::env::temp_dir().join(format!("helpdesk-programs-{}", random()));
        std::fs::create_dir(&folder).expect("a folder");
        Self { runtime, folder, databases: RefCell::default() }
    }

    fn conn(&self) -> Conn {
        let options = OptsBuilder::default().user(Some("root")).socket(Some(socket())).prefer_socket(false);
        self.runtime.block_on(Conn::new(Opts::from(options))).unwrap_or_else(|error| panic!("{error}: {HOW}"))
    }

    fn sql(&self, statement: &str) -> Vec<String> {
        let mut conn = self.conn();
        self.runtime.block_on(async {
            let rows = conn.query(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
            conn.disconnect().await.expect("disconnected");
            rows
        })
    }

    /// An empty database.
    fn database(&self) -> String {
        let name = format!("helpdesk_test_{}", random());
        self.sql(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"));
        self.databases.borrow_mut().push(name.clone());
        name
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for database in self.databases.take() {
            self.sql(&format!("DROP DATABASE {database}"));
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// The program on a database, with nothing of this process's environment.
fn run(database: &str, words: &[&str]) -> Output {
    let key = format!("k1:{}", "5a".repeat(32));
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpdesk-server"));
    command.args(words).env_clear();
    for (name, value) in [
        ("HELPDESK_DATABASE_SOCKET", socket().as_str()),
        ("HELPDESK_DATABASE_USER", "root"),
        ("HELPDESK_DATABASE_NAME", database),
        ("HELPDESK_PUBLIC_URL", "http://localhost:8000"),
        ("HELPDESK_OAUTH_CLIENT_ID", "client"),
        ("HELPDESK_OAUTH_CLIENT_SECRET", "secret"),
        ("HELPDESK_FIRST_STEWARD", "1"),
        ("HELPDESK_TOKEN_KEYS", key.as_str()),
        ("HELPDESK_DEMO_ACCOUNTS", ACCOUNTS),
    ] {
        command.env(name, value);
    }
    command.output().expect("the program starts")
}

/// What it printed; it has to succeed.
#[track_caller]
fn done(database: &str, words: &[&str]) -> String {
    let output = run(database, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What it said on stderr; it has to fail.
#[track_caller]
fn refused(database: &str, words: &[&str]) -> String {
    let output = run(database, words);
    assert!(!output.status.success(), "{words:?} succeeded");
    String::from_utf8(output.stderr).expect("UTF-8")
}

fn path(file: &Path) -> &str {
    file.to_str().expect("UTF-8")
}

/// The rows of a backup, without its first and last line.
fn rows(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).expect("a backup");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() > 200, "{} lines", lines.len());
    lines[1..lines.len() - 1].iter().map(|line| (*line).to_owned()).collect()
}

/// A database with requests at every stage.
fn filled(place: &Place) -> String {
    let database = place.database();
    let requests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/requests.json");
    done(&database, &["migrate"]);
    done(&database, &["demo-seed", path(&requests)]);
    database
}

#[test]
fn what_was_backed_up_is_restored_into_an_empty_database_and_nothing_else() {
    let place = Place::new();
    let database = filled(&place);
    let (file, again) = (place.file("helpdesk-1.jsonl"), place.file("helpdesk-2.jsonl"));
    done(&database, &["backup", path(&file)]);
    let other = place.database();
    let words = refused(&other, &["restore", path(&file)]);
    assert!(words.contains("erasures.jsonl"), "it asks for the register of erasures: {words}");
    done(&other, &["restore", path(&file), "--no-erasures"]);
    done(&other, &["backup", path(&again)]);
    let (kept, given) = (rows(&again), rows(&file));
    assert!(kept.is_subset(&given), "{:?}", kept.difference(&given).collect::<Vec<_>>());
    let forgotten: Vec<_> = given.difference(&kept).collect();
    let past_their_term = forgotten.iter().all(|row| row.starts_with("{\"contact\":"));
    assert!(past_their_term && forgotten.len() < 10, "every other row of every table is there: {forgotten:?}");
    assert!(refused(&other, &["restore", path(&file), "--no-erasures"]).contains("not empty"));

    let text = std::fs::read_to_string(&file).expect("a backup");
    let cut = place.file("cut.jsonl");
    std::fs::write(&cut, &text[..text.len() / 2]).expect("written");
    let third = place.database();
    let words = refused(&third, &["restore", path(&cut), "--no-erasures"]);
    assert!(words.contains("cut off"), "{words}");
    let tables = place.sql(&format!("SHOW TABLES FROM {third}"));
    assert!(!tables.contains(&"person".to_owned()), "nothing was put in: {tables:?}");
}

#[test]
fn who_was_erased_after_a_backup_is_not_brought_back_by_it() {
    let place = Place::new();
    let database = filled(&place);
    let folder = place.file("backups");
    done(&database, &["backup", "--folder", path(&folder), "--keep", "2"]);
    let older = std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let older = older.filter(|file| file.file_name().is_some_and(|name| name != "erasures.jsonl"));
    let older = older.last().expect("a backup");
    let names = |database: &str| place.sql(&format!("SELECT name FROM {database}.person ORDER BY name"));
    assert!(names(&database).contains(&"Amina".to_owned()));
    let asked = |database: &str| {
        let titles = "SELECT COUNT(*) FROM {}.support_request r JOIN {}.person p ON p.id = r.requester
            WHERE p.name = 'Amina' AND r.title <> ''";
        place.sql(&titles.replace("{}", database))
    };
    assert_ne!(asked(&database), ["0"], "she asked for something");

    let register = folder.join("erasures.jsonl");
    let exported = done(&database, &["person", "export", "Amina"]);
    let data: serde_json::Value = serde_json::from_str(&exported).expect("JSON");
    assert_eq!(data["account"]["name"], "Amina");
    let id = data["account"]["id"].as_str().expect("an id").to_owned();
    let said = done(&database, &["person", "erase", "Amina", "--register", path(&register)]);
    assert!(said.contains("erased: ") && said.contains("administrator of the wiki"), "{said}");
    let text = std::fs::read_to_string(&register).expect("a register");
    assert!(text.contains(&id) && !text.contains("Amina"), "{text}");
    assert!(!names(&database).contains(&"Amina".to_owned()));
    let words = refused(&database, &["person", "erase", "Amina"]);
    assert!(words.contains("nothing is kept"), "{words}");
    let words = refused(&database, &["person", "erase", "nobody@example.org"]);
    assert!(words.contains("nothing is kept"), "{words}");

    let other = place.database();
    done(&other, &["restore", path(&older)]);
    assert!(!names(&other).contains(&"Amina".to_owned()), "the register beside the backup was gone by");
    let titles =
        format!("SELECT COUNT(*) FROM {other}.support_request WHERE requester = '{id}' AND title <> ''");
    assert_eq!(place.sql(&titles), ["0"]);
    let (one, two) = (place.file("one.jsonl"), place.file("two.jsonl"));
    done(&database, &["backup", path(&one)]);
    done(&other, &["backup", path(&two)]);
    let texts = |file: &Path| -> BTreeSet<String> {
        rows(file).into_iter().filter(|row| row.starts_with("{\"prose\":")).collect()
    };
    assert_eq!(texts(&one), texts(&two), "the same texts are left, wherever they were erased");
    assert!(done(&other, &["erasures", "apply", path(&register)]).contains("erasures are carried out"));
    let three = place.file("three.jsonl");
    done(&other, &["backup", path(&three)]);
    assert_eq!(texts(&three), texts(&two), "and may be erased again");
}
