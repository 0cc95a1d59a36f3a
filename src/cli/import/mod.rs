//! `frontispiece import`: adds the publications of other formats, or everything of an old site, to a profile.

mod arguments;
mod http;
mod old_sites;
mod orcid;
mod progress;
mod sources;
mod target;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Error, Result, anyhow};

pub use crate::cli::import::{
    arguments::{Arguments, name},
    old_sites::is_old_site,
};
use crate::{
    build::{
        public,
        site_folder::{folder_of, markdown_files},
    },
    check::{CheckContext, check},
    cli::import::{old_sites::OldSites, progress::Progress, sources::Sources},
    cli::{
        failure::Failure,
        old_site,
        site_folder::CONTENT,
        write::{self, Change, read_if_present},
    },
    content::{Diagnostic, schema::schema},
    import::{
        merge::{self, Merged, Options, RECORD_FILE, Report},
        site::FileCopy,
    },
    util::text::normalize,
};

/// The name of the JSON Schema next to a profile. It is published too, because the published profile names it.
pub const SCHEMA_FILE: &str = "content.schema.json";

/// Imports the files and folders of the arguments, and reports. Returns `true` if every entry found a place.
///
/// # Errors
/// Fails if the site cannot be changed or, with exit status 2, if a file cannot be read; then nothing is written.
pub fn run(arguments: &Arguments) -> Result<bool, Failure> {
    target::refuse_lost_content(&arguments.profile().map_err(Failure::of_input)?)?;
    let import = prepare(arguments)?;
    let folder = folder_of(&import.content_file);
    target::refuse_outside_links(folder, &import.changes, &import.copies)?;
    if !arguments.is_dry_run {
        import.write()?;
    }
    if arguments.is_json {
        println!("{:#}", import.report.to_json());
    } else {
        print!("{}", import.report.to_text());
        println!("{}", import.summary(arguments.is_dry_run));
    }
    Ok(!import.report.has_skipped())
}

/// Reads everything and merges it, without writing anything.
///
/// # Errors
/// Fails if a file of the site or, with exit status 2, a file to import cannot be read. The error names it.
pub fn prepare(arguments: &Arguments) -> Result<Import, Failure> {
    let progress = Progress::start();
    let content_file = &arguments.profile().map_err(Failure::of_input)?;
    let folder = folder_of(content_file);
    let record_file = folder.join(RECORD_FILE);
    let (old_sites, lists) = OldSites::split(arguments, &progress).map_err(Failure::of_input)?;
    let Sources { files, warnings, me, orcid } = sources::read(&lists, &progress).map_err(Failure::of_input)?;
    // A download takes seconds, in which the user may edit the content.
    let old_content = read_if_present(content_file)?;
    let old_record = read_if_present(&record_file)?;
    progress.say("merging".to_owned());
    let published = old_sites.with_copies(&public::files(folder)?);
    let markdown = markdown_files(folder, old_content.as_deref().unwrap_or_default())?;
    let check = |text: &str| -> Vec<Diagnostic> {
        check(text, &CheckContext { files: &published, markdown: &markdown, carries: &|_| {}, normalize })
    };
    let options = Options { me: arguments.me.clone().or(me), orcid, normalize, check: &check };
    let content = old_content.as_deref().unwrap_or_default();
    let mut merged = Merged {
        content: content.to_owned(),
        record: old_record.clone().unwrap_or_default(),
        report: Report::default(),
    };
    if !files.is_empty() || old_sites.is_empty() {
        merged = merge::merge(content, old_record.as_deref(), &files, &options)
            .map_err(|error| error_in(folder, &error.to_string()))?;
    }
    let copies =
        old_sites.merge(&mut merged, &options, folder).map_err(|error| error_in(folder, &format!("{error:#}")))?;
    let Merged { content, record, mut report } = merged;
    report.warnings.splice(0..0, warnings);
    progress.finish();
    let mut changes = Vec::new();
    let schema_file = folder.join(SCHEMA_FILE);
    // The first profile names the schema, so that editors find it.
    if old_content.is_none() && !fs::exists(&schema_file).with_context(|| schema_file.display().to_string())? {
        changes.push(Change { file: schema_file, old: None, new: schema() });
    }
    let both = [(content_file.clone(), content, old_content), (record_file, record, old_record)];
    let changed = both.into_iter().filter(|(_, new, old)| old.as_ref() != Some(new));
    changes.extend(changed.map(|(file, new, old)| Change { file, old, new }));
    Ok(Import { content_file: content_file.clone(), changes, copies, report })
}

/// Returns an error whose lines begin with the name of a file of the site. The user knows the file by its path.
fn error_in(folder: &Path, message: &str) -> Error {
    let line = |line: &str| match [CONTENT, RECORD_FILE].iter().any(|name| line.starts_with(name)) {
        true => folder.join(line).display().to_string(),
        false => line.to_owned(),
    };
    anyhow!(message.lines().map(line).collect::<Vec<_>>().join("\n"))
}

/// What an import changes.
pub struct Import {
    content_file: PathBuf,
    /// The files to write.
    pub changes: Vec<Change>,
    /// The files to copy, each with the folder of its old site.
    pub copies: Vec<(PathBuf, FileCopy)>,
    pub report: Report,
}

impl Import {
    /// Writes the files.
    ///
    /// # Errors
    /// Fails if a file cannot be written, or has changed since it was read. The error names it.
    pub fn write(&self) -> Result<()> {
        write::refuse_changed_files(&self.changes)?;
        // The profile refers to the files, so they are copied first.
        let folder = folder_of(&self.content_file);
        self.copies.iter().try_for_each(|(root, copy)| old_site::copy(copy, root, folder))?;
        write::write_all(&self.changes)
    }

    /// Returns the last line of the report: the files that were written.
    fn summary(&self, is_dry_run: bool) -> String {
        let mut names: Vec<String> = self.changes.iter().map(|change| change.file.display().to_string()).collect();
        match self.copies.len() {
            0 => {}
            1 => names.push("1 file of the old site".to_owned()),
            number => names.push(format!("{number} files of the old site")),
        }
        match (names.is_empty(), is_dry_run) {
            (true, _) => format!("\n{} is up to date", self.content_file.display()),
            (false, true) => format!("\nnothing was written (--dry-run); this would change {}", names.join(" and ")),
            (false, false) => format!("\nwrote {}", names.join(" and ")),
        }
    }
}
