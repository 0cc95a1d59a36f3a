//! Derives new inputs from old ones by small changes to bytes, texts and JSON values.

use std::{mem, sync::LazyLock};

use fixtures::{
    generate::SplitMix64,
    hostile::{INPUTS, POSITIONS, full},
};
use serde_json::{Map, Value, json};

/// Returns a random item.
pub fn pick<'i, T>(items: &'i [T], random: &mut SplitMix64) -> &'i T {
    &items[random.below(items.len() as u64) as usize]
}

/// Returns a random position in something of this length, which may be its end.
fn place(length: usize, random: &mut SplitMix64) -> usize {
    random.below(length as u64 + 1) as usize
}

/// Changes bytes. `tokens` are inserted because they have a meaning to the parser.
pub fn bytes(input: &[u8], other: &[u8], tokens: &[&[u8]], random: &mut SplitMix64) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(4) {
        let at = place(bytes.len(), random);
        let span =
            |length: usize, most: u64, random: &mut SplitMix64| at..length.min(at + 1 + random.below(most) as usize);
        match random.below(16) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.insert(at, random.draw() as u8),
            2 | 3 => drop(bytes.drain(span(bytes.len(), 4, random))),
            4 => drop(bytes.drain(span(bytes.len(), 200, random))),
            5 | 6 => {
                let copy = bytes[span(bytes.len(), 100, random)].to_vec();
                let to = place(bytes.len(), random);
                bytes.splice(to..to, copy);
            }
            7 | 8 => {
                let from = place(other.len(), random);
                let copy = &other[from..other.len().min(from + 1 + random.below(200) as usize)];
                bytes.splice(at..at, copy.iter().copied());
            }
            9 => bytes.splice(at.., other[place(other.len(), random)..].iter().copied()).for_each(drop),
            10 => bytes.truncate(at),
            11 if random.below(100) == 0 => {
                // Occasionally repeats a part many times.
                let copy = bytes[span(bytes.len(), 20, random)].to_vec();
                let times = (60_000 / copy.len().max(1)).min(1 + random.below(20_000) as usize);
                bytes.splice(at..at, copy.repeat(times));
            }
            _ => {
                let times = if random.below(16) == 0 { 1 + random.below(150) as usize } else { 1 };
                bytes.splice(at..at, pick(tokens, random).repeat(times));
            }
        }
    }
    bytes
}

/// Changes a text like [`bytes`], so that the result is text.
pub fn text(input: &str, other: &str, tokens: &[&str], random: &mut SplitMix64) -> String {
    let tokens: Vec<&[u8]> = tokens.iter().map(|token| token.as_bytes()).collect();
    let bytes = bytes(input.as_bytes(), other.as_bytes(), &tokens, random);
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).replace('\u{fffd}', ""))
}

/// Characters that often cause errors in programs.
#[rustfmt::skip]
pub const LETTERS: &[&str] = &[
    "\0", "\u{1}", "\t", "\n", "\r\n", "\u{7f}", "\u{85}", "\u{a0}", "\u{ad}", "é", "e\u{301}", "ß", "İ", "ı", "ǆ", "ﬁ",
    "Å", "\u{200b}", "\u{200d}", "\u{200f}", "\u{202e}", "\u{2028}", "\u{3000}", "\u{feff}", "\u{fffd}", "\u{fffe}",
    "日本", "한국", "עברית", "العربية", "ไทย", "😀", "👩\u{200d}🔬", "\u{10ffff}", "\u{1e9e}", "𝒳", "ὀ\u{345}", "\u{34f}",
];

