//! Titles on the real wiki.

use super::{Desk, on_the_wiki};

#[test]
fn two_requests_of_one_name_get_two_pages() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let one = desk.published(&amina, &[("title", "Archive")]).await;
        let two = desk.published(&amina, &[("title", "Archive")]).await;
        desk.drain().await;
        let titles = [desk.row(one).await.title, desk.row(two).await.title];
        assert_eq!(titles[0], format!("{}/Requests/Archive", desk.root));
        assert_eq!(titles[1], format!("{}/Requests/Archive ({two})", desk.root));
    });
}

#[test]
fn somebody_else_s_page_is_left_alone() {
    on_the_wiki(async |desk: Desk| {
        let essay = format!("{}/Requests/Archive", desk.root);
        desk.overwrite("Outsider", &essay, "An essay.").await;
        let amina = desk.with_grant("Amina", None).await;
        let reference = desk.published(&amina, &[("title", "Archive")]).await;
        desk.drain().await;
        assert_eq!(desk.text(&essay).await, "An essay.");
        assert_eq!(desk.row(reference).await.title, format!("{essay} ({reference})"));
    });
}

#[test]
fn hard_titles_become_pages() {
    on_the_wiki(async |desk: Desk| {
        let amina = desk.with_grant("Amina", None).await;
        let long = "ড়াশ ".repeat(24);
        for title in
            ["Is", "Data", "#<>[]|{}", "a/../b", "%41&amp;~~~~", "C++ ''x'' =y= __z__", long.trim(), ":no"]
        {
            let reference = desk.published(&amina, &[("title", title)]).await;
            desk.drain().await;
            let row = desk.row(reference).await;
            assert!(desk.page(&row.title).await.is_some(), "{title} is at {}", row.title);
            let last = row.title.rsplit('/').next().expect("a last part").to_lowercase();
            assert!(!["is", "no", "data"].contains(&last.as_str()), "{}", row.title);
        }
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);
    });
}
