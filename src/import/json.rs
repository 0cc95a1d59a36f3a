//! Places in JSON files.

/// Returns the lines of the objects of the outermost array that has at least `count` objects, from 1.
///
/// The parser of JSON values does not keep places. A wrong line would be harmless, because it is only for messages.
pub(super) fn lines_of_items(text: &str, count: usize) -> Vec<usize> {
    // For each level of nesting, the lines of the objects in arrays on that level.
    let mut lines: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<u8> = Vec::new();
    let (mut line, mut in_string, mut is_escaped) = (1, false, false);
    for byte in text.bytes() {
        match byte {
            b'\n' => line += 1,
            b'\\' if in_string && !is_escaped => {
                is_escaped = true;
                continue;
            }
            b'"' if !is_escaped => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                if byte == b'{' && open.last().is_none_or(|outer| *outer == b'[') {
                    if lines.len() <= open.len() {
                        lines.resize(open.len() + 1, Vec::new());
                    }
                    lines[open.len()].push(line);
                }
                open.push(byte);
            }
            b'}' | b']' => drop(open.pop()),
            _ => {}
        }
        is_escaped = false;
    }
    // The object alone is on the outermost level.
    let level = if count == 1 && lines.get(1).is_none_or(|level| level.is_empty()) { 0 } else { 1 };
    lines.into_iter().skip(level).find(|level| level.len() >= count).unwrap_or_default()
}

/// Returns the line of each number that follows a name in JSON: `"put-code": 7`.
pub(super) fn lines_of_numbers(text: &str, name: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let quoted = ["\"", name, "\""].concat();
    for (at, line) in text.lines().enumerate() {
        for part in line.split(quoted.as_str()).skip(1) {
            let number: String =
                part.trim_start_matches([' ', ':', '"']).chars().take_while(char::is_ascii_digit).collect();
            if !number.is_empty() {
                found.push((number, at + 1));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_have_lines() {
        assert_eq!(lines_of_items("[\n{\"a\": [{}, {}]},\n {\"b\": \"}{\\\"\"}]", 2), [2, 3]);
        assert_eq!(lines_of_items("{\n\"items\": [\n{},\n{}] }", 2), [3, 4]);
        assert_eq!(lines_of_items("\n{\"a\": 1}", 1), [2]);
        assert_eq!(
            lines_of_numbers("{ \"put-code\": 7,\n\"put-code\" : 8 }", "put-code"),
            [("7".to_owned(), 1), ("8".to_owned(), 2)]
        );
    }
}
