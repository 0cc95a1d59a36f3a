//! Draws social cards at build time: pictures with title and name for link previews.

use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use anyhow::{Context, Result};
use resvg::{
    tiny_skia,
    usvg::{self, fontdb},
};

use crate::{
    build::{
        output::{Output, hash},
        page::html::escaped,
        parallel,
        parallel::lock,
    },
    context::AppContext,
    route::Route,
};

/// Width and height in pixels. This is the size that link previews show (<https://ogp.me>, and the advice of the
/// services that show previews).
pub const SIZE: (u32, u32) = (1200, 630);

/// The version of the design. Increase it when cards change, so that cached cards of earlier builds are not used.
const VERSION: &str = "1";

/// The family of the bundled font (Libertinus Serif, SIL Open Font License).
const FAMILY: &str = "Libertinus Serif";

const MARGIN: f32 = 90.0;
const WIDTH: f32 = SIZE.0 as f32 - 2.0 * MARGIN;

/// Font sizes of a title in pixels, each with the maximum number of lines.
const TITLES: [(f32, usize); 4] = [(76.0, 3), (64.0, 4), (54.0, 5), (44.0, 6)];

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

    /// Draws a card for every page. `target/cards/` caches the cards of earlier builds by their content.
    ///
    /// # Errors
    /// Fails if a file cannot be written. The error names the file.
    pub fn draw(context: AppContext, accent: &str, output: &Output, target: &Path) -> Result<SocialCards> {
        let renderer = Renderer::new();
        let cards = target.join("cards");
        let paths = Mutex::new(HashMap::new());
        let unwritable = Mutex::new(Vec::new());
        // All pages of a long list share one card.
        let pages: Vec<Route> =
            Route::all(context.content).into_iter().filter(|page| *page == card_route(page)).collect();
        parallel::each(&pages, "cards", |page| {
            let card = Card::new(page, context, accent);
            let kept = cards.join(format!("{}.png", hash(card.key().as_bytes())));
            let png = match fs::read(&kept) {
                Ok(png) => Some(png),
                Err(_) => renderer
                    .draw(&card)?
                    .map(|png| crate::build::output::write(&kept, &png).map(|()| png))
                    .transpose()?,
            };
            let Some(png) = png else {
                lock(&unwritable).push(page.path());
                return Ok(());
            };
            let path = format!("{}card.png", page.path().trim_start_matches('/'));
            if output.write_unless_customized(&path, &png)? {
                lock(&paths).insert(page.path(), path);
            }
            Ok(())
        })?;
        crate::build::hosting::compress::prune(&cards);
        let unwritable = unwritable.into_inner().unwrap_or_default();
        if let Some(first) = unwritable.first() {
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

/// The texts and the color of a card.
struct Card {
    title: String,
    /// The smaller text below the title.
    about: String,
    name: String,
    accent: String,
}

impl Card {
    fn new(page: &Route, context: AppContext, accent: &str) -> Card {
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
        Card { title, about, name, accent: accent.to_owned() }
    }

    fn key(&self) -> String {
        [VERSION, &self.title, &self.about, &self.name, &self.accent].join("\0")
    }
}

/// A renderer that draws cards with the bundled font, and with system fonts for letters that it lacks.
struct Renderer {
    own: Arc<fontdb::Database>,
    all: std::sync::LazyLock<Arc<fontdb::Database>>,
}

fn fonts() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    typst_assets::fonts().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_serif_family(FAMILY);
    fonts
}

impl Renderer {
    fn new() -> Renderer {
        Renderer {
            own: Arc::new(fonts()),
            all: std::sync::LazyLock::new(|| {
                let mut fonts = fonts();
                fonts.load_system_fonts();
                Arc::new(fonts)
            }),
        }
    }

    /// Returns a card as PNG, or `None` if no font has all its letters.
    fn draw(&self, card: &Card) -> Result<Option<Vec<u8>>> {
        for fonts in [&self.own, &*self.all] {
            let svg = svg(card, fonts)?;
            let tree = parse(&svg, fonts)?;
            if is_complete(tree.root()) {
                let mut pixels = tiny_skia::Pixmap::new(SIZE.0, SIZE.1).context("cannot allocate the image")?;
                resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
                return Ok(Some(pixels.encode_png()?));
            }
        }
        Ok(None)
    }
}

fn parse(svg: &str, fonts: &Arc<fontdb::Database>) -> Result<usvg::Tree> {
    let options = usvg::Options { fontdb: fonts.clone(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).context("cannot draw a social card")
}

/// Returns `true` if a font has been found for every letter. Glyph 0 represents a missing letter (OpenType, "glyf").
fn is_complete(group: &usvg::Group) -> bool {
    group.children().iter().all(|node| match node {
        usvg::Node::Group(group) => is_complete(group),
        usvg::Node::Text(text) => {
            let mut glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            glyphs.all(|glyph| glyph.id.0 != 0)
        }
        _ => true,
    })
}

/// Returns a card as SVG.
fn svg(card: &Card, fonts: &Arc<fontdb::Database>) -> Result<String> {
    let words = measure_words(&card.title, 600, fonts)?;
    let mut sizes = TITLES.into_iter().map(|(size, room)| (size, room, wrap(&words, size)));
    let fitting = sizes.find(|(_, room, lines)| lines.len() <= *room);
    let (smallest, most) = TITLES[TITLES.len() - 1];
    let (size, room, mut lines) = fitting.unwrap_or_else(|| (smallest, most, wrap(&words, smallest)));
    if lines.len() > room {
        lines.truncate(room);
        lines[room - 1].push('…');
    }
    let right_to_left = lines.first().is_some_and(|line| is_right_to_left(line));
    let mut texts = String::new();
    let mut top = MARGIN + size * 0.8;
    let mut line = |text: &str, top: f32, size: f32, weight: u32, color: &str| {
        let (x, anchor) = if right_to_left { (SIZE.0 as f32 - MARGIN, "end") } else { (MARGIN, "start") };
        texts.push_str(&text_element(text, x, top, size, weight, anchor, color));
    };
    for text in &lines {
        line(text, top, size, 600, "#1d2126");
        top += size * 1.18;
    }
    line(&first_line(&card.about, 38.0, 400, fonts)?, top + 16.0, 38.0, 400, "#565d66");
    let bottom = SIZE.1 as f32 - MARGIN;
    line(&first_line(&card.name, 40.0, 600, fonts)?, bottom, 40.0, 600, &card.accent);
    let (width, height) = SIZE;
    let accent = escaped(&card.accent);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\
         <rect width=\"{width}\" height=\"18\" fill=\"{accent}\"/>{texts}</svg>"
    ))
}

