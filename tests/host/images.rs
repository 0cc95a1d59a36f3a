//! Images and videos of publications and in texts, and their smaller copies.

use std::{fs, io::Cursor, path::Path};

use frontispiece::{
    build::render::{context, render},
    content::read,
    route::Base,
};
use image::{
    DynamicImage, ImageFormat, RgbImage, RgbaImage,
    codecs::{gif::GifEncoder, jpeg::JpegEncoder},
};
use scraper::Html;
use serde_json::{Value, json};

use crate::support::build::{Build, all, one, text_of};

const MEDIA: &str = include_str!("../fixtures/media/content.json");

/// Returns a build of the profile with images and videos, with its files.
fn media(name: &str) -> Build {
    let build = Build::new(name, "/sub/", MEDIA);
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/media/files");
    for file in fs::read_dir(files).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, build.dist().join("files").join(file.file_name().unwrap())).unwrap();
    }
    build
}

/// Returns a page that the build has written.
fn page(build: &Build, path: &str) -> Html {
    Html::parse_document(&build.read(&format!("{path}index.html")))
}

/// Returns a page of a profile with one publication and a text, without a build.
fn rendered(publication: Value, text: &str, path: &str) -> Html {
    let mut paper = json!({ "id": "a", "title": "A", "type": "journal", "authors": ["Ada"], "date": "1843" });
    paper.as_object_mut().unwrap().extend(publication.as_object().unwrap().clone());
    let profile = json!({
        "person": { "name": "Ada" },
        "publications": [paper],
        "pages": [{ "slug": "", "title": "Home", "sections": [{ "text": text }] }],
    });
    let reading = read(&profile.to_string()).unwrap();
    assert_eq!(reading.diagnostics, []);
    Html::parse_document(&render(context(reading.content, Base::new("/sub/")), &[], path))
}

/// Returns the paths in a `srcset`, without the base, and their widths.
fn candidates(srcset: &str) -> Vec<(String, usize)> {
    let candidate = |text: &str| {
        let (url, width) = text.split_once(' ').unwrap();
        (url.strip_prefix("/sub/").unwrap().to_owned(), width.strip_suffix('w').unwrap().parse().unwrap())
    };
    srcset.split(", ").map(candidate).collect()
}

/// Returns the widths of the copies of an image in the text of the home page, and the URL of the image.
fn copies_of(name: &str, file: &str, bytes: &[u8]) -> (Vec<usize>, String, Build) {
    let profile = json!({
        "person": { "name": "Ada" },
        "pages": [{ "slug": "", "title": "Home", "sections": [{ "text": format!("![An image](files/{file})") }] }],
    });
    let build = Build::new(name, "/sub/", &profile.to_string());
    fs::write(build.dist().join("files").join(file), bytes).unwrap();
    build.run().unwrap();
    let html = page(&build, "");
    let widths = all(&html, ".markdown source").first().map(|source| candidates(source.attr("srcset").unwrap()));
    let widths = widths.unwrap_or_default().into_iter().map(|(_, width)| width).collect();
    let src = one(&html, ".markdown img").attr("src").unwrap().to_owned();
    (widths, src, build)
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.into().write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// Returns an image that a PNG cannot compress well.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 7_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb((state >> 8).to_be_bytes()[1..].try_into().unwrap())
    })
}

