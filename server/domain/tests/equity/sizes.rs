//! How large the affiliate is that asks: the policy names the sizes, the requester may choose one.

use helpdesk_domain::equity::Dimension;
use helpdesk_domain::form::{Values, read_submission, submission_fields};
use helpdesk_domain::histories::{cast, policy};
use helpdesk_domain::policy::Choice;
use helpdesk_domain::{Rejection, Roles, Timestamp, decide_submission};

/// The field of the form.
const SIZE: &str = "affiliate_size";

fn filled(fields: &[(&str, &str)]) -> Values {
    let needed = [("what", "Maps of an archive"), ("reach", "talk-page")];
    needed.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn category(fields: &[(&str, &str)]) -> String {
    let read = read_submission(&filled(fields)).expect("filled in");
    Dimension::Affiliate.category(&read.submission.facts)
}

#[test]
fn requests_are_told_apart_by_the_size_of_the_affiliate_that_asks() {
    assert_eq!(category(&[("affiliate", "Wikimedia Sverige"), (SIZE, "large")]), "large");
    assert_eq!(category(&[("affiliate", "Wikimedia Sverige")]), "yes");
    assert_eq!(category(&[(SIZE, "large")]), "no", "nobody asked for an affiliate");
    let all: Vec<_> = Dimension::Affiliate.categories(&policy()).into_iter().collect();
    assert_eq!(all, ["large", "no", "small", "yes"]);
}

#[test]
fn the_form_asks_for_a_size_where_the_policy_names_any_and_takes_no_other() {
    let asked = |policy| submission_fields(policy, Roles::NONE).iter().any(|field| field.name == SIZE);
    let (with, mut without) = (policy(), policy());
    without.affiliate_sizes.clear();
    assert!(asked(&with) && !asked(&without));

    let read = read_submission(&filled(&[(SIZE, "large")])).expect("filled in");
    let decide = |policy| decide_submission(policy, &cast()[0], &read.submission, Timestamp(0));
    assert!(decide(&with).is_ok());
    assert_eq!(decide(&without), Err(Rejection::NotInPolicy("large".to_owned())));
}

#[test]
fn no_size_is_called_as_the_figures_call_that_an_affiliate_asks() {
    let mut policy = policy();
    assert_eq!(policy.problems(), []);
    policy.affiliate_sizes.push(Choice { id: "no".to_owned(), label: "None".to_owned() });
    let fields: Vec<_> = policy.problems().into_iter().map(|problem| problem.path).collect();
    assert_eq!(fields, ["affiliate_sizes"]);
}
