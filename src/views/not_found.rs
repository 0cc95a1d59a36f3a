//! No page stands at the address.

use leptos::prelude::*;

use crate::{app::Site, page::Page};

/// Says so and offers the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    let Site { content, base, .. } = Site::expect();
    view! {
        <h1 tabindex="-1">{Page::NotFound.heading(&content)}</h1>
        <p>"There is no page at this address; it may have moved."</p>
        <ul class="ways">
            <li><a href=base.href(&Page::home())>"Home"</a></li>
            <li><a href=base.href(&Page::Publications)>{Page::Publications.heading(&content)}</a></li>
        </ul>
    }
}
