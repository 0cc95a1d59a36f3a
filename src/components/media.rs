//! Images and videos.

use crate::{
    dom::{
        Element,
        tags::{img, picture, source, video},
    },
    markdown::Image,
    route::Base,
    url::SafeUrl,
};

/// The moment at which the browser loads an image.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// At once.
    Eager,
    /// When it is near the visible part of the page.
    Lazy,
}

/// Returns an image. `sizes` is its width on the page, by which the browser chooses a copy (HTML, section 4.8.4.3).
pub fn image_element(image: Image, sizes: &'static str, loading: Loading, base: &Base) -> Element {
    let pixels = |length: u32| (length > 0).then(|| length.to_string());
    let element = img()
        .attr("src", base.resolve(&image.src))
        .attr("alt", image.alt)
        .attr("title", image.title)
        .attr("width", pixels(image.width))
        .attr("height", pixels(image.height))
        .attr("loading", (loading == Loading::Lazy).then_some("lazy"));
    if image.srcset.is_empty() {
        return element;
    }
    let webp = source().attr("type", "image/webp").attr("srcset", image.srcset).attr("sizes", sizes);
    picture().child((webp, element))
}

/// Returns a video without sound, with the controls of the browser. `label` is its accessible name. It shows the poster until
/// it plays.
pub fn video_element(src: &SafeUrl, label: &str, poster: Option<String>, base: &Base) -> Element {
    video()
        .attr("src", base.resolve(src))
        .attr("controls", "")
        .attr("muted", "")
        .attr("loop", "")
        .attr("playsinline", "")
        .attr("preload", if poster.is_some() { "none" } else { "metadata" })
        .attr("poster", poster)
        .attr("aria-label", label.to_owned())
}
