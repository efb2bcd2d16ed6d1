//! Loads generated requests: the rows that the store would write, many at once.

use crate::stories::{Cast, requester, tell};
use crate::words;
use anyhow::{Context, Result};
use helpdesk_domain::histories::Random;
use helpdesk_domain::{PersonId, Policy, Reference, SupportRequest, Timestamp};
use helpdesk_server::app::ids::SystemIds;
use helpdesk_server::store::prose::take_out;
use helpdesk_server::store::search_words;
use helpdesk_server::store::support_requests::SupportRequestRow;
use mysql_async::Conn;
use mysql_async::prelude::Queryable;
use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The tables that are filled, in the order of their keys, and how their files are read.
const TABLES: [(&str, &str); 8] = [
    ("person", "(id, issuer, sub, name, first_seen_at, signed_in_at)"),
    (
        "support_request",
        "(id, reference, version, stage, outcome, priority, title, requester, requester_name, shown_name, owner, \
         waiting_for, waiting_until, question_open, promise_who, promise_what, promise_by, received_at, \
         received_year, updated_at, closed_at, due_order, published, country, region, language, affiliate, \
         first_time)",
    ),
    ("event", "(request_id, seq, at, by_person, capacity, policy_version, kind, data)"),
    ("prose", "(request_id, seq, n, @salt, body) SET salt = UNHEX(@salt)"),
    ("contact", "(request_id, reach)"),
    ("member_standing", "(request_id, person, aside, gave_feedback)"),
    ("wiki_page", "(request_id, title, revision, page_id)"),
    ("search_word", "(word, request_id)"),
];

/// What there is to ask for.
#[derive(Default)]
pub struct Filled {
    /// Names of requesters.
    names: BTreeMap<PersonId, String>,
    /// How many events.
    pub events: u64,
    /// Published requests.
    pub published: Vec<Reference>,
    /// Open requests, published or not.
    pub open: Vec<Reference>,
    /// Titles of wiki pages.
    pub pages: Vec<String>,
}

/// Makes and loads so many requests, the same ones every time.
///
/// # Errors
/// As the rules, the disk or the database say.
pub async fn fill(
    conn: &mut Conn,
    policy: (&Policy, u32),
    cast: &Cast,
    count: u32,
    dir: &Path,
    now: Timestamp,
) -> Result<Filled> {
    std::fs::create_dir_all(dir)?;
    let mut files = Files::create(dir)?;
    let mut random = Random::new(u64::from(count));
    let people = (count / 5).max(10);
    for (n, actor) in cast.all().enumerate() {
        files.person(&actor.person, &format!("cast-{n}"), &format!("Cast {n}"))?;
    }
    let mut filled = Filled::default();
    for n in 0..people {
        let name = words::name(&mut random);
        files.person(&requester(n), &n.to_string(), &name)?;
        filled.names.insert(requester(n), name);
    }
    for n in 0..count {
        let request =
            tell(policy.0, cast, &mut random, n, people, now).with_context(|| format!("request {n}"))?;
        files.request(u64::from(n) + 1, &request, policy, &mut filled)?;
    }
    for (table, columns, file) in files.finish()? {
        let statement = format!(
            "LOAD DATA INFILE '{}' IGNORE INTO TABLE {table} CHARACTER SET utf8mb4 {columns}",
            file.display()
        );
        conn.query_drop(statement).await.with_context(|| format!("loading {table}"))?;
        std::fs::remove_file(&file)?;
        conn.query_drop(format!("ANALYZE TABLE {table}")).await?;
    }
    Ok(filled)
}

