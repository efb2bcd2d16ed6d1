//! Two states of the record that differ only in what a viewer must not see give that viewer the same
//! bytes by every channel. What is hidden from whom stands in words in `acts.rs`, not taken from the
//! projection that is under test.
//!
//! More scenes than the few of every run: `HELPDESK_SIGHT_SCENES=50`, from `HELPDESK_SIGHT_SEED` on.

mod acts;
mod channels;
mod letters;
mod scene;

use super::service::{Service, on_a_service};
use acts::{Kind, hidden};
use channels::{Seen, differing, look};
use helpdesk_domain::CommandName;
use helpdesk_domain::histories::Random;
use scene::{Eyes, Scene, TARGETS};
use std::collections::BTreeMap;
use std::sync::Arc;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn what_somebody_may_not_see_changes_no_byte_of_what_they_get() {
    let (seed, scenes) = (number("HELPDESK_SIGHT_SEED", 20_261_126), number("HELPDESK_SIGHT_SCENES", 1));
    println!("seed {seed}, {scenes} scenes");
    for n in 0..scenes {
        on_a_service(move |service| async move {
            let random = Random::new(seed.wrapping_add(n));
            one_scene(&service, random, &format!("seed {}", seed.wrapping_add(n))).await;
        });
    }
}

async fn one_scene(service: &Arc<Service>, mut random: Random, name: &str) {
    let scene = Scene::new(&service.record, &mut random).await;
    let mut done: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for eyes in Eyes::ALL {
        let target = scene.target_of(eyes, &mut random);
        let before = look(service, &scene, eyes, target, None).await;
        let mut acts = Vec::new();
        for kind in hidden(eyes, target).iter().chain(acts::hidden_everywhere(eyes)) {
            if acts::carry_out(&scene, target, *kind, &mut random).await {
                *done.entry((eyes.name(), kind.name())).or_default() += 1;
                acts.push(kind.name());
            }
        }
        assert!(!acts.is_empty(), "{name}: nothing was hidden from {}", eyes.name());
        let after = look(service, &scene, eyes, target, Some(&before)).await;
        if let Some(difference) = differing(&before, &after) {
            panic!("{name}: {} at request {target} sees something of {acts:?}\n{difference}", eyes.name());
        }
    }
    for kind in Kind::ALL.iter().chain(acts::hidden_everywhere(Eyes::Anonymous)) {
        let ever = done.keys().any(|(_, name)| *name == kind.name());
        assert!(ever, "{name}: {} was never carried out: {done:?}", kind.name());
    }
    everybody_would_notice_a_title(service, &scene).await;
}

/// That the comparison compares: what everybody may see changes what everybody gets.
async fn everybody_would_notice_a_title(service: &Arc<Service>, scene: &Scene) {
    for eyes in [Eyes::Anonymous, Eyes::Recused, Eyes::Former] {
        let before = look(service, scene, eyes, 0, None).await;
        let title = format!("New title for {}", eyes.name());
        let fields = [("what", "Please help us."), ("title", title.as_str())];
        let edited = scene.record.act(&scene.staff, scene.targets[0], CommandName::Edit, &fields).await;
        edited.expect("edited");
        let after: Seen = look(service, scene, eyes, 0, Some(&before)).await;
        let noticed: Vec<_> =
            after.keys().filter(|channel| before.get(*channel) != after.get(*channel)).collect();
        for channel in ["GET /support-requests/0", "GET /api/v1/support-requests", "wikitext", "jobs"] {
            assert!(noticed.iter().any(|one| one.starts_with(channel)), "{channel} is not among {noticed:?}");
        }
    }
    assert_eq!(scene.targets.len(), TARGETS);
}
