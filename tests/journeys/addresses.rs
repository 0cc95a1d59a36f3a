//! Malformed and malicious URLs.
//!
//! A query is parsed by the rules of `filter.rs`. Invalid escapes are kept unchanged. A value that matches nothing has a
//! chip that removes it. An unknown path shows the page for unknown URLs. No URL leads to another origin, and the page
//! works afterwards.

use crate::{
    host::Build,
    profile,
    visitor::{ADDRESS, HEADING, STATUS, Visitor, journey},
};

/// The text of the search box.
const TYPED: &str = "document.getElementById('fp:search').value";

/// Clears the filter and searches.
async fn uses_the_list(visitor: &Visitor) {
    let content = visitor.content();
    visitor.starts().await;
    visitor
        .run(
            "const search = document.getElementById('fp:search');
            search.value = ''; search.dispatchEvent(new Event('input', { bubbles: true }));
            document.querySelector('.chips .clear')?.click();",
        )
        .await;
    let all = content.publications.len();
    visitor.sees(STATUS, format!("Showing all {all} publications")).await;
    visitor.clicks("#fp\\:search").await;
    visitor.types("zzzzzz").await;
    visitor.until(&format!("{STATUS}.startsWith('Showing 0 of')")).await;
}

#[test]
fn malformed_queries_are_parsed_and_the_list_works() {
    journey(async |visitor| {
        let content = visitor.content();
        let topic = content.publications[0].topics[0].clone();
        let long = "x".repeat(100_000);
        let many = vec!["topic=nothing"; 500].join("&");
        let nfd = "q=Scho%CC%88lkopf";
        // The parser of queries does not depend on the base, so each build gets half of them.
        let first = usize::from(visitor.host.build == Build::Sub);
        let queries = [
            // Invalid escapes, incomplete UTF-8 and double escapes.
            "q=%&year=%2&topic=%zz&venue=%C3",
            "q=%25252541&topic=%252e%252e%252f",
            "q=%00&venue=%00&year=%00",
            "q=%ff%fe&author=%c0%ae",
            // Empty, repeated and very many values.
            "&&=&==&?&#",
            "q&year&topic&sort&page",
            "q=a&q=b&q=c&sort=best&sort=none&page=0&page=-1&page=99999999999999999999",
            "year=2020..&year=..&year=2023..2020&year=-1&year=99999",
            &many,
            &format!("topic={topic}&topic={topic}&topic={}", topic.to_uppercase()),
            // Composed, decomposed and right-to-left letters.
            nfd,
            "q=Sch%C3%B6lkopf",
            "q=%D8%A7%D9%84%D8%B9%D8%B1%D8%A8%D9%8A%D8%A9&topic=%E2%80%AEevil",
            "q=%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB+%2B&author=%F0%9F%8E%93",
            "q=__proto__&topic=constructor&venue=toString&has=__proto__",
            "q=%3Cscript%3Eevil()%3C/script%3E&topic=%22%3E%3Cimg src=x onerror=evil()%3E",
        ];
        for query in queries.into_iter().skip(first).step_by(2) {
            visitor.goto(&format!("/publications/?{query}")).await;
            visitor.starts().await;
            visitor.sees(HEADING, profile::list(&content)).await;
            visitor.sees("document.querySelectorAll('main script, main img').length", 0).await;
            uses_the_list(visitor).await;
        }
        // A host may refuse such a long URL, so the site navigates to it without a request.
        visitor.opens("/publications/").await;
        visitor
            .run(&format!(
                "const search = document.getElementById('fp:search');
                search.value = '{long}'; search.dispatchEvent(new Event('input', {{ bubbles: true }}));"
            ))
            .await;
        visitor.until(&format!("{STATUS}.startsWith('Showing 0 of')")).await;
        visitor.until("location.search.length > 100000").await;
        uses_the_list(visitor).await;
    });
}

#[test]
fn composed_and_decomposed_letters_have_the_same_results() {
    journey(async |visitor| {
        let mut seen = Vec::new();
        for query in ["q=%C3%A9", "q=e%CC%81", "q=e", "q=E"] {
            visitor.opens(&format!("/publications/?{query}")).await;
            seen.push(visitor.value(STATUS).await);
        }
        assert!(seen.iter().all(|status| *status == seen[0]), "{seen:?}");
        visitor.sees(TYPED, "E").await;
    });
}

#[test]
fn malformed_paths_are_not_found_and_stay_on_the_site() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.opens("/").await;
        let origin = visitor.value("location.origin").await;
        for path in [
            "//evil.example/",
            "/\\evil.example/",
            "/publications//evil.example/",
            "/publications//",
            "/Publications/",
            "/publications/%2e%2e%2f",
            "/publications/%00/",
            "/publications/%/",
            "/%F0%9F%8E%93/",
            "/publications/page/0/",
            "/publications/page/99999999999999999999/",
            "/publications/%D8%A7/",
        ] {
            let path = [visitor.host.build.base().trim_end_matches('/'), path].concat();
            visitor.host.lacks(&path.replace('\\', "/"));
            visitor
                .run(&format!(
                    "const link = document.createElement('a'); link.href = location.origin + {path:?};
                    document.querySelector('h1').append(link); link.click()"
                ))
                .await;
            let list = profile::list(&content);
            // The next page replaces the heading, which has the link.
            visitor.until("document.querySelector('h1') && !document.querySelector('h1 > a')").await;
            visitor.until(&format!("[{list:?}, 'Page not found'].includes({HEADING})")).await;
            visitor.starts().await;
            visitor.sees("location.origin", origin.clone()).await;
        }
    });
}

#[test]
fn a_fragment_leads_to_a_publication_only_if_the_filtered_list_has_it() {
    journey(async |visitor| {
        let content = visitor.content();
        let paper = &content.publications[0];
        let id = &paper.id;
        let year = paper.date.as_ref().expect("it has a date").to_string()[..4].to_owned();
        let is_seen = format!(
            "(() => {{ const top = document.getElementById('{id}').getBoundingClientRect().top;
                return top >= 0 && top < innerHeight; }})()"
        );
        // The list contains the publication.
        visitor.opens(&format!("/publications/?year={year}#{id}")).await;
        visitor.until(&is_seen).await;
        // The list does not contain the publication.
        visitor.opens(&format!("/publications/?year=1900#{id}")).await;
        visitor.until(&format!("{STATUS}.startsWith('Showing 0 of')")).await;
        visitor.sees(ADDRESS, visitor.path("/publications/?year=1900")).await;
        // There is no element with this id.
        for fragment in ["nothing", "%", "%00", "%E2%80%AE", "\"'><img src=x>", "constructor"] {
            visitor.opens(&format!("/publications/?year={year}#{fragment}")).await;
            visitor.sees(HEADING, profile::list(&content)).await;
        }
        uses_the_list(visitor).await;
    });
}
