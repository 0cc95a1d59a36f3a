//! A compact codec for trusted JSON, without error messages.
//!
//! The lenient parser (`content::read`) with its messages is more code than the rest of the model. No visitor needs it
//! while the profile is the one that the build has checked. So each type of the model also implements [`Codec`]. If the
//! JSON is not as expected, decoding fails as a whole, and the caller falls back to the lenient parser.

/// A type that can be decoded from and encoded as trusted JSON.
pub trait Codec: Sized {
    /// Decodes a value. If the JSON is not as expected, the decoder records a failure and the result is arbitrary.
    fn decode(json: &mut Decoder) -> Self;

    /// Appends the value as JSON that [`Codec::decode`] can decode.
    fn encode(&self, json: &mut String);

    /// Returns `true` if a field with this value is omitted in JSON.
    fn is_default(&self) -> bool {
        false
    }
}

/// The maximum nesting depth of lists and objects. Decoding and all later steps are recursive.
pub const MAX_DEPTH: usize = 128;

/// A decoder for a JSON text.
pub struct Decoder<'t> {
    text: &'t str,
    at: usize,
    /// The number of open lists and objects.
    depth: usize,
    failed: bool,
}

impl<'t> Decoder<'t> {
    /// Returns a decoder at the start of a text.
    pub fn new(text: &'t str) -> Decoder<'t> {
        Decoder { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0, depth: 0, failed: false }
    }

    /// Records that the text is not as expected.
    pub fn fail(&mut self) {
        self.failed = true;
    }

    /// Returns `true` if there was no failure so far.
    pub fn is_ok(&self) -> bool {
        !self.failed
    }

    /// Returns the rest of the text.
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Returns the next byte that is not white space, or 0 at the end. Skips commas, because they carry no information.
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

    /// Consumes the next byte. Fails if it is a different byte.
    #[inline(never)]
    pub fn expect_byte(&mut self, byte: u8) {
        if self.peek() == byte {
            self.step(byte);
        } else {
            self.fail();
        }
    }

    /// Moves past a byte.
    fn step(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.wrapping_sub(1),
            _ => {}
        }
        self.failed |= self.depth > MAX_DEPTH;
    }

    /// Returns `true` if another element precedes the closing bracket. Otherwise consumes the bracket.
    #[inline(never)]
    pub fn has_next(&mut self, close: u8) -> bool {
        let next = self.peek();
        if next == close {
            self.step(next);
        } else if next == 0 {
            self.fail();
        }
        next != close && !self.failed
    }

    /// Consumes a literal if it is next. Returns `true` if it was.
    #[inline(never)]
    pub fn literal(&mut self, word: &str) -> bool {
        self.peek();
        let comes = self.rest().starts_with(word.as_bytes());
        if comes {
            self.at += word.len();
        }
        comes
    }

    /// Decodes the name of a field. Returns its index in `names`, or the length of `names` if it is unknown.
    #[inline(never)]
    pub fn field_index(&mut self, names: &[&str]) -> usize {
        let name = self.string();
        self.expect_byte(b':');
        names.iter().position(|known| **known == *name).unwrap_or(names.len())
    }

