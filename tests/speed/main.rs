//! Measures the speed of the catalog on the host and in a browser, of the import and of builds, next to other programs, as
//! part of `make bench`. It has no assertions.
//!
//! For the catalog, it prints the time of a build and its longest step, then the median and the longest time after a facet change and
//! after a typed letter. Each is compared with a naive search, which reads all folded texts and values.

#[cfg(not(target_arch = "wasm32"))]
mod import;
#[cfg(not(target_arch = "wasm32"))]
mod peers;
#[cfg(not(target_arch = "wasm32"))]
mod process;

use fixtures::generate::Library;
use frontispiece::{
    content::{Author, Content, MarkdownFiles, Publication, read_with},
    search::{
        catalog::Catalog,
        facet::{Facet, author_key},
        filter::Filter,
    },
    util::{
        ready::run_ready,
        text::{Normalizer, fold},
    },
};

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn speed_on_the_host() {
    let start = std::time::Instant::now();
    let now = || start.elapsed().as_secs_f64() * 1e3;
    println!("{HEAD}");
    let normalize = frontispiece::util::text::normalize;
    for size in SIZES {
        println!("{}", measure(&content(size, normalize), &now, normalize));
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn import_of_10_000_entries() {
    import::print(&content(10_000, frontispiece::util::text::normalize));
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn build_of_1_000_and_10_000_papers() {
    peers::print_builds(&[1_000, 10_000]);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn search_of_other_libraries() {
    peers::print_search(&SIZES_OF_TITLES);
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use frontispiece::browser::NORMALIZE;
    use js_sys::{Function, Promise};
    use wasm_bindgen::prelude::wasm_bindgen;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::{HEAD, HEAD_OF_TITLES, SIZES, SIZES_OF_TITLES, content, measure, measure_titles, titles_only};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
        #[wasm_bindgen(js_name = setTimeout)]
        fn set_timeout(then: &Function, milliseconds: u32);
    }

    /// Yields to the browser, because the driver has a timeout of 30 seconds.
    async fn pause() {
        let _ = JsFuture::from(Promise::new(&mut |done, _| set_timeout(&done, 0))).await;
    }

    #[wasm_bindgen_test]
    async fn speed_in_the_browser() {
        console_log!("{HEAD}");
        for size in SIZES {
            let content = content(size, NORMALIZE);
            pause().await;
            console_log!("{}", measure(&content, &now, NORMALIZE));
            pause().await;
        }
    }

    #[wasm_bindgen_test]
    async fn search_in_titles() {
        console_log!("{HEAD_OF_TITLES}");
        for size in SIZES_OF_TITLES {
            let content = titles_only(content(size, NORMALIZE));
            pause().await;
            // WebAssembly, section 4.2.8: a page has 64 KiB.
            let memory = || core::arch::wasm32::memory_size::<0>() as f64 * 65_536.0 / 1e6;
            console_log!("{}", measure_titles(&content, &now, &memory, NORMALIZE));
            pause().await;
        }
    }
}

const HEAD: &str = "  papers      build     step   change  longest    naive      key  longest    naive   (milliseconds; times as long)";

/// The numbers of papers.
const SIZES: [usize; 4] = [15, 1_000, 10_000, 100_000];

/// The columns of the measurements of titles alone.
const HEAD_OF_TITLES: &str = "  titles     index        MB     query   longest  (index, queries: milliseconds)";

/// The numbers of titles.
const SIZES_OF_TITLES: [usize; 2] = [10_000, 100_000];

/// The minimum time to repeat each operation, in milliseconds. Clocks in browsers are coarse.
const ENOUGH: f64 = 10.0;

/// Returns the texts to type, letter by letter.
fn typed() -> Vec<Filter> {
    let texts: Vec<String> = serde_json::from_str(include_str!("typed.json")).unwrap();
    let texts = texts.iter().flat_map(|text| (1..=text.len()).map(|length| &text[..length]));
    texts.map(|text| Filter::default().with_text(text)).collect()
}

/// The queries to select, one after another.
const CHOSEN: [&str; 8] = [
    "topic=video-streaming",
    "topic=video-streaming&year=2026",
    "topic=video-streaming&year=2020..2026",
    "topic=video-streaming&year=2020..2026&type=conference",
    "topic=video-streaming&topic=privacy&year=2010..2026&has=code",
    "year=1990..2026",
    "role=first&has=award",
    "author=leilani-bran&venue=nimbusvideo",
];

fn measure(content: &Content, now: &dyn Fn() -> f64, normalize: Normalizer) -> String {
    let size = content.publications.len();
    let mut builds = Vec::new();
    // The times between two pauses. They are the same in each build, except for delays by other work on the machine.
    let mut steps: Vec<f64> = Vec::new();
    let mut catalog = None;
    for _ in 0..if size > 10_000 { 3 } else { 9 } {
        drop(catalog.take());
        let start = now();
        let (mut step, mut last_pause) = (0, start);
        let mut pause = async || {
            let time = now() - last_pause;
            match steps.get_mut(step) {
                Some(least) => *least = least.min(time),
                None => steps.push(time),
            }
            (step, last_pause) = (step + 1, now());
        };
        catalog = Some(run_ready(async {
            let catalog = Catalog::build(content, normalize, &mut pause).await;
            catalog.index_texts(content, &mut pause).await;
            // The step after the last pause.
            pause().await;
            catalog
        }));
        builds.push(now() - start);
    }
    let Some(catalog) = catalog else { return String::new() };
    let naive = Naive::new(content, &catalog, normalize);

    let filters: Vec<Filter> = CHOSEN.iter().map(|query| Filter::parse(query)).collect();
    let changes: Vec<f64> =
        filters.iter().map(|filter| repeated(now, &|| catalog.search(filter).publications.len())).collect();
    let naive_changes = filters.iter().map(|filter| repeated(now, &|| naive.find(filter))).collect();
    let filters = typed();
    let keys = key_times(&catalog, &filters, now);
    let naive_keys = filters.iter().map(|filter| repeated(now, &|| naive.find(filter))).collect();

    let [build, change, naive_change] = [builds, changes, naive_changes].map(median);
    let [key, naive_key] = [keys, naive_keys].map(median);
    format!(
        "{size:8} {:10.2} {:8.2} {:8.3} {:8.3} {:7.0}x {:8.3} {:8.3} {:7.0}x",
        build.0,
        median(steps).1,
        change.0,
        change.1,
        naive_change.0 / change.0,
        key.0,
        key.1,
        naive_key.0 / key.0
    )
}

/// Returns the time of a search for each of these texts.
fn key_times(catalog: &Catalog, filters: &[Filter], now: &dyn Fn() -> f64) -> Vec<f64> {
    let nothing = Filter::default();
    // The catalog caches the last text, so another text goes in between.
    let search = |filter: &Filter| catalog.total(&nothing) + catalog.search(filter).publications.len();
    filters.iter().map(|filter| repeated(now, &|| search(filter))).collect()
}

/// Returns a profile that has only the titles of another one.
#[cfg(target_arch = "wasm32")]
fn titles_only(mut content: Content) -> Content {
    for publication in &mut content.publications {
        *publication =
            Publication { id: publication.id.clone(), title: publication.title.clone(), ..Default::default() };
    }
    content
}

/// Measures the index of titles: the time to build it, the growth of the memory while it is built, and the median and the
/// longest time of a query.
#[cfg(target_arch = "wasm32")]
fn measure_titles(content: &Content, now: &dyn Fn() -> f64, memory: &dyn Fn() -> f64, normalize: Normalizer) -> String {
    // Fills the gaps that freed values have left, so that the memory grows by everything that the build needs.
    let mut gaps = Vec::new();
    let full = memory();
    while memory() <= full {
        gaps.push(vec![0_u8; 1 << 12]);
    }
    let (start, before) = (now(), memory());
    let catalog = Catalog::new(content, normalize);
    let (build, growth) = (now() - start, memory() - before);
    let (query, longest) = median(key_times(&catalog, &typed(), now));
    format!("{:8} {build:9.1} {growth:9.1} {query:9.3} {longest:9.3}  frontispiece", content.publications.len())
}

/// Returns a library, read in parts, because a browser has no memory for the tree of a file this large.
fn content(size: usize, normalize: Normalizer) -> Content {
    let mut library = Library::new(size, 7);
    let mut content = read_with(&library.profile().to_string(), &MarkdownFiles::default(), normalize).unwrap().content;
    for from in (0..size as u64).step_by(500) {
        let part: serde_json::Value = (from..(from + 500).min(size as u64)).map(|i| library.publication(i)).collect();
        let part = serde_json::json!({ "publications": part });
        content
            .publications
            .extend(read_with(&part.to_string(), &MarkdownFiles::default(), normalize).unwrap().content.publications);
    }
    content
}

fn repeated(now: &dyn Fn() -> f64, operation: &dyn Fn() -> usize) -> f64 {
    let start = now();
    let mut times = 0;
    let mut sum = 0;
    while now() - start < ENOUGH || times == 0 {
        sum += std::hint::black_box(operation());
        times += 1;
    }
    std::hint::black_box(sum);
    (now() - start) / f64::from(times)
}

/// Returns the median and the maximum.
fn median(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[values.len() - 1])
}

/// A naive search that reads everything each time.
struct Naive<'f> {
    catalog: &'f Catalog,
    texts: Vec<String>,
    /// The values of each publication by facet.
    values: Vec<[Vec<String>; Facet::ALL.len()]>,
    /// The sorted values of each facet, for counting.
    sorted: [Vec<String>; Facet::ALL.len()],
    normalize: Normalizer,
}

impl Naive<'_> {
    fn new<'f>(content: &Content, catalog: &'f Catalog, normalize: Normalizer) -> Naive<'f> {
        let row = |publication: &Publication| {
            let mut text = publication.title.to_string();
            publication.authors.iter().for_each(|author| text = format!("{text}\n{}", author.name));
            [&publication.tldr, &publication.r#abstract, &publication.note].into_iter().flatten().for_each(|more| {
                text = format!("{text}\n{more}");
            });
            let venue = publication.venue.clone().unwrap_or_default();
            let topics: Vec<&str> = publication.topics.iter().map(|topic| content.topic_label(topic)).collect();
            text = format!("{text}\n{}\n{}", content.venue_label(&venue), topics.join("\n"));
            let year = publication.year().map(|year| year.to_string());
            let authors = publication.authors.iter().map(|author| author_key(author, content, normalize)).collect();
            let mut has: Vec<String> =
                publication.links.iter().filter_map(|link| Some(link.kind?.as_str().to_owned())).collect();
            has.extend((!publication.awards.is_empty()).then(|| "award".to_owned()));
            let is_first = publication.authors.first().is_some_and(Author::is_owner);
            let role = is_first.then(|| "first".to_owned());
            let kind = publication.kind.map(|kind| kind.as_str().to_owned());
            let values = [
                year.into_iter().collect(),
                vec![venue],
                publication.topics.clone(),
                authors,
                kind.into_iter().collect(),
                has,
                role.into_iter().collect(),
            ];
            (fold(&text, normalize), values)
        };
        let (texts, values) = content.publications.iter().map(row).unzip();
        let sorted = Facet::ALL.map(|facet| {
            let mut values: Vec<String> = catalog.values(facet).iter().map(|choice| choice.value.clone()).collect();
            values.sort();
            values
        });
        Naive { catalog, texts, values, sorted, normalize }
    }

    fn find(&self, filter: &Filter) -> usize {
        let folded = fold(&filter.text, self.normalize);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut counts = Facet::ALL.map(|facet| vec![0; self.catalog.values(facet).len()]);
        let mut found = Vec::new();
        for (row, (text, values)) in self.texts.iter().zip(&self.values).enumerate() {
            if !words.iter().all(|word| text.contains(word)) {
                continue;
            }
            let passes = |facet: Facet, value: &String| {
                filter.has(facet, value)
                    || facet == Facet::Year
                        && filter.selected(facet).iter().any(|chosen| {
                            chosen
                                .split_once("..")
                                .is_some_and(|(from, to)| from <= value.as_str() && value.as_str() <= to)
                        })
            };
            let fails = Facet::ALL.map(|facet| {
                !filter.selected(facet).is_empty() && !values[facet as usize].iter().any(|value| passes(facet, value))
            });
            let failing = fails.iter().filter(|fails| **fails).count();
            if failing == 0 {
                found.push(row);
            }
            for facet in 0..Facet::ALL.len() {
                if failing == usize::from(fails[facet]) {
                    for value in &values[facet] {
                        if let Ok(at) = self.sorted[facet].binary_search(value) {
                            counts[facet][at] += 1;
                        }
                    }
                }
            }
        }
        found.len() + counts.iter().map(Vec::len).sum::<usize>()
    }
}
