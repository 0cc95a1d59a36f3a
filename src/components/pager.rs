//! The links between the pages of a long list.

use crate::{
    dom::{
        Element,
        tags::{a, li, nav, span, ul},
    },
    route::Base,
    search::filter::Filter,
};

/// The number of pages before and after the current one that have a link, besides the first and the last page.
const NEIGHBORS: usize = 2;

/// Returns links to the pages of a list, or `None` if it has only one page.
pub fn pager(filter: &Filter, page: usize, pages: usize, base: &Base) -> Option<Element> {
    if pages < 2 {
        return None;
    }
    let link = |page: usize| a().attr("href", base.filtered(&filter.with_page(page)));
    let mut items = Vec::new();
    if page > 1 {
        items.push(li().child(link(page - 1).attr("rel", "prev").child("Previous")));
    }
    let mut last = 0;
    for number in 1..=pages {
        if number > 1 && number < pages && number.abs_diff(page) > NEIGHBORS {
            continue;
        }
        if number > last + 1 {
            items.push(li().attr("aria-hidden", "true").child("…"));
        }
        last = number;
        let current = (number == page).then_some("page");
        let name = span().class("visually-hidden").child("Page ");
        items.push(li().child(link(number).attr("aria-current", current).child((name, number.to_string()))));
    }
    if page < pages {
        items.push(li().child(link(page + 1).attr("rel", "next").child("Next")));
    }
    Some(nav().class("pager").attr("aria-label", "Pages of the list").child(ul().child(items)))
}
