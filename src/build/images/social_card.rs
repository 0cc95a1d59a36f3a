//! Draws social cards at build time: pictures with title and name for link previews.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex},
};

use anyhow::Result;
use cosmic_text::{Align, fontdb::Database};
use image::{DynamicImage, RgbaImage, imageops, imageops::FilterType};
use resvg::{tiny_skia, usvg};

use crate::{
    build::{
        images::{
            canvas::{Canvas, Rgb},
            drawing,
            picture::{decode, encode, resized},
            typesetter::{Typesetter, all_fonts, bundled_fonts},
        },
        local_file,
        output::Output,
        page::html::escaped,
        parallel,
        parallel::lock,
    },
    context::AppContext,
    route::Route,
    url::extension_of,
};

/// Width and height in pixels. This is the size that link previews show (<https://ogp.me>, and the advice of the
/// services that show previews).
pub const SIZE: (u32, u32) = (1200, 630);

const MARGIN: f32 = 90.0;

/// Font sizes of a title in pixels, each with the maximum number of lines.
const TITLES: [(f32, usize); 4] = [(76.0, 3), (64.0, 4), (54.0, 5), (44.0, 6)];
const ABOUT: [(f32, usize); 1] = [(38.0, 1)];
const NAME: [(f32, usize); 1] = [(40.0, 1)];

/// The same for the texts below an image.
const TITLES_BELOW_IMAGE: [(f32, usize); 2] = [(48.0, 2), (40.0, 2)];
const ABOUT_BELOW_IMAGE: [(f32, usize); 1] = [(30.0, 1)];

/// The top, the height and the maximum width of an image, in pixels. It is in the middle of the card.
const IMAGE_TOP: u32 = 48;
const IMAGE_HEIGHT: u32 = 372;
const IMAGE_WIDTH: u32 = SIZE.0 - 2 * MARGIN as u32;

/// The quality of a card with an image, from 1 to 100.
const QUALITY: u8 = 82;

const TITLE_COLOR: Rgb = [0x1d, 0x21, 0x26];
const ABOUT_COLOR: Rgb = [0x56, 0x5d, 0x66];

/// The height in pixels of the bar at the top.
const BAR: usize = 18;

/// The social cards of a build: their paths below the base, by the path of the page.
#[derive(Default)]
pub struct SocialCards {
    paths: HashMap<String, String>,
}

impl SocialCards {
    /// Returns the path of a page's card.
    pub fn path(&self, page: &Route) -> Option<&str> {
        self.paths.get(&card_route(page).path()).map(String::as_str)
    }

    /// Draws a card for every page. The card of a publication shows its image, if it is in the site folder.
    ///
    /// # Errors
    /// Fails if a file cannot be written. The error names the file.
    pub fn draw(context: AppContext, accent: &str, output: &Output) -> Result<SocialCards> {
        let fonts = Fonts([LazyLock::new(bundled_fonts), LazyLock::new(all_fonts)]);
        let language = context.content.site.language.as_deref().unwrap_or("en");
        let accent = parse_color(accent).unwrap_or(TITLE_COLOR);
        let paths = Mutex::new(HashMap::new());
        let unwritable = Mutex::new(Vec::new());
        // All pages of a long list share one card.
        let pages: Vec<Route> =
            Route::all(context.content).into_iter().filter(|page| *page == card_route(page)).collect();
        parallel::each_with(
            || Renderer::new(&fonts, language, accent),
            &pages,
            "cards",
            |renderer, page| {
                let image = image_of(page, context, output);
                let Some((bytes, extension)) = renderer.draw(&Card::new(page, context), image.as_ref())? else {
                    lock(&unwritable).push(page.path());
                    return Ok(());
                };
                let path = format!("{}card.{extension}", page.path().trim_start_matches('/'));
                if output.write_unless_customized(&path, &bytes)? {
                    lock(&paths).insert(page.path(), path);
                }
                Ok(())
            },
        )?;
        let unwritable = unwritable.into_inner().unwrap_or_default();
        if let Some(first) = unwritable.iter().min() {
            println!(
                "{} pages have no social card, because no font on this machine has all their letters: {first} …",
                unwritable.len()
            );
        }
        Ok(SocialCards { paths: paths.into_inner().unwrap_or_default() })
    }
}

/// Returns the page whose card a page uses.
fn card_route(page: &Route) -> Route {
    if page.is_list() { Route::Publications } else { page.clone() }
}

/// The texts of a card.
struct Card {
    title: String,
    /// The smaller text below the title.
    about: String,
    name: String,
}

impl Card {
    fn new(page: &Route, context: AppContext) -> Card {
        let content = context.content;
        let person = &content.person;
        let headline = || person.headline.clone().unwrap_or_default();
        let (title, about, name) = match page {
            page if *page == Route::home() => (person.name.clone(), headline(), String::new()),
            Route::Publication(id) => {
                let publication = context.publication(id);
                let venue = publication.and_then(|paper| paper.venue.as_deref()).map(|key| content.venue_label(key));
                let date = publication.and_then(|paper| paper.date).map(|date| date.to_string());
                let about = [venue.map(str::to_owned), date].into_iter().flatten().collect::<Vec<_>>().join(", ");
                (page.heading(content), about, person.name.clone())
            }
            page => (page.heading(content), String::new(), person.name.clone()),
        };
        Card { title, about, name }
    }
}

/// Sets of fonts that are loaded when a card needs them: the bundled ones, and the same with those of the system.
struct Fonts([LazyLock<Database>; 2]);

/// A renderer that draws one card at a time.
struct Renderer<'f> {
    fonts: &'f Fonts,
    language: &'f str,
    accent: Rgb,
    canvas: Canvas,
    /// The typesetter of each set of fonts.
    typesetters: [Option<Typesetter>; 2],
}

