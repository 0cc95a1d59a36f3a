//! Values as JSON.

/// A type with values that can be written as JSON.
pub trait Encode {
    /// Appends the JSON of the value.
    fn encode(&self, json: &mut String);

    /// Returns `true` if a field with this value is omitted.
    fn is_default(&self) -> bool {
        false
    }
}

/// Returns the JSON of a value.
pub fn encode(value: &impl Encode) -> String {
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
pub fn encode_field(name: &str, value: &impl Encode, json: &mut String) {
    if !value.is_default() {
        if !json.ends_with('{') {
            json.push(',');
        }
        encode_string(name, json);
        json.push(':');
        value.encode(json);
    }
}

impl Encode for String {
    fn encode(&self, json: &mut String) {
        encode_string(self, json);
    }
}

impl Encode for bool {
    fn encode(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }

    fn is_default(&self) -> bool {
        !self
    }
}

impl Encode for u32 {
    fn encode(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl Encode for u8 {
    fn encode(&self, json: &mut String) {
        json.push_str(&self.to_string());
    }
}

impl<T: Encode> Encode for Option<T> {
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

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, json: &mut String) {
        json.push('[');
        for (index, value) in self.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            value.encode(json);
        }
        json.push(']');
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}
