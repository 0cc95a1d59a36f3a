//! JSON of trusted files, without error messages.
//!
//! The lenient reader (`content::read`) with all its messages is more code than the rest of the model. No visitor needs
//! it while the profile is the one that the build has checked. [`Decoder`] reads such a file. It is a
//! [`serde::Deserializer`], so both readers use the same implementations of [`serde::Deserialize`]. If anything is not as
//! expected, reading fails as a whole and without a reason, and the caller falls back to the lenient reader.

mod decoder;
mod deserializer;
mod encode;

pub use decoder::{Decoder, MAX_DEPTH, Position};
pub use deserializer::{STRING_OR_OBJECT, Unexpected, from_str};
pub use encode::{Encode, encode, encode_field, encode_string};

#[cfg(test)]
mod tests;
