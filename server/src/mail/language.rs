//! The language that a text is in, guessed.

use whatlang::{Detector, Lang};

/// Letters below which a guess is not worth its name.
const LETTERS_MIN: usize = 12;
/// The guesser's own confidence, 0 to 1, below which its guess is arbitrary.
const CONFIDENCE_MIN: f64 = 0.05;

/// The tag of the text's language, such as `bn` or `sv`; `None` where a guess would be arbitrary.
#[must_use]
pub fn guess(text: &str) -> Option<&'static str> {
    if text.chars().filter(|one| one.is_alphabetic()).count() < LETTERS_MIN {
        return None;
    }
    let languages = TAGS.iter().map(|(language, _)| *language).collect();
    let info = Detector::with_allowlist(languages).detect(text)?;
    let tag = TAGS.iter().find(|(language, _)| *language == info.lang()).map(|(_, tag)| *tag);
    tag.filter(|_| info.confidence() >= CONFIDENCE_MIN)
}

/// The languages that are told apart; with more of them a short text is guessed worse.
const TAGS: &[(Lang, &str)] = &[
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tha, "th"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Vie, "vi"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_a_language_and_a_word_has_none() {
        for (text, language) in [
            ("We would like to upload photographs of our collection to Wikimedia Commons.", Some("en")),
            ("আমরা আমাদের জাদুঘরের ছবি কমন্সে আপলোড করতে চাই।", Some("bn")),
            ("نود أن نرفع صور مجموعتنا إلى ويكيميديا كومنز.", Some("ar")),
            ("Vi skulle vilja ladda upp fotografier från vår samling till Wikimedia Commons.", Some("sv")),
            ("Ok", None),
            ("", None),
        ] {
            assert_eq!(guess(text), language, "{text}");
        }
    }
}
