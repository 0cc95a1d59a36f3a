//! Journeys of visitors through the built site, in Chromium.
//!
//! `make test` builds the site for `/` (`dist/`), and these tests prerender it again for `/sub/` (`target/sub/`). Each
//! journey that could depend on the base runs on both. A host of static files serves the site and simulates faults. At the
//! end of a journey, the console must have no errors except those of simulated faults, and all requests must have gone to
//! the host.
//!
//! The tests compute the expected texts of a page from `content.json`, not with the functions under test.

mod driver;
mod host;
mod profile;
mod shapes;
mod visitor;

mod accessibility;
mod accessibility_tree;
mod addresses;
mod bench;
mod bidi;
mod budget;
mod commands;
mod crawl;
mod facets;
mod first_view;
mod formulas;
mod globals;
mod keyboard;
mod library;
mod links;
mod media;
mod metadata;
mod navigation;
mod network_faults;
mod nginx;
mod no_script;
mod offline;
mod panics;
mod posts;
mod publication_page;
mod reflow;
mod restricted_browser;
mod routes;
mod search;
mod serve;
mod soak;
mod start;
mod theme;
mod toolbar;
mod year_chart;
