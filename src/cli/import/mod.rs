//! `frontispiece import`: adds the publications of other formats, or everything of an old site, to a profile.

mod arguments;
mod http;
mod old_sites;
mod orcid;
mod progress;
mod sources;
mod write;

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context, Result};

pub use crate::cli::import::arguments::{Arguments, arguments};
use crate::{
    build::{
        public,
        site_folder::{folder_of, markdown_files},
        text_file,
    },
    check::{CheckContext, check},
    cli::import::{old_sites::OldSites, progress::Progress, sources::Sources},
    cli::old_site,
    content::Diagnostic,
    import::merge::{self, Merged, Options, RECORD_FILE, Report},
    util::text::normalize,
};

/// Imports the files and folders of the arguments. The exit status is 0 if every entry found a place, 1 if some were
/// skipped, and 2 if a file cannot be read; then nothing is written.
pub fn run(arguments: &Arguments) -> ExitCode {
    match import(arguments) {
        Ok(has_skipped) => ExitCode::from(u8::from(has_skipped)),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

/// Imports and reports. Returns `true` if an entry was skipped.
fn import(arguments: &Arguments) -> Result<bool> {
    let progress = Progress::start();
    let content_file = &arguments.profile;
    let folder = folder_of(content_file);
    let record_file = folder.join(RECORD_FILE);
    let old_content = read_if_present(content_file)?;
    let old_record = read_if_present(&record_file)?;
    let (old_sites, lists) = OldSites::split(arguments, &progress)?;
    let Sources { files, warnings, me } = sources::read(&lists, &progress)?;
    progress.say("merging".to_owned());
    let published = old_sites.with_copies(&public::files(folder)?);
    let markdown = markdown_files(folder, old_content.as_deref().unwrap_or_default())?;
    let check = |text: &str| -> Vec<Diagnostic> {
        check(text, &CheckContext { files: &published, markdown: &markdown, carries: &|_| {}, normalize })
    };
    let options = Options { me: arguments.me.clone().or(me), normalize, check: &check };
    let content = old_content.as_deref().unwrap_or_default();
    let mut merged = Merged {
        content: content.to_owned(),
        record: old_record.clone().unwrap_or_default(),
        report: Report::default(),
    };
    if !files.is_empty() || old_sites.is_empty() {
        merged = merge::merge(content, old_record.as_deref(), &files, &options)?;
    }
    let copies = old_sites.merge(&mut merged, &options, folder)?;
    let Merged { content, record, mut report } = merged;
    report.warnings.splice(0..0, warnings);
    progress.finish();
    let changed: Vec<(&Path, &str)> =
        [(content_file.as_path(), &content, &old_content), (&record_file, &record, &old_record)]
            .into_iter()
            .filter(|(_, new, old)| old.as_ref() != Some(*new))
            .map(|(file, new, _)| (file, new.as_str()))
            .collect();
    if !arguments.is_dry_run {
        // The profile refers to the files, so they are copied first.
        copies.iter().try_for_each(|(root, copy)| old_site::copy(copy, root, folder))?;
        write::write_all(&changed)?;
    }
    if arguments.is_json {
        println!("{:#}", report.to_json());
    } else {
        print!("{}", report.to_text());
        let mut names: Vec<String> = changed.iter().map(|(file, _)| file.display().to_string()).collect();
        match copies.len() {
            0 => {}
            1 => names.push("1 file of the old site".to_owned()),
            number => names.push(format!("{number} files of the old site")),
        }
        match (names.is_empty(), arguments.is_dry_run) {
            (true, _) => println!("\n{} is up to date", content_file.display()),
            (false, true) => println!("\nnothing was written (--dry-run); this would change {}", names.join(" and ")),
            (false, false) => println!("\nwrote {}", names.join(" and ")),
        }
    }
    Ok(report.has_skipped())
}

/// Returns the text of a file, or `None` if there is no such file.
fn read_if_present(file: &Path) -> Result<Option<String>> {
    match fs::exists(file).with_context(|| file.display().to_string())? {
        true => text_file::read(file).map(Some),
        false => Ok(None),
    }
}
