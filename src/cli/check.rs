//! `frontispiece check`: prints every diagnostic of the content with its position. If the file is not valid JSON, it
//! prints only the syntax errors.

use std::{cell::RefCell, collections::BTreeSet, path::Path};

use anyhow::{Error, Result, bail};
use serde_json::{Value, json};

use crate::{
    build::{
        public,
        site_files::check_files,
        site_folder::{SiteContent, file_of},
        text_file,
    },
    check::{CheckContext, check},
    cli::{
        arguments::CheckArguments,
        site_folder::{self, CONTENT, NoSite},
    },
    content::{Diagnostic, Message, Position, Severity},
    util::text,
};

/// Checks a site. It looks for local files next to the profile, and lists files that the author still has to copy from an
/// old site. These are not errors.
///
/// As text, diagnostics go to the standard error stream. Without an error, the counts go to the standard output. As
/// JSON, all diagnostics go to the standard output, in one list. Returns `true` if none of them is an error.
///
/// # Errors
/// As text, fails if the files cannot be read, and with the counts if a diagnostic is an error. As JSON, this is a finding.
pub fn run(arguments: &CheckArguments) -> Result<bool> {
    let file = site_folder::content_file(arguments.site.as_deref());
    if !arguments.json {
        return report(&file?).map(|()| true);
    }
    let checked = file.map_err(Error::from).and_then(|file| diagnostics(&file).map(|found| (file, found)));
    let (file, (diagnostics, missing)) = checked.unwrap_or_else(|error| {
        let file = arguments.site.as_deref().unwrap_or(Path::new("")).join(CONTENT);
        (file, (vec![failure(&error)], Vec::new()))
    });
    println!("{:#}", json(&file, &diagnostics));
    missing.iter().for_each(|path| eprintln!("{path} is linked under site.url; copy it from your current site"));
    Ok(!diagnostics.iter().any(Diagnostic::is_error))
}

/// Checks a profile and prints its diagnostics as text.
///
/// # Errors
/// Fails if the files cannot be read, and with the counts if a diagnostic is an error.
pub fn report(file: &Path) -> Result<()> {
    text_file::refuse_syntax_errors(file, &text_file::read(file)?)?;
    let (diagnostics, missing) = diagnostics(file)?;
    for diagnostic in &diagnostics {
        eprintln!("{}:{diagnostic}", file_of(diagnostic, file).display());
    }
    if diagnostics.iter().any(Diagnostic::is_error) {
        bail!(counts(&diagnostics));
    }
    println!("{}: {}", file.display(), counts(&diagnostics));
    if !missing.is_empty() {
        println!("these files are linked under site.url but do not exist; copy them from your current site:");
        missing.iter().for_each(|path| println!("  {path}"));
    }
    Ok(())
}

/// Returns the number of errors and warnings of a profile in words.
///
/// # Errors
/// Fails if the files cannot be read.
pub fn summary(file: &Path) -> Result<String> {
    Ok(counts(&diagnostics(file)?.0))
}

/// Returns the diagnostics of a profile, and the paths of the files that the author still has to copy.
pub fn diagnostics(file: &Path) -> Result<(Vec<Diagnostic>, Vec<String>)> {
    let site = match SiteContent::read(file)? {
        Ok(site) => site,
        Err(diagnostic) => return Ok((vec![diagnostic], Vec::new())),
    };
    let folder = site.folder();
    let files = public::files(folder)?;
    let missing = RefCell::new(BTreeSet::new());
    let carries = |path: &str| {
        missing.borrow_mut().insert(path.to_owned());
    };
    let context =
        CheckContext { files: &files, markdown: &site.markdown, carries: &carries, normalize: text::normalize };
    let mut diagnostics = check(&site.text, &context);
    diagnostics.extend(check_files(folder, &files)?);
    let missing = missing.into_inner().iter().map(|path| folder.join(path).display().to_string()).collect();
    Ok((diagnostics, missing))
}

/// Returns the diagnostic for a site that cannot be checked.
fn failure(error: &Error) -> Diagnostic {
    let message = match error.downcast_ref::<NoSite>() {
        Some(NoSite { message, .. }) => message.clone(),
        None => Message::problem(format!("{error:#}")),
    };
    Diagnostic { severity: Severity::Error, file: None, position: Position::of(0, ""), path: String::new(), message }
}

/// Returns the diagnostics as JSON. A part that a diagnostic does not have is null.
fn json(file: &Path, diagnostics: &[Diagnostic]) -> Value {
    let finding = |diagnostic: &Diagnostic| {
        let Diagnostic { severity, position, path, message, .. } = diagnostic;
        json!({
            "severity": match severity { Severity::Error => "error", Severity::Warning => "warning" },
            "file": file_of(diagnostic, file).display().to_string(),
            "line": position.line,
            "column": position.column,
            "path": (!path.is_empty()).then_some(path),
            "found": message.finding(),
            "expected": message.expectation(),
            "suggestion": message.suggestion(),
        })
    };
    diagnostics.iter().map(finding).collect()
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
    use crate::content::{Message, Position};

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
                file: None,
                position: Position { line: 1, column: 1 },
                path: String::new(),
                message: Message::default(),
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
        let result =
            report(&file).map_err(|error| error.to_string().replace(&file.display().to_string(), "content.json"));
        std::fs::remove_dir_all(&folder).unwrap();
        result
    }

    #[test]
    fn syntax_errors_are_listed_alone_and_together() {
        let text = "{\n\"person\": { \"nam\": \"Ada\" }\n\"pages\": [{ \"slug\" \"\" }]\n}";
        assert_eq!(
            checked("syntax", text.as_bytes()).unwrap_err(),
            "content.json:2:27: a comma is missing after }\ncontent.json:3:19: a colon (:) is missing after the field \
             name \"slug\"\n2 errors in the JSON; correct them to check the rest of the profile"
        );
        let rest =
            checked("rest", text.replace("}\n\"pages", "},\n\"pages").replace("\"slug\" ", "\"slug\": ").as_bytes());
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
