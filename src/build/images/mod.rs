//! Images that the build makes.

mod canvas;
pub mod icons;
pub mod portrait;
pub mod social_card;
mod typesetter;
