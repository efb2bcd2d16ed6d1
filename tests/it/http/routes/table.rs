//! Reads `expected.txt`, which says how it is to be read.

use std::collections::BTreeMap;

/// All callers, in the order in which they ask.
pub const CALLERS: [&str; 14] = [
    "anonymous",
    "signed-in",
    "requester",
    "other-requester",
    "member",
    "recused",
    "secretary",
    "staff",
    "steward",
    "blocked",
    "expired",
    "foreign-token",
    "gadget",
    "foreign-page",
];

const OUTCOMES: [(&str, u16); 9] = [
    ("shown", 200),
    ("made", 201),
    ("done", 204),
    ("sent on", 303),
    ("unreadable", 400),
    ("unknown", 401),
    ("forbidden", 403),
    ("absent", 404),
    ("wrong", 422),
];

/// What is sent along.
#[derive(Clone, Copy, Debug, Default)]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// The fields of a form.
    Form(&'static str),
    /// JSON.
    Json(&'static str),
}

/// One block of the table.
#[derive(Debug)]
pub struct Block {
    /// Method and path as in the table of routes.
    pub route: &'static str,
    /// The address that is asked for.
    pub address: &'static str,
    /// What is sent along.
    pub body: Body,
    /// The status by caller.
    pub expected: BTreeMap<&'static str, u16>,
}

/// All blocks; each one says what becomes of every caller.
pub fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in include_str!("expected.txt").lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        match line.strip_prefix("    ") {
            None => blocks.push(Block {
                route: line,
                address: line.split_once(' ').expect("a method and a path").1,
                body: Body::None,
                expected: BTreeMap::new(),
            }),
            Some(line) => read(blocks.last_mut().expect("a route before this line"), line),
        }
    }
    for block in &blocks {
        let unsaid: Vec<_> = CALLERS.iter().filter(|caller| !block.expected.contains_key(*caller)).collect();
        assert!(unsaid.is_empty(), "{} {} does not say what {unsaid:?} get", block.route, block.address);
    }
    blocks
}

fn read(block: &mut Block, line: &'static str) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "at" => block.address = rest,
        "form" => block.body = Body::Form(rest),
        "json" => block.body = Body::Json(rest),
        _ => {
            let (outcome, to) = line.split_once(" to ").unwrap_or_else(|| panic!("{line}: no line of a block"));
            let known = OUTCOMES.iter().find(|(name, _)| *name == outcome);
            let (_, status) = known.unwrap_or_else(|| panic!("{outcome} is no outcome"));
            for caller in named(block, to) {
                let twice = block.expected.insert(caller, *status);
                assert!(twice.is_none(), "{}: {caller} is there twice", block.route);
            }
        }
    }
}

fn named(block: &Block, to: &str) -> Vec<&'static str> {
    if to == "the rest" {
        return CALLERS.into_iter().filter(|caller| !block.expected.contains_key(caller)).collect();
    }
    let known = |name: &str| {
        let known = CALLERS.into_iter().find(|caller| *caller == name);
        known.unwrap_or_else(|| panic!("{name} is no caller"))
    };
    to.split(", ").map(known).collect()
}
