//! Reads the folder of an old site of academicpages, al-folio or Hugo Blox.
//!
//! [`detect`] recognizes the system. [`read_site`] then returns everything in the terms of `content.json`: the person, the
//! settings, the publications, the pages, the redirects from old URLs, and the files that the content refers to.
//! Everything that has no place is in the warnings.

mod addresses;
mod bibliography;
mod citation;
mod context;
mod cv;
mod data;
mod dates;
mod detect;
mod document;
mod entries;
mod folder;
mod hugo;
mod jekyll;
mod links;
mod markdown;
mod notes;
mod old_site;
mod pages;
mod profiles;
mod works;

pub use detect::detect;
pub use folder::Folder;
pub use old_site::{FileCopy, OldSite, SiteWarning, System, WorkRef};

/// Reads the folder of an old site, or returns `None` if it is no site of a known system.
pub fn read_site(folder: &Folder) -> Option<OldSite> {
    let site = match detect(folder)? {
        System::HugoBlox => hugo::read(folder),
        system => jekyll::read(folder, system),
    };
    Some(site.without_links_between_works())
}