#[test]
fn lists_and_pages_show_copies_in_every_size() {
    let build = media("images");
    build.run().unwrap();
    for (path, selector, sizes, loading) in [
        ("publications/", "article[id=\"paper-1\"] > .margin-note > .teaser", "8rem", Some("lazy")),
        ("", "article[id=\"paper-1\"] > .margin-note > .teaser", "8rem", Some("lazy")),
        ("publications/paper-1/", "article > figure.teaser", "22rem", None),
    ] {
        let html = page(&build, path);
        let source = one(&html, &format!("{selector} > picture > source"));
        assert_eq!((source.attr("type"), source.attr("sizes")), (Some("image/webp"), Some(sizes)));
        let copies = candidates(source.attr("srcset").unwrap());
        assert_eq!(copies.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [128, 256, 384, 768, 1280]);
        for (path, width) in copies {
            let bytes = fs::read(build.dist().join(&path)).unwrap();
            assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::WebP, "{path}");
            assert_eq!(imagesize::blob_size(&bytes).unwrap().width, width, "{path}");
        }
        let image = one(&html, &format!("{selector} > picture > img"));
        assert_eq!(image.attr("alt"), Some("A sample picture, photo"));
        assert_eq!((image.attr("width"), image.attr("height")), (Some("1400"), Some("930")));
        assert_eq!(image.attr("loading"), loading);
        // A JPEG of another size would have more bytes.
        assert_eq!(image.attr("src"), Some("/sub/files/photo.jpg"));
    }
    let html = page(&build, "publications/paper-1/");
    let caption = one(&html, "figure.teaser > figcaption");
    assert_eq!(text_of(caption), "Photo by Rune Nibb, used with permission.");
    assert_eq!(one(&html, "figcaption a").attr("href"), Some("https://example.org/"));
    // A publication without an image has no empty place.
    assert!(all(&page(&build, "publications/"), "#paper-15 .teaser, .teaser:empty").is_empty());
    let headers = build.read("_headers");
    assert!(headers.contains("\n/sub/resized/*\n  Cache-Control: public, max-age=31536000, immutable\n"), "{headers}");
}

#[test]
fn copies_without_an_original_are_removed() {
    let build = media("images-again");
    build.run().unwrap();
    let files = || build.files().into_keys().filter(|path| path.starts_with("resized/")).collect::<Vec<_>>();
    let first = files();
    assert!(first.len() > 20, "{first:?}");
    build.run().unwrap();
    assert_eq!(files(), first);
    build.edit("content.json", "files/wide.png", "files/square.png");
    build.run().unwrap();
    let left: Vec<String> = first.iter().filter(|path| !path.starts_with("resized/wide-")).cloned().collect();
    assert!(left.len() < first.len());
    assert_eq!(files(), left);
}

#[test]
fn a_video_in_a_list_is_a_button_and_has_controls_on_its_page() {
    let build = media("videos");
    build.run().unwrap();
    let list = page(&build, "publications/");
    let button = one(&list, "article[id=\"paper-2\"] .teaser > button");
    assert_eq!(button.attr("data-video"), Some("/sub/files/demo.webm"));
    assert_eq!(button.attr("aria-label"), Some("Play or pause the video: An orange disk that moves to the right"));
    assert_eq!(all(&list, "article[id=\"paper-2\"] .teaser > button > picture > img").len(), 1);
    assert!(all(&list, "video").is_empty(), "a list loads no video");
    assert!(one(&list, "article[id=\"paper-16\"] .teaser > button").children().next().is_none());

    let html = page(&build, "publications/paper-2/");
    let video = one(&html, "figure.teaser > video");
    for attribute in ["controls", "muted", "loop", "playsinline"] {
        assert!(video.attr(attribute).is_some(), "{attribute}");
    }
    assert_eq!((video.attr("autoplay"), video.attr("preload")), (None, Some("none")));
    assert_eq!(video.attr("aria-label"), Some("An orange disk that moves to the right"));
    assert_eq!(video.attr("poster"), Some("/sub/files/transparent.png"));
    assert_eq!(text_of(one(&html, "figure.teaser > figcaption")), "The system in action.");
    let html = page(&build, "publications/paper-16/");
    assert_eq!(one(&html, "figure.teaser > video").attr("preload"), Some("metadata"));
}

