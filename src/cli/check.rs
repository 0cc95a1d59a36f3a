//! `frontispiece check`: every problem of the content, each with its place.

use std::{cell::RefCell, collections::BTreeSet, path::Path};

use super::public;
use crate::{
    content::{
        Problem,
        check::{World, check},
    },
    text,
};

/// Checks a profile; local files are looked for beside it. Files that are still to be carried over from an old site
/// are named, but are no problems.
///
/// Problems go to the standard error stream; without an error, the counts go to the standard output.
///
/// # Errors
/// The counts, if at least one problem is an error.
pub fn run(file: &Path) -> Result<(), String> {
    let text = super::read(file)?;
    super::refuse_syntax_errors(file, &text)?;
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = public::files(folder)?;
    let missing = RefCell::new(BTreeSet::new());
    let carries = |path: &str| {
        missing.borrow_mut().insert(path.to_owned());
    };
    let problems = check(&text, &World { files: &files, carries: &carries, decompose: text::decompose });
    for problem in &problems {
        eprintln!("{}:{problem}", file.display());
    }
    if problems.iter().any(Problem::is_error) {
        return Err(counts(&problems));
    }
    println!("{}: {}", file.display(), counts(&problems));
    let missing = missing.into_inner();
    if !missing.is_empty() {
        println!("files to carry over from the site that stands at site.url now, since links lead to them there:");
        missing.iter().for_each(|path| println!("  {}", folder.join(path).display()));
    }
    Ok(())
}

/// Returns the last line of the report: "2 errors, 1 warning", "no errors, 3 warnings" or "no mistakes".
fn counts(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let count = |number: usize, noun: &str| match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    };
    match problems.len() {
        0 => "no mistakes".to_owned(),
        all => format!("{}, {}", count(errors, "error"), count(all - errors, "warning")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Position, Severity};

    #[test]
    fn problems_are_counted() {
        for (errors, warnings, expected) in [
            (0, 0, "no mistakes"),
            (1, 0, "1 error, no warnings"),
            (2, 1, "2 errors, 1 warning"),
            (0, 3, "no errors, 3 warnings"),
        ] {
            let problem = |severity| Problem {
                severity,
                position: Position { line: 1, column: 1 },
                path: String::new(),
                message: String::new(),
            };
            let mut problems = vec![problem(Severity::Error); errors];
            problems.extend(vec![problem(Severity::Warning); warnings]);
            assert_eq!(counts(&problems), expected);
        }
    }
}
