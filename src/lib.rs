//! Frontispiece: an academic homepage. One JSON file in, an interactive static site out.

pub mod util;

pub mod url;

pub mod dom;

pub mod content;

pub mod markdown;

pub mod search;

pub mod route;

#[cfg(not(target_arch = "wasm32"))]
pub mod check;

pub mod citation;

pub mod app;
pub mod components;
pub mod context;
pub mod views;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub mod build;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
