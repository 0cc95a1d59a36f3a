//! Lists of names in BibTeX (Patashnik, "BibTeXing", 1988, section 4; Markey, "Tame the BeaST", 2009, section 11).

use biblatex::{Chunk, Chunks, Person, Spanned};
use serde_json::Value;

use crate::import::{
    inline::{Inline, plain},
    latex::{Latex, plain_formula},
    person::{self, OTHERS, PersonName},
};

/// The names of a field, and remarks on them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Names {
    pub people: Vec<Value>,
    pub remarks: Vec<String>,
}

/// A part of a list of names.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A text in which spaces, commas and "and" separate.
    Text(String),
    /// A text in braces.
    Whole(String),
}

/// Reads the names of a field.
pub(super) fn read(latex: &Latex) -> Names {
    let mut tokens = Vec::new();
    push_tokens(&latex.parts, &mut tokens);
    let mut names = Names::default();
    let mut lists = split_names(&tokens);
    if let [single] = lists.as_slice()
        && let Some(separated) = separated(single)
    {
        names.remarks.push(format!(
            "found \"{}\" without \"and\" between the names; read as {} names; write \"and\" between them",
            latex.plain(),
            separated.len()
        ));
        lists = separated;
    }
    for list in &lists {
        name(list, &mut names);
    }
    names
}

fn push_tokens(parts: &[Inline], tokens: &mut Vec<Token>) {
    for part in parts {
        match part {
            Inline::Text(text) => push_text(tokens, text),
            Inline::ParagraphBreak => push_text(tokens, " "),
            Inline::Math(formula) => push_text(tokens, &plain_formula(formula)),
            // The font of a name does not group it.
            Inline::Group(content) if matches!(content.as_slice(), [Inline::Marked(..)]) => {
                push_tokens(content, tokens)
            }
            Inline::Marked(_, content) | Inline::Link(_, content) => push_tokens(content, tokens),
            Inline::Group(content) => {
                let whole = plain(content, plain_formula);
                // Braces around a single word protect its accents or its capitals.
                let separates = whole.contains([' ', ',']) || whole.eq_ignore_ascii_case("and");
                if separates || person::is_others(&whole) {
                    tokens.push(Token::Whole(whole));
                } else {
                    push_text(tokens, &whole);
                }
            }
        }
    }
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    match tokens.last_mut() {
        Some(Token::Text(before)) => before.push_str(text),
        _ => tokens.push(Token::Text(text.to_owned())),
    }
}

/// Splits a list at each word "and" outside of braces.
fn split_names(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut names = vec![Vec::new()];
    let push = |names: &mut Vec<Vec<Token>>, token: Token| {
        if let Some(name) = names.last_mut() {
            name.push(token);
        }
    };
    for token in tokens {
        let Token::Text(text) = token else {
            push(&mut names, token.clone());
            continue;
        };
        let mut part = String::new();
        for word in text.split_inclusive(char::is_whitespace) {
            if word.trim().eq_ignore_ascii_case("and") {
                push(&mut names, Token::Text(std::mem::take(&mut part)));
                names.push(Vec::new());
            } else {
                part.push_str(word);
            }
        }
        push(&mut names, Token::Text(part));
    }
    names.retain(|name| name.iter().any(|token| !matches!(token, Token::Text(text) if text.trim().is_empty())));
    names
}

/// Splits a list without "and" at semicolons, or at commas if each part is a name of several words.
fn separated(name: &[Token]) -> Option<Vec<Vec<Token>>> {
    let [Token::Text(text)] = name else { return None };
    if text.contains("family=") {
        return None;
    }
    let separator = if text.contains(';') { ';' } else { ',' };
    let parts: Vec<&str> = text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_list = if separator == ';' {
        parts.len() > 1
    } else {
        parts.len() > 2 && parts.iter().all(|part| part.trim_start_matches("& ").contains(' '))
    };
    is_list.then(|| parts.into_iter().map(|part| vec![Token::Text(part.trim_start_matches("& ").to_owned())]).collect())
}

