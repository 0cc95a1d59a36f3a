//! Frontispiece: an academic homepage. One JSON file in, an interactive static site out.
//!
//! The modules in reading order. Down to `citation` nothing knows of Leptos or of the browser.

pub mod content;

pub mod address;
pub mod citation;
pub mod filter;
pub mod json;
pub mod markdown;
pub mod order;
pub mod page;
pub mod percent;
pub mod search;
pub mod text;

pub mod app;
pub mod components;
pub mod views;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
