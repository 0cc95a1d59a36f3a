//! What several views share.

pub mod element;
pub mod links;
pub mod markdown;
pub mod pager;
pub mod publication;
