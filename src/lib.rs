//! Frontispiece turns one JSON file into an interactive website for an academic.
//!
//! The code is in layers. A module uses only its own files and the layers above it in this table.
//! `tests/host/layers.rs` checks this.
//!
//! | layer | purpose |
//! | --- | --- |
//! | [`util`] | trusted JSON, case-insensitive text, percent-encoding, sorting |
//! | [`url`] | the check that every URL of the content passes |
//! | [`math`] | formulas in TeX as MathML Core |
//! | [`markdown`] | Markdown as a tree, without HTML |
//! | [`content`] | the model of `content.json`, and its two parsers |
//! | [`search`] | filters, the search index, the counts of facets |
//! | [`route`] | paths and pages of the site, in both directions |
//! | `check` | errors and doubtful values in a profile (host only) |
//! | [`citation`] | BibTeX, RIS, CSL-JSON, COinS, Google Scholar's tags |
//! | `import` | lists of publications in other formats, merged into a profile (host only) |
//! | [`dom`] | elements, as HTML on the host and as nodes in the browser; only this layer and those below it use Leptos
//! |
//! | [`context`] | the data and actions that all views share |
//! | [`components`] | parts that several views share |
//! | [`views`] | the pages |
//! | [`app`] | the whole page for a content and a URL |
//! | `browser` | start-up, fetching, history (wasm32 only) |
//! | `build` | the build: the site as static files (host only) |
//! | `cli` | the commands (host only) |

// First, because its macros are visible only below it.
#[macro_use]
pub mod util;

pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod build;
#[cfg(not(target_arch = "wasm32"))]
pub mod check;
pub mod citation;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod components;
pub mod content;
pub mod context;
pub mod dom;
#[cfg(not(target_arch = "wasm32"))]
pub mod import;
pub mod markdown;
pub mod math;
pub mod route;
pub mod search;
pub mod url;
pub mod views;
