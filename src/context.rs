//! What every view is given: the content, made ready, and what a view may ask of the browser.

use crate::{
    content::{Content, Publication},
    markdown::MarkdownStore,
    route::Base,
    search::catalog::Catalog,
};

/// What views share: the content, made ready, and where it stands.
///
/// It lasts as long as the program, so that views can refer to it wherever they are.
#[derive(Clone, Copy)]
pub struct AppContext {
    /// The profile.
    pub content: &'static Content,
    /// The publications, ready for filtering.
    pub catalog: &'static Catalog,
    /// The Markdown of the profile, read.
    pub documents: &'static MarkdownStore,
    /// The path under which the site stands.
    pub base: &'static Base,
    /// The `srcset` of the portrait, where the build has made it.
    pub portrait: &'static str,
    /// What a view asks of the browser.
    pub actions: Actions,
}

impl AppContext {
    /// Makes a profile ready. It is never freed: a page has one, and so has a build.
    pub fn new(
        content: Content,
        catalog: Catalog,
        documents: MarkdownStore,
        base: Base,
        actions: Actions,
    ) -> AppContext {
        AppContext {
            content: Box::leak(Box::new(content)),
            catalog: Box::leak(Box::new(catalog)),
            documents: Box::leak(Box::new(documents)),
            base: Box::leak(Box::new(base)),
            portrait: "",
            actions,
        }
    }

    /// The publication with an id.
    pub fn publication(&self, id: &str) -> Option<&'static Publication> {
        self.catalog.publication_index(id).map(|row| &self.content.publications[row])
    }
}

/// How an address enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// As a new entry: Back leads to where the visitor was.
    Push,
    /// In place of the current entry, as while typing; the address may be written a little later.
    Replace,
}

/// What a view asks of the browser. On the host nothing happens.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Whether anything happens; else what would need it is disabled.
    pub live: bool,
    /// Goes to an address of this site.
    pub navigate: fn(&str, Navigation),
}

impl Default for Actions {
    fn default() -> Self {
        Actions { live: false, navigate: |_, _| {} }
    }
}
