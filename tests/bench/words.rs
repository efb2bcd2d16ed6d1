//! What requests say: frequent words, rare ones, and some in scripts without spaces.

use helpdesk_domain::Values;
use helpdesk_domain::histories::Random;

const TOPICS: [&str; 16] = [
    "Photographs",
    "Maps",
    "Newspapers",
    "Recordings",
    "Letters",
    "Drawings",
    "Posters",
    "Herbarium sheets",
    "Statistics",
    "Portraits",
    "Films",
    "Coins",
    "Manuscripts",
    "Field notes",
    "Monuments",
    "Paintings",
];
const HOMES: [&str; 8] = [
    "a city museum",
    "the national archive",
    "a university library",
    "the botanical garden",
    "a regional museum",
    "the weather office",
    "a village archive",
    "the school library",
];
const PLACES: [&str; 14] = [
    "Göteborg",
    "Kampala",
    "Dhaka",
    "Santiago",
    "Almaty",
    "Cusco",
    "Rabat",
    "Tromsø",
    "Kolkata",
    "Lagos",
    "Yerevan",
    "Hanoi",
    "Quito",
    "Tallinn",
];
const OTHER_SCRIPTS: [&str; 4] = ["古地図の公開", "গ্রন্থাগারের ছবি", "صور من الأرشيف", "หนังสือพิมพ์เก่า"];
const SYLLABLES: [&str; 24] = [
    "ka", "lo", "mi", "ren", "sta", "vo", "ber", "da", "fil", "gor", "han", "jo", "lund", "mar", "ne", "os",
    "pel", "qui", "rud", "sal", "ti", "ulm", "ver", "zan",
];
const SENTENCES: [&str; 6] = [
    "We have lists in several forms and would like to bring them into one.",
    "The files were made over ten years and their descriptions differ a lot.",
    "Volunteers would like to learn how to go on alone afterwards.",
    "The partner asks what will be seen of the material, and by whom.",
    "Nobody has looked at the rights of the older half yet.",
    "There is a campaign in spring that could use them.",
];

/// A word that few requests have: one of some ten thousand.
pub fn rare(random: &mut Random) -> String {
    (0..3).map(|_| *random.one(&SYLLABLES)).collect()
}

/// A person's name.
pub fn name(random: &mut Random) -> String {
    let mut name = rare(random);
    name[..1].make_ascii_uppercase();
    format!("{name} of {}", random.one(&PLACES))
}

/// Some sentences.
pub fn sentence(random: &mut Random) -> String {
    let count = 1 + random.below(4);
    (0..count).map(|_| *random.one(&SENTENCES)).collect::<Vec<_>>().join(" ")
}

/// The form that makes a request, without what depends on who fills it in.
pub fn facts(random: &mut Random) -> Values {
    let (topic, home, place) = (*random.one(&TOPICS), *random.one(&HOMES), *random.one(&PLACES));
    let mut title = format!("{topic} of {home} in {place}, {}", rare(random));
    if random.percent(5) {
        title = format!("{} {title}", random.one(&OTHER_SCRIPTS));
    }
    let fields = [
        ("title", title),
        ("what", sentence(random)),
        ("answers.gaps", sentence(random)),
        ("answers.benefits", sentence(random)),
        ("kinds.upload", "on".to_owned()),
        ("partner", home.to_owned()),
        ("country", place.to_owned()),
        ("region", "global".to_owned()),
        ("reach", "talk-page".to_owned()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