struct Files(BTreeMap<&'static str, (PathBuf, BufWriter<File>)>);

impl Files {
    fn create(dir: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        for (table, _) in TABLES {
            let path = dir.join(format!("{table}.tsv"));
            let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
            files.insert(table, (path, BufWriter::new(file)));
        }
        Ok(Self(files))
    }

    fn finish(mut self) -> Result<Vec<(&'static str, &'static str, PathBuf)>> {
        let mut done = Vec::new();
        for (table, columns) in TABLES {
            let (path, file) = self.0.remove(table).context("a file for each table")?;
            file.into_inner().context("the rest of a file")?;
            done.push((table, columns, path));
        }
        Ok(done)
    }

    fn row(&mut self, table: &'static str, values: &Row) -> Result<()> {
        let (_, file) = self.0.get_mut(table).context("a file for each table")?;
        Ok(writeln!(file, "{}", values.0)?)
    }

    fn person(&mut self, id: &impl Display, sub: &str, name: &str) -> Result<()> {
        let row = Row::default().and(id).and("https://wiki.example/oauth2").and(sub).and(name).and(0).and(0);
        self.row("person", &row)
    }

    fn request(
        &mut self,
        id: u64,
        request: &SupportRequest,
        policy: (&Policy, u32),
        filled: &mut Filled,
    ) -> Result<()> {
        let index = SupportRequestRow::of(request);
        let mut found_by = vec![index.title.clone()];
        found_by.extend(index.requester_name.clone());
        found_by.extend(index.shown_name.clone());
        found_by.extend(request.requester.and_then(|person| filled.names.get(&person).cloned()));
        for word in search_words::words(&found_by.join(" ")) {
            self.row("search_word", &Row::default().and(word).and(id))?;
        }
        self.row("contact", &Row::default().and(id).and("talk-page"))?;
        self.standings(id, request)?;
        if request.consent.is_some() {
            let page = format!("{}{} {id}", policy.0.wiki.request_prefix, index.title);
            self.row("wiki_page", &Row::default().and(id).and(&page).and(id).and(id))?;
            filled.pages.push(page);
            filled.published.push(request.reference);
        }
        if request.stage.is_open() {
            filled.open.push(request.reference);
        }
        filled.events += u64::from(index.version);
        self.events(id, request, policy.1)?;
        self.row("support_request", &index_row(id, index))
    }

    fn standings(&mut self, id: u64, request: &SupportRequest) -> Result<()> {
        for person in &request.aside {
            self.row("member_standing", &Row::default().and(id).and(person).and(1).and(0))?;
        }
        for feedback in request.feedback.iter().filter(|one| !request.aside.contains(&one.by)) {
            self.row("member_standing", &Row::default().and(id).and(feedback.by).and(0).and(1))?;
        }
        Ok(())
    }

    fn events(&mut self, id: u64, request: &SupportRequest, policy_version: u32) -> Result<()> {
        for (seq, recorded) in (1_u32..).zip(&request.history) {
            let mut data = serde_json::to_value(&recorded.event)?;
            for text in take_out(&mut data, &SystemIds)? {
                let salt = text.salt.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
                self.row("prose", &Row::default().and(id).and(seq).and(text.n).and(salt).and(text.body))?;
            }
            let row = Row::default()
                .and(id)
                .and(seq)
                .and(recorded.at.0)
                .maybe(recorded.by)
                .and(recorded.capacity.code())
                .and(policy_version)
                .and(recorded.event.code())
                .and(data);
            self.row("event", &row)?;
        }
        Ok(())
    }
}

fn index_row(id: u64, row: SupportRequestRow) -> Row {
    Row::default()
        .and(id)
        .and(row.reference)
        .and(row.version)
        .and(row.stage)
        .maybe(row.outcome)
        .maybe(row.priority)
        .and(row.title)
        .maybe(row.requester)
        .maybe(row.requester_name)
        .maybe(row.shown_name)
        .maybe(row.owner)
        .maybe(row.waiting_for)
        .maybe(row.waiting_until)
        .and(u8::from(row.question_open))
        .maybe(row.promise_who)
        .maybe(row.promise_what)
        .maybe(row.promise_by)
        .and(row.received_at)
        .and(row.received_year)
        .and(row.updated_at)
        .maybe(row.closed_at)
        .and(row.due_order)
        .and(u8::from(row.published))
        .maybe(row.country)
        .maybe(row.region)
        .maybe(row.language)
        .maybe(row.affiliate)
        .maybe(row.first_time.map(u8::from))
}

/// A line of a file that `LOAD DATA` reads.
#[derive(Default)]
struct Row(String);

impl Row {
    fn and(self, value: impl Display) -> Self {
        self.maybe(Some(value))
    }

    fn maybe(mut self, value: Option<impl Display>) -> Self {
        if !self.0.is_empty() {
            self.0.push('\t');
        }
        match value {
            Some(value) => {
                let mut text = String::new();
                // Writing to a string cannot fail.
                let _ = write!(text, "{value}");
                for character in text.chars() {
                    if matches!(character, '\\' | '\t' | '\n') {
                        self.0.push('\\');
                    }
                    self.0.push(character);
                }
            }
            None => self.0.push_str("\\N"),
        }
        self
    }
}
