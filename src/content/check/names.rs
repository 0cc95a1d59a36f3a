//! Names of people: forms of other programs, and names whose parts a bibliography would get wrong.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

use super::{Checker, characters, pattern::pattern, plain_text::without_entities, short, under};
use crate::content::{
    Author,
    read::{Step, Step::Field, Step::Index},
};

impl Checker<'_> {
    pub(super) fn authors(&self, authors: &[Author], path: &[Step]) {
        let mut seen = BTreeSet::new();
        for (index, author) in authors.iter().enumerate() {
            let here = under(path, &[Index(index)]);
            self.filled(&author.name, &here);
            self.name(&author.name, &here);
            self.split(&author.name, &here);
            if let Some(group) = author.equal
                && authors.iter().filter(|other| other.equal == Some(group)).count() == 1
            {
                let message = format!(
                    "{} is the only author of the equal group {group}; expected two or more",
                    short(&author.name)
                );
                self.note(&under(&here, &[Field("equal")]), message);
            }
            if !seen.insert(&author.name) && !author.name.trim().is_empty() {
                let message = format!(
                    "\"{}\" is listed twice among the authors; remove one, unless two people have this name",
                    short(&author.name)
                );
                self.warn(&here, message);
            }
        }
    }

    /// Warns of a name in a form that is not read as it is meant, unless `people` says which part is the family name.
    pub(super) fn name(&self, name: &str, path: &[Step]) {
        let has_family = self.content.people.get(name).is_some_and(|known| known.family.is_some());
        let typed = as_typed(name);
        let advice = if has_family { cut_short(&typed) } else { wrong_form(&typed) };
        if let Some(advice) = advice {
            self.warn(path, format!("found \"{}\"{advice}", short(name.trim())));
        }
        if name.contains('\u{a0}') {
            let right = name.replace('\u{a0}', " ");
            let message =
                format!("found a no-break space in a name, which makes another name of it; write \"{right}\"");
            self.warn(path, message);
        }
        if !is_nfc(name) {
            let right: String = name.nfc().collect();
            let message = format!(
                "found \"{}\" with an accent as a character of its own (Unicode normalization), which makes another name \
                 of it; type it again: \"{right}\"",
                short(name)
            );
            self.warn(path, message);
        }
        self.plain(name, path);
    }

    /// Warns once of a name whose given and family names are doubtful, unless `people` has them.
    fn split(&self, name: &str, path: &[Step]) {
        let is_known =
            self.content.people.get(name).is_some_and(|known| known.given.is_some() || known.family.is_some());
        if is_known || self.doubtful_names.borrow().contains(name) {
            return;
        }
        if let Some(message) = doubtful_split(name) {
            self.warn(path, message);
            self.doubtful_names.borrow_mut().insert(name.to_owned());
        }
    }

    /// Warns of characters in a text that nobody sees.
    pub(super) fn visible(&self, text: &str, path: &[Step]) {
        if let Some(message) = characters::invisible(text) {
            self.warn(path, message);
        }
    }
}

/// Words by which a group of people or an organization is known.
const GROUPS: [&str; 81] = [
    "academies",
    "academy",
    "administration",
    "agency",
    "alliance",
    "arbeitsgruppe",
    "association",
    "authority",
    "bundesamt",
    "center",
    "centers",
    "centre",
    "centres",
    "centro",
    "collaboration",
    "collaborations",
    "collaborators",
    "college",
    "commission",
    "committee",
    "community",
    "company",
    "consortium",
    "contributors",
    "corporation",
    "council",
    "department",
    "equipe",
    "federation",
    "foundation",
    "gmbh",
    "group",
    "groupe",
    "hospital",
    "inc",
    "incorporated",
    "initiative",
    "institut",
    "institute",
    "institutes",
    "institution",
    "instituto",
    "investigators",
    "kollaboration",
    "konsortium",
    "laboratoire",
    "laboratories",
    "laboratory",
    "labs",
    "library",
    "limited",
    "llc",
    "llp",
    "ltd",
    "ministerio",
    "ministerium",
    "ministry",
    "ministère",
    "museum",
    "nations",
    "network",
    "observatory",
    "office",
    "organisation",
    "organization",
    "participants",
    "partnership",
    "plc",
    "project",
    "society",
    "srl",
    "stiftung",
    "survey",
    "taskforce",
    "team",
    "universidad",
    "universities",
    "university",
    "universität",
    "université",
    "équipe",
];

