//! Icons.

use crate::dom::{
    Element,
    tags::{path, svg},
};

/// Returns a decorative icon, given its path data in a square of 16 units ([SVG 2, section
/// 9.3](https://www.w3.org/TR/SVG2/paths.html#PathData)). The style sheet draws it as a line.
pub fn icon(path_data: &'static str) -> Element {
    let line = path().attr("d", path_data);
    svg().class("icon").attr("aria-hidden", "true").attr("viewBox", "0 0 16 16").child(line)
}
