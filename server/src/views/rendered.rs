//! Every page with every sample, looked at for what must hold on all of them.

use super::Page as _;
use super::asset;
use super::frame::{Frame, bare, framed};
use super::markup::{Piece, Tag, walk};
use super::sample_pages::{Sample, all_samples, everybody, frame, request_page};
use super::samples::{HOSTILE, policy, views};
use std::collections::BTreeSet;

fn render(sample: &Sample, text: &impl Fn(&str) -> String) -> String {
    let (_, visitor, page, popup) = sample;
    let frame = frame(visitor.clone(), text);
    let markup = if *popup {
        bare(&frame, page.as_ref(), Some(asset::POPUP.href()))
    } else {
        framed(&frame, page.as_ref())
    };
    markup.into_string()
}

fn kind(text: &str) -> String {
    text.to_owned()
}

fn evil(_: &str) -> String {
    HOSTILE.to_owned()
}

#[test]
fn no_page_lacks_a_message() {
    for sample in all_samples(&kind) {
        let html = render(&sample, &kind);
        if let Some(at) = html.find('⧼') {
            panic!("{}: {}", sample.0, &html[at..].chars().take(80).collect::<String>());
        }
        walk(&html, |piece| {
            if let Piece::Text(text, _) = piece {
                let unfilled =
                    text.find('$').filter(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
                assert!(unfilled.is_none() && !text.contains("{{"), "{}: {text}", sample.0);
            }
        });
    }
}

#[test]
fn what_people_typed_never_becomes_markup_nor_turns_the_page_around() {
    for sample in all_samples(&evil) {
        let html = render(&sample, &evil);
        assert!(!html.contains("<script>") && !html.contains("\" onfocus"), "{}", sample.0);
        let contained = |tag: &Tag| tag.name == "bdi" || tag.attribute("dir") == Some("auto");
        walk(&html, |piece| match piece {
            Piece::Text(text, open) if text.contains('\u{202e}') => {
                let inside: Vec<_> = open.iter().map(|tag| tag.name.as_str()).collect();
                assert!(
                    open.iter().any(contained) || inside.contains(&"option"),
                    "{}: {inside:?} {text}",
                    sample.0
                );
            }
            Piece::Open(tag, _) => {
                assert!(!tag.attributes.iter().any(|(name, _)| name.starts_with("on")), "{tag:?}");
                // Browsers take the first of two attributes of a name and drop the other one.
                let names: BTreeSet<_> = tag.attributes.iter().map(|(name, _)| name).collect();
                assert_eq!(names.len(), tag.attributes.len(), "{}: {tag:?}", sample.0);
            }
            Piece::Text(..) => {}
        });
    }
}

#[test]
fn every_control_has_a_name_and_every_id_is_there_once() {
    for sample in all_samples(&kind) {
        let html = render(&sample, &kind);
        let (mut ids, mut named, mut controls) = (Vec::new(), Vec::new(), Vec::new());
        walk(&html, |piece| {
            let Piece::Open(tag, open) = piece else { return };
            ids.extend(tag.attribute("id").map(str::to_owned));
            named.extend(tag.attribute("for").map(str::to_owned));
            let hidden = tag.attribute("type") == Some("hidden");
            if ["input", "select", "textarea"].contains(&tag.name.as_str()) && !hidden {
                let in_label =
                    open.iter().any(|tag| tag.name == "label") || tag.attribute("aria-labelledby").is_some();
                controls.push((in_label, tag.attribute("id").map(str::to_owned)));
            }
            for (name, value) in &tag.attributes {
                let local = name == "style" || (name == "src" && !value.starts_with('/'));
                assert!(!local, "{}: {tag:?}", sample.0);
            }
        });
        for (in_label, id) in controls {
            assert!(in_label || id.as_ref().is_some_and(|id| named.contains(id)), "{}: {id:?}", sample.0);
        }
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "{}: an id is there twice", sample.0);
        for reference in named {
            assert!(ids.contains(&reference), "{}: {reference}", sample.0);
        }
    }
}

#[test]
fn an_action_that_is_off_says_why() {
    let (_, _, view) = views().into_iter().find(|(name, ..)| *name == "development-staff").expect("a view");
    let page = request_page(&policy(), view, &kind);
    let html = page.body(&frame(everybody("Axel"), &kind)).into_string();
    assert!(page.offers.iter().any(|offer| offer.off.is_some()));
    for offer in page.offers.iter().filter_map(|offer| offer.off.as_ref()) {
        let words = maud::html! { (super::words::rejection_under(&page.policy, offer)) }.into_string();
        assert!(html.contains(&words), "{words}");
    }
}

#[test]
fn the_preview_flags_what_should_not_be_published() {
    let samples = all_samples(&kind);
    let preview = samples.iter().find(|(name, ..)| name == "preview").expect("the preview");
    let html = render(preview, &kind);
    assert!(html.contains("<bdi>ana@museum.example.org</bdi>") && html.contains("<bdi>+46 8 123 456 78</bdi>"));
}

/// Writes the samples to a directory, to be looked at.
#[test]
fn samples_are_written_where_they_are_asked_for() {
    let Ok(directory) = std::env::var("HELPDESK_SAMPLES") else { return };
    let directory = std::path::PathBuf::from(directory);
    std::fs::create_dir_all(directory.join("static")).expect("a directory");
    for asset in asset::all() {
        std::fs::write(directory.join("static").join(asset.name), asset.text).expect("written");
    }
    for sample in all_samples(&kind) {
        for (language, suffix) in [("en", ""), ("ar", "-rtl")] {
            let (name, visitor, page, popup) = &sample;
            let frame = Frame { language, ..frame(visitor.clone(), &kind) };
            let markup = if *popup { bare(&frame, page.as_ref(), None) } else { framed(&frame, page.as_ref()) };
            let html = markup.into_string().replace("\"/static/", "\"static/");
            std::fs::write(directory.join(format!("{name}{suffix}.html")), html).expect("written");
        }
    }
}
