//! The tests on the host, without a browser. They are one binary, so that all of them run in one thread pool.

mod support;

mod build_command;
mod build_faults;
mod cases;
mod check_json;
mod check_messages;
mod citation;
mod contrast;
mod dependencies;
mod documents;
mod entries;
mod formulas;
mod fuzz;
mod generated_fields;
mod images;
mod import_command;
mod import_readers;
mod import_site;
mod injection;
mod layers;
mod limits;
mod markdown_files;
mod metadata;
mod new_command;
#[cfg(unix)]
mod packages;
mod pages;
mod posts;
mod prerender;
mod printing;
mod readme;
mod search_properties;
mod search_terms;
mod serve_command;
mod style;
