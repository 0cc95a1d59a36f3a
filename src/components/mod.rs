//! Parts that several views share.

pub mod action_button;
pub mod icon;
pub mod links;
pub mod markdown;
pub mod media;
pub mod pager;
pub mod publication;
pub mod reference;
pub mod teaser;
pub mod wording;
