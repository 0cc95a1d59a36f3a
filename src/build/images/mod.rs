//! Images that the build makes.

pub mod icons;
pub mod portrait;
pub mod social_card;
