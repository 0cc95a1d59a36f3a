//! Decodes the bytes of a file.

/// A text and a remark on its encoding.
pub(super) struct Decoded {
    pub text: String,
    pub warning: Option<String>,
}

/// Decodes UTF-8 with or without a byte order mark, UTF-16 with one, and otherwise Windows-1252, which contains Latin-1.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or(0)]));
        char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    let (text, warning) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_8_bits(rest),
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), None),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), None),
        bytes => decode_8_bits(bytes),
    };
    // Old Macs end lines with CR only.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Decoded { text, warning }
}

fn decode_8_bits(bytes: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!(
                "found a byte in line {line} that is not UTF-8; the file is read as Windows-1252 (Latin-1); if letters are wrong, \
                 save the file as UTF-8"
            );
            (bytes.iter().map(|byte| windows_1252(*byte)).collect(), Some(message))
        }
    }
}

/// Returns the character of a byte (WHATWG Encoding, "windows-1252").
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_decoded() {
        let decoded = |bytes: &[u8]| {
            let decoded = decode(bytes);
            (decoded.text, decoded.warning.is_some())
        };
        assert_eq!(decoded("é".as_bytes()), ("é".to_owned(), false));
        assert_eq!(decoded(b"\xEF\xBB\xBF\xC3\xA9"), ("é".to_owned(), false));
        assert_eq!(decoded(b"\xFF\xFE\xE9\0\r\0\n\0"), ("é\n".to_owned(), false));
        assert_eq!(decoded(b"\xFE\xFF\0\xE9"), ("é".to_owned(), false));
        assert_eq!(decoded(b"\xE9 \x96 \x80"), ("é – €".to_owned(), true));
    }
}