/// Particles of family names that some write with a capital letter, and that are no given names.
const PARTICLES: [&str; 17] = [
    "Dela", "Della", "Ibn", "Mac", "Ní", "Saint", "St", "St.", "Uí", "Vande", "Vanden", "Vander", "Von", "Vom", "Zum",
    "Zur", "Ó",
];

/// Particles that are also names or syllables of names in Vietnam, China or Korea, or are given names.
const DOUBTFUL_PARTICLES: [&str; 24] = [
    "Al", "Ben", "Da", "Dal", "De", "Del", "Den", "Der", "Des", "Di", "Do", "Dos", "Du", "El", "La", "Las", "Le",
    "Los", "Nic", "Ten", "Ter", "Van", "Ver", "Zu",
];

/// Family names of Vietnam, China and Korea in the spellings that are most frequent in papers.
const EAST_ASIAN_FAMILIES: &[&str] = &[
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

// A syllable as Vietnamese, Chinese and Korean names have them in Latin letters, without accents.
pattern!(
    EAST_ASIAN_SYLLABLE,
    r"^(?:b|c|ch|d|f|g|gh|gi|h|hs|j|k|kh|kk|l|m|n|ng|ngh|nh|p|ph|q|r|s|sh|ss|t|th|tr|ts|tz|v|w|x|y|z|zh)?[aeiouyw]+(?:c|ch|h|k|l|m|n|ng|nh|p|t)?$"
);

const SUFFIXES: [&str; 14] =
    ["jr", "sr", "junior", "senior", "jnr", "snr", "filho", "neto", "ii", "iii", "iv", "2nd", "3rd", "4th"];

/// Initials of religious orders and short forms of companies. Without a given name before it, "S.J." may also be the
/// initials of given names.
const INITIALS_AFTER_NAMES: [&str; 41] = [
    "ab", "ag", "as", "bv", "bvm", "cm", "co", "cp", "csc", "cssp", "cssr", "ihm", "kg", "kgaa", "lc", "mm", "msf",
    "nv", "ocarm", "ocd", "ocso", "ofm", "ofmcap", "ofmconv", "op", "osa", "osb", "osc", "osf", "osu", "oy", "rscj",
    "rsm", "sa", "sarl", "sdb", "se", "sj", "sm", "ssj", "svd",
];

const DEGREES: [&str; 22] = [
    "ba", "bsc", "dds", "dphil", "dr", "dsc", "esq", "frs", "ma", "mba", "mbbs", "md", "meng", "mph", "msc", "ms",
    "pe", "pharmd", "phd", "prof", "rn", "scd",
];

fn bare(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Returns a word without accents, in lower case.
fn without_accents(word: &str) -> String {
    bare(&word.nfd().filter(|letter| !is_combining_mark(*letter)).collect::<String>()).replace('đ', "d")
}

/// Returns a name without entities of HTML and braces of LaTeX, of which other messages tell.
fn as_typed(name: &str) -> String {
    without_entities(name).trim().replace(['{', '}'], "")
}

fn is_suffix(part: &str) -> bool {
    SUFFIXES.contains(&bare(part).as_str())
}

/// Returns `true` for "M.D.", "PhD" or "SJ", and `false` for "Ma".
fn is_abbreviated(word: &str) -> bool {
    word.contains('.') || word.chars().filter(|c| c.is_uppercase()).count() > 1
}

fn is_group(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(bare).collect();
    // "Team" is a given name, too: "Team Hansen".
    let is_given = |place: usize, word: &String| words.len() == 2 && place == 0 && word == "team";
    words.iter().enumerate().any(|(place, word)| GROUPS.contains(&word.as_str()) && !is_given(place, word))
}

/// Returns `true` for two to four words as a person's name has them.
fn is_person(name: &str) -> bool {
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

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// Returns what to write in place of a name in a form of BibTeX or of a printed list.
fn wrong_form(name: &str) -> Option<String> {
    let name = name.trim();
    cut_short(name)
        .or_else(|| member_of_group(name))
        .or_else(|| if is_group(name) { None } else { several(name).or_else(|| with_comma(name)) })
}

/// A list of authors that is not complete: "et al.", "and others".
fn cut_short(name: &str) -> Option<String> {
    let words: Vec<String> =
        name.split(|c: char| c.is_whitespace() || c == ',').map(bare).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ends_early = matches!(
        words.as_slice(),
        [.., "et", "al" | "alii" | "alia" | "autres" | "coll" | "col" | "collab"]
            | [.., "etal"]
            | ["others"]
            | [.., "and" | "among" | "amp", "others"]
            | [.., "y" | "e", "otros" | "otras" | "outros" | "altri" | "cols"]
            | [.., "und" | "u", "andere"]
            | [.., "og", "andre"]
            | [.., "och" | "m", "andra"]
            | [.., "en", "anderen"]
    );
    let ends = ["& al.", "& others", "u.a.", "u. a.", "m.fl.", "m. fl.", "и др.", "等"];
    let is_counted = matches!(words.as_slice(), [.., number, "more" | "others"] if number.parse::<u32>().is_ok());
    let is_dots = !name.is_empty() && name.chars().all(|c| matches!(c, '.' | '…' | ' '));
    (ends_early || is_counted || is_dots || ends.iter().any(|end| name.ends_with(end))).then(|| {
        ", which is shown as the name of a person; list all authors, or leave it out and say in \"note\" that there are \
         more"
            .to_owned()
    })
}

/// Where a text with several names is divided.
struct Separator {
    text: &'static str,
    /// The fewest words on each side.
    words: usize,
    /// Whether it is a word that joins parts of names in lower case, too: "von und zu".
    is_word: bool,
    /// Whether it also joins the two family names of one person: "Ortega y Gasset".
    joins_families: bool,
}

const fn separator(text: &'static str, words: usize, is_word: bool, joins_families: bool) -> Separator {
    Separator { text, words, is_word, joins_families }
}

const SEPARATORS: [Separator; 20] = [
    separator(" and ", 0, false, false),
    separator(" AND ", 0, false, false),
    separator(" & ", 0, false, false),
    separator(";", 0, false, false),
    separator("；", 0, false, false),
    separator("、", 0, false, false),
    separator(" | ", 0, false, false),
    separator(" / ", 0, false, false),
    separator(" und ", 1, true, false),
    separator(" et ", 1, true, false),
    separator(" og ", 1, true, false),
    separator(" och ", 1, true, false),
    // "And", "A&B" and "A/B" are parts of names.
    separator(" And ", 2, true, false),
    separator("&", 2, true, false),
    separator("/", 2, true, false),
    separator(" on behalf of ", 2, false, false),
    separator(" en ", 2, true, false),
    separator(" y ", 2, true, true),
    separator(" e ", 2, true, true),
    separator(" i ", 2, true, true),
];

/// Divides a text into names, and tells whether they may also be one name.
fn divided(name: &str) -> (Vec<String>, bool) {
    let mut names = vec![name.split_whitespace().collect::<Vec<_>>().join(" ")];
    let mut may_be_one = false;
    for separator in &SEPARATORS {
        let mut split = |name: String| -> Vec<String> {
            let spaced = [" ", &name, " "].concat();
            let parts: Vec<String> = spaced.split(separator.text).map(|part| part.trim().to_owned()).collect();
            let is_name = |part: &String| {
                part.split(' ').filter(|word| !word.is_empty()).count() >= separator.words
                    && (!separator.is_word || part.starts_with(char::is_uppercase))
            };
            if parts.len() > 1 && parts.iter().all(is_name) {
                may_be_one |= separator.joins_families;
                parts
            } else {
                vec![name]
            }
        };
        names = names.into_iter().flat_map(&mut split).collect();
    }
    // "Jane Doe, Max Roe, and Eva Bravo": the commas divide, too.
    if names.len() > 1 {
        let at_commas = |name: String| -> Vec<String> {
            let name = name.trim_matches([',', ' ']);
            let parts: Vec<&str> = name.split(", ").collect();
            let is_list = parts.iter().all(|part| is_person(part));
            if is_list { parts.into_iter().map(str::to_owned).collect() } else { vec![name.to_owned()] }
        };
        names = names.into_iter().flat_map(at_commas).collect();
    }
    names.retain(|name| name.contains(char::is_alphabetic));
    (names, may_be_one)
}

/// Returns the name in "and Max Roe" or "Jane Doe;".
fn alone(name: &str) -> Option<&str> {
    const WORDS: [&str; 7] = ["and", "und", "et", "og", "och", "y", "&"];
    let first = WORDS.iter().find_map(|word| name.strip_prefix(word)?.strip_prefix(' '));
    let last = || WORDS.iter().find_map(|word| name.strip_suffix(word)?.strip_suffix(' '));
    let sign = || name.strip_suffix([';', '&', '/']).or_else(|| name.strip_prefix([';', '&', '/']));
    let rest = first.or_else(last).or_else(sign)?.trim().trim_end_matches(',');
    rest.starts_with(char::is_uppercase).then_some(rest)
}

/// Several people in one text.
fn several(name: &str) -> Option<String> {
    let (names, may_be_one) = divided(name);
    if names.len() < 2 {
        return alone(name).map(|right| format!("; write the name alone: \"{right}\""));
    }
    let organization = format!("write under \"people\": \"{name}\": {{ \"family\": \"{name}\" }}");
    if names.iter().all(|part| part == &names[0]) {
        return Some(format!("; if it is an organization, {organization}"));
    }
    let each = format!("; write each author as a text of their own: {}", quoted(&names));
    let words: Vec<&str> = name.split_whitespace().collect();
    let person = if may_be_one { family_start(&words).map(|start| parts(&words, start.place)) } else { None };
    Some(match person {
        Some(person) => format!("{each}; or, if it is one person, write under \"people\": \"{name}\": {person}"),
        None if names.iter().all(|part| !part.contains(' ')) => {
            format!("{each}; or, if it is one organization, {organization}")
        }
        None => each,
    })
}

pattern!(IN_PARENTHESES, r"^([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]$");
pattern!(LEADING_WORDS, r"(?i)^(?:(?:and|on behalf of|for|und|für die|et|pour)\s+)*");

/// A person with a group: "Doe, Jane (CMS Collaboration)", "Jane Doe and the CMS Collaboration".
fn member_of_group(name: &str) -> Option<String> {
    let message = |names: &[String]| format!("; write each author as a text of their own: {}", quoted(names));
    let group = |text: &str| LEADING_WORDS.replace(text.trim(), "").into_owned();
    let in_parentheses = IN_PARENTHESES.captures(name).map(|groups| (groups[1].to_owned(), groups[2].to_owned()));
    let after_comma = || name.rsplit_once(", ").map(|(person, group)| (person.to_owned(), group.to_owned()));
    if let Some((person, rest)) = in_parentheses.or_else(after_comma)
        && is_group(&rest)
    {
        let printed = match person.split_once(", ") {
            Some((family, given)) if name.ends_with([')', ']']) => format!("{given} {family}"),
            _ => person,
        };
        if is_person(&printed) && rest.trim().contains(' ') && divided(&rest).0.len() == 1 {
            let group = group(&rest);
            let names = [printed, group.clone()];
            return Some(format!("{}; or leave \"{group}\" out if it is an affiliation", message(&names)));
        }
    }
    let (names, _) = divided(name);
    let is_other_group = |name: &String| is_group(name) && name.starts_with("the ");
    let has_person = names.iter().any(|name| is_person(name) || is_inverted(name));
    let all_known = names.iter().all(|name| is_person(name) || is_inverted(name) || is_group(name));
    let is_list = names.len() > 1 && has_person && all_known && names.iter().skip(1).any(is_other_group);
    is_list.then(|| message(&names))
}

/// Returns `true` for "Doe, Jane".
fn is_inverted(name: &str) -> bool {
    name.split_once(", ").is_some_and(|(family, given)| is_person(&format!("{given} {family}")))
}

/// "Family, Given", and what else has a comma.
fn with_comma(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split([',', '，', '،']).map(str::trim).collect();
    let is_degree = |part: &&str| {
        let degree = |word: &str| DEGREES.contains(&bare(word).as_str()) && is_abbreviated(word);
        !part.is_empty() && part.split_whitespace().all(degree)
    };
    let is_whole = |name: &str| name.contains(' ') && !has_particle(name);
    let message = |right: String| Some(format!("; write the given name first, without a comma: \"{right}\""));
    match parts.as_slice() {
        [_] => None,
        [_, suffix] if is_suffix(suffix) => None,
        [before, initials]
            if is_whole(before)
                && is_abbreviated(initials)
                && INITIALS_AFTER_NAMES.contains(&bare(initials).as_str()) =>
        {
            None
        }
        [name_alone, degrees @ ..] if degrees.iter().all(|part| is_degree(part) || part.is_empty()) => {
            Some(format!("; write the name alone: \"{name_alone}\""))
        }
        [family, given] if is_whole(family) && given.contains(' ') => Some(format!(
            "; write the given name first, without a comma: \"{given} {family}\"; or, if these are two people, each as a \
             text of their own"
        )),
        ["", given] => Some(format!("; write the name alone: \"{given}\"")),
        [family, given] if is_whole(family) && given.len() > 1 && !given.contains(char::is_lowercase) => Some(format!(
            "; write the given name first, without a comma: \"{given} {family}\"; or, if \"{given}\" is a title, the name \
             alone: \"{family}\""
        )),
        [family, given] => message(format!("{given} {family}")),
        [family, suffix, given] if is_suffix(suffix) => message(format!("{given} {family}, {suffix}")),
        [family, given, suffix] if is_suffix(suffix) => message(format!("{given} {family}, {suffix}")),
        [family, given, degree] if is_degree(degree) => message(format!("{given} {family}")),
        _ => Some("; write each author as a text of their own, with the given name first".to_owned()),
    }
}

fn has_particle(family: &str) -> bool {
    family.split(' ').next().is_some_and(|word| {
        word.starts_with(char::is_lowercase) || PARTICLES.contains(&word) || DOUBTFUL_PARTICLES.contains(&word)
    })
}

/// Where the family name begins in the words of a name, if not with the last word.
struct FamilyStart {
    place: usize,
    /// Whether the words before the last one may also be given names.
    is_doubtful: bool,
}

fn family_start(words: &[&str]) -> Option<FamilyStart> {
    let end = words.len();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let found = (1..end.saturating_sub(1)).find_map(|place| {
        let (word, next) = (words[place], words[place + 1]);
        let joins = matches!(word, "y" | "i" | "e") && is_capital(words[place - 1]) && is_capital(next);
        // Two particles are no given names: "Van der", "De la".
        let is_pair = place + 2 < end
            && match word.to_lowercase().as_str() {
                "van" | "von" => matches!(next.to_lowercase().as_str(), "de" | "den" | "der" | "het" | "ter"),
                "de" => matches!(next.to_lowercase().as_str(), "la" | "las" | "le" | "los"),
                _ => false,
            }
            && (is_capital(word) || is_capital(next));
        match () {
            () if joins => Some(FamilyStart { place: place - 1, is_doubtful: false }),
            () if is_pair || PARTICLES.contains(&word) => Some(FamilyStart { place, is_doubtful: false }),
            () if DOUBTFUL_PARTICLES.contains(&word) && !may_be_given(words, place) => {
                Some(FamilyStart { place, is_doubtful: true })
            }
            () => None,
        }
    })?;
    // Lower-case particles before it belong to it: "van Der Berg".
    let before = (1..=found.place).rev().find(|place| !words[place - 1].starts_with(char::is_lowercase));
    let place = before.unwrap_or(found.place);
    Some(FamilyStart { place, is_doubtful: found.is_doubtful && place == found.place })
}

/// Returns `true` if a particle is probably a given name, as in "Hung Van Nguyen", "Lee Da Eun" or "J. Ben Smith".
fn may_be_given(words: &[&str], place: usize) -> bool {
    let (before, after) = (&words[..place], &words[place + 1..]);
    let is_family = |word: &&str| EAST_ASIAN_FAMILIES.contains(&without_accents(word).as_str());
    let is_syllable = |word: &&str| !word.contains('.') && EAST_ASIAN_SYLLABLE.is_match(&without_accents(word));
    match words[place] {
        // An initial goes before a given name.
        "Al" | "Ben" if before.last().is_some_and(|word| word.ends_with('.')) => true,
        _ if before.iter().chain(after).any(is_family) => true,
        "Van" => before.iter().chain(after).all(is_syllable),
        _ => before.iter().all(is_syllable),
    }
}

/// Returns the parts of a name as JSON.
fn parts(words: &[&str], family_start: usize) -> String {
    let (given, family) = words.split_at(family_start);
    let (given, family) = (given.join(" "), family.join(" ").trim_end_matches(',').to_owned());
    let given = if given.is_empty() { given } else { format!("\"given\": \"{given}\", ") };
    format!("{{ {given}\"family\": \"{family}\" }}")
}

/// Returns what to write under `people` for a name of which the last word is probably not the family name.
fn doubtful_split(printed: &str) -> Option<String> {
    let name = as_typed(printed);
    if wrong_form(&name).is_some() {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if is_group(&name) && words.len() > 1 {
        let entry = format!("write under \"people\": \"{name}\": {{ \"family\": \"{name}\" }}");
        let (names, _) = divided(&name);
        // "Ministry of Health and Social Welfare" is one.
        let has_subject = |name: &String| {
            name.split(' ').any(|word| matches!(word, "of" | "for" | "de" | "des" | "di" | "do" | "für" | "der"))
        };
        let is_list = names.len() > 1
            && names.iter().any(|name| is_person(name))
            && names.iter().all(|name| is_person(name) || is_group(name) && !has_subject(name));
        return Some(if is_list {
            format!(
                "\"{}\" seems to be several authors; write each as a text of their own: {}; or, if it is one group, \
                 {entry}",
                short(&name),
                quoted(&names)
            )
        } else {
            format!("\"{}\" seems to be a group, but its last word is taken for a family name; {entry}", short(&name))
        });
    }
    let end = match words.split_last() {
        Some((last, rest)) if is_suffix(last) && rest.len() > 1 => rest.len(),
        _ => words.len(),
    };
    let words = &words[..end];
    let start = family_start(words)?;
    let first = parts(words, start.place);
    let second = if start.is_doubtful { [" or ", &parts(words, end - 1)].concat() } else { String::new() };
    Some(format!(
        "it is doubtful which part of \"{}\" is the family name; write it under \"people\", such as \"{name}\": \
         {first}{second}",
        short(&name)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: Option<String>, expected: Option<&str>) {
        match (message, expected) {
            (Some(message), Some(part)) => assert!(message.contains(part), "{message}"),
            (message, expected) => assert_eq!(message.as_deref(), expected),
        }
    }

    #[test]
    fn the_family_name_goes_last() {
        for (name, right) in [
            ("Doe, Jane", ": \"Jane Doe\""),
            ("Vray, Ossian L.", ": \"Ossian L. Vray\""),
            ("de Brug, Ineke", ": \"Ineke de Brug\""),
            ("de la Cruz, Juana Inés", ": \"Juana Inés de la Cruz\""),
            ("García Márquez, Gabriel José", "if these are two people"),
            ("Jane Doe, Max Roe", "if these are two people"),
            ("King, Jr., Martin Luther", ": \"Martin Luther King, Jr.\""),
            ("King, Martin Luther, Jr.", ": \"Martin Luther King, Jr.\""),
            ("Doe，Jane", ": \"Jane Doe\""),
            ("Jane Doe, PhD", "write the name alone: \"Jane Doe\""),
            ("Jane Doe, M.D., Ph.D.", "write the name alone: \"Jane Doe\""),
            ("Doe, Jane, PhD", ": \"Jane Doe\""),
            ("Jane Doe,", "write the name alone: \"Jane Doe\""),
            ("Doe, Ma", ": \"Ma Doe\""),
            ("Doe, V.", ": \"V. Doe\""),
            ("Doe, S.J.", ": \"S.J. Doe\""),
            ("de Vries, S.J.", ": \"S.J. de Vries\""),
            ("Jane Doe, CPA", ": \"CPA Jane Doe\"; or, if \"CPA\" is a title, the name alone: \"Jane Doe\""),
            ("Doe, J., Roe, M.", "each author as a text of their own"),
        ] {
            check(wrong_form(name), Some(right));
        }
    }

    #[test]
    fn lists_that_are_cut_short_are_no_names() {
        for name in [
            "et al.",
            "et al",
            "et. al.",
            "Et Al.",
            "et alii",
            "others",
            "and others",
            "Others",
            "…",
            "...",
            "Jane Doe et al.",
            "Doe, J., et al.",
            "and 12 others",
            "12 more",
            "u.a.",
            "Jane Doe & al.",
            "Jane Doe y otros",
            "Jane Doe et coll.",
            "Jane Doe et autres",
            "Jane Doe und andere",
            "m.fl.",
        ] {
            check(wrong_form(name), Some("list all authors"));
        }
    }

    #[test]
    fn every_author_is_a_text() {
        let two = ": \"Jane Doe\", \"Max Roe\"";
        for name in [
            "Jane Doe and Max Roe",
            "Jane Doe & Max Roe",
            "Jane Doe; Max Roe",
            "Jane Doe;Max Roe;",
            "Jane Doe AND Max Roe",
            "Jane Doe und Max Roe",
        ] {
            check(wrong_form(name), Some(two));
        }
        for name in [
            "Jane Doe And Max Roe",
            "Jane Doe&Max Roe",
            "Jane Doe&amp;Max Roe",
            "Jane Doe/Max Roe",
            "Jane Doe og Max Roe",
            "Jane Doe och Max Roe",
            "Jane Doe et Max Roe",
            "Jane Doe\nand Max Roe",
        ] {
            check(wrong_form(&as_typed(name)), Some(two));
        }
        for name in ["Jane Doe y Max Roe", "Jane Doe e Max Roe"] {
            check(wrong_form(name), Some(two));
            check(wrong_form(name), Some("or, if it is one person, write under \"people\""));
        }
        for name in ["and Max Roe", "& Max Roe", "Max Roe and", "Max Roe;", "y Max Roe"] {
            check(wrong_form(name), Some("; write the name alone: \"Max Roe\""));
        }
        let one = "\"Johnson & Johnson\": { \"family\": \"Johnson & Johnson\" }";
        check(
            wrong_form("Johnson & Johnson"),
            Some(&["; if it is an organization, write under \"people\": ", one].concat()),
        );
        check(wrong_form("Doe & Roe"), Some(": \"Doe\", \"Roe\"; or, if it is one organization, write under"));
        check(wrong_form("Doe, Jane and Roe, Max"), Some(": \"Doe, Jane\", \"Roe, Max\""));
        let three = ": \"Jane Doe\", \"Max Roe\", \"Eva Bravo\"";
        for name in ["Jane Doe, Max Roe, and Eva Bravo", "Jane Doe, Max Roe & Eva Bravo", "Jane Doe/Max Roe/Eva Bravo"]
        {
            check(wrong_form(name), Some(three));
        }
        check(wrong_form("张三、李四"), Some(": \"张三\", \"李四\""));
        check(wrong_form("A and B and C"), Some(": \"A\", \"B\", \"C\""));
    }

    #[test]
    fn people_are_named_apart_from_their_groups() {
        let two = ": \"Jane Doe\", \"the CMS Collaboration\"";
        check(wrong_form("Jane Doe and the CMS Collaboration"), Some(two));
        check(wrong_form("Jane Doe on behalf of the CMS Collaboration"), Some(two));
        check(wrong_form("Doe, Jane and the CMS Collaboration"), Some(": \"Doe, Jane\", \"the CMS Collaboration\""));
        let apart = ": \"Jane Doe\", \"CMS Collaboration\"; or leave \"CMS Collaboration\" out if it is an affiliation";
        check(wrong_form("Doe, Jane (CMS Collaboration)"), Some(apart));
        check(wrong_form("Jane Doe (CMS Collaboration)"), Some(apart));
        check(wrong_form("Jane Doe, CMS Collaboration"), Some(apart));
        for name in ["World Health Organization (WHO)", "CERN (European Organization)", "The A and the B Group"] {
            check(wrong_form(name), None);
        }
    }

    #[test]
    fn names_of_people_and_groups_are_right() {
        for name in [
            "",
            "Ada",
            "Jane Doe",
            "John Smith, Jr.",
            "John Smith Jr.",
            "Henry Ford, II",
            "The A and B Collaboration",
            "Mind, Brain and Behavior Group",
            "Ludwig von und zu Nebelfels",
            "Anders Sand",
            "Sand Andersson",
            "Al Etan",
            "Other Person",
            "Leu Ua",
            "O’Neil Andrews",
            "Nguyễn Sương Mai",
            "王小明",
            "Mary-Ann D’Embrun",
            "Jane Doe, OP",
            "M. Doe, S.J.",
            "John Doe, 3rd",
            "Banco Doe, S.A.",
            "Springer Nature, Inc.",
            "Centers for Disease Control and Prevention",
            "National Academies of Sciences, Engineering, and Medicine",
            "Metin And",
            "José Ortega y Gasset",
            "AT&T",
            "A/B Doe",
            "Ren&eacute; Doe",
            "Y Max Roe",
        ] {
            check(wrong_form(&as_typed(name)), None);
        }
    }

    #[test]
    fn doubtful_splits_are_shown() {
        for (name, right) in [
            ("Jan A. Van Roe", "{ \"given\": \"Jan A.\", \"family\": \"Van Roe\" }"),
            (
                "Max Le Doe",
                "{ \"given\": \"Max\", \"family\": \"Le Doe\" } or { \"given\": \"Max Le\", \"family\": \"Doe\" }",
            ),
            ("Anna Du Roe", "\"family\": \"Du Roe\" } or { \"given\": \"Anna Du\", \"family\": \"Roe\" }"),
            ("Pierre Le Goff", "{ \"given\": \"Pierre\", \"family\": \"Le Goff\" } or { \"given\": \"Pierre Le\""),
            ("Luc Van den Broeck", "{ \"given\": \"Luc\", \"family\": \"Van den Broeck\" }"),
            ("Jan Van Der Berg", "\"family\": \"Van Der Berg\" }"),
            ("Ana De la Cruz", "\"family\": \"De la Cruz\" }"),
            ("{The HALO Collaboration}", "\"The HALO Collaboration\": { \"family\": \"The HALO Collaboration\" }"),
            ("Centers for Disease Control and Prevention", "seems to be a group"),
            ("National Academies of Sciences, Engineering, and Medicine", "seems to be a group"),
            ("Ministry of Health and Social Welfare", "seems to be a group"),
            ("Department of Energy", "seems to be a group"),
            ("Springer Nature, Inc.", "seems to be a group"),
            ("Acme Ltd.", "seems to be a group"),
            (
                "CMS Collaboration and Max Roe",
                ": \"CMS Collaboration\", \"Max Roe\"; or, if it is one group, write under",
            ),
            ("Cell Biology and Imaging Science Group", "or, if it is one group"),
            ("Maria De La Cruz", "{ \"given\": \"Maria\", \"family\": \"De La Cruz\" }"),
            ("Jan van Der Berg", "{ \"given\": \"Jan\", \"family\": \"van Der Berg\" }"),
            ("Saunders Mac Lane", "\"family\": \"Mac Lane\""),
            ("Seán Ó Briain", "\"family\": \"Ó Briain\""),
            ("Ian St. John Jr.", "\"family\": \"St. John\""),
            ("Iñaki Solana y Beltrán", "{ \"given\": \"Iñaki\", \"family\": \"Solana y Beltrán\" }"),
            ("Pau Ferrer i Mas", "\"family\": \"Ferrer i Mas\""),
            ("Rui Castro e Melo", "\"family\": \"Castro e Melo\""),
            ("Ortega y Gasset", "{ \"family\": \"Ortega y Gasset\" }"),
            ("The HALO Collaboration", "{ \"family\": \"The HALO Collaboration\" }"),
            ("Fennmark Feather Consortium", "seems to be a group"),
            ("the ATLAS collaboration", "seems to be a group"),
            ("Big Data Group", "seems to be a group"),
        ] {
            check(doubtful_split(name), Some(right));
        }
    }

    #[test]
    fn ordinary_splits_are_not_doubted() {
        for name in [
            "",
            "Ada",
            "Ada Lovelace",
            "Ludwig van Beethoven",
            "Maria de la Cruz",
            "Kuntai Du",
            "Quoc Le",
            "Van Nguyen",
            "Le Wang",
            "Di Wang",
            "Francis Y. Yan",
            "J. Ben Smith",
            "Elizabeth II",
            "Martin Luther King, Jr.",
            "E. I. Person",
            "Doe, Van Jane",
            "Hung Van Nguyen",
            "Nguyễn Văn Anh",
            "Duc Van Le",
            "Tuan Van Kiet",
            "Hung Le Nguyen",
            "Thanh Le Smith",
            "Lee Da Eun",
            "Xu Di Chen",
            "Team Hansen",
            "M. Doe, S.J.",
            "John Doe, 3rd",
            "Jane Group",
            "王 小明",
        ] {
            let expected = (name == "Jane Group").then_some("seems to be a group");
            check(doubtful_split(name), expected);
        }
    }
}
