//! Navigation by links, Back and Forward.

use frontispiece::components::links::profile_links;
use serde_json::json;

use crate::{
    host::{Build, Fault},
    profile, publication_page,
    visitor::{FOCUS, HEADING, Journey, SCROLL, TITLE, Visitor, journey_in_every_browser},
};

#[test]
fn links_and_the_history_work_in_every_browser() {
    journey_in_every_browser(async |visitor| {
        // First, because the list must not be open yet.
        a_link_to_a_part_of_a_page_leads_there(visitor).await;
        the_menu_leads_everywhere_without_loading_a_page(visitor).await;
        back_and_forward_restore_the_view_and_its_scroll_position(visitor).await;
        publication_page::a_paper_leads_to_a_related_one_and_back(visitor).await;
    });
}

async fn the_menu_leads_everywhere_without_loading_a_page(visitor: &Visitor) {
    let content = visitor.content();
    let name = &content.person.name;
    visitor.opens("/").await;
    visitor.marks_document().await;
    // The home page is last, because the journey starts there.
    for page in content.pages.iter().skip(1).chain(content.pages.iter().take(1)) {
        visitor.run("scrollTo(0, 200)").await;
        visitor.follows_menu(&page.title).await;
        visitor.sees(HEADING, page.title.as_str()).await;
        let title = if page.slug.is_empty() { name.clone() } else { format!("{} · {name}", page.title) };
        visitor.sees(TITLE, title).await;
        visitor.sees(FOCUS, "h1").await;
        visitor.sees(SCROLL, 0).await;
        visitor.sees("document.querySelector('nav [aria-current=page]').textContent", page.title.as_str()).await;
        let slash = if page.slug.is_empty() { "" } else { "/" };
        visitor.sees("location.pathname", visitor.path(&format!("/{}{slash}", page.slug))).await;
    }
    visitor.is_in_marked_document().await;
}

async fn back_and_forward_restore_the_view_and_its_scroll_position(visitor: &Visitor) {
    let content = visitor.content();
    let home = profile::home(&content);
    let list = profile::list(&content);
    let paper = &content.publications.last().expect("there are publications");
    visitor.reaches("/").await;
    visitor.marks_document().await;
    let home_at = scrolls_to_the_last_link(visitor, ".publications h3 a").await;
    visitor.clicks("[data-last]").await;
    visitor.until("document.querySelector('article.publication-page')").await;
    visitor.sees(SCROLL, 0).await;

    visitor.follows_menu(list).await;
    visitor.sees(HEADING, list).await;
    let list_at = scrolls_to_the_last_link(visitor, ".publications h3 a").await;
    assert!(list_at > 0, "the list is long enough to be scrolled");
    visitor.clicks("[data-last]").await;
    visitor.sees(HEADING, paper.title.as_str()).await;
    visitor.sees(SCROLL, 0).await;

    visitor.goes_back().await;
    visitor.sees(HEADING, list).await;
    visitor.sees(SCROLL, list_at).await;
    visitor.sees(FOCUS, "h1").await;
    goes_back_twice_quickly(visitor).await;
    visitor.sees(HEADING, home).await;
    // In these frames, the restoration for the entry in between must not move the page.
    for _ in 0..10 {
        visitor.resolved("new Promise(requestAnimationFrame)").await;
    }
    visitor.sees(SCROLL, home_at).await;
    visitor.sees(TITLE, content.person.name.as_str()).await;
    visitor.goes_forward().await;
    visitor.goes_forward().await;
    visitor.sees(HEADING, list).await;
    visitor.sees(SCROLL, list_at).await;
    visitor.is_in_marked_document().await;

    visitor.reloads().await;
    visitor.sees(HEADING, list).await;
    visitor.sees(SCROLL, list_at).await;
}

/// Goes back twice. The second time, the router is still restoring the position of the entry in between. Visitors do this
/// with a button of the browser, which sends no input to the page, and so does this function.
async fn goes_back_twice_quickly(visitor: &Visitor) {
    visitor
        .run(
            "addEventListener('popstate', () => requestAnimationFrame(() => history.back()), { once: true });
             history.back();",
        )
        .await;
}

/// Scrolls to the last link that matches a selector, marks it, and returns the scroll position.
async fn scrolls_to_the_last_link(visitor: &Visitor, selector: &str) -> i64 {
    visitor
        .run(&format!(
            "const last = [...document.querySelectorAll('{selector}')].at(-1);
             last.dataset.last = '';
             last.scrollIntoView({{ block: 'center', behavior: 'instant' }});"
        ))
        .await;
    visitor.value(SCROLL).await.as_i64().expect("a number")
}

async fn a_link_to_a_part_of_a_page_leads_there(visitor: &Visitor) {
    let content = visitor.content();
    let paper = content.publications.last().expect("there are publications");
    let shown = format!(
        "(() => {{ const top = document.getElementById('{}').getBoundingClientRect().top;
            return top >= 0 && top < innerHeight; }})()",
        paper.id
    );
    visitor.opens(&format!("/publications/#{}", paper.id)).await;
    visitor.until(&shown).await;
    visitor.sees(FOCUS, paper.id.as_str()).await;

    // And from another page of the site.
    visitor.follows_menu(profile::home(&content)).await;
    visitor.until("document.querySelector('.is-home')").await;
    let address = visitor.path(&format!("/publications/#{}", paper.id));
    visitor
        .run(&format!("const link = document.createElement('a'); link.href = '{address}'; document.querySelector('h1').append(link); link.click()"))
        .await;
    visitor.until(&shown).await;
    visitor.sees(FOCUS, paper.id.as_str()).await;
    visitor.sees("location.hash", format!("#{}", paper.id)).await;
}

/// E-mail and profiles are beside the introduction on the home page and the CV, and in the footer of other pages.
#[test]
fn contact_links_are_shown_once_on_every_page() {
    Journey::through(Build::Root).run(async |visitor| {
        visitor.host.breaks("/content.json", Fault::Text(profile::text_of_large()));
        let content = profile::large();
        let links: Vec<String> = profile_links(&content.person).into_iter().map(|link| link.text).collect();
        let shown = "[...document.querySelectorAll('[aria-label=Profiles] a')]
            .filter(link => link.checkVisibility()).map(link => link.textContent)";
        let footer = "document.querySelector('footer [aria-label=Profiles]').checkVisibility()";
        let sees_links = async |introduces: bool| {
            for width in [390, 1280] {
                visitor.resize(width, 844).await;
                visitor.sees("innerWidth", width).await;
                visitor.sees(shown, json!(links)).await;
                visitor.sees(footer, !introduces).await;
            }
        };
        for (path, introduces) in [("/", true), ("/teaching/", false), ("/cv/", true), ("/publications/", false)] {
            visitor.opens(path).await;
            sees_links(introduces).await;
        }
        visitor.clicks(".results h3 a").await;
        visitor.until("document.querySelector('article.publication-page')").await;
        sees_links(false).await;
    });
}