#[test]
fn images_in_texts_have_captions_sizes_and_copies() {
    let build = media("images-in-texts");
    build.run().unwrap();
    let html = page(&build, "projects/ink/");
    let captions: Vec<String> = all(&html, ".figures > figure > figcaption").into_iter().map(text_of).collect();
    assert_eq!(captions, ["Photo by Rune Nibb, 2024", "The first", "The second", "The system in action"]);
    let pairs: Vec<usize> = all(&html, ".figures").into_iter().map(|group| group.children().count()).collect();
    assert_eq!(pairs, [1, 2, 1]);
    let size = |file: &str| {
        let image = all(&html, "img").into_iter().find(|image| image.attr("alt") == Some(file)).unwrap();
        (image.attr("width").unwrap().to_owned(), image.attr("height").unwrap().to_owned())
    };
    let pixels = |width: u32, height: u32| (width.to_string(), height.to_string());
    assert_eq!(size("triangle"), pixels(24, 16));
    assert_eq!(size("A square figure"), pixels(200, 200));
    assert_eq!(size("A tall figure"), pixels(150, 270));
    assert_eq!(size("A wide figure without a caption"), pixels(296, 74));
    let video = one(&html, ".figures > figure > video");
    assert_eq!((video.attr("src"), video.attr("preload")), (Some("/sub/files/demo.webm"), Some("metadata")));
    // A linked image has a caption, too, also in a tight list.
    let html =
        rendered(json!({}), "[![one](1.png \"By A\")](https://a.example/)\n\n- ![two](2.png \"By B\")\n- text", "/");
    let captions: Vec<String> = all(&html, ".figures > figure > figcaption").into_iter().map(text_of).collect();
    assert_eq!(captions, ["By A", "By B"]);
    assert_eq!(one(&html, "figure > a > img").attr("alt"), Some("one"));
    // A video precedes its link, because a link must not contain controls.
    let html =
        rendered(json!({}), "[![A demo](1.webm)](https://a.example/) [![](2.mp4) more](https://b.example/)", "/");
    assert!(all(&html, "a video").is_empty());
    let sequence: Vec<String> = all(&html, ".markdown > p > *").into_iter().map(|one| one.html()).collect();
    let starts = ["<video", "<a href=\"https://a.example/\"", "<video", "<a href=\"https://b.example/\""];
    assert!(sequence.iter().zip(starts).all(|(html, start)| html.starts_with(start)), "{sequence:?}");
    let text = text_of(one(&html, ".markdown > p"));
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["A", "demo", "more"]);
    // An image within a text keeps its place and its tooltip.
    let html = rendered(json!({}), "Text ![one](https://a.example/1.png \"Title\") text", "/");
    assert_eq!(one(&html, ".markdown > p > img").attr("title"), Some("Title"));
}

#[test]
fn a_profile_without_a_build_shows_the_originals() {
    let image =
        json!({ "image": { "src": "files/a b.png", "alt": "Curves" }, "video": { "src": "/a.MP4?1", "alt": "Waves" } });
    let html = rendered(image, "", "/publications/");
    let shown = one(&html, ".teaser > button > img");
    assert_eq!((shown.attr("src"), shown.attr("width")), (Some("/sub/files/a b.png"), None));
    assert_eq!(one(&html, ".teaser > button").attr("data-video"), Some("/sub/a.MP4?1"));
}

#[test]
fn an_image_gets_the_copies_that_are_smaller() {
    let photo = |width, height| {
        let mut bytes = Vec::new();
        DynamicImage::from(noise(width, height))
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90))
            .unwrap();
        bytes
    };
    let copies = |name: &str, file: &str, bytes: &[u8]| {
        let (widths, src, _) = copies_of(name, file, bytes);
        (widths, src.split_once("/sub/").unwrap().1.split('/').next().unwrap().to_owned())
    };
    let original = "files".to_owned();
    let resized = "resized".to_owned();
    assert_eq!(copies("wide", "a.jpg", &photo(1500, 30)), (vec![128, 256, 384, 768, 1280], resized.clone()));
    assert_eq!(copies("medium", "a.jpg", &photo(400, 30)), (vec![128, 256, 400], original.clone()));
    assert_eq!(copies("tiny", "a.jpg", &photo(100, 10)), (vec![100], original.clone()));
    let heavy = encoded(noise(500, 500), ImageFormat::Png);
    assert!(heavy.len() > 200_000);
    assert_eq!(copies("heavy", "a.PNG", &heavy), (vec![128, 256, 384, 500], resized));
    // Not an image, and an image that has no copies in its format.
    assert_eq!(copies("broken", "a.png", b"no image"), (vec![], original.clone()));
    assert_eq!(
        copies("drawing", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
        (vec![], original.clone())
    );
    assert_eq!(copies("animation", "a.gif", &encoded(noise(900, 30), ImageFormat::Png)), (vec![], original));
}

