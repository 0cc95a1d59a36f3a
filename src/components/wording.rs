//! Texts that several views share.

/// Returns "1 publication" or "4 publications".
pub fn publication_count(count: u32) -> String {
    format!("{count} publication{}", if count == 1 { "" } else { "s" })
}
