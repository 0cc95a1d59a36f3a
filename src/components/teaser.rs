//! The image and the video of a publication.

use crate::{
    components::{
        action_button::action_button,
        markdown::markdown,
        media::{Loading, image_element, video_element},
    },
    content::{Markdown, Publication},
    context::AppContext,
    dom::{
        Element,
        tags::{div, figcaption, figure},
    },
    markdown::Image,
};

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
