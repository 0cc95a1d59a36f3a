//! Words in names, and recognition of the forms of names.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub(super) use crate::content::groups::{bare, is_group};

/// Particles of family names that some people capitalize, and that are never given names.
pub(super) const PARTICLES: [&str; 17] = [
    "Dela", "Della", "Ibn", "Mac", "Ní", "Saint", "St", "St.", "Uí", "Vande", "Vanden", "Vander", "Von", "Vom", "Zum",
    "Zur", "Ó",
];

/// Particles that are also given names, or names or syllables of names in Vietnam, China or Korea.
pub(super) const DOUBTFUL_PARTICLES: [&str; 24] = [
    "Al", "Ben", "Da", "Dal", "De", "Del", "Den", "Der", "Des", "Di", "Do", "Dos", "Du", "El", "La", "Las", "Le",
    "Los", "Nic", "Ten", "Ter", "Van", "Ver", "Zu",
];

/// The most frequent spellings in publications of family names from Vietnam, China and Korea.
pub(super) const EAST_ASIAN_FAMILIES: &[&str] = &[
    "ahn", "an", "bae", "baek", "bai", "bui", "cai", "cao", "chan", "chang", "chen", "cheng", "cheung", "cho", "choi",
    "chow", "chu", "chung", "cui", "dai", "dang", "deng", "ding", "dinh", "do", "doan", "dong", "du", "duan", "duong",
    "fan", "fang", "feng", "fu", "gao", "gong", "gu", "guo", "ha", "han", "hao", "he", "heo", "ho", "hoang", "hong",
    "hou", "hsu", "hu", "huang", "huynh", "hwang", "jang", "jeon", "jeong", "ji", "jia", "jiang", "jin", "jung",
    "kang", "kim", "ko", "kwok", "kwon", "lai", "lam", "lau", "le", "lee", "lei", "leung", "li", "liang", "liao",
    "lim", "lin", "liu", "long", "lu", "luo", "luong", "luu", "ly", "ma", "mai", "mao", "meng", "moon", "nam", "ng",
    "ngo", "nguyen", "nie", "no", "noh", "oh", "pan", "park", "peng", "pham", "phan", "phung", "qian", "qin", "qiu",
    "quach", "ren", "roh", "ryu", "seo", "shao", "shen", "shi", "shin", "son", "song", "su", "suh", "sun", "ta", "tan",
    "tang", "tao", "thai", "tian", "to", "tran", "trinh", "truong", "tsai", "tsang", "van", "vo", "vu", "vuong", "wan",
    "wang", "wei", "wen", "wong", "woo", "wu", "xia", "xiao", "xie", "xiong", "xu", "xue", "yan", "yang", "yao", "ye",
    "yi", "yin", "yoo", "yoon", "yu", "yuan", "zeng", "zhai", "zhang", "zhao", "zheng", "zhong", "zhou", "zhu", "zou",
    "zuo", "tong",
];

/// The most frequent family names in Vietnam, without accents. There they precede the given names.
pub(super) const VIETNAMESE_FAMILIES: [&str; 18] = [
    "bui", "dang", "dinh", "do", "doan", "duong", "ho", "hoang", "huynh", "le", "ly", "ngo", "nguyen", "pham", "phan",
    "tran", "trinh", "vo",
];

/// The most frequent family names in Hungary, without accents. There they precede the given names. Names that are also
/// given names elsewhere are not listed.
pub(super) const HUNGARIAN_FAMILIES: [&str; 15] = [
    "balogh", "farkas", "horvath", "juhasz", "kovacs", "lakatos", "meszaros", "molnar", "nagy", "nemeth", "olah",
    "papp", "szabo", "takacs", "toth",
];

/// The most frequent family names in Spain and Portugal and in the Americas, without accents. People there often have two.
pub(super) const IBERIAN_FAMILIES: &[&str] = &[
    "aguilar",
    "almeida",
    "alonso",
    "alvarez",
    "blanco",
    "caballero",
    "cabrera",
    "calvo",
    "campos",
    "cano",
    "carrasco",
    "carvalho",
    "castillo",
    "castro",
    "cortes",
    "costa",
    "delgado",
    "diaz",
    "dominguez",
    "fernandez",
    "ferreira",
    "flores",
    "fuentes",
    "gallego",
    "garcia",
    "garrido",
    "gimenez",
    "gomes",
    "gomez",
    "gonzalez",
    "guerrero",
    "gutierrez",
    "hernandez",
    "herrera",
    "herrero",
    "ibanez",
    "iglesias",
    "jimenez",
    "lopes",
    "lopez",
    "lozano",
    "marquez",
    "martinez",
    "martins",
    "medina",
    "mendez",
    "molina",
    "montero",
    "morales",
    "moreno",
    "munoz",
    "navarro",
    "nieto",
    "nunez",
    "oliveira",
    "ortega",
    "ortiz",
    "pena",
    "pereira",
    "perez",
    "prieto",
    "ramirez",
    "ramos",
    "ribeiro",
    "rodrigues",
    "rodriguez",
    "romero",
    "rubio",
    "ruiz",
    "sanchez",
    "santana",
    "santos",
    "sanz",
    "serrano",
    "silva",
    "soto",
    "souza",
    "suarez",
    "torres",
    "vargas",
    "vazquez",
    "vega",
    "velasco",
    "vidal",
];

pub(super) const SUFFIXES: [&str; 14] =
    ["jr", "sr", "junior", "senior", "jnr", "snr", "filho", "neto", "ii", "iii", "iv", "2nd", "3rd", "4th"];

/// Initials of religious orders and abbreviations of company types. "S.J." may also be the initials of given names if
/// no given name precedes it.
pub(super) const INITIALS_AFTER_NAMES: [&str; 41] = [
    "ab", "ag", "as", "bv", "bvm", "cm", "co", "cp", "csc", "cssp", "cssr", "ihm", "kg", "kgaa", "lc", "mm", "msf",
    "nv", "ocarm", "ocd", "ocso", "ofm", "ofmcap", "ofmconv", "op", "osa", "osb", "osc", "osf", "osu", "oy", "rscj",
    "rsm", "sa", "sarl", "sdb", "se", "sj", "sm", "ssj", "svd",
];

pub(super) const DEGREES: [&str; 22] = [
    "ba", "bsc", "dds", "dphil", "dr", "dsc", "esq", "frs", "ma", "mba", "mbbs", "md", "meng", "mph", "msc", "ms",
    "pe", "pharmd", "phd", "prof", "rn", "scd",
];

/// Returns a word without accents, in lower case.
pub(super) fn without_accents(word: &str) -> String {
    bare(&word.nfd().filter(|letter| !is_combining_mark(*letter)).collect::<String>()).replace('đ', "d")
}

pub(super) fn is_suffix(part: &str) -> bool {
    SUFFIXES.contains(&bare(part).as_str())
}

/// Returns `true` for "M.D.", "PhD" or "SJ", and `false` for "Ma".
pub(super) fn is_abbreviated(word: &str) -> bool {
    word.contains('.') || word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// Returns `true` for two to four words that form a person's name.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_word = |word: &&str| {
        word.starts_with(char::is_uppercase)
            || matches!(*word, "de" | "del" | "den" | "der" | "di" | "da" | "dos" | "la" | "ten" | "van" | "von" | "zu")
    };
    (2..=4).contains(&words.len())
        && words.iter().all(is_word)
        && !words[0].eq_ignore_ascii_case("the")
        && !name.contains([',', '(', ')'])
        && !is_group(name)
}
