//! Images and videos of publications and in texts.

use serde_json::json;

use crate::{
    budget::SHIFTS,
    host::{Build, Fault},
    profile,
    visitor::{HEADING, Journey, Visitor},
};

/// The button of the first video in a list.
const PLAY: &str = ".publication [data-action=play]";

/// An expression: whether the first video in a list plays.
const PLAYS: &str = "(video => !!video && !video.paused && video.muted)(document.querySelector('.publication video'))";

async fn prefers_motion(visitor: &Visitor, preference: &str) {
    visitor.emulates(&[("prefers-reduced-motion", preference)]).await;
}

/// Moves the mouse over the first video in a list, or away from it.
async fn points(visitor: &Visitor, is_over: bool) {
    let center = "(box => [box.left + box.width / 2, box.top + box.height / 2])";
    visitor.run(&format!("document.querySelector('{PLAY}').scrollIntoView({{ block: 'center' }})")).await;
    let point = visitor.value(&format!("{center}(document.querySelector('{PLAY}').getBoundingClientRect())")).await;
    let (x, y) = if is_over { (point[0].clone(), point[1].clone()) } else { (json!(1), json!(1)) };
    visitor.devtools("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await;
}

#[test]
fn a_video_in_a_list_plays_while_the_mouse_points_at_it() {
    Journey::through(Build::Media).sized(1280, 900).run(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.until(&format!("document.querySelector('{PLAY}:enabled')")).await;
        assert_eq!(visitor.count("video").await, 0, "a list loads no video");
        points(visitor, true).await;
        visitor.until(PLAYS).await;
        points(visitor, false).await;
        visitor.sees(PLAYS, false).await;
    });
}

#[test]
fn with_reduced_motion_a_video_plays_only_when_it_is_pressed() {
    Journey::through(Build::Media).sized(1280, 900).run(async |visitor| {
        prefers_motion(visitor, "reduce").await;
        visitor.opens("/publications/").await;
        visitor.until(&format!("document.querySelector('{PLAY}:enabled')")).await;
        points(visitor, true).await;
        visitor.sees("document.querySelector('.publication video')", json!(null)).await;
        visitor.run(&format!("document.querySelector('{PLAY}').focus()")).await;
        visitor.presses(' ').await;
        visitor.until(PLAYS).await;
        points(visitor, false).await;
        visitor.sees(PLAYS, true).await;
        visitor.presses(' ').await;
        visitor.sees(PLAYS, false).await;
    });
}

/// The images of each page load in the size of their place, and move nothing.
#[test]
fn images_move_nothing_and_only_those_near_the_window_load() {
    for (width, height) in [(390, 844), (1280, 900)] {
        Journey::through(Build::Media).sized(width, height).run(async |visitor| {
            for path in ["/", "/publications/", "/publications/paper-1/", "/publications/paper-2/", "/projects/ink/"] {
                visitor.opens(path).await;
                // The browser requests the images near the window when it lays out the page.
                let blocking = "performance.getEntriesByType('resource')
                    .filter(resource => resource.renderBlockingStatus === 'blocking').map(resource => resource.name)";
                assert_eq!(visitor.value(blocking).await, json!([]), "{path}: nothing delays the first paint");
                visitor.run("for (const image of document.images) image.scrollIntoView()").await;
                visitor.until("[...document.images].every(image => image.complete && image.naturalWidth > 0)").await;
                visitor.run("scrollTo(0, document.body.scrollHeight)").await;
                visitor.resolved("new Promise(resolve => setTimeout(resolve, 300))").await;
                let shifts = visitor.resolved(SHIFTS).await;
                assert_eq!(shifts, json!([]), "{path} at {width}: {shifts:#}");
                visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
            }
        });
    }
}

/// An expression: whether all images in the window are loaded.
const IMAGES_ARE_SHOWN: &str = "[...document.images].filter(image => {
    const box = image.getBoundingClientRect();
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth;
}).every((image, _, all) => all.length > 0 && image.complete && image.naturalWidth > 0)";

/// The first paint waits for no image, so images must not take a part of the connection or of the processor before it.
#[test]
fn at_most_three_requests_precede_the_first_paint() {
    for (width, height) in [(390, 844), (1280, 900)] {
        // Each visitor has an empty cache: an image in the memory of the browser needs no request.
        for (path, images) in [("/", 2), ("/publications/", 12)] {
            Journey::through(Build::Media).sized(width, height).run(async |visitor| {
                // On a busy machine, the timer for hidden tabs could end before the first paint.
                visitor.scales_timers(20.0).await;
                visitor.opens(path).await;
                assert!(visitor.count("main img[loading=lazy]").await >= images, "{path}");
                visitor.until(IMAGES_ARE_SHOWN).await;
                let early = "(paint => performance.getEntriesByType('resource')
                    .filter(resource => resource.startTime < paint.startTime)
                    .map(resource => resource.name))(performance.getEntriesByName('first-contentful-paint')[0])";
                let early = visitor.value(early).await;
                // The request of the page is one more.
                assert!(early.as_array().is_some_and(|early| early.len() <= 2), "{path} at {width}: {early:#}");
                assert_eq!(visitor.resolved(SHIFTS).await, json!([]), "{path} at {width}");
            });
        }
    }
}

