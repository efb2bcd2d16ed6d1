//! What people type, shown by the real MediaWiki as they typed it.

use super::html::{shown, text, texts};
use super::{Desk, ask, on_the_wiki};
use helpdesk_domain::CommandName;
use helpdesk_server::wiki::{escape, templates};

/// Pieces that mean something to MediaWiki, and some that do not.
const PIECES: &[&str] = &[
    "|",
    "||",
    "|-",
    "|}",
    "}}",
    "{{",
    "{{{",
    "}}}",
    "{|",
    "{{!}}",
    "{{Main Page}}",
    "{{subst:x}}",
    "{{{1|x}}}",
    "[[",
    "]]",
    "[",
    "]",
    "[[Main Page]]",
    "[[File:x.png]]",
    "[[Category:Y]]",
    "[http://a.example b]",
    "~~~",
    "~~~~",
    "~~~~~",
    "~",
    "<nowiki>",
    "</nowiki>",
    "<nowiki/>",
    "<!--",
    "-->",
    "<script>alert(1)</script>",
    "<b>",
    "</div>",
    "<ref>",
    "<pre>",
    "<br>",
    "<",
    ">",
    "&",
    "&amp;",
    "&#123;",
    "&lt;",
    "&nbsp;",
    "=",
    "==",
    "== h ==",
    "=a=",
    "''",
    "'''",
    "'",
    "__NOTOC__",
    "__",
    "_",
    "＿＿NOTOC＿＿",
    "*",
    "#",
    ":",
    ";",
    "----",
    "-",
    "!",
    "!!",
    "#REDIRECT [[X]]",
    "http://a.example/b?c=d&e=f",
    "https://a.example/a_b__c",
    "http://a.example/''x",
    "http://a.example/]x",
    "http://a.example/|x",
    "//a.example",
    "mailto:a@b.example",
    "ISBN 9780306406157",
    "RFC 1",
    "-{zh:a}-",
    "\n",
    "\n\n",
    "\n ",
    "\n*",
    "\n#",
    "\n==",
    "\n|",
    "\n!",
    "\n{|",
    "\n:",
    "\n;",
    "\n----",
    " ",
    "  ",
    "\t",
    "word",
    "Ünïcode",
    "ড়াশ",
    "e\u{301}",
    "مرحبا\u{200f}",
    "\u{200e}",
    "日本語",
    "👩‍🔬",
    "$1",
    "\\",
    "\"",
    "%41",
    "%",
    "a.",
    "b,",
    "«c»",
    "d ?",
    "UNIQ-QINU",
    "≯",
    ">\u{338}",
    "=\u{338}",
];

/// A generator of texts: xorshift64 (<https://www.jstatsoft.org/article/view/v008i14>).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("small")
    }

    fn text(&mut self) -> String {
        let pieces = 1 + self.below(9);
        (0..pieces).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

async fn composed(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| shown(&icu(text))).collect()
}

