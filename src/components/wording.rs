//! Texts that several views share.

/// The text in place of a list of publications, on a site that has none.
pub const NO_PUBLICATIONS: &str = "No publications yet.";

/// Returns "1 publication" or "4 publications".
pub fn publication_count(count: u32) -> String {
    format!("{count} publication{}", if count == 1 { "" } else { "s" })
}
