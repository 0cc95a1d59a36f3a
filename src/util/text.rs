//! Prepares text for comparison: without case, accents and ligatures.

/// A function that returns the Unicode normalization form KD of a text (UAX #15) in lower case.
///
/// Its tables are large, and every browser has them. So the browser uses its own `normalize("NFKD").toLowerCase()`, and
/// the host uses [`normalize`].
pub type Normalizer = fn(&str) -> String;

/// The separator of the parts of an error in its alternate form (`{:#}`). serde passes errors on as text only.
pub const PART_SEPARATOR: char = '\u{1f}';

/// The [`Normalizer`] of the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn normalize(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().collect::<String>().to_lowercase()
}

/// Returns a text for comparison, without case, accents and ligatures.
///
/// ```
/// use frontispiece::util::text::{normalize, fold};
/// assert_eq!(fold("Schölkopf", normalize), "scholkopf");
/// assert_eq!(fold("Ørsted, Łódź, STRAßE, Æsir", normalize), "orsted, lodz, strasse, aesir");
/// ```
pub fn fold(text: &str, normalize: Normalizer) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in normalize(text).chars() {
        match letter {
            mark if is_combining(mark) => {}
            // Letters without a Unicode decomposition, which people type without their stroke.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŧ' => folded.push('t'),
            'ς' => folded.push('σ'),
            '’' | 'ʼ' | '‘' => folded.push('\''),
            '‐' | '‑' | '–' | '—' => folded.push('-'),
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' => {}
            letter => folded.push(letter),
        }
    }
    folded
}

/// Returns `true` for combining marks that normalization and pointed scripts leave, by block: Latin and Greek accents,
/// Cyrillic titla, Hebrew points, Arabic harakat, the combining supplements and half marks.
fn is_combining(letter: char) -> bool {
    matches!(letter,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'
        | '\u{05C1}'..='\u{05C2}' | '\u{05C4}'..='\u{05C5}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Returns `true` if a character belongs to the letter before it: accents, and the vowel signs of Indic, Tibetan and
/// South-East Asian scripts, and of kana, which folding keeps. The ranges follow the usual layout of Unicode's blocks.
pub(crate) fn is_mark(letter: char) -> bool {
    let code = letter as u32;
    is_combining(letter)
        || match code {
            // Devanagari to Malayalam have their signs at the same positions in blocks of 128.
            0x0900..0x0D80 => matches!(code & 0x7F, 0..=3 | 0x3A..=0x3C | 0x3E..=0x4D | 0x51..=0x57 | 0x62 | 0x63),
            0x0D80..=0x0D83
            | 0x0DCA..=0x0DDF
            | 0x0E31
            | 0x0E34..=0x0E3A
            | 0x0E47..=0x0E4E
            | 0x0EB1
            | 0x0EB4..=0x0EBC
            | 0x0EC8..=0x0ECE
            | 0x0F71..=0x0F84
            | 0x0F8D..=0x0FBC
            | 0x102B..=0x103E
            | 0x1056..=0x1059
            | 0x1160..=0x11FF
            | 0x17B4..=0x17D3
            | 0x3099
            | 0x309A
            | 0xFE00..=0xFE0F => true,
            _ => false,
        }
}

/// Returns a name as part of a URL: folded, with its words joined by hyphens.
///
/// ```
/// use frontispiece::util::text::{normalize, slugify};
/// assert_eq!(slugify("Francis Y. Yan", normalize), "francis-y-yan");
/// assert_eq!(slugify("王 小明", normalize), "王-小明");
/// ```
pub fn slugify(name: &str, normalize: Normalizer) -> String {
    let folded = fold(name, normalize);
    let words = folded.split(|letter: char| letter.is_whitespace() || letter.is_ascii_punctuation());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uses the same table as the browser test (tests/browser.rs).
    #[test]
    fn names_in_many_scripts_are_folded() {
        for line in include_str!("../../tests/fixtures/folded.tsv").lines() {
            let (text, expected) = line.split_once('\t').unwrap();
            assert_eq!(fold(text, normalize), expected, "{text}");
        }
    }

    #[test]
    fn slugs_are_hyphenated() {
        assert_eq!(slugify("  Ludwig   van der Rohe ", normalize), "ludwig-van-der-rohe");
        assert_eq!(slugify("O'Neil, J.-P.", normalize), "o-neil-j-p");
        assert_eq!(slugify("Plato", normalize), "plato");
    }
}
