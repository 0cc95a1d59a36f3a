//! JSON that is known to be right, read and written without a word about mistakes.
//!
//! The forgiving reader (`content::read`) with all its messages is more code than the rest of the model, and no visitor
//! needs it while the profile is the one that the build has checked. So each type of the model is also [`Plain`]: it
//! reads itself from such a text, and writes itself for it. What turns out not to be as expected makes the whole
//! reading fail, and the forgiving reader is asked.

/// A value that reads and writes itself.
pub trait Plain: Sized {
    /// Reads a value; where it is another one, notes that and gives anything.
    fn read(json: &mut Source) -> Self;

    /// Writes the value as [`Plain::read`] reads it.
    fn write(&self, json: &mut String);

    /// Whether a field with this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// How many lists and objects may stand within each other: reading them recurses, and so does all that follows.
pub const MAX_DEPTH: usize = 128;

/// A text of JSON and how far it is read.
pub struct Source<'t> {
    text: &'t str,
    at: usize,
    /// How many lists and objects are open.
    depth: usize,
    failed: bool,
}

impl<'t> Source<'t> {
    /// Begins to read.
    pub fn new(text: &'t str) -> Source<'t> {
        Source { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0, depth: 0, failed: false }
    }

    /// Notes that the text is not what was expected.
    pub fn fail(&mut self) {
        self.failed = true;
    }

    /// Whether all that was read so far is as expected.
    pub fn is_good(&self) -> bool {
        !self.failed
    }

    /// What is not read yet.
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space; 0 at the end. A comma says nothing that its neighbours do not.
    #[inline(never)]
    pub fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t' | b',') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Takes a byte that must come next.
    #[inline(never)]
    pub fn take(&mut self, byte: u8) {
        if self.peek() == byte {
            self.step(byte);
        } else {
            self.fail();
        }
    }

    /// Goes on after a byte.
    fn step(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.wrapping_sub(1),
            _ => {}
        }
        self.failed |= self.depth > MAX_DEPTH;
    }

    /// Whether something comes before a bracket that closes; takes the bracket.
    #[inline(never)]
    pub fn more(&mut self, close: u8) -> bool {
        let next = self.peek();
        if next == close {
            self.step(next);
        } else if next == 0 {
            self.fail();
        }
        next != close && !self.failed
    }

    /// Takes a word if it comes next.
    #[inline(never)]
    pub fn word(&mut self, word: &str) -> bool {
        self.peek();
        let comes = self.rest().starts_with(word.as_bytes());
        if comes {
            self.at += word.len();
        }
        comes
    }

    /// Reads the name of a field, and gives its place among those known, or the number of them.
    #[inline(never)]
    pub fn name(&mut self, names: &[&str]) -> usize {
        let name = self.string();
        self.take(b':');
        names.iter().position(|known| **known == *name).unwrap_or(names.len())
    }

    /// Reads the fields of an object; `fill` reads the value of the one at a place among the names.
    #[inline(never)]
    pub fn fields(&mut self, names: &[&str], fill: &mut dyn FnMut(&mut Source<'t>, usize)) {
        self.take(b'{');
        while self.more(b'}') {
            let place = self.name(names);
            if place == names.len() {
                return self.fail();
            }
            fill(self, place);
        }
    }

    /// Reads one of some words, as its place among them.
    #[inline(never)]
    pub fn one_of(&mut self, words: &[&str]) -> usize {
        let word = self.string();
        words.iter().position(|known| **known == *word).unwrap_or_else(|| {
            self.fail();
            0
        })
    }

    /// Reads a string (RFC 8259, section 7).
    #[inline(never)]
    pub fn string(&mut self) -> String {
        self.take(b'"');
        let mut string = String::new();
        loop {
            let start = self.at;
            let end = self.rest().iter().position(|byte| matches!(byte, b'"' | b'\\'));
            let Some(end) = end.map(|length| start + length).filter(|_| !self.failed) else {
                self.fail();
                return string;
            };
            string.push_str(self.text.get(start..end).unwrap_or_default());
            self.at = end + 1;
            if self.text.as_bytes()[end] == b'"' {
                return string;
            }
            string.push(self.escaped());
        }
    }

    /// Reads what follows a backslash.
    fn escaped(&mut self) -> char {
        let letter = self.rest().first().copied().unwrap_or(0);
        self.at += 1;
        match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex();
                // Two surrogates stand for one character.
                if (0xD800..0xDC00).contains(&code) && self.word("\\u") {
                    code = 0x1_0000 + ((code - 0xD800) << 10) + (self.hex().wrapping_sub(0xDC00) & 0x3FF);
                }
                char::from_u32(code).unwrap_or_else(|| {
                    self.fail();
                    ' '
                })
            }
            _ => {
                self.fail();
                ' '
            }
        }
    }

    fn hex(&mut self) -> u32 {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        self.at += 4;
        u32::from_str_radix(digits, 16).unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// Reads a whole number.
    #[inline(never)]
    pub fn number(&mut self) -> u32 {
        let mut number = 0_u32;
        if !self.peek().is_ascii_digit() {
            self.fail();
        }
        while let Some(digit @ b'0'..=b'9') = self.rest().first() {
            number = number.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'));
            self.at += 1;
        }
        number
    }

    /// Reads the next element of a list that has one.
    pub fn item<T: Plain>(&mut self) -> T {
        T::read(self)
    }
}

