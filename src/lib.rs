//! Frontispiece: an academic homepage. One JSON file in, an interactive static site out.
//!
//! The code is in layers. A module uses only its own files and the layers above it in this table; `tests` hold that.
//!
//! | layer | what it does |
//! | --- | --- |
//! | [`util`] | JSON of trusted files, case-insensitive text, percent-encoding, sorting |
//! | [`url`] | the check that every URL of the content passes |
//! | [`content`] | the model of `content.json`, and its two readers |
//! | [`markdown`] | Markdown as a tree, without HTML |
//! | [`search`] | filters, the search index, the counts of facets |
//! | [`route`] | paths and pages of the site, both ways |
//! | `check` | what is wrong or doubtful in a profile (host only) |
//! | [`citation`] | BibTeX, RIS, CSL-JSON, COinS, the tags that Google Scholar reads |
//! | [`dom`] | elements, as HTML on the host and as nodes in the browser; from here on the code knows Leptos |
//! | [`context`] | what every view is given |
//! | [`components`] | parts that several views share |
//! | [`views`] | the pages |
//! | [`app`] | from content and URL to the whole page |
//! | `browser` | start-up, fetching, history (wasm32 only) |
//! | `build` | the site as static files (host only) |
//! | `cli` | the commands (host only) |

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
pub mod markdown;
pub mod route;
pub mod search;
pub mod url;
pub mod util;
pub mod views;
