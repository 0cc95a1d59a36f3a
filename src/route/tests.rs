use super::*;
use crate::{search::filter::Filter, url::SafeUrl};

fn content() -> Content {
    let text = r#"{
        "person": { "name": "Ada" },
        "site": { "redirects": { "/about/": "/", "/cv.html": "/teaching/" } },
        "pages": [
            { "slug": "", "title": "Home" },
            { "slug": "publications", "title": "Papers" },
            { "slug": "teaching", "title": "Teaching" }
        ],
        "publications": [{ "id": "Ada1843", "title": "Notes" }]
    }"#;
    crate::content::read(text).unwrap().content
}

#[test]
fn paths_are_parsed_and_written() {
    fn check(path: &str, expected: Route) {
        assert_eq!(Route::parse(path, &content()), expected, "{path}");
    }
    let teaching = || Route::Content("teaching".to_owned());
    let paper = || Route::Publication("Ada1843".to_owned());
    check("/", Route::home());
    check("", Route::home());
    check("/index.html", Route::home());
    check("/teaching/", teaching());
    check("/teaching", teaching());
    check("/teaching/index.html", teaching());
    check("/teachin%67/", teaching());
    check("/teaching//", Route::NotFound);
    check("/Teaching/", Route::NotFound);
    check("/publications/", Route::Publications);
    check("/publications", Route::Publications);
    check("/publications/Ada1843/", paper());
    check("/publications/Ada1843", paper());
    check("/publications/ada1843/", Route::NotFound);
    check("/publications/Ada1843/more/", Route::NotFound);
    check("/publications/%ZZ/", Route::NotFound);
    check("/files/paper.pdf", Route::NotFound);
    check("/publications/page/1/", Route::Publications);
    check("/publications/page/2/", Route::NotFound);
    check("/cv/", Route::Cv);
    check("/cv", Route::Cv);
    for route in Route::all(&content()) {
        assert_eq!(Route::parse(&route.path(), &content()), route);
    }
}

#[test]
fn a_cv_of_the_content_takes_precedence() {
    #[track_caller]
    fn check(pages: &str, redirects: &str, expected: Route) {
        let text = format!(
            r#"{{ "person": {{ "name": "Ada" }}, "pages": [{pages}], "site": {{ "redirects": {{ {redirects} }} }} }}"#
        );
        let content = crate::content::read(&text).unwrap().content;
        assert_eq!(Route::parse("/cv/", &content), expected, "{text}");
        assert_eq!(Route::all(&content).contains(&Route::Cv), expected == Route::Cv, "{text}");
    }
    check("", "", Route::Cv);
    check(r#"{ "slug": "cv", "title": "My CV" }"#, "", Route::Content("cv".to_owned()));
    check("", r#""/cv/": "/""#, Route::NotFound);
    check("", r#""/cv": "/""#, Route::NotFound);
    check("", r#""/cv.html": "/cv/""#, Route::Cv);
}

#[test]
fn a_long_list_has_pages() {
    let mut content = content();
    content.publications = vec![content.publications[0].clone(); 1001];
    let parse = |path: &str| Route::parse(path, &content);
    assert_eq!(parse("/publications/page/11"), Route::PublicationsPage(11));
    for none in ["12", "0", "02", "+2", "2/3", "", "x", "99999999999999999999"] {
        assert_eq!(parse(&format!("/publications/page/{none}/")), Route::NotFound, "{none}");
    }
    assert_eq!(Route::all(&content).iter().filter(|page| page.is_list()).count(), 11);
    assert_eq!(Route::PublicationsPage(2).title(&content), "Papers, page 2 · Ada");
    assert_eq!(
        [page_range(1, 1001), page_range(11, 1001), page_range(99, 1001)],
        [(0, 100), (1000, 1001), (1000, 1001)]
    );
    assert_eq!([page_range(1, 500), page_range(2, 500), page_range(7, 0)], [(0, 500), (0, 500), (0, 0)]);

    let same = |a, b| Location::parse(a).is_same_view(&Location::parse(b), &content);
    assert!(same("/publications/page/2/", "/publications/?page=2"));
    assert!(same("/publications/page/2/?year=2024", "/publications/?year=2024"));
    assert!(!same("/publications/page/2/", "/publications/"));
    let base = Base::new("/sub/");
    let filter = Filter::default().with_page(2);
    assert_eq!(base.filtered(&filter), "/sub/publications/page/2/");
    assert_eq!(base.filtered(&Filter::default()), "/sub/publications/");
    let filter = filter.with_text("fog").with_page(2);
    assert_eq!(base.filtered(&filter), "/sub/publications/?q=fog&page=2");
}

#[test]
fn titles_end_with_the_name_of_the_owner() {
    let content = content();
    let titles: Vec<String> = Route::all(&content).iter().map(|page| page.title(&content)).collect();
    assert_eq!(titles, ["Ada", "Papers · Ada", "Teaching · Ada", "CV · Ada", "Notes · Ada"]);
    assert_eq!(Route::NotFound.title(&content), "Page not found · Ada");
}

#[test]
fn redirects_ignore_the_last_slash() {
    let content = content();
    assert_eq!(redirect("/about/", &content), Some("/"));
    assert_eq!(redirect("/about", &content), Some("/"));
    assert_eq!(redirect("/cv.html", &content), Some("/teaching/"));
    assert_eq!(redirect("/cv", &content), None);
}

#[test]
fn the_base_is_stripped_and_joined() {
    fn check(base: &str, path: &str, below: Option<&str>) {
        assert_eq!(Base::new(base).strip(path), below, "{base} {path}");
    }
    check("/", "/teaching/", Some("/teaching/"));
    check("/", "/", Some("/"));
    check("/sub/", "/sub/", Some("/"));
    check("/sub/", "/sub", Some("/"));
    check("/sub/", "/sub/teaching", Some("/teaching"));
    check("/sub/", "/subway", None);
    check("/sub/", "/", None);
    check("a/b", "/a/b/c/", Some("/c/"));

    let base = Base::new("/sub/");
    let resolve = |text: &str| base.resolve(&SafeUrl::link(text).unwrap());
    assert_eq!(resolve("files/a.pdf"), "/sub/files/a.pdf");
    assert_eq!(resolve("/teaching/"), "/sub/teaching/");
    assert_eq!(resolve("#top"), "#top");
    assert_eq!(resolve("https://ada.example/"), "https://ada.example/");
    assert_eq!(base.href(&Route::home()), "/sub/");
    assert_eq!(Base::new("").href(&Route::Publications), "/publications/");
}