#[test]
fn an_original_that_has_fewer_bytes_than_its_copies_is_shown() {
    // A drawing with two colors, whose smaller copies have many colors.
    let drawing = RgbImage::from_fn(1400, 900, |x, y| image::Rgb([if x % 12 < 2 || y % 15 < 3 { 0 } else { 255 }; 3]));
    let (widths, src, build) = copies_of("drawing-large", "a.png", &encoded(drawing, ImageFormat::Png));
    assert_eq!((widths, &*src), (vec![], "/sub/files/a.png"));
    assert!(!build.files().keys().any(|path| path.starts_with("resized/")), "no page names such a file");
    // In its own size, it is encoded without loss.
    let drawing = RgbImage::from_fn(1200, 900, |x, y| image::Rgb([if x % 12 < 2 || y % 15 < 3 { 0 } else { 255 }; 3]));
    let (widths, src, _) = copies_of("drawing-medium", "a.png", &encoded(drawing, ImageFormat::Png));
    assert_eq!((widths, &*src), (vec![1200], "/sub/files/a.png"));
}

#[test]
fn unusual_sizes_and_names_stop_no_build() {
    let tall = encoded(noise(20, 20_000), ImageFormat::Png);
    assert_eq!(copies_of("tall", "a.png", &tall).0, [0_usize; 0]);
    let name = format!("{}.jpg", "y".repeat(240));
    let (widths, src, build) = copies_of("long", &name, &encoded(noise(1000, 20), ImageFormat::Jpeg));
    assert_eq!(widths, [128, 256, 384, 768, 1000]);
    assert!(src.starts_with(&format!("/sub/resized/{}-768-", "y".repeat(60))), "{src}");
    let fallback = fs::read(build.dist().join(src.strip_prefix("/sub/").unwrap())).unwrap();
    assert_eq!(image::guess_format(&fallback).unwrap(), ImageFormat::Jpeg);
    assert_eq!(imagesize::blob_size(&fallback).unwrap().width, 768);
}

#[test]
fn an_absolute_url_of_the_own_site_gets_copies() {
    let profile = json!({
        "site": { "url": "https://ada.example/sub/" },
        "person": { "name": "Ada" },
        "pages": [{ "slug": "", "title": "Home", "sections": [{ "text": "![A](https://ada.example/sub/files/a.jpg)" }] }],
    });
    let build = Build::new("absolute", "/sub/", &profile.to_string());
    fs::write(build.dist().join("files/a.jpg"), encoded(noise(400, 40), ImageFormat::Jpeg)).unwrap();
    build.run().unwrap();
    let html = page(&build, "");
    assert_eq!(one(&html, ".markdown img").attr("width"), Some("400"));
    assert!(!all(&html, ".markdown source").is_empty());
}

#[test]
fn a_transparent_image_stays_transparent() {
    let colors = noise(1200, 600);
    let half = RgbaImage::from_fn(1200, 600, |x, y| {
        let [red, green, blue] = colors.get_pixel(x, y).0;
        image::Rgba([red, green, blue, if x < 600 { 255 } else { 0 }])
    });
    let (widths, src, build) = copies_of("transparent", "a.png", &encoded(half, ImageFormat::Png));
    assert_eq!(widths, [128, 256, 384, 768, 1200]);
    for path in build.files().into_keys().filter(|path| path.starts_with("resized/") && !path.ends_with("gz")) {
        let image = image::open(build.dist().join(&path)).unwrap().into_rgba8();
        let (width, height) = image.dimensions();
        assert_eq!(image.get_pixel(width - 2, height / 2).0[3], 0, "{path}");
        assert_eq!(image.get_pixel(1, height / 2).0[3], 255, "{path}");
    }
    // The copy for browsers without WebP.
    assert!(src.starts_with("/sub/resized/a-768-") && src.ends_with(".png"), "{src}");
}

