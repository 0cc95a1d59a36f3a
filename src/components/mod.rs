//! Parts that several views share.

pub mod links;
pub mod markdown;
pub mod media;
pub mod pager;
pub mod publication;
pub mod reference;
pub mod wording;
