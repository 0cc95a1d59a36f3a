//! The part of the list that is visible without scrolling.

use serde_json::json;

use crate::{
    host::{Build, Fault},
    visitor::{Journey, STATUS},
};

/// The numbers of completely visible titles and publications, and the position of the first title in CSS pixels.
const IN_SIGHT: &str = "(() => {
    const articles = [...document.querySelectorAll('.publication')];
    const box = element => element.getBoundingClientRect();
    const titles = articles.filter(article => box(article.querySelector('h3')).bottom <= innerHeight).length;
    const wholes = articles.filter(article => box(article).bottom <= innerHeight).length;
    return [titles, wholes, box(articles[0].querySelector('h3')).top];
})()";

#[test]
fn publications_are_in_the_first_view() {
    for (width, height, touch) in [(390, 844, true), (1280, 900, false)] {
        Journey::through(Build::Root).sized(width, height).run(async |visitor| {
            visitor.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": touch })).await;
            visitor.opens("/publications/").await;
            let seen = visitor.value(IN_SIGHT).await;
            let [titles, wholes, first] = [0, 1, 2].map(|at| seen[at].as_f64().expect("a number"));
            if touch {
                assert!(titles >= 3.0 && first < 330.0, "{seen}");
            } else {
                assert!(wholes >= 4.0, "{seen}");
            }
            visitor.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": false })).await;
        });
    }
}

#[test]
fn the_filters_of_a_phone_are_one_touch_away() {
    Journey::through(Build::Root).sized(390, 844).run(async |visitor| {
        visitor.opens("/publications/").await;
        let seen = "['.year-chart button', '.facet input', '.close-filters button'].map(part => document.querySelector(part).checkVisibility())";
        visitor.sees(seen, json!([false, false, false])).await;
        visitor.clicks(".toggle-filters").await;
        visitor.sees(seen, json!([true, true, true])).await;
        let year = visitor.content().publications[0].year().expect("it has a date");
        visitor.clicks(&format!(".year-chart button[value='{year}']")).await;
        visitor.reads(".toggle-filters", "Filters (1 selected)").await;
        let count = visitor.content().publications.iter().filter(|one| one.year() == Some(year)).count();
        visitor.reads(".close-filters", &format!("Show {count} publications")).await;
        visitor.clicks(".close-filters button").await;
        visitor.sees(seen, json!([false, false, false])).await;
        visitor.until("document.activeElement.matches('.toggle-filters')").await;
        let all = visitor.content().publications.len();
        visitor.sees(STATUS, format!("Showing {count} of {all} publications")).await;
    });
}

/// The build writes the look into the pages. If the content was changed since, the module sets it.
#[test]
fn the_look_of_a_changed_profile_is_shown() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.opens("/").await;
        visitor.sees("document.documentElement.dataset.look ?? null", json!(null)).await;
        let mut profile = json!({ "site": { "look": "compact" }, "person": { "name": "Ada" } });
        profile["pages"] = json!([{ "slug": "", "title": "Home" }]);
        visitor.host.breaks("/content.json", Fault::Text(profile.to_string()));
        visitor.opens("/").await;
        visitor.sees("document.documentElement.dataset.look", "compact").await;
        visitor.sees("getComputedStyle(document.documentElement).fontSize", "15px").await;
    });
}