fn text_element(text: &str, x: f32, y: f32, size: f32, weight: u32, anchor: &str, color: &str) -> String {
    // Characters that XML cannot represent are invisible (XML 1.0, section 2.2).
    let seen: String =
        text.chars().filter(|letter| !letter.is_control() && !matches!(letter, '\u{FFFE}'..='\u{FFFF}')).collect();
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-family=\"{FAMILY}\" font-size=\"{size}\" font-weight=\"{weight}\" \
         text-anchor=\"{anchor}\" fill=\"{}\">{}</text>",
        escaped(color),
        escaped(&seen)
    )
}

/// Returns `true` if the first letter with a direction is Hebrew or Arabic. HTML's `dir="auto"` uses the same rule.
fn is_right_to_left(text: &str) -> bool {
    let first = text.chars().find(|letter| letter.is_alphabetic());
    first.is_some_and(
        |letter| matches!(letter, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'),
    )
}

/// Returns the words of a text with their widths at [`MEASURING_SIZE`].
fn measure_words(text: &str, weight: u32, fonts: &Arc<fontdb::Database>) -> Result<Vec<(String, f32)>> {
    words(text).into_iter().map(|word| width(&word, weight, fonts).map(|width| (word, width))).collect()
}

/// Wraps words with their widths at [`MEASURING_SIZE`] into lines at another size.
fn wrap(words: &[(String, f32)], size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut taken = f32::INFINITY;
    for (word, width) in words {
        let width = width * size / MEASURING_SIZE;
        match lines.last_mut().filter(|_| taken + width <= WIDTH) {
            Some(line) => {
                line.push_str(word);
                taken += width;
            }
            None => {
                lines.push(word.clone());
                taken = width;
            }
        }
    }
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

/// Splits a text where a line may break: after spaces, and after every letter of scripts without spaces.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        let is_dense = matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..='\u{3FFFF}');
        if let Some(word) = words.last_mut() {
            word.push(letter);
        }
        if letter.is_whitespace() || is_dense {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.trim().is_empty());
    words
}

fn first_line(text: &str, size: f32, weight: u32, fonts: &Arc<fontdb::Database>) -> Result<String> {
    let mut lines = wrap(&measure_words(text, weight, fonts)?, size).into_iter();
    let first = lines.next().unwrap_or_default();
    Ok(if lines.next().is_some() { first + " …" } else { first })
}

/// The size at which words are measured, in pixels.
const MEASURING_SIZE: f32 = 64.0;

/// Returns the width of a word in pixels at [`MEASURING_SIZE`], including the space after it. Lines are measured as
/// sums of these widths. The error from kerning across a space is smaller than the margin of a card.
fn width(word: &str, weight: u32, fonts: &Arc<fontdb::Database>) -> Result<f32> {
    const SPACE: f32 = 0.25;
    let text = text_element(word.trim_end(), 0.0, MEASURING_SIZE, MEASURING_SIZE, weight, "start", "#000");
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\">{text}</svg>");
    let space = if word.ends_with(char::is_whitespace) { SPACE * MEASURING_SIZE } else { 0.0 };
    Ok(parse(&svg, fonts)?.root().bounding_box().width() + space)
}
