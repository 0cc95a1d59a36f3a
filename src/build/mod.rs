//! Writes the site as static files: a page for each route, and the other files that hosts, crawlers and browsers read.

pub mod file;
pub mod local_file;
pub mod manifest;
pub mod memory;
pub mod page;
pub mod preview;
pub mod public;
pub mod render;
pub mod replacement;
pub mod shell;
pub mod site;
pub mod site_build;
pub mod site_files;
pub mod site_folder;
pub mod snapshot;
pub mod temporary;
pub mod text_file;

mod assets;
mod feeds;
mod head;
mod hosting;
mod images;
pub mod output;
mod parallel;
