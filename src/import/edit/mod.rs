//! Changes a JSON text so that it has a new value, and keeps everything else: order, layout and comments.

mod change;
mod layout;
mod tree;
mod trivia;

#[cfg(test)]
mod tests;

pub use change::edit;
pub use layout::pretty;
pub use tree::parse;
