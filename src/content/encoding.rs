//! Decodes text files.

use crate::content::{Diagnostic, Message, Position, Severity};

/// How to convert a file to UTF-8.
const SAVE: &str = "save the file as UTF-8 (in VS Code: click the encoding in the status bar, then \"Save with \
                        Encoding\"; in Notepad: File, Save as, Encoding; in TextEdit: Format, Make Plain Text, then \
                        File, Save, Plain Text Encoding)";

/// Decodes UTF-8.
///
/// # Errors
/// Fails at the first byte that is not UTF-8. The error gives its position, the probable encoding of the file and how
/// to convert it.
pub fn decode(bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let error = |position, message: Message| Diagnostic {
        severity: Severity::Error,
        file: None,
        position,
        path: String::new(),
        message: message.suggest(SAVE),
    };
    // In UTF-16, every second byte of ASCII text is zero. The file may be UTF-8 too if it has no byte order mark.
    if matches!(*bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || matches!(*bytes, [a, b, ..] if (a == 0) != (b == 0)) {
        return Err(error(Position { line: 1, column: 1 }, Message::problem("the file is not UTF-8, but UTF-16")));
    }
    String::from_utf8(bytes).map_err(|invalid| {
        let offset = invalid.utf8_error().valid_up_to();
        let (valid, rest) = invalid.as_bytes().split_at(offset);
        let valid = String::from_utf8_lossy(valid);
        let position = Position::of(offset, valid.strip_prefix('\u{feff}').unwrap_or(&valid));
        let byte = rest.first().copied().unwrap_or_default();
        // These bytes are the same letters in Latin-1 and Windows-1252.
        let letter = match byte {
            0xa0.. => format!(", the letter {} in Latin-1 and Windows-1252", char::from(byte)),
            _ => String::new(),
        };
        error(position, Message::found(format!("the byte {byte:02X}{letter}; the file is not UTF-8")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_accepted() {
        assert_eq!(decode("\u{feff}{ \"é\": \"日本\" }".into()).unwrap(), "\u{feff}{ \"é\": \"日本\" }");
        assert_eq!(decode(Vec::new()).unwrap(), "");
    }

    #[test]
    fn utf_16_is_reported() {
        let text = "{ \"person\": {} }";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big, &[&[0xff, 0xfe], &*little].concat(), &[&[0xfe, 0xff], &*big].concat()] {
            let error = decode(bytes.clone()).unwrap_err().to_string();
            assert!(error.starts_with("1:1: the file is not UTF-8, but UTF-16; save the file as UTF-8"), "{error}");
        }
    }

    #[test]
    fn the_first_invalid_byte_is_located() {
        let error = decode(b"{\n  \"a\": \"\xc3\xa9 caf\xe9\"\n}".to_vec()).unwrap_err().to_string();
        let expected = "2:14: found the byte E9, the letter é in Latin-1 and Windows-1252; the file is not UTF-8; save \
                        the file as UTF-8 (in VS Code";
        assert!(error.starts_with(expected), "{error}");
        let error = decode(b"\xef\xbb\xbf{ \"a\": \x93b\x94 }".to_vec()).unwrap_err().to_string();
        assert!(error.starts_with("1:8: found the byte 93; the file is not UTF-8"), "{error}");
    }
}
