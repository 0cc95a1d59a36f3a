//! Builds a site folder into an output folder, without a compiler. The new site replaces the old one only when it is
//! complete.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    process,
};

use anyhow::{Context, Result, bail};

use crate::{
    build::{output, public, shell::Shell, site::Prerender},
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
}

impl SiteBuild<'_> {
    /// Writes the site. Until it is complete, it is in a temporary folder next to the output folder.
    ///
    /// # Errors
    /// Fails if the output folder has files of other origin, or if a file cannot be read or written. The error names it, and
    /// the output folder is as before.
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
        output::refuse_foreign_files(&out)?;
        let omitted = public::omitted(&site)?;
        if !omitted.is_empty() {
            println!("not published, because they are not for visitors: {}", omitted.join(", "));
        }
        let base = Base::new(self.base);
        let new = Temporary::next_to(&out, "new")?;
        self.shell.write(&new.0, &base)?;
        public::copy(&site, &new.0, &out)?;
        Prerender {
            folder: &new.0,
            base: self.base,
            social_cards: true,
            compress: true,
            precompressed: &self.shell.compressed(),
        }
        .run()?;
        new.replace(&out).with_context(|| out.display().to_string())
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

/// A folder that is removed at the end, unless it has replaced another one.
struct Temporary(PathBuf);

impl Temporary {
    /// Creates an empty folder next to another one, in the same file system.
    fn next_to(folder: &Path, purpose: &str) -> Result<Temporary> {
        let Some(name) = folder.file_name() else {
            bail!("{}: expected a folder that the site can replace; choose another one with --out", folder.display());
        };
        let path = folder.with_file_name(format!(".{}.{}.{purpose}", name.to_string_lossy(), process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Temporary(path))
    }

    /// Puts the folder in place of another one.
    fn replace(self, folder: &Path) -> std::io::Result<()> {
        let old = self.0.with_extension("old");
        let exists = fs::exists(folder)?;
        if exists {
            fs::rename(folder, &old)?;
        }
        if let Err(error) = fs::rename(&self.0, folder) {
            if exists {
                fs::rename(&old, folder)?;
            }
            return Err(error);
        }
        if exists { fs::remove_dir_all(&old) } else { Ok(()) }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
