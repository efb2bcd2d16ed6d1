//! The committee's rule from the command line, for checking it from outside.

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use helpdesk_domain::committee::{Explanation, Round, Rule, Seats, explain};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::Read;

/// What standard input has, in words for `--help`.
const SCHEMA: &str = r#"Standard input is one JSON object:

  {
    "policy": {"positions": 4, "more_than_half": false, "not_below": 3, "regions": 3,
               "from_requesters_affiliate": 1, "abstentions_count": true},
    "seats": [
      {"id": "one", "from": "2025-01-01", "until": "2027-12-31",
       "holder": {"person": "00000001", "region": "south-asia", "affiliates": ["An affiliate"]},
       "substitutes": [{"from": "2026-07-01", "until": "2026-07-31",
                        "holder": {"person": "00000009", "region": "south-asia"}}]}
    ],
    "round": {
      "on": "2026-11-24",
      "requester_affiliates": ["An affiliate"],
      "positions": [{"person": "00000001", "on": "2026-11-20", "position": "support"}],
      "recused": []
    }
  }

`policy` is [committee.rule] of the policy; every part of it may be left out. People are 8 of
0-9 a-z without i, l, o, u. Days are YYYY-MM-DD, and both ends of a term belong to it. A position is
support, concerns, need-more or abstain, one a person, and counts for the seat that the person held
on its day. The committee is the one of the day `round.on`.

The answer is one JSON object: `answer` (met, open, out-of-reach), its `parts` (positions, regions:
needed, have, reachable, answer), `can_change` (those whose position can still tip it), `seats` and
`aside` (how many), `by_seat` (counted, affiliate-full, pending, aside) and `uncounted` (positions
that count for no seat, and why: later, recused, no-seat, abstained, replaced)."#;

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum CommitteeCommand {
    /// Say whether a round meets the rule, can still meet it, or no longer can; needs no database
    #[command(after_help = SCHEMA)]
    Explain,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    policy: Rule,
    seats: Seats,
    round: Round,
}

pub(crate) fn run(command: CommitteeCommand) -> Result<()> {
    match command {
        CommitteeCommand::Explain => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("standard input could not be read")?;
            println!("{}", serde_json::to_string_pretty(&answer(&text)?)?);
            Ok(())
        }
    }
}

fn answer(text: &str) -> Result<Explanation> {
    let Question { policy, seats, round } =
        serde_json::from_str(text).context("this is no question to `committee explain`; see its --help")?;
    let problems: Vec<_> =
        policy.problems().iter().map(|(field, problem)| format!("policy.{field}: {problem}")).collect();
    if !problems.is_empty() {
        bail!(problems.join("\n"));
    }
    let mut people = BTreeSet::new();
    if let Some(twice) = round.positions.iter().find(|given| !people.insert(given.person)) {
        bail!("round.positions: {} is there twice", twice.person);
    }
    Ok(explain(&policy, &seats, &round))
}

#[cfg(test)]
mod tests {
    use super::{SCHEMA, answer};
    use helpdesk_domain::committee::Answer;

    fn example() -> &'static str {
        let (_, rest) = SCHEMA.split_once(":\n").expect("an example");
        rest.split_once("\n\n`policy`").expect("words after it").0
    }

    #[test]
    fn the_example_in_the_help_is_answered() {
        let found = answer(example()).expect("an answer");
        assert_eq!((found.answer, found.seats), (Answer::OutOfReach, 1), "one seat gives no four positions");
    }

    #[test]
    fn a_rule_that_cannot_be_is_named_by_its_line() {
        let text = crate::app::policy::DEFAULT.replace("\nnot_below = 3", "\nnot_below = 5");
        let line = text.lines().position(|line| line == "not_below = 5").expect("there") + 1;
        let problems = crate::app::policy_file::read("p", &text).expect_err("a problem");
        assert!(problems[0].starts_with(&format!("p:{line}: committee.rule.not_below: ")), "{problems:?}");
        let text = crate::app::policy::DEFAULT.replace("\nregions = 3", "\nregions = 30");
        let problems = crate::app::policy_file::read("p", &text).expect_err("a problem");
        assert!(problems[0].contains("committee.rule.regions: more than there are"), "{problems:?}");
    }

    #[test]
    fn what_cannot_be_answered_is_said_in_words() {
        let said = |text: String| format!("{:#}", answer(&text).expect_err("no answer"));
        assert!(said(String::new()).contains("--help"));
        assert!(said(example().replace("\"not_below\": 3", "\"not_below\": 9")).contains("policy.not_below"));
        let twice = r#"[{"person": "00000001", "on": "2026-11-20", "position": "abstain"}, {"#;
        assert!(
            said(example().replace(
                "[{\"person\": \"00000001\", \"on\"",
                &format!("{twice}\"person\": \"00000001\", \"on\"")
            ))
            .contains("there twice")
        );
        assert!(said(example().replace("2027-12-31", "2024-12-31")).contains("ends before it begins"));
    }
}