/// Reads a whole text; nothing where it is not what was expected.
pub fn read<T: Plain>(text: &str) -> Option<T> {
    let mut source = Source::new(text);
    let value = T::read(&mut source);
    source.is_good().then_some(value)
}

/// The text of a value.
pub fn write(value: &impl Plain) -> String {
    let mut json = String::new();
    value.write(&mut json);
    json
}

/// Writes a string (RFC 8259, section 7).
pub fn write_string(text: &str, json: &mut String) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            '\n' => json.push_str("\\n"),
            '\0'..='\u{1f}' => {
                let code = letter as u32;
                json.push_str("\\u00");
                json.extend([code >> 4, code & 15].map(|digit| char::from_digit(digit, 16).unwrap_or('0')));
            }
            letter => json.push(letter),
        }
    }
    json.push('"');
}

/// Writes a field of an object that was begun, unless its value is left out.
pub fn write_field(name: &str, value: &impl Plain, json: &mut String) {
    if !value.is_absent() {
        if !json.ends_with('{') {
            json.push(',');
        }
        write_string(name, json);
        json.push(':');
        value.write(json);
    }
}

/// Writes an element of a list that was begun.
pub fn write_item(value: &impl Plain, json: &mut String) {
    if !json.ends_with('[') {
        json.push(',');
    }
    value.write(json);
}

impl Plain for String {
    fn read(json: &mut Source) -> String {
        json.string()
    }

    fn write(&self, json: &mut String) {
        write_string(self, json);
    }
}

impl Plain for bool {
    fn read(json: &mut Source) -> bool {
        let is_true = json.word("true");
        if !is_true && !json.word("false") {
            json.fail();
        }
        is_true
    }

    fn write(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

impl Plain for u32 {
    fn read(json: &mut Source) -> u32 {
        json.number()
    }

    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl Plain for u8 {
    fn read(json: &mut Source) -> u8 {
        json.number() as u8
    }

    fn write(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl<T: Plain> Plain for Option<T> {
    fn read(json: &mut Source) -> Option<T> {
        (!json.word("null")).then(|| T::read(json))
    }

    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn read(json: &mut Source) -> Vec<T> {
        json.take(b'[');
        let mut list = Vec::new();
        while json.more(b']') {
            list.push(T::read(json));
        }
        list
    }

    fn write(&self, json: &mut String) {
        json.push('[');
        self.iter().for_each(|value| write_item(value, json));
        json.push(']');
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strings_are_read_as_the_standard_says() {
        fn check(json: &str, expected: Option<&str>) {
            assert_eq!(read::<String>(json).as_deref(), expected, "{json}");
        }
        check(r#" "plain" "#, Some("plain"));
        check(r#""a\"\\\/\b\f\n\r\tz""#, Some("a\"\\/\u{8}\u{c}\n\r\tz"));
        check(r#""\u00e9\u6587 é文""#, Some("é文 é文"));
        check(r#""\ud83d\ude00""#, Some("😀"));
        check(r#""\ud83d""#, None);
        check(r#""\udE00""#, None);
        check(r#""\u12""#, None);
        check(r#""\u12x4""#, None);
        check(r#""\q""#, None);
        check(r#""open"#, None);
        check(r#""open\"#, None);
        check("7", None);
        check("", None);
    }

    #[test]
    fn other_values_are_refused() {
        assert_eq!(read::<Vec<u32>>("[1, 20 ,\n300]"), Some(vec![1, 20, 300]));
        assert_eq!(read::<Vec<Option<bool>>>("[true,null,false]"), Some(vec![Some(true), None, Some(false)]));
        for json in ["[1", "[1,x]", "{}", "[true]", "[\"1\"]"] {
            assert_eq!(read::<Vec<u32>>(json), None, "{json}");
        }
        assert_eq!(read::<bool>("maybe"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(list in proptest::collection::vec(proptest::option::of("\\PC*|[\\x00-\\x1f\"\\\\]*"), 0..6)) {
            let json = write(&list);
            prop_assert_eq!(serde_json::from_str::<Vec<Option<String>>>(&json).unwrap(), list.clone());
            prop_assert_eq!(read::<Vec<Option<String>>>(&json), Some(list));
        }

        #[test]
        fn no_text_makes_it_panic(json in "[\\[\\]{}:,\"\\\\u0-9a-dé ]{0,40}") {
            read::<Vec<Vec<String>>>(&json);
            read::<Vec<u32>>(&json);
        }
    }
}
