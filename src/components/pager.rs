//! The way through a list that is shown in parts.

use crate::{
    dom::element::{Element, el},
    route::Base,
    search::filter::Filter,
};

/// How many parts before and after the current one are offered, beside the first and the last.
const AROUND: usize = 2;

/// Links to the parts of a list; nothing where it has one only.
pub fn pager(filter: &Filter, page: usize, pages: usize, base: &Base) -> Option<Element> {
    if pages < 2 {
        return None;
    }
    let link = |page: usize| el("a").attr("href", base.filtered(&filter.with_page(page)));
    let mut items = Vec::new();
    if page > 1 {
        items.push(el("li").with(link(page - 1).attr("rel", "prev").with("Previous")));
    }
    let mut last = 0;
    for number in 1..=pages {
        if number > 1 && number < pages && number.abs_diff(page) > AROUND {
            continue;
        }
        if number > last + 1 {
            items.push(el("li").attr("aria-hidden", "true").with("…"));
        }
        last = number;
        let current = (number == page).then_some("page");
        let name = el("span").class("visually-hidden").with("Page ");
        items.push(el("li").with(link(number).maybe("aria-current", current).with(name).with(number.to_string())));
    }
    if page < pages {
        items.push(el("li").with(link(page + 1).attr("rel", "next").with("Next")));
    }
    Some(el("nav").class("pager").attr("aria-label", "Pages of the list").with(el("ul").with(items)))
}
