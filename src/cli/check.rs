//! `frontispiece check`: every mistake of the content, each with its place.

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