impl<'f> Renderer<'f> {
    fn new(fonts: &'f Fonts, language: &'f str, accent: Rgb) -> Renderer<'f> {
        let canvas = Canvas::new(SIZE.0 as usize, SIZE.1 as usize);
        Renderer { fonts, language, accent, canvas, typesetters: [None, None] }
    }

    /// Returns a card as a PNG, or as a JPEG if it has an image, and the extension of its file. Returns `None` if no font has
    /// all letters of the card.
    fn draw(&mut self, card: &Card, image: Option<&DynamicImage>) -> Result<Option<(Vec<u8>, &'static str)>> {
        for (typesetter, fonts) in self.typesetters.iter_mut().zip(&self.fonts.0) {
            let width = SIZE.0 as f32 - 2.0 * MARGIN;
            let typesetter = typesetter.get_or_insert_with(|| Typesetter::new((**fonts).clone(), self.language, width));
            let draw = if image.is_some() { draw_below_image } else { draw };
            if draw(card, typesetter, &mut self.canvas, self.accent) {
                return Ok(Some(match image {
                    Some(image) => encode(&with_image(&self.canvas, image), QUALITY)?,
                    None => (self.canvas.png()?, "png"),
                }));
            }
        }
        Ok(None)
    }
}

/// Draws a card. Returns `false` if the fonts lack one of its letters.
fn draw(card: &Card, typesetter: &mut Typesetter, canvas: &mut Canvas, accent: Rgb) -> bool {
    canvas.clear();
    canvas.fill_top(BAR, accent);
    let title = typesetter.set(&card.title, 600, &TITLES, None);
    let baseline = MARGIN + title.size * 0.8;
    typesetter.draw(canvas, MARGIN, baseline, TITLE_COLOR);
    let alignment = Some(if title.is_right_to_left { Align::Right } else { Align::Left });
    let about = typesetter.set(&card.about, 400, &ABOUT, alignment);
    typesetter.draw(canvas, MARGIN, baseline + title.height + 16.0, ABOUT_COLOR);
    let name = typesetter.set(&card.name, 600, &NAME, alignment);
    typesetter.draw(canvas, MARGIN, SIZE.1 as f32 - MARGIN, accent);
    [title, about, name].iter().all(|text| text.is_complete)
}

/// Draws the texts of a card below the place of an image. Returns `false` if the fonts lack one of its letters.
fn draw_below_image(card: &Card, typesetter: &mut Typesetter, canvas: &mut Canvas, accent: Rgb) -> bool {
    canvas.clear();
    canvas.fill_top(BAR, accent);
    let title = typesetter.set(&card.title, 600, &TITLES_BELOW_IMAGE, None);
    let baseline = (IMAGE_TOP + IMAGE_HEIGHT) as f32 + 24.0 + title.size * 0.8;
    typesetter.draw(canvas, MARGIN, baseline, TITLE_COLOR);
    let alignment = Some(if title.is_right_to_left { Align::Right } else { Align::Left });
    let parts = [&*card.name, &*card.about];
    let about = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let about = typesetter.set(&about, 400, &ABOUT_BELOW_IMAGE, alignment);
    typesetter.draw(canvas, MARGIN, SIZE.1 as f32 - 36.0, accent);
    [title, about].iter().all(|text| text.is_complete)
}

/// Returns a card with an image, which is neither cropped nor enlarged.
fn with_image(canvas: &Canvas, image: &DynamicImage) -> DynamicImage {
    let (width, height) = (IMAGE_WIDTH.min(image.width()), IMAGE_HEIGHT.min(image.height()));
    let image = resized(image, &|image| image.resize(width, height, FilterType::Lanczos3));
    let mut card: DynamicImage = canvas.to_rgb().into();
    let (left, top) = ((SIZE.0 - image.width()) / 2, IMAGE_TOP + (IMAGE_HEIGHT - image.height()) / 2);
    imageops::overlay(&mut card, &image, left.into(), top.into());
    card
}

/// Returns the image of a publication, or the first frame of its animation. Returns `None` for a drawing with texts, and in
/// a build in memory, which is repeated at each change.
fn image_of(page: &Route, context: AppContext, output: &Output) -> Option<DynamicImage> {
    let Route::Publication(id) = page else { return None };
    let image = context.publication(id)?.image.as_ref().filter(|_| !output.is_in_memory())?;
    let path = local_file::own_path(&image.src, context.content)?;
    let bytes = output.read(&path).ok()?;
    if extension_of(&path).as_deref() != Some("svg") {
        return decode(&bytes).ok();
    }
    let tree = drawing::parse_without_texts(&bytes)?;
    let pixels = drawing::draw(&tree, (IMAGE_WIDTH, IMAGE_HEIGHT), Some(tiny_skia::Color::WHITE)).ok()?;
    Some(RgbaImage::from_raw(IMAGE_WIDTH, IMAGE_HEIGHT, pixels.take())?.into())
}

/// Parses a CSS color, in the way in which an SVG is drawn.
fn parse_color(color: &str) -> Option<Rgb> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><path d=\"M0 0h1v1H0\" fill=\"{}\"/></svg>",
        escaped(color)
    );
    let mut pixels = tiny_skia::Pixmap::new(1, 1)?;
    let drawing = usvg::Tree::from_str(&svg, &usvg::Options::default()).ok()?;
    resvg::render(&drawing, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    let pixel = pixels.pixel(0, 0)?.demultiply();
    (pixel.alpha() == u8::MAX).then(|| [pixel.red(), pixel.green(), pixel.blue()])
}