fn icu(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

async fn rendered(wikitext: &str) -> String {
    let parse = [
        ("action", "parse"),
        ("prop", "text"),
        ("pst", "1"),
        ("disablelimitreport", "1"),
        ("contentmodel", "wikitext"),
        ("title", "A page"),
        ("text", wikitext),
    ];
    ask(&parse).await["parse"]["text"].as_str().expect("HTML").to_owned()
}

#[tokio::test]
async fn whatever_is_typed_is_shown_as_it_was_typed() {
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time").as_nanos()
        as u64
        | 1;
    let mut random = Random(seed);
    for _ in 0..6 {
        let typed: Vec<String> =
            (0..150).map(|_| random.text()).filter(|text| !text.trim().is_empty()).collect();
        // As a template's argument, at the start of a line within a block, as in our template.
        let blocks: Vec<_> = typed
            .iter()
            .map(|text| format!("{{{{#if:x|<div class=\"typed\">\n{}\n</div>}}}}", escape::text(text)))
            .collect();
        let html = rendered(&blocks.join("\n")).await;
        let seen = texts(&html, "<div class=\"typed\">", "</div>");
        let wanted = composed(&typed).await;
        assert_eq!(seen.len(), wanted.len(), "seed {seed}: {html}");
        for ((seen, wanted), typed) in seen.iter().zip(&wanted).zip(&typed) {
            assert_eq!(seen, wanted, "seed {seed}, typed {typed:?}, sent {:?}", escape::text(typed));
        }
        // On one line, as a link's text and in a cell.
        let lines: Vec<_> = typed.iter().map(|text| text.replace(['\n', '\t'], " ")).collect();
        let cells: Vec<_> = lines
            .iter()
            .map(|line| format!("<tr><td>{{{{#if:x|{}}}}}</td></tr>", escape::line(line)))
            .collect();
        let html = rendered(&format!("<table>\n{}\n</table>", cells.join("\n"))).await;
        let seen = texts(&html, "<td>", "</td>");
        assert_eq!(seen, composed(&lines).await, "seed {seed}");
    }
}

/// Every kind of break-out in one text.
const NASTY: &str = "a | b }} c {{Main Page}} [[Category:Stolen]] ~~~~ <nowiki> <!-- d --> <script>alert(1)</script> __NOTOC__ \
                     == e == '''f''' {| |} &lt; </div> [[File:g.png]] {{subst:h}} <ref>i</ref> =j=";

#[test]
fn a_whole_page_of_nasty_text_shows_it_and_does_nothing() {
    on_the_wiki(async |desk: Desk| {
        let policy = desk.app.policy().await.expect("a policy").policy;
        for (title, text) in templates::pages(&policy) {
            if desk.page(&title).await.is_none_or(|page| page.text != text.trim_end()) {
                desk.overwrite("Gadgeteer", &title, &text).await;
            }
        }
        let amina = desk.with_grant("Amina", None).await;
        let lines = format!("{NASTY}\n* k\n\n l\n#m\n==n==");
        let mut fields = vec![("shown_name", NASTY), ("title", "{{t}} | [[u]]"), ("what", lines.as_str())];
        fields.extend([("partner", NASTY), ("affiliate", NASTY), ("country", NASTY), ("language", "ar")]);
        fields.extend([("answers.gaps", lines.as_str()), ("kinds.upload", "on"), ("needed_by", "2027-01-31")]);
        fields.extend([
            ("context_page", "Talk:Some page"),
            ("first_time", "yes"),
            ("region", "sub-saharan-africa"),
        ]);
        let reference = desk.published(&amina, &fields).await;
        desk.act(&desk.staff, reference, CommandName::Acknowledge, &[]).await;
        let close = [("outcome", "declined"), ("reason", lines.as_str())];
        desk.act(&desk.staff, reference, CommandName::ReferOrDecline, &close).await;
        desk.drain().await;
        assert!(desk.stuck().await.is_empty(), "{:?}", desk.stuck().await);

        let title = desk.row(reference).await.title;
        let properties = "text|categories|templates|images|links|sections|properties|externallinks";
        let parsed = ask(&[("action", "parse"), ("page", &title), ("prop", properties)]).await["parse"].clone();
        let html = parsed["text"].as_str().expect("HTML");
        let page = text(html);
        let wanted = shown(&lines);
        assert_eq!(
            page.matches(&wanted.replace('\n', " ")).count() + page.matches(&wanted).count(),
            3,
            "{page}"
        );
        assert!(page.contains("{{t}} | [[u]]"), "{page}");
        assert!(
            page.contains("Upload files to Wikimedia Commons") && page.contains("Sub-Saharan Africa"),
            "{page}"
        );
        assert!(page.contains("Declined") && page.contains("Made from Talk:Some page"), "{page}");
        assert!(!page.contains("label-") && !page.contains("Template:"), "{page}");
        assert!(html.contains("lang=\"ar\" dir=\"rtl\""), "{html}");
        for nothing in ["categories", "images", "sections"] {
            assert_eq!(parsed[nothing].as_array().map(Vec::len), Some(0), "{nothing}: {parsed}");
        }
        assert!(parsed["properties"].as_object().is_none_or(|all| !all.contains_key("notoc")), "{parsed}");
        let ours = |template: &serde_json::Value| {
            template["title"].as_str().is_some_and(|title| title.starts_with("Template:Helpdesk request"))
        };
        assert!(parsed["templates"].as_array().expect("templates").iter().all(ours), "{parsed}");
        let links = parsed["externallinks"].as_array().expect("links");
        assert_eq!(links.len(), 1, "the tool's own: {links:?}");

        let table = format!("{{{{{}/table|{}}}}}", policy.wiki.request_template, desk.data_page());
        let table = rendered(&table).await;
        assert!(
            table.contains("<table class=\"wikitable sortable\"") && text(&table).contains("{{t}} | [[u]]"),
            "{table}"
        );
        assert!(text(&rendered(&format!("{{{{:{}}}}}", desk.data_page())).await).contains("Declined"));
    });
}