#[test]
fn a_rotated_photograph_is_upright() {
    // Exif 2.32, section 4.6.2: big-endian, one entry, orientation (0x0112), short, one value: rotated by 90 degrees.
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let photo = encoded(noise(1000, 500), ImageFormat::Jpeg);
    let (_, _, build) = copies_of("rotated", "a.jpg", &[&photo[..2], exif, &photo[2..]].concat());
    let html = page(&build, "");
    let image = one(&html, ".markdown img");
    assert_eq!((image.attr("width"), image.attr("height")), (Some("500"), Some("1000")));
    let (path, width) = candidates(one(&html, ".markdown source").attr("srcset").unwrap()).pop().unwrap();
    let size = imagesize::size(build.dist().join(path)).unwrap();
    assert_eq!((width, size.width, size.height), (500, 500, 1000));
}

#[test]
fn the_social_card_of_a_publication_shows_its_image() {
    let build = media("images-cards");
    build.draw().unwrap();
    let card = image::open(build.dist().join("publications/paper-1/card.jpg")).unwrap().into_rgb8();
    assert_eq!(card.dimensions(), (1200, 630));
    let photo = image::open(build.dist().join("files/photo.jpg")).unwrap().resize(
        1020,
        372,
        image::imageops::FilterType::Lanczos3,
    );
    // The image is in the middle, below the bar.
    let left = (1200 - photo.width()) / 2;
    for (x, y) in [(10, 10), (200, 150), (500, 300)] {
        let (found, expected) = (card.get_pixel(left + x, 48 + y).0, photo.to_rgb8().get_pixel(x, y).0);
        assert!(found.iter().zip(expected).all(|(one, other)| one.abs_diff(other) < 40), "{found:?} {expected:?}");
    }
    let html = page(&build, "publications/paper-1/");
    let property = |name: &str| one(&html, &format!("meta[property=\"{name}\"]")).attr("content").unwrap().to_owned();
    assert_eq!(property("og:image"), "https://ada.example/publications/paper-1/card.jpg");
    assert_eq!(property("og:image:type"), "image/jpeg");
    assert!(build.dist().join("publications/paper-15/card.png").exists(), "it has no image");
}

#[test]
fn social_cards_show_drawings_and_the_first_frames_of_animations() {
    const TEXT: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>A</text></svg>";
    const RED: &str = "<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg' width='20' height='9'><path fill='red' d='M0 0h20v9H0'/></svg>";
    let paper = |(id, extension): (&str, &str)| {
        let image = json!({ "src": format!("files/{id}.{extension}"), "alt": "A" });
        json!({ "id": id, "title": "A", "type": "journal", "authors": ["Ada"], "date": "1843", "image": image })
    };
    let papers = [("drawing", "svg"), ("texts", "svg"), ("animation", "gif")].map(paper);
    let site = json!({ "url": "https://ada.example/" });
    let profile = json!({ "site": site, "person": { "name": "Ada" }, "publications": papers });
    let build = Build::new("cards-of-drawings", "/", &profile.to_string());
    build.write("files/drawing.svg", RED);
    build.write("files/texts.svg", TEXT);
    let file = fs::File::create(build.dist().join("files/animation.gif")).unwrap();
    let frame = |color| image::Frame::new(RgbaImage::from_pixel(40, 30, color));
    let frames = [[0, 0, 255, 255], [0, 255, 0, 255]].map(|color| frame(image::Rgba(color)));
    GifEncoder::new(file).encode_frames(frames).unwrap();
    build.draw().unwrap();
    // The middle of the place of the image.
    let color = |id: &str| {
        let card = image::open(build.dist().join(format!("publications/{id}/card.jpg"))).unwrap().into_rgb8();
        card.get_pixel(600, 48 + 372 / 2).0
    };
    let is_near =
        |found: [u8; 3], expected: [u8; 3]| found.iter().zip(expected).all(|(one, other)| one.abs_diff(other) < 16);
    assert!(is_near(color("drawing"), [255, 0, 0]), "{:?}", color("drawing"));
    assert!(is_near(color("animation"), [0, 0, 255]), "{:?}", color("animation"));
    assert!(build.dist().join("publications/texts/card.png").exists(), "its texts would be missing");
}
