//! Who takes part, and the policy that they act under.

use crate::committee::{AsideRules, Holder, Seat, Seats};
use crate::ids::PersonId;
use crate::people::{Actor, Role, Roles};
use crate::policy::{
    ChecklistItem, Choice, CommitteeRules, Deadlines, EditingRules, EffortRules, Heading, Organisation, Policy,
    Question, ReadElsewhere, WikiPages,
};
use crate::process::StageName;
use crate::time::Date;

/// A cast of people: two requesters, the second a member too, an outsider, two members, a member who
/// is staff, a secretary, two of the staff, a working group, a steward.
#[must_use]
pub fn cast() -> Vec<Actor> {
    let member = [Role::Committee].as_slice();
    let staff = [Role::Staff].as_slice();
    let roles: [&[Role]; 11] = [
        &[],
        &[Role::Committee, Role::Staff],
        &[],
        member,
        member,
        &[Role::Committee, Role::Staff],
        &[Role::Secretary],
        staff,
        staff,
        &[Role::WorkingGroup],
        &[Role::Steward],
    ];
    roles
        .iter()
        .zip(1_u8..)
        .map(|(roles, n)| Actor {
            person: PersonId::from_random([0, 0, 0, 0, n]),
            roles: roles.iter().copied().collect::<Roles>(),
        })
        .collect()
}

/// Seats of the four members; two of them belong to affiliates whose requests come in.
#[must_use]
pub fn seats() -> Seats {
    let affiliates = [(1, ""), (3, "We have maps."), (4, "গ্রন্থাগারের ছবি"), (5, "")];
    let cast = cast();
    let seat = |(n, affiliate): (usize, &str)| {
        let affiliates = if affiliate.is_empty() { Vec::new() } else { vec![affiliate.to_owned()] };
        let holder = Holder { person: cast[n].person, region: None, affiliates };
        Some(Seat {
            id: n.to_string(),
            holder,
            from: Date::parse("2023-01-01")?,
            until: None,
            substitutes: Vec::new(),
        })
    };
    Seats::new(affiliates.into_iter().filter_map(seat).collect()).unwrap_or_default()
}

/// A small policy.
#[must_use]
pub fn policy() -> Policy {
    let choice = |id: &str| Choice { id: id.to_owned(), label: id.to_owned() };
    let item = |id: &str, heading, required, who: &[Role]| ChecklistItem {
        id: id.to_owned(),
        heading,
        label: id.to_owned(),
        required,
        who: who.to_vec(),
    };
    Policy {
        organisation: Organisation {
            helpdesk: "Helpdesk".to_owned(),
            run_by: "An affiliate".to_owned(),
            email: "helpdesk@example.org".to_owned(),
            about_url: "https://example.org/".to_owned(),
        },
        wiki: WikiPages {
            request_prefix: "Helpdesk/Requests/".to_owned(),
            data_page: "Helpdesk/Requests/Data".to_owned(),
            request_template: "Helpdesk request".to_owned(),
            row_template: "Helpdesk request row".to_owned(),
            project_pages: vec!["Helpdesk".to_owned()],
            licence: "CC BY-SA 4.0".to_owned(),
            minutes_prefix: None,
            figures_page: None,
        },
        deadlines: Deadlines {
            acknowledge_days: 7,
            gather_days: 21,
            answer_days: 14,
            initial_days: 45,
            develop_days: 60,
            go_days: 45,
            support_days: 60,
            follow_up_days: 90,
            no_answer_days: 30,
        },
        committee: CommitteeRules {
            hide_positions_until_own: true,
            objection_days: 7,
            rule: None,
            stand_aside: AsideRules { affiliate: true, partner: true },
        },
        editing: EditingRules { requester_until: StageName::InDevelopment },
        effort: EffortRules { cap_hours: 40 },
        retention: None,
        kinds: vec![choice("upload"), choice("advice")],
        regions: vec![choice("south-asia"), choice("global")],
        affiliate_sizes: vec![choice("small"), choice("large")],
        questions: vec![Question {
            id: "gaps".to_owned(),
            label: "Which gaps?".to_owned(),
            help: String::new(),
            important: true,
        }],
        checklist: vec![
            item("technical", Heading::Technical, true, &[Role::Staff, Role::Committee, Role::WorkingGroup]),
            item("risk-legal", Heading::Risk, true, &[Role::Staff]),
            item("used", Heading::Sustainability, false, &[Role::Staff, Role::Committee]),
        ],
        mail: ReadElsewhere,
    }
}
