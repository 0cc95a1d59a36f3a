//! Converts the Markdown of old sites, with its HTML, Liquid and shortcodes, to the Markdown of profiles.
//!
//! The conversion reads a text once, from its start to its end. Everything without an equivalent is reported with its
//! line, and the text around it is kept. htmd and other converters of HTML expect whole documents and would escape the
//! Markdown around the HTML.

mod attributes;
mod convert;
mod element;
mod html;
mod liquid;
mod media;
mod scan;
mod shortcode;
mod tag;
#[cfg(test)]
mod tests;
mod variables;

pub(super) use convert::{convert, plain};
pub(super) use scan::{Conversion, Dialect};
pub(super) use tag::decode_entities;

/// The line that stands for a list of publications in a converted text.
pub(super) const PUBLICATIONS_MARK: &str = "\u{F8FF}publications";
