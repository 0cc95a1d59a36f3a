//! Elements of a page, as HTML on the host and as DOM nodes in the browser.

pub mod element;
