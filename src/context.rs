//! The context of the views: the prepared content, and the actions of the browser.

use std::sync::OnceLock;

use leptos::prelude::{Get, RwSignal};

use crate::{
    content::{Content, Publication},
    markdown::MarkdownStore,
    route::Base,
    search::catalog::Catalog,
    util::text::Normalizer,
};

/// The data that all views share.
///
/// It lives as long as the program, so views can refer to it anywhere.
#[derive(Clone, Copy)]
pub struct AppContext {
    /// The profile.
    pub content: &'static Content,
    /// The publications, prepared for filtering. In the browser it is empty until a page with the list needs it.
    pub catalog: &'static OnceLock<Catalog>,
    /// The parsed Markdown of the profile.
    pub documents: &'static MarkdownStore,
    /// The path under which the site is served.
    pub base: &'static Base,
    /// The normalizer with which names and texts are folded.
    pub normalize: Normalizer,
    /// The `srcset` of the portrait, or an empty text if the build has written none.
    pub portrait: &'static str,
    /// References for other programs, on the host. In the browser `references.js` adds them when they are needed, so that
    /// the visitor's module does not contain the code that makes them.
    pub references: Option<References>,
    /// The actions of the browser.
    pub actions: Actions,
    /// Whether the texts are indexed, in the browser. On the host it is `None`, and they always are.
    pub indexed: Option<RwSignal<bool>>,
}

impl AppContext {
    /// Prepares a profile, without its catalog. It is never freed, because a page and a build each have only one.
    pub fn new(
        content: Content,
        documents: MarkdownStore,
        base: Base,
        normalize: Normalizer,
        actions: Actions,
    ) -> AppContext {
        AppContext {
            content: Box::leak(Box::new(content)),
            catalog: Box::leak(Box::default()),
            documents: Box::leak(Box::new(documents)),
            base: Box::leak(Box::new(base)),
            normalize,
            portrait: "",
            references: None,
            actions,
            indexed: None,
        }
    }

    /// Returns `true` if the texts are indexed. A view that calls this function is computed again when the index is complete.
    pub fn is_indexed(&self) -> bool {
        self.indexed.is_none_or(|indexed| indexed.get())
    }

    /// Returns the catalog.
    ///
    /// # Panics
    /// Panics if it was not built.
    pub fn catalog(&self) -> &'static Catalog {
        self.catalog.get().expect("the catalog is built before a view needs it")
    }

    /// Returns the publication with an id.
    pub fn publication(&self, id: &str) -> Option<&'static Publication> {
        match self.catalog.get() {
            Some(catalog) => catalog.publication_index(id).map(|index| &self.content.publications[index]),
            None => self.content.publication(id),
        }
    }
}

/// The functions that describe a publication for other programs.
#[derive(Clone, Copy)]
pub struct References {
    /// Returns the BibTeX entry.
    pub bibtex: fn(&Publication, &Content) -> String,
    /// Returns the COinS.
    pub coins: fn(&Publication, &Content) -> String,
}

/// The way in which a URL enters the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// As a new entry. The Back button returns to the previous URL.
    Push,
    /// In place of the current entry, for example while the visitor types. The URL may be written with a short delay.
    Replace,
}

/// The actions that a view can request from the browser. On the host they do nothing.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Whether the actions work. If not, views disable the controls that need them.
    pub is_interactive: bool,
    /// Navigates to a URL of this site.
    pub navigate: fn(&str, Navigation),
}

impl Default for Actions {
    fn default() -> Self {
        Actions { is_interactive: false, navigate: |_, _| {} }
    }
}
