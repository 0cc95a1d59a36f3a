//! Builds a site folder into an output folder, without a compiler. The new site replaces the old one only when it is
//! complete.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};

use crate::{
    build::{
        manifest::refuse_foreign_files, public, replacement::Replacement, shell::Shell, site::Prerender,
        snapshot::Snapshot,
    },
    content,
    route::Base,
};

/// A build of a site folder.
pub struct SiteBuild<'b> {
    /// The folder with `content.json` and the files to copy.
    pub site: &'b Path,
    /// The folder to write.
    pub out: &'b Path,
    /// The path under which the site will be served.
    pub base: &'b str,
    /// The files that do not depend on the content.
    pub shell: &'b Shell,
    /// The files of the site before it was checked.
    pub checked: &'b Snapshot,
}

impl SiteBuild<'_> {
    /// Writes the site. Until it is complete, it is in a hidden folder inside of the output folder.
    ///
    /// # Errors
    /// Fails if the output folder has files of other origin, if the site has changed since it was checked, or if a file
    /// cannot be read or written. The error names it, and the output folder is as before.
    pub fn run(&self) -> Result<()> {
        let out = absolute(self.out)?;
        let site = fs::canonicalize(self.site).with_context(|| self.site.display().to_string())?;
        if site.starts_with(&out) {
            bail!(
                "{}: the output folder must not contain the site folder {}; choose another folder with --out",
                self.out.display(),
                self.site.display()
            );
        }
        refuse_foreign_files(&out)?;
        let files = public::files(&site)?;
        for (path, kind) in public::omitted(&files, &site, &out) {
            println!("not published: {path} ({kind})");
        }
        let base = Base::new(self.base);
        let new = Replacement::start(&out)?;
        let write = || -> Result<()> {
            self.shell.write(new.folder(), &base)?;
            public::copy(&files, &site, new.folder())?;
            if let Some(path) = Snapshot::take(&site)?.difference(self.checked) {
                bail!(
                    "{}: the file changed after the site was checked; run the command again",
                    self.site.join(path).display()
                );
            }
            Prerender {
                folder: new.folder(),
                base: self.base,
                social_cards: true,
                compress: true,
                precompressed: &self.shell.compressed(),
            }
            .run()
        };
        write().map_err(|error| anyhow!(self.with_known_paths(&format!("{error:#}"), new.folder())))?;
        // Files may have come into the folder during the build.
        refuse_foreign_files(&out)?;
        new.finish().context("the new site cannot take the place of the earlier one")
    }

    /// Returns a message in which files of the temporary folder have the paths that the user knows: those of the site's files,
    /// and for all others those in the output folder.
    fn with_known_paths(&self, message: &str, temporary: &Path) -> String {
        let start = temporary.display().to_string();
        let mut parts = message.split(&start);
        let mut known = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let path = part.trim_start_matches(['/', '\\']);
            let path = path.split([':', ' ', ',']).next().unwrap_or_default();
            let folder = if !path.is_empty() && self.site.join(path).exists() { self.site } else { self.out };
            known = known + &folder.display().to_string() + part;
        }
        known
    }
}

/// Returns the base of a profile: the path of `site.url`, or "/".
pub fn base_of(text: &str) -> String {
    let reading = content::read(text).unwrap_or_default();
    let address = reading.content.site.url.as_ref().map(|url| url.as_str().to_owned()).unwrap_or_default();
    match address.splitn(4, '/').nth(3) {
        Some(path) if !path.is_empty() => format!("/{}/", path.trim_matches('/')),
        _ => "/".to_owned(),
    }
}

/// Returns a path from the root of the file system, without `.` and `..`. The last folders may not exist yet.
fn absolute(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).with_context(|| path.display().to_string())?;
    let mut resolved = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => drop(resolved.pop()),
            part => resolved.push(part),
        }
        // A symbolic link on the way is followed, so that `..` leads to the parent of its target.
        if let Ok(target) = fs::canonicalize(&resolved) {
            resolved = target;
        }
    }
    Ok(resolved)
}
