//! The files that are published with the profile, and a search for the file that a wrong path probably means.

use std::{cell::OnceCell, collections::BTreeMap};

use unicode_normalization::UnicodeNormalization;

use crate::util::text::{Normalizer, fold};

/// The files of the site folder: their sizes in bytes by their paths below it ("files/paper.pdf").
#[derive(Clone, Debug, Default)]
pub struct Files {
    sizes: BTreeMap<String, u64>,
    /// What each file and folder is that is not published.
    unpublished: BTreeMap<String, &'static str>,
}

impl FromIterator<(String, u64)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, u64)>>(files: I) -> Files {
        Files { sizes: files.into_iter().collect(), unpublished: BTreeMap::new() }
    }
}

impl Files {
    /// Returns `true` if there is a file at a path. The comparison is case-sensitive on every file system.
    pub fn has(&self, path: &str) -> bool {
        self.sizes.contains_key(path)
    }

    /// Returns `true` if there is a folder with files at a path.
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = [path.trim_end_matches('/'), "/"].concat();
        self.sizes.range(prefix.clone()..).next().is_some_and(|(file, _)| file.starts_with(&prefix))
    }

    /// Returns the size of a file in bytes.
    pub fn size(&self, path: &str) -> Option<u64> {
        self.sizes.get(path).copied()
    }

    /// Returns the path of every file, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.sizes.keys().map(String::as_str)
    }

    /// Adds files and folders that are in the site folder but are not published. Each value continues a sentence after the
    /// path and "is": "a hidden file".
    #[must_use]
    pub fn with_unpublished(mut self, unpublished: BTreeMap<String, &'static str>) -> Files {
        self.unpublished = unpublished;
        self
    }

    /// Returns the files and folders that are not published, with what they are, sorted by path.
    pub fn unpublished(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.unpublished.iter().map(|(path, kind)| (path.as_str(), *kind))
    }

    /// Returns why the file at a path is not published, as the continuation of a sentence: "which is not published, because
    /// .env is a hidden file". Returns `None` if there is no such file.
    pub fn why_unpublished(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        ends.map(|end| &path[..end]).find_map(|part| {
            let kind = self.unpublished.get(part)?;
            Some(format!("which is not published, because {part} is {kind}"))
        })
    }
}

/// An index of files by the parts of their paths that people rarely mistype.
pub(super) struct SimilarFiles<'f> {
    files: &'f Files,
    normalize: Normalizer,
    by_path: OnceCell<BTreeMap<String, &'f str>>,
    by_name: OnceCell<BTreeMap<String, &'f str>>,
}

/// A file whose path is similar to a wrong one.
#[derive(Debug, PartialEq)]
pub(super) enum Similar<'f> {
    /// The path begins with "public/", but no URL does.
    Public(&'f str),
    /// The path differs only in upper and lower case.
    Case(&'f str),
    /// The path has the same letters, encoded as other code points.
    Encoding(&'f str),
    /// The path differs in accents, spaces or separators, or names the same file in another folder.
    Other(&'f str),
}

impl<'f> SimilarFiles<'f> {
    pub fn new(files: &'f Files, normalize: Normalizer) -> SimilarFiles<'f> {
        SimilarFiles { files, normalize, by_path: OnceCell::new(), by_name: OnceCell::new() }
    }

    /// Returns the file that a path probably means, if there is none at the path itself.
    pub fn find(&self, path: &str) -> Option<Similar<'f>> {
        if let Some((file, _)) = path.strip_prefix("public/").and_then(|rest| self.files.sizes.get_key_value(rest)) {
            return Some(Similar::Public(file));
        }
        let by_path = self.by_path.get_or_init(|| self.index(|path| path));
        if let Some(file) = by_path.get(&self.form(path)) {
            let is_same = |form: fn(&str) -> String| form(path) == form(file);
            return Some(match () {
                () if is_same(str::to_lowercase) => Similar::Case(file),
                () if is_same(|path| path.nfc().collect()) => Similar::Encoding(file),
                () => Similar::Other(file),
            });
        }
        let by_name = self.by_name.get_or_init(|| self.index(name_of));
        by_name.get(&self.form(name_of(path))).map(|file| Similar::Other(file))
    }

    fn index(&self, key: impl Fn(&str) -> &str) -> BTreeMap<String, &'f str> {
        self.files.paths().map(|path| (self.form(key(path)), path)).collect()
    }

    /// Returns a path without the parts that people often confuse: case, accents, spaces and word separators.
    fn form(&self, path: &str) -> String {
        fold(&path.replace("%20", ""), self.normalize).replace([' ', '\u{a0}', '+', '_', '-'], "")
    }
}

/// Returns the file that a path probably means, if there is none at the path itself.
pub fn similar_file(files: &Files, path: &str, normalize: Normalizer) -> Option<String> {
    let similar = SimilarFiles::new(files, normalize).find(path)?;
    let (Similar::Public(file) | Similar::Case(file) | Similar::Encoding(file) | Similar::Other(file)) = similar;
    Some(file.to_owned())
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns a path in the form for the content, with the characters encoded that have another meaning in a URL.
pub(super) fn as_url(path: &str) -> String {
    path.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::util::text::normalize;

    #[test]
    fn the_reason_for_an_unpublished_file_names_its_folder() {
        let unpublished =
            [("course".to_owned(), "the output of an earlier build"), (".env".to_owned(), "a hidden file")];
        let files = Files::default().with_unpublished(unpublished.into_iter().collect());
        let because = |path| files.why_unpublished(path);
        let expected = "which is not published, because course is the output of an earlier build";
        assert_eq!(because("course/a/index.html").as_deref(), Some(expected));
        assert_eq!(because(".env").as_deref(), Some("which is not published, because .env is a hidden file"));
        assert_eq!((because("courses/a"), because("a/course")), (None, None));
    }

    #[test]
    fn similar_files_are_found() {
        let paths = ["files/There.pdf", "files/a b.pdf", "files/re\u{301}sume\u{301}.pdf", "talks/deck.pdf"];
        let files: Files = paths.into_iter().map(|path| (path.to_owned(), 1)).collect();
        let similar = SimilarFiles::new(&files, normalize);
        for (path, expected) in [
            ("public/files/a b.pdf", Some(Similar::Public(paths[1]))),
            ("files/there.PDF", Some(Similar::Case(paths[0]))),
            ("files/a_b.pdf", Some(Similar::Other(paths[1]))),
            ("files/a%20b.pdf", Some(Similar::Other(paths[1]))),
            ("files/r\u{e9}sum\u{e9}.pdf", Some(Similar::Encoding(paths[2]))),
            ("files/resume.pdf", Some(Similar::Other(paths[2]))),
            ("deck.pdf", Some(Similar::Other(paths[3]))),
            ("public/gone.pdf", None),
            ("files/other.pdf", None),
        ] {
            assert_eq!(similar.find(path), expected, "{path}");
        }
    }

    #[test]
    fn folders_are_recognized_by_their_files() {
        let files: Files = [("a/b/c.pdf".to_owned(), 1), ("a/bc.pdf".to_owned(), 1)].into_iter().collect();
        for (path, expected) in
            [("a", true), ("a/b", true), ("a/b/", true), ("a/bc", false), ("a/b/c.pdf", false), ("", false)]
        {
            assert_eq!(files.has_folder(path), expected, "{path}");
        }
    }

    #[test]
    fn paths_are_written_as_urls() {
        assert_eq!(as_url("a b/100%#1?é.pdf"), "a%20b/100%25%231%3Fé.pdf");
    }
}
