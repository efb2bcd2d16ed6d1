use super::*;

fn text(message: &str) -> String {
    fold(message, "Re: Helpdesk", true).all(Kind::Text).unwrap_or_default()
}

#[test]
fn an_answer_above_is_told_from_the_quote_in_every_language() {
    for above in [
        "On Tue, Nov 3, 2026 at 10:12 AM Helpdesk <h@example.org> wrote:",
        "On Tue, Nov 3, 2026 at 10:12 AM Content Partnerships Hub\nHelpdesk <h@example.org>\nwrote:",
        "Le mar. 3 nov. 2026 à 10:12, Helpdesk <h@example.org> a écrit :",
        "El mar, 3 nov 2026 a las 10:12, Helpdesk (<h@example.org>) escribió:",
        "Em ter., 3 de nov. de 2026 às 10:12, Helpdesk <h@example.org> escreveu:",
        "Den tis 3 nov. 2026 kl 10:12 skrev Helpdesk <h@example.org>:",
        "Am 03.11.26 um 10:12 schrieb Helpdesk:",
        "في الثلاثاء، ٣ نوفمبر ٢٠٢٦ في ١٠:١٢ ص تمت كتابة ما يلي بواسطة Helpdesk:\nكتب Helpdesk <h@example.org>:",
        "মঙ্গল, ৩ নভে, ২০২৬ তারিখে ১০:১২ AM টায় Helpdesk <h@example.org> লিখেছেন:",
    ] {
        assert_eq!(text(&format!("Yes.\n\n{above}\n> What?\n>\n> Thanks")), "Yes.", "{above}");
    }
}

#[test]
fn answers_below_and_between_are_kept() {
    assert_eq!(text("A wrote:\n> What?\n\nThis."), "This.");
    assert_eq!(text("A wrote:\n> One?\n\nYes.\n\n> Two?\n\nNo."), "Yes.\n\nNo.");
}

#[test]
fn outlook_quotes_without_marks() {
    for block in [
        "________________________________\nFrom: Helpdesk <h@example.org>\nSent: Tuesday, 3 November 2026 10:12\nTo: Ana\nSubject: Question\n\nWhat?",
        "Från: Helpdesk <h@example.org>\nSkickat: den 3 november 2026 10:12\nTill: Ana\nÄmne: Fråga\n\nVad?",
        "De : Helpdesk <h@example.org>\nEnvoyé : mardi 3 novembre 2026\nÀ : Ana\nObjet : Question\n\nQuoi ?",
        "-----Original Message-----\nFrom: Helpdesk\n\nWhat?",
    ] {
        assert_eq!(text(&format!("Yes.\n\n{block}")), "Yes.", "{block}");
    }
}

#[test]
fn in_doubt_text_is_kept() {
    let inside = "My answers are below in red.\n\nFrom: H\nSent: today\nTo: Ana\nSubject: Q\n\nWhat? THIS.";
    assert_eq!(text(inside), inside);
    let all_quoted = "> What?\n> This.";
    assert_eq!(text(all_quoted), all_quoted);
    let prompt = "It says\n> 5 files\nand stops.";
    assert_eq!(fold(prompt, "A problem", false).all(Kind::Text).as_deref(), Some(prompt));
    let pasted = "See:\n\nFrom: a@b.c\nSent: today\nTo: me\nSubject: Q\n\nText";
    assert_eq!(fold(pasted, "A pasted mail", false).all(Kind::Text).as_deref(), Some(pasted));
}

#[test]
fn what_is_forwarded_is_no_quote() {
    let forwarded = "FYI\n\n---------- Forwarded message ---------\nFrom: A <a@b.org>\nDate: today\nSubject: Help\nTo: h@b.org\n\nPlease help";
    assert_eq!(fold(forwarded, "Fwd: Help", false).all(Kind::Text).as_deref(), Some(forwarded));
    assert_eq!(block_from(forwarded).as_deref(), Some("A <a@b.org>"));
}

#[test]
fn signatures_are_apart() {
    let folded = fold("Yes.\n\n-- \nAna\nMuseum", "Hi", false);
    assert_eq!(
        (folded.all(Kind::Text), folded.all(Kind::Signature)),
        (Some("Yes.".into()), Some("-- \nAna\nMuseum".into()))
    );
    for line in
        ["Sent from my iPhone", "Skickat från min iPhone", "Envoyé de mon iPhone", "أُرسلت من الـ iPhone"]
    {
        assert_eq!(
            text(&format!("Yes.\n\n{line}\n\nOn 3 Nov 2026, at 10:12, H wrote:\n> What?")),
            "Yes.",
            "{line}"
        );
    }
    let long = format!("Yes.\n--\n{}", "more\n".repeat(12));
    assert_eq!(text(&long), long.trim_end());
}

#[test]
fn nothing_is_lost_whatever_is_folded() {
    for message in ["a\n> b\nc\n-- \nd", "A wrote:\n> x\n\n> y\nz", "\n\n> a\n\n\n"] {
        let blocks = fold(message, "Re: x", true).blocks;
        let words: Vec<_> = blocks.iter().flat_map(|block| block.text.split_whitespace()).collect();
        assert_eq!(words, message.split_whitespace().collect::<Vec<_>>());
    }
}