/// Tokens of JSON and of its common mistakes.
#[rustfmt::skip]
pub const JSON: &[&[u8]] = &[
    b"{", b"}", b"[", b"]", b"\"", b":", b",", b"\\", b"\\\"", b"\\\\", b"\\/", b"\\u0000", b"\\ud800", b"\\udc00",
    b"\\ud83d\\ude00", b"\\ud800\\ud800", b"\\u12", b"\\u+123", b"\\x41", b"\\n", b"//", b"/*", b"*/", b"'", b"#", b"\n",
    b"\r", b"\t", b"\0", b"\xef\xbb\xbf", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xa8",
    b"null", b"true", b"false", b"NaN", b"Infinity", b"-0", b"0", b"1", b"01", b"+1", b".5", b"1.", b"1e999", b"-1e-999",
    b"255", b"256", b"4294967295", b"4294967296", b"18446744073709551616", b"123456789012345678901234567890", b"[]",
    b"{}", b"\"\"", b"\"a\":", b",\"a\":1", b"{\"a\":", b"[[", b"]]", b"\"id\":", b"\"title\":", b"\"entries\":[",
    b"\"person\":{", b"\"pages\":[", b"\"publications\":[", b"\"name\":\"Ada\"", b"\"slug\":\"\"", b"\"date\":\"2024\"",
    b"\xc3\xa9", b"\xf0\x9f\x98\x80",
];

/// Texts with a meaning in some field, in addition to those of the hostile profile.
#[rustfmt::skip]
const MEANT: &[&str] = &[
    "2024", "0000", "9999", "2024-02-29", "2023-02-29", "2024-13", "2024-1", "/", "//", "?q=a", "#main", "files/a.pdf",
    "mailto:a@b.c", "http://a.b", "https://a.b/c?d#e", "https://[", "https://a b/", "page", "index", "main", "cv",
    "publications", "a", "A", "a-2", "-", "_", "10.1/a", "0000-0002-1825-009X", "en", "de-CH", "x-", "others", "and",
    "von der", "Ada Lovelace, Jr.", "Ada  Lovelace", "conference", "preprint server", "thesis", "paper", "code", "1-15",
    "1--2, 3", "–", "@misc{a, title = {b}}", "@misc{", "/a/", "/a.html", "/../", "/%2e%2e/", "/cv/", "/publications/",
];

/// Paths of Markdown files. The first five of them exist.
pub const FILE_PATHS: [&str; 10] = [
    "about.md",
    "texts/a b.md",
    "empty.md",
    "é.markdown",
    "latin-1.md",
    "none.md",
    "../about.md",
    "/about.md",
    "about.txt",
    "texts\\a.md",
];

/// The vocabulary of profiles.
struct Words {
    /// The names of fields, and of several keys.
    names: Vec<String>,
    texts: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    fn walk(value: &Value, words: &mut Words) {
        match value {
            Value::String(text) => words.texts.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| walk(item, words)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                words.names.push(name.clone());
                walk(value, words);
            }),
            _ => {}
        }
    }
    let mut words = Words { names: Vec::new(), texts: MEANT.iter().map(|text| (*text).to_owned()).collect() };
    walk(&full(), &mut words);
    words.names.push("file".to_owned());
    words.names.sort();
    words.names.dedup();
    words
});

/// Returns the names of all fields, and of several keys.
pub fn names() -> &'static [String] {
    &WORDS.names
}

/// Returns a value of an unexpected type.
fn junk(random: &mut SplitMix64) -> Value {
    match random.below(18) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!([]),
        4 => json!({}),
        5 => json!(pick(&[0_u64, 1, 2, 255, 256, 65_536, 1 << 32, u64::MAX], random)),
        6 => json!(pick(&[-1.0, 0.5, 1e300, -0.0, 1e-7], random)),
        7 => json!([[]]),
        8 => json!({ "name": pick(&WORDS.texts, random) }),
        9 => json!([pick(&WORDS.texts, random)]),
        10 | 11 => json!(pick(INPUTS, random)),
        12 => json!(pick(LETTERS, random)),
        13 | 14 => json!({ "file": pick(&FILE_PATHS, random) }),
        _ => json!(pick(&WORDS.texts, random)),
    }
}

