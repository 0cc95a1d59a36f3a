//! What several views share.

pub mod links;
pub mod markdown;
pub mod publication;
