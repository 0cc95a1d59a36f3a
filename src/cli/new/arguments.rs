//! The arguments of `frontispiece new`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::import;

/// The arguments of the command.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  frontispiece new me                         a site with sample texts
  frontispiece new me --bib papers.bib        with the publications of a list
  frontispiece new me --orcid 0000-0002-1825-0097
  frontispiece new me --from ../old-site      with everything of a site of academicpages, al-folio or Hugo Blox

Exit status: 0 the site was created, 1 entries were skipped or the site cannot be created, 2 wrong usage or an unreadable
file (nothing is created).")]
pub struct Arguments {
    /// The folder to create. It may exist if it is empty, apart from .git
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Add the publications of a file: BibTeX, CSL-JSON, RIS, ORCID or dblp. May be repeated
    #[arg(long = "bib", value_name = "FILE")]
    pub lists: Vec<PathBuf>,
    /// Fetch the works of your ORCID iD, and their metadata from Crossref
    #[arg(long, value_name = "ID", value_parser = import::name)]
    pub orcid: Option<String>,
    /// Move everything of an old site
    #[arg(long = "from", value_name = "OLD_SITE")]
    pub old_site: Option<PathBuf>,
    /// Your name as printed on papers, if it is not found by itself
    #[arg(long, value_name = "NAME", value_parser = import::name)]
    pub me: Option<String>,
}

impl Arguments {
    /// Returns `true` if there is something to import.
    pub fn has_sources(&self) -> bool {
        !self.lists.is_empty() || self.orcid.is_some() || self.old_site.is_some()
    }
}
