//! Reads sites of Hugo Blox, formerly Wowchemy and Academic, which Hugo builds.

mod assemble;
mod blocks;
mod collect;
mod plan;
mod profile;
mod sections;
mod settings;

pub(super) use assemble::read;
