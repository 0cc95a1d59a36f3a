//! `frontispiece check`: every mistake of the content, each with its place.

use std::path::Path;

use crate::{
    content::check::{World, check},
    text,
};

/// Checks a profile; local files are looked for beside it.
///
/// # Errors
/// All the problems, a line each.
pub fn run(file: &Path) -> Result<(), String> {
    let text = super::read(file)?;
    let public = file.parent().unwrap_or(Path::new("."));
    let has_file = |path: &str| public.join(path).exists();
    let problems = check(&text, &World { has_file: &has_file, decompose: text::decompose });
    if problems.is_empty() {
        println!("{}: no mistakes", file.display());
        return Ok(());
    }
    let count = if problems.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", problems.len()) };
    let lines = problems.iter().map(|problem| format!("{}:{problem}", file.display()));
    Err(lines.chain([count]).collect::<Vec<_>>().join("\n"))
}
