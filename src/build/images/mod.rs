//! Images that the build makes.

mod canvas;
pub mod copies;
mod drawing;
pub mod icons;
pub mod picture;
pub mod portrait;
pub mod social_card;
mod typesetter;