/// Returns another text for a field.
fn other_text(text: &str, random: &mut SplitMix64) -> String {
    match random.below(12) {
        0 | 1 => pick(INPUTS, random).to_string(),
        2 | 3 => pick(&WORDS.texts, random).clone(),
        4 => pick(&POSITIONS, random)(pick::<&str>(INPUTS, random)),
        5 => pick(&POSITIONS, random)(text),
        6 => text.to_uppercase(),
        7 => format!("{text}{text}"),
        8 => self::text(text, pick::<&str>(INPUTS, random), super::MARKDOWN, random),
        _ => self::text(text, pick::<String>(&WORDS.texts, random), LETTERS, random),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// Returns the value at an index, counted through all nested values. The first one is the whole value.
fn at(value: &mut Value, mut place: usize) -> &mut Value {
    if place == 0 {
        return value;
    }
    place -= 1;
    let within: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    };
    for value in within {
        let count = count(value);
        if place < count {
            return at(value, place);
        }
        place -= count;
    }
    unreachable!("the place is one of those that were counted")
}

fn any_of(value: &Value, random: &mut SplitMix64) -> Value {
    let place = random.below(count(value) as u64) as usize;
    mem::take(at(&mut value.clone(), place))
}

/// Changes one nested value.
fn change(value: &mut Value, other: &Value, random: &mut SplitMix64) {
    let place = random.below(count(value) as u64) as usize;
    let value = at(value, place);
    match random.below(10) {
        0 => *value = junk(random),
        1 => *value = any_of(other, random),
        2 => *value = Value::Array(vec![value.take()]),
        _ => match value {
            Value::String(text) => *text = other_text(text, random),
            Value::Array(items) if !items.is_empty() => {
                let (one, two) = (place_in(items, random), place_in(items, random));
                match random.below(5) {
                    0 => drop(items.remove(one)),
                    1 => items.swap(one, two),
                    2 => items.insert(one, items[two].clone()),
                    3 => items.insert(one, junk(random)),
                    _ => {
                        let times = if random.below(20) == 0 { random.below(100) } else { 2 };
                        let item = items[one].clone();
                        items.extend((0..times).map(|_| item.clone()));
                    }
                }
            }
            Value::Object(fields) => change_fields(fields, other, random),
            value => *value = junk(random),
        },
    }
}

fn place_in<T>(items: &[T], random: &mut SplitMix64) -> usize {
    random.below(items.len() as u64) as usize
}

fn change_fields(fields: &mut Map<String, Value>, other: &Value, random: &mut SplitMix64) {
    let names: Vec<String> = fields.keys().cloned().collect();
    if names.is_empty() || random.below(3) == 0 {
        let value = if random.below(2) == 0 { junk(random) } else { any_of(other, random) };
        fields.insert(pick(&WORDS.names, random).clone(), value);
        return;
    }
    let name = pick(&names, random);
    match random.below(4) {
        0 => drop(fields.remove(name)),
        1 => {
            let other = pick(&names, random).clone();
            let (one, two) = (fields[name].clone(), fields[&other].clone());
            fields.insert(name.clone(), two);
            fields.insert(other, one);
        }
        renamed => {
            let new = if renamed == 2 { pick(&WORDS.names, random).clone() } else { other_text(name, random) };
            // Replaces the field at its position instead of appending it.
            *fields = mem::take(fields)
                .into_iter()
                .map(|(other, value)| if other == *name { (new.clone(), value) } else { (other, value) })
                .collect();
        }
    }
}

/// Changes several values of a profile, if it is JSON.
pub fn profile(input: &[u8], other: &[u8], random: &mut SplitMix64) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(input).ok()?;
    let other = serde_json::from_slice(other).unwrap_or_default();
    for _ in 0..=random.below(4) {
        change(&mut value, &other, random);
    }
    Some(if random.below(4) == 0 { format!("{value:#}") } else { value.to_string() }.into_bytes())
}

/// Changes JSON as a value or as bytes. Some field names are repeated, and some letters are escaped.
pub fn json(input: &[u8], other: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    let way = random.below(8);
    if way < 3 {
        return bytes(input, other, JSON, random);
    }
    let Some(mut changed) = profile(input, other, random) else { return bytes(input, other, JSON, random) };
    if way == 3 {
        let opens: Vec<usize> = (0..changed.len()).filter(|at| changed[*at] == b'{').collect();
        if !opens.is_empty() {
            let at = pick(&opens, random) + 1;
            let member = format!("{}:{},", json!(pick(&WORDS.names, random)), junk(random));
            changed.splice(at..at, member.into_bytes());
        }
    }
    if way == 4 {
        let text = String::from_utf8_lossy(&changed).into_owned();
        let escaped = |letter: char| match letter.is_ascii() {
            true => letter.to_string(),
            false => letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
        };
        changed = text.chars().map(escaped).collect::<String>().into_bytes();
    }
    changed
}
