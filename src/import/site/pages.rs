//! Pages with text.

use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::{
    import::site::{markdown::PUBLICATIONS_MARK, notes::Notes},
    markdown::{parse, plain_text},
    util::text::slugify,
};

/// Returns a page of the model.
pub(super) fn page(slug: &str, title: &str, sections: Vec<Value>) -> Value {
    let mut page = Map::new();
    page.insert("slug".to_owned(), slug.into());
    page.insert("title".to_owned(), title.into());
    if !sections.is_empty() {
        page.insert("sections".to_owned(), sections.into());
    }
    Value::Object(page)
}

/// Returns a name as the slug of a page: lower-case letters, digits and hyphens. It is empty if the name has none of them.
pub(super) fn slug(name: &str) -> String {
    let normalize = |text: &str| text.nfkd().collect::<String>().to_lowercase();
    let slug: String = slugify(name, normalize)
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
        .collect();
    slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").chars().take(100).collect()
}

/// Divides a converted text at its highest headings into sections. `publications` is the choice that stands for a list of
/// publications in the text.
pub(super) fn sections(text: &str, publications: &Value, file: &str, notes: &mut Notes) -> Vec<Value> {
    let mut sections: Vec<Value> = Vec::new();
    let headings = headings(text);
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or(0);
    let mut start = 0;
    let mut title = None;
    let mut add = |title: Option<String>, text: &str| {
        let (text, has_publications) = match text.contains(PUBLICATIONS_MARK) {
            true => (text.replace(PUBLICATIONS_MARK, ""), true),
            false => (text.to_owned(), false),
        };
        let text = text.trim();
        if text.is_empty() && !has_publications {
            if let Some(title) = title {
                notes.add(file, 0, "", format!("nothing is left below the heading \"{title}\", so it is left out"));
            }
            return;
        }
        let mut section = Map::new();
        if let Some(title) = title {
            section.insert("title".to_owned(), title.into());
        }
        if !text.is_empty() {
            section.insert("text".to_owned(), text.into());
        }
        if has_publications {
            section.insert("publications".to_owned(), publications.clone());
        }
        sections.push(Value::Object(section));
    };
    for heading in headings.iter().filter(|heading| heading.level == top && !heading.title.is_empty()) {
        add(title.take(), &text[start..heading.start]);
        title = Some(heading.title.clone());
        start = heading.end;
    }
    add(title, &text[start..]);
    sections
}

struct Heading {
    level: usize,
    title: String,
    start: usize,
    end: usize,
}

/// Returns the headings outside of code, lists and quotes.
fn headings(text: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut fence: Option<String> = None;
    let mut offset = 0;
    // The start of a line that can be the text of a heading with an underline.
    let mut paragraph: Option<(usize, &str)> = None;
    let mut paragraph_lines = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (offset, offset + line.len());
        offset = end;
        let bare = line.trim_end();
        let trimmed = bare.trim_start();
        if let Some(open) = &fence {
            if trimmed.starts_with(open.as_str()) {
                fence = None;
            }
            continue;
        }
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fence = Some(trimmed[..3].to_owned());
            paragraph = None;
            continue;
        }
        let hashes = bare.len() - bare.trim_start_matches('#').len();
        let is_underline = |sign: char| trimmed.len() >= 3 && trimmed.chars().all(|c| c == sign);
        if (1..=6).contains(&hashes) && bare[hashes..].starts_with([' ', '\t']) {
            headings.push(Heading {
                level: hashes,
                title: title_of(bare[hashes..].trim().trim_end_matches('#')),
                start,
                end,
            });
            paragraph = None;
        } else if let Some((above, title)) =
            paragraph.filter(|_| paragraph_lines == 1 && (is_underline('=') || is_underline('-')))
        {
            let level = if trimmed.starts_with('=') { 1 } else { 2 };
            headings.push(Heading { level, title: title_of(title), start: above, end });
            paragraph = None;
        } else if bare.is_empty() || bare.starts_with([' ', '\t', '>', '|', '-', '*', '+']) && !bare.starts_with("**") {
            paragraph = None;
            paragraph_lines = 0;
        } else {
            paragraph = Some((start, bare));
            paragraph_lines += 1;
        }
    }
    headings
}

fn title_of(markdown: &str) -> String {
    plain_text(&parse(markdown.trim()).blocks).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the choice of all publications, or of the selected ones.
pub(super) fn choice(selected: bool) -> Value {
    if selected { json!({ "selected": true }) } else { json!({}) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_divided_at_its_highest_headings() {
        let text = "Intro\n\nNews\n====\n\n* one\n\n## Sub\n\ntext\n\n# **Other** *x*\n\n```\n# code\n```\n";
        let found = sections(text, &json!({}), "a.md", &mut Notes::default());
        assert_eq!(
            found,
            [
                json!({ "text": "Intro" }),
                json!({ "title": "News", "text": "* one\n\n## Sub\n\ntext" }),
                json!({ "title": "Other x", "text": "```\n# code\n```" }),
            ]
        );
    }

    #[test]
    fn a_mark_becomes_a_choice_of_publications() {
        let text = format!("# Papers\n\nAll:\n\n{PUBLICATIONS_MARK}\n\n# Empty\n");
        let mut notes = Notes::default();
        let found = sections(&text, &json!({ "selected": true }), "a.md", &mut notes);
        assert_eq!(found, [json!({ "title": "Papers", "text": "All:", "publications": { "selected": true } })]);
        assert!(notes.warnings()[0].message.contains("Empty"));
    }

    #[test]
    fn slugs_have_only_the_letters_that_the_model_allows() {
        for (name, expected) in [("/Über uns/x.html", "uber-uns-x-html"), ("CV", "cv"), ("王", ""), ("M&K", "m-k")] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }
}
