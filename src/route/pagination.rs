//! Pages of a long list of publications.

/// The number of publications up to which a list has one page.
pub const MAX_UNPAGED: usize = 500;

/// The number of publications on a page of a longer list.
pub const PAGE_SIZE: usize = 100;

/// Returns the number of pages of a list of `publications` items, at least 1.
///
/// ```
/// use frontispiece::route::page_count;
/// assert_eq!([0, 1, 500, 501, 600, 601].map(page_count), [1, 1, 1, 6, 6, 7]);
/// ```
pub fn page_count(publications: usize) -> usize {
    if publications > MAX_UNPAGED { publications.div_ceil(PAGE_SIZE) } else { 1 }
}

/// Returns the start and the end of a page of a list of `publications` items. Numbers beyond the last page return the last.
pub fn page_range(page_number: usize, publications: usize) -> (usize, usize) {
    let page_count = page_count(publications);
    match page_number.clamp(1, page_count) {
        1 if page_count == 1 => (0, publications),
        number => ((number - 1) * PAGE_SIZE, publications.min(number * PAGE_SIZE)),
    }
}
