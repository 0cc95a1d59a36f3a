//! Finds invisible characters, which change how programs read a text or how people see it.

use crate::content::Message;

/// Returns a message if a text has control characters or invisible characters that its script does not need.
pub(super) fn invisible(text: &str) -> Option<Message> {
    find_invisible(text).map(|(_, message)| message)
}

/// Returns the offset of the first such character, and the message.
pub(super) fn find_invisible(text: &str) -> Option<(usize, Message)> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    let is_right_to_left = text.chars().any(is_right_to_left);
    let mut before = None;
    for (offset, letter) in text.char_indices() {
        let is_wrong = match letter {
            // Embeddings and overrides can show the letters of a text in a different order.
            '\u{202A}'..='\u{202E}' => true,
            // Direction marks and isolates are part of correct right-to-left text.
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2066}'..='\u{2069}' => !is_right_to_left,
            // Joiners are part of Persian and Indic words and of emoji.
            '\u{200C}' | '\u{200D}' => before.is_none_or(is_latin_or_space),
            '\u{7F}'..='\u{9F}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206A}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' => true,
            _ => false,
        };
        if is_wrong {
            let name = match letter {
                '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "a control character for the direction of text",
                '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' => "a control character",
                _ => "an invisible character",
            };
            let place: String = text[..offset].chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
            let place = if place.is_empty() { "at the start".to_owned() } else { format!("after \"{place}\"") };
            let message = Message::found(format!("{name} (U+{:04X}) {place}", u32::from(letter)));
            return Some((offset, message.suggest("remove it")));
        }
        before = Some(letter);
    }
    None
}

fn is_latin_or_space(letter: char) -> bool {
    letter.is_ascii() || matches!(letter, '\u{A0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Returns `true` for the blocks of Hebrew, Arabic, Syriac and the other right-to-left scripts.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_found() {
        for (text, expected) in [
            ("Jane\u{202E}eoD", "a control character for the direction of text (U+202E) after \"Jane\""),
            ("\u{2066}Jane\u{2069}", "a control character for the direction of text (U+2066) at the start"),
            ("zero\u{200B}width", "an invisible character (U+200B) after \"zero\""),
            ("a\u{200D}b", "an invisible character (U+200D) after \"a\""),
            ("\u{FEFF}Title", "an invisible character (U+FEFF) at the start"),
            ("x\u{85}y", "a control character (U+0085) after \"x\""),
            ("x\u{7F}y", "a control character (U+007F) after \"x\""),
        ] {
            assert_eq!(invisible(text).as_deref(), Some(&*format!("found {expected}; remove it")));
        }
    }

    #[test]
    fn characters_that_a_script_needs_are_allowed() {
        for text in [
            "",
            "Jane Doe\n\t",
            "no\u{A0}break",
            "Donau\u{AD}dampf\u{AD}schiff",
            "می\u{200C}خواهم",
            "שלום\u{200F} (abc)",
            "\u{2068}FogSync\u{2069} للشبكات",
            "क्\u{200D}ष",
            "👩\u{200D}🔬",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
        ] {
            assert_eq!(invisible(text), None, "{text:?}");
        }
    }
}