#[test]
fn images_are_shown_in_firefox_and_in_a_tab_that_is_never_painted() {
    Journey::through(Build::Media).in_firefox().run(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.until(IMAGES_ARE_SHOWN).await;
    });
    Journey::through(Build::Media).run(async |visitor| {
        let never_painted = "const observe = PerformanceObserver.prototype.observe;
            PerformanceObserver.prototype.observe = function (options) {
                if (options.type !== 'paint') observe.call(this, options);
            };";
        visitor.adds_init_script(never_painted).await;
        visitor.opens("/publications/").await;
        visitor.until(IMAGES_ARE_SHOWN).await;
    });
}

/// The attribute `muted` alone would not mute a video that a script has created.
#[test]
fn a_video_is_muted_after_navigation() {
    Journey::through(Build::Media).sized(1280, 900).run(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.marks_document().await;
        visitor.follows("h3 a", "Quills for Everyone").await;
        visitor.sees("document.querySelector('figure video').muted", true).await;
        visitor.follows("nav a", "Projects").await;
        visitor.follows(".entry-title a", "Maps of ink").await;
        visitor.sees("document.querySelector('.markdown video').muted", true).await;
        visitor.is_in_marked_document().await;
    });
}

/// Figures with transparent backgrounds have black lines, which are invisible on the black page of a high-contrast theme.
#[test]
fn images_have_a_white_background_in_every_theme() {
    Journey::through(Build::Media).sized(1280, 900).run(async |visitor| {
        visitor.emulates(&[("prefers-color-scheme", "dark"), ("forced-colors", "active")]).await;
        let colors = "[...new Set([...document.images].map(image => getComputedStyle(image).backgroundColor))]";
        for path in ["/projects/ink/", "/publications/"] {
            visitor.opens(path).await;
            visitor.sees("matchMedia('(forced-colors: active)').matches", true).await;
            visitor.sees(colors, json!(["rgb(255, 255, 255)"])).await;
        }
        // The sign of a video is over its image.
        let sign = format!("(style => [style.color, style.backgroundColor])(getComputedStyle(document.querySelector('{PLAY}'), '::after'))");
        let sign = visitor.value(&sign).await;
        assert_ne!(sign[0], sign[1]);
        assert_ne!(sign[1], json!("rgba(0, 0, 0, 0)"), "{sign}");
    });
}

/// Titles and venues of all publications are in the same places, whether they have an image or not.
#[test]
fn a_title_is_beside_the_start_of_its_margin_note() {
    Journey::through(Build::Media).sized(1280, 900).run(async |visitor| {
        for path in ["/publications/", "/"] {
            visitor.opens(path).await;
            let offsets = "[...new Set([...document.querySelectorAll('.publication')].map(publication =>
                Math.round(publication.querySelector('h3').getBoundingClientRect().top - publication.getBoundingClientRect().top)))]";
            visitor.sees(&format!("{offsets}.length"), 1).await;
        }
        visitor.opens("/cv/").await;
        visitor.sees("[...document.querySelectorAll('.teaser')].some(teaser => teaser.checkVisibility())", false).await;
    });
}

#[test]
fn an_image_in_a_list_is_loaded_as_a_small_copy() {
    Journey::through(Build::Media).sized(390, 844).run(async |visitor| {
        visitor.opens("/publications/").await;
        let source = "document.querySelector('.teaser img').currentSrc";
        visitor.until(source).await;
        let source = visitor.value(source).await;
        let source = source.as_str().expect("a URL");
        assert!(source.contains("/resized/photo-128-") && source.ends_with(".webp"), "{source}");
    });
}

#[test]
fn a_profile_that_has_changed_since_the_build_shows_the_original_images() {
    Journey::through(Build::Media).run(async |visitor| {
        let changed = profile::MEDIA.replace("Ink at Sea", "Ink on Land");
        visitor.host.breaks("/content.json", Fault::Text(changed));
        visitor.opens("/publications/").await;
        visitor.sees("document.querySelector('#paper-1 h3').textContent", "Ink on Land").await;
        visitor.sees("document.querySelector('#paper-1 img').getAttribute('src')", "/files/photo.jpg").await;
        visitor.opens("/publications/paper-2/").await;
        visitor.sees(HEADING, "Quills for Everyone").await;
        visitor.sees("document.querySelector('video').getAttribute('poster')", "/files/transparent.png").await;
    });
}
