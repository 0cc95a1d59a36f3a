//! Images and videos.

use crate::{
    components::{markdown::markdown, publication::action_button},
    content::{Markdown, Publication},
    context::AppContext,
    dom::{
        Element,
        tags::{div, figcaption, figure, img, picture, source, video},
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

fn image_of(publication: &Publication, context: AppContext) -> Option<Image> {
    publication.image.as_ref().map(|image| context.documents.image(&image.src, &image.alt))
}

/// Returns the image of a publication in a list, or `None` if it has neither an image nor a video. If it has a video, the image
/// is a button: `actions.js` plays the video while a mouse points at the button, and when it is pressed. A list loads no video
/// before.
pub fn teaser(publication: &Publication, context: AppContext) -> Option<Element> {
    let image = image_of(publication, context).map(|image| image_element(image, "8rem", Loading::Lazy, context.base));
    let media = match &publication.video {
        Some(video) => action_button("play", context)
            .attr("data-video", context.base.resolve(&video.src))
            .attr("aria-label", ["Play or pause the video: ", &video.alt].concat())
            .child(image),
        None => image?,
    };
    Some(div().class("teaser").child(media))
}

/// Returns the video of a publication or else its image, with their captions, or `None` if it has neither.
pub fn publication_figure(publication: &Publication, context: AppContext) -> Option<Element> {
    let image = image_of(publication, context);
    let media = match &publication.video {
        Some(video) => {
            let poster = image.map(|image| context.base.resolve(&image.src));
            video_element(&video.src, &video.alt, poster, context.base)
        }
        None => image_element(image?, "22rem", Loading::Eager, context.base),
    };
    let caption = |text: &Markdown| figcaption().child(markdown(text, 1, context));
    let of_video = publication.video.as_ref().and_then(|video| video.caption.as_ref()).map(caption);
    let of_image = publication.image.as_ref().and_then(|image| image.caption.as_ref()).map(caption);
    Some(figure().class("teaser").child((media, of_video, of_image)))
}