fn name(tokens: &[Token], names: &mut Names) {
    let mut text = String::new();
    for token in tokens {
        let (Token::Text(part) | Token::Whole(part)) = token;
        text.push_str(part);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words = tokens.iter().filter(|token| !matches!(token, Token::Text(text) if text.trim().is_empty()));
    if let (Some(Token::Whole(whole)), None) = (words.next(), words.next()) {
        if whole.split(' ').any(|word| word == "and") && whole.contains(',') {
            names.remarks.push(format!(
                "found \"{whole}\" in braces, which makes it the name of one group; if these are several people, remove the braces"
            ));
        }
        names.people.push(person::literal(whole));
        return;
    }
    if person::is_others(&text) {
        names.people.push(OTHERS.into());
        return;
    }
    let bare = text.trim_end_matches(['*', '†', '‡', '§', '¶', '∗', '#', ' ', '^']);
    let mut tokens = tokens.to_vec();
    if bare.len() < text.len() && !bare.is_empty() {
        names
            .remarks
            .push(format!("found the mark \"{}\" after \"{bare}\"; it is left out", text[bare.len()..].trim()));
        tokens = vec![Token::Text(bare.to_owned())];
    }
    let without_number = person::without_homonym_number(bare);
    if let Some(name) = without_number {
        names
            .remarks
            .push(format!("found \"{bare}\", a number of dblp for people of the same name; the name is \"{name}\""));
        tokens = vec![Token::Text(name.to_owned())];
    }
    let is_extended = |text: &str| {
        ["family", "given"]
            .iter()
            .any(|part| text.split(',').any(|field| field.trim_start().starts_with(&[part, "="].concat())))
    };
    if text.contains('=') && !is_extended(&text.replace(" =", "=")) {
        names.people.push(person::literal(&text));
        return;
    }
    let chunks: Chunks = tokens
        .into_iter()
        .map(|token| match token {
            Token::Text(text) => Chunk::Normal(spaced(&text)),
            Token::Whole(text) => Chunk::Verbatim(text),
        })
        .map(|chunk| Spanned::new(chunk, 0..0))
        .collect();
    let Person { name, given_name, prefix, suffix, .. } = Person::parse(&chunks);
    let parts = PersonName { given: given_name, particle: prefix, family: name, suffix };
    let value = parts.value();
    let is_empty = value.as_str() == Some("");
    names.people.push(if is_empty { person::literal(bare) } else { value });
}

/// Returns a text in which every white space is a single space.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = if letter.is_whitespace() { ' ' } else { letter };
        if letter != ' ' || !spaced.ends_with(' ') {
            spaced.push(letter);
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::import::latex;

    #[track_caller]
    fn check(field: &str, expected: Value) {
        assert_eq!(Value::Array(read(&latex::parse(field)).people), expected, "{field}");
    }

    #[test]
    fn names_have_all_parts() {
        check("Ada Lovelace and Lovelace, Ada", json!(["Ada Lovelace", "Ada Lovelace"]));
        check(
            "Ludwig van Beethoven and van Beethoven, Ludwig",
            json!(["Ludwig van Beethoven", "Ludwig van Beethoven"]),
        );
        check("King, Jr., Martin Luther", json!(["Martin Luther King, Jr."]));
        check(
            "de la Vall{\\'e}e Poussin, Charles Louis",
            json!([
                { "given": "Charles Louis", "particle": "de la", "family": "Vallée Poussin" }
            ]),
        );
        check("Garc{\\'\\i}a Lorca, Ana", json!([{ "given": "Ana", "family": "García Lorca" }]));
        check("{\\'E}. Tessel and {\\O}rsted, Hans", json!(["É. Tessel", "Hans Ørsted"]));
        check(
            "Jan {van der Berg} and Jan {Van der Berg}",
            json!([
                "Jan van der Berg",
                { "given": "Jan", "family": "Van der Berg" }
            ]),
        );
        check("Plato and others", json!(["Plato", "et al."]));
        check("family=Berg, given=Jan, prefix=van", json!(["Jan van Berg"]));
    }

    #[test]
    fn groups_are_in_braces() {
        check(
            "{The HALO Collaboration} and {Quill and Ink, Inc.}",
            json!([
                "The HALO Collaboration",
                { "literal": "Quill and Ink, Inc." }
            ]),
        );
    }

    #[test]
    fn lists_without_and_are_split_with_a_remark() {
        check("Tessel, N.; Brug, I.", json!(["N. Tessel", "I. Brug"]));
        check("Noor Tessel, Ineke Brug, Jan Olsvik", json!(["Noor Tessel", "Ineke Brug", "Jan Olsvik"]));
        assert_eq!(read(&latex::parse("Tessel, N.; Brug, I.")).remarks.len(), 1);
        check("{\\bf Noor Tessel}* and \\textbf{Brug}, Ineke", json!(["Noor Tessel", "Ineke Brug"]));
        check("Lin Wei 0001", json!(["Lin Wei"]));
    }
}
