//! Journeys of visitors through the built site, in Chromium.
//!
//! `make test` builds the site to be served at `/` (`dist/`), and these tests prerender it again to be served at `/sub/`
//! (`target/sub/`); each journey that could depend on that is walked on both. The site is behind a host of static files
//! that can be told to fail. A journey ends with a look at the console and at what was requested: no
//! error but those of the faults that the journey asked for, no request to anyone else.
//!
//! What a page must say is computed here from `content.json`, not by the functions under test.

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
mod globals;
mod keyboard;
mod library;
mod links;
mod metadata;
mod navigation;
mod network_faults;
mod nginx;
mod no_script;
mod offline;
mod panics;
mod publication_page;
mod reflow;
mod restricted_browser;
mod routes;
mod search;
mod soak;
mod start;
mod theme;
mod toolbar;
mod year_chart;
