//! Reports the fields of an entry that have no place in a profile.

use std::collections::BTreeMap;

use crate::import::{bibtex::reader::Reader, latex};

/// Fields of reference managers and of other programs that describe no work.
const BOOKKEEPING: [&str; 60] = [
    "date-added",
    "date-modified",
    "timestamp",
    "biburl",
    "bibsource",
    "citation-key",
    "citationkey",
    "groups",
    "owner",
    "added-at",
    "interhash",
    "intrahash",
    "username",
    "mendeley-groups",
    "mendeley-tags",
    "read",
    "rating",
    "ranking",
    "printed",
    "qualityassured",
    "creationdate",
    "modificationdate",
    "priority",
    "readstatus",
    "relevance",
    "comment-owner",
    "__markedentry",
    "posted-at",
    "citeulike-article-id",
    "citeulike-linkout-0",
    "citeulike-linkout-1",
    "urldate",
    "lastchecked",
    "accessed",
    "bibtex_show",
    "dimensions",
    "altmetric",
    "sortkey",
    "sortname",
    "sorttitle",
    "sortyear",
    "presort",
    "options",
    "label",
    "shorthand",
    "research-areas",
    "unique-id",
    "web-of-science-categories",
    "da",
    "times-cited",
    "number-of-cited-references",
    "usage-count-last-180-days",
    "usage-count-since-2013",
    "journal-iso",
    "doc-delivery-number",
    "adsnote",
    "slaccitation",
    "optkey",
    "ids",
    "hidden",
];

/// Fields that repeat what other fields of the entry say.
const REDUNDANT: [&str; 9] = [
    "primaryclass",
    "eprintclass",
    "shorttitle",
    "indextitle",
    "indexsorttitle",
    "langidopts",
    "tppubtype",
    "acmid",
    "issue_date",
];

/// Reports the remaining fields.
pub(super) fn report_rest(reader: &mut Reader, bookkeeping: &mut BTreeMap<String, usize>) {
    for (field, value) in std::mem::take(&mut reader.fields) {
        if value.trim().is_empty() {
            continue;
        }
        let is_bookkeeping =
            BOOKKEEPING.contains(&&*field) || field.starts_with("bdsk-") || field.starts_with("citeulike");
        if is_bookkeeping || REDUNDANT.contains(&&*field) {
            *bookkeeping.entry(field).or_insert(0) += 1;
            continue;
        }
        let text = latex::parse(&value).plain();
        if text == reader.draft.text("title") {
            continue;
        }
        const REPEATED: [&str; 12] = [
            "article",
            "journal article",
            "conference paper",
            "proceedings paper",
            "inproceedings",
            "book",
            "technical report",
            "techreport",
            "report",
            "tech. rep.",
            "misc",
            "preprint",
        ];
        match &*field {
            // These repeat what the type says.
            "type" if REPEATED.contains(&&*text.to_lowercase()) => {}
            "related" | "relatedtype" => {
                let message = format!(
                    "found \"{text}\"; relations to other publications are not imported; set \"relations\" in the profile"
                );
                reader.draft.warn(&field, message);
            }
            _ => reader.draft.no_place(&field, &text),
        }
    }
}