    /// Decodes the fields of an object. `fill` decodes the value of the field at an index of `names`.
    #[inline(never)]
    pub fn fields(&mut self, names: &[&str], fill: &mut dyn FnMut(&mut Decoder<'t>, usize)) {
        self.expect_byte(b'{');
        while self.has_next(b'}') {
            let index = self.field_index(names);
            if index == names.len() {
                return self.fail();
            }
            fill(self, index);
        }
    }

    /// Decodes one of several words, and returns its index.
    #[inline(never)]
    pub fn one_of(&mut self, words: &[&str]) -> usize {
        let word = self.string();
        words.iter().position(|known| **known == *word).unwrap_or_else(|| {
            self.fail();
            0
        })
    }

    /// Decodes a string (RFC 8259, section 7).
    #[inline(never)]
    pub fn string(&mut self) -> String {
        self.expect_byte(b'"');
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

    /// Decodes an escape after its backslash.
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
                // A surrogate pair encodes one character.
                if (0xD800..0xDC00).contains(&code) && self.literal("\\u") {
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

    /// Decodes a whole number.
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

    /// Decodes the next element of a list.
    pub fn item<T: Codec>(&mut self) -> T {
        T::decode(self)
    }
}

/// Decodes a whole text, or returns `None` if it is not as expected.
pub fn decode<T: Codec>(text: &str) -> Option<T> {
    let mut decoder = Decoder::new(text);
    let value = T::decode(&mut decoder);
    decoder.is_ok().then_some(value)
}

/// Returns the JSON of a value.
pub fn encode(value: &impl Codec) -> String {
    let mut json = String::new();
    value.encode(&mut json);
    json
}

/// Appends a string (RFC 8259, section 7).
pub fn encode_string(text: &str, json: &mut String) {
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

/// Appends a field to an open object, unless its value is omitted.
pub fn encode_field(name: &str, value: &impl Codec, json: &mut String) {
    if !value.is_default() {
        if !json.ends_with('{') {
            json.push(',');
        }
        encode_string(name, json);
        json.push(':');
        value.encode(json);
    }
}

/// Appends an element to an open list.
pub fn encode_item(value: &impl Codec, json: &mut String) {
    if !json.ends_with('[') {
        json.push(',');
    }
    value.encode(json);
}

impl Codec for String {
    fn decode(json: &mut Decoder) -> String {
        json.string()
    }

    fn encode(&self, json: &mut String) {
        encode_string(self, json);
    }
}

impl Codec for bool {
    fn decode(json: &mut Decoder) -> bool {
        let is_true = json.literal("true");
        if !is_true && !json.literal("false") {
            json.fail();
        }
        is_true
    }

    fn encode(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }

    fn is_default(&self) -> bool {
        !self
    }
}

impl Codec for u32 {
    fn decode(json: &mut Decoder) -> u32 {
        json.number()
    }

    fn encode(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl Codec for u8 {
    fn decode(json: &mut Decoder) -> u8 {
        json.number() as u8
    }

    fn encode(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl<T: Codec> Codec for Option<T> {
    fn decode(json: &mut Decoder) -> Option<T> {
        (!json.literal("null")).then(|| T::decode(json))
    }

    fn encode(&self, json: &mut String) {
        match self {
            Some(value) => value.encode(json),
            None => json.push_str("null"),
        }
    }

    fn is_default(&self) -> bool {
        self.is_none()
    }
}

impl<T: Codec> Codec for Vec<T> {
    fn decode(json: &mut Decoder) -> Vec<T> {
        json.expect_byte(b'[');
        let mut list = Vec::new();
        while json.has_next(b']') {
            list.push(T::decode(json));
        }
        list
    }

    fn encode(&self, json: &mut String) {
        json.push('[');
        self.iter().for_each(|value| encode_item(value, json));
        json.push(']');
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strings_are_decoded_by_the_standard() {
        fn check(json: &str, expected: Option<&str>) {
            assert_eq!(decode::<String>(json).as_deref(), expected, "{json}");
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
    fn unexpected_values_are_refused() {
        assert_eq!(decode::<Vec<u32>>("[1, 20 ,\n300]"), Some(vec![1, 20, 300]));
        assert_eq!(decode::<Vec<Option<bool>>>("[true,null,false]"), Some(vec![Some(true), None, Some(false)]));
        for json in ["[1", "[1,x]", "{}", "[true]", "[\"1\"]"] {
            assert_eq!(decode::<Vec<u32>>(json), None, "{json}");
        }
        assert_eq!(decode::<bool>("maybe"), None);
    }

    proptest! {
        #[test]
        fn encoded_values_are_decoded_unchanged(list in proptest::collection::vec(proptest::option::of("\\PC*|[\\x00-\\x1f\"\\\\]*"), 0..6)) {
            let json = encode(&list);
            prop_assert_eq!(serde_json::from_str::<Vec<Option<String>>>(&json).unwrap(), list.clone());
            prop_assert_eq!(decode::<Vec<Option<String>>>(&json), Some(list));
        }

        #[test]
        fn no_text_causes_a_panic(json in "[\\[\\]{}:,\"\\\\u0-9a-dé ]{0,40}") {
            decode::<Vec<Vec<String>>>(&json);
            decode::<Vec<u32>>(&json);
        }
    }
}
