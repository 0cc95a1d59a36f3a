//! `frontispiece check`: every mistake of the content, each with its place. If the file is not valid JSON, the syntax
//! errors alone.

use std::{cell::RefCell, collections::BTreeSet, path::Path};

use crate::{
    content::check::{World, check},
    text,
};

/// Checks a profile; local files are looked for beside it. Files that are still to be carried over from an old site
/// are named, but are no mistakes.
///
/// # Errors
/// All the problems, a line each.
pub fn run(file: &Path) -> Result<(), String> {
    let text = super::read(file)?;
    super::refuse_syntax_errors(file, &text)?;
    let public = file.parent().unwrap_or(Path::new("."));
    let has_file = |path: &str| public.join(path).exists();
    let missing = RefCell::new(BTreeSet::new());
    let carries = |path: &str| {
        missing.borrow_mut().insert(path.to_owned());
    };
    let problems = check(&text, &World { has_file: &has_file, carries: &carries, decompose: text::decompose });
    if problems.is_empty() {
        println!("{}: no mistakes", file.display());
        let missing = missing.into_inner();
        if !missing.is_empty() {
            println!("files to carry over from the site that stands at site.url now, since links lead to them there:");
            missing.iter().for_each(|path| println!("  {}", public.join(path).display()));
        }
        return Ok(());
    }
    let count = if problems.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", problems.len()) };
    let lines = problems.iter().map(|problem| format!("{}:{problem}", file.display()));
    Err(lines.chain([count]).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a file with these bytes.
    fn checked(name: &str, bytes: &[u8]) -> Result<(), String> {
        let file = std::env::temp_dir().join(format!("frontispiece-check-{}-{name}.json", std::process::id()));
        std::fs::write(&file, bytes).unwrap();
        let result = run(&file).map_err(|error| error.replace(&file.display().to_string(), "content.json"));
        std::fs::remove_file(&file).unwrap();
        result
    }

    #[test]
    fn syntax_errors_are_listed_alone_and_all_at_once() {
        let text = "{\n\"person\": { \"nam\": \"Ada\" }\n\"pages\": [{ \"slug\": \"\", }]\n}";
        assert_eq!(
            checked("syntax", text.as_bytes()).unwrap_err(),
            "content.json:2:27: a comma is missing after }\ncontent.json:3:23: found a comma before }; remove the \
             comma\n2 mistakes in the JSON; the rest of the profile is checked once the file is valid JSON"
        );
        let rest = checked("rest", text.replace("}\n\"pages", "},\n\"pages").replace(", }", " }").as_bytes());
        assert!(rest.unwrap_err().contains("person: the field \"name\" is missing"));
    }

    #[test]
    fn a_file_in_another_encoding_is_named() {
        let text: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = checked("utf-16", &text).unwrap_err();
        assert!(error.starts_with("content.json:1:1: the file is not UTF-8, but UTF-16; save the file as"), "{error}");
        let error = checked("latin-1", b"{\n\"a\": \"Ren\xe9\" }").unwrap_err();
        assert!(error.starts_with("content.json:2:10: found the byte E9, the letter \u{e9}"), "{error}");
    }
}
