//! `frontispiece check`: prints every diagnostic of the content with its position. If the file is not valid JSON, it
//! prints only the syntax errors.

use std::{cell::RefCell, collections::BTreeSet, path::Path};

use anyhow::{Result, bail};

use crate::{
    build::public,
    check::{CheckContext, check},
    content::Diagnostic,
    util::text,
};

/// Checks a profile. It looks for local files next to the profile, and lists files that the author still has to copy
/// from an old site. These are not errors.
///
/// Diagnostics go to the standard error stream. Without an error, the counts go to the standard output.
///
/// # Errors
/// Fails with the counts if at least one diagnostic is an error.
pub fn run(file: &Path) -> Result<()> {
    let text = crate::build::text_file::read(file)?;
    crate::build::text_file::refuse_syntax_errors(file, &text)?;
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = public::files(folder)?;
    let missing = RefCell::new(BTreeSet::new());
    let carries = |path: &str| {
        missing.borrow_mut().insert(path.to_owned());
    };
    let diagnostics = check(&text, &CheckContext { files: &files, carries: &carries, normalize: text::normalize });
    for diagnostic in &diagnostics {
        eprintln!("{}:{diagnostic}", file.display());
    }
    if diagnostics.iter().any(Diagnostic::is_error) {
        bail!(counts(&diagnostics));
    }
    println!("{}: {}", file.display(), counts(&diagnostics));
    let missing = missing.into_inner();
    if !missing.is_empty() {
        println!("these files are linked under site.url but are not in public/; copy them from your current site:");
        missing.iter().for_each(|path| println!("  {}", folder.join(path).display()));
    }
    Ok(())
}

/// Returns the last line of the report: "2 errors, 1 warning", "no errors, 3 warnings" or "no errors or warnings".
fn counts(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let count = |number: usize, noun: &str| match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    };
    match diagnostics.len() {
        0 => "no errors or warnings".to_owned(),
        all => format!("{}, {}", count(errors, "error"), count(all - errors, "warning")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Position, Severity};

    #[test]
    fn diagnostics_are_counted() {
        for (errors, warnings, expected) in [
            (0, 0, "no errors or warnings"),
            (1, 0, "1 error, no warnings"),
            (2, 1, "2 errors, 1 warning"),
            (0, 3, "no errors, 3 warnings"),
        ] {
            let diagnostic = |severity| Diagnostic {
                severity,
                position: Position { line: 1, column: 1 },
                path: String::new(),
                message: String::new(),
            };
            let mut diagnostics = vec![diagnostic(Severity::Error); errors];
            diagnostics.extend(vec![diagnostic(Severity::Warning); warnings]);
            assert_eq!(counts(&diagnostics), expected);
        }
    }

    /// Checks a file with these bytes.
    fn checked(name: &str, bytes: &[u8]) -> std::result::Result<(), String> {
        // The check lists the files of the folder, so the folder contains nothing else.
        let folder = std::env::temp_dir().join(format!("frontispiece-check-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("content.json");
        std::fs::write(&file, bytes).unwrap();
        let result = run(&file).map_err(|error| error.to_string().replace(&file.display().to_string(), "content.json"));
        std::fs::remove_dir_all(&folder).unwrap();
        result
    }

    #[test]
    fn syntax_errors_are_listed_alone_and_together() {
        let text = "{\n\"person\": { \"nam\": \"Ada\" }\n\"pages\": [{ \"slug\": \"\", }]\n}";
        assert_eq!(
            checked("syntax", text.as_bytes()).unwrap_err(),
            "content.json:2:27: a comma is missing after }\ncontent.json:3:23: found a comma before }; remove the \
             comma\n2 errors in the JSON; correct them to check the rest of the profile"
        );
        let rest = checked("rest", text.replace("}\n\"pages", "},\n\"pages").replace(", }", " }").as_bytes());
        assert_eq!(rest.unwrap_err(), "4 errors, no warnings");
    }

    #[test]
    fn another_encoding_is_reported() {
        let text: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = checked("utf-16", &text).unwrap_err();
        assert!(error.starts_with("content.json:1:1: the file is not UTF-8, but UTF-16; save the file as"), "{error}");
        let error = checked("latin-1", b"{\n\"a\": \"Ren\xe9\" }").unwrap_err();
        assert!(error.starts_with("content.json:2:10: found the byte E9, the letter \u{e9}"), "{error}");
    }
}
