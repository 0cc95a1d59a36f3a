//! Classes of characters.

/// Returns `true` for a byte that ends words without quotes.
pub(super) fn ends_phrase(byte: &u8) -> bool {
    matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n' | b'\r')
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

pub(super) fn is_curly_quote(letter: char) -> bool {
    matches!(letter, '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '〝' | '〞' | '〟')
}

pub(super) fn is_single_quote(letter: char) -> bool {
    matches!(letter, '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '´' | '′')
}

/// Returns `true` for white space and invisible characters that are not white space in JSON.
pub(super) fn is_foreign_space(letter: char) -> bool {
    match letter {
        ' ' | '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => true,
        _ => letter.is_whitespace(),
    }
}
