//! Elements of a page: HTML on the host, DOM nodes in the browser.
//!
//! Views build elements with the names of Leptos's own builder syntax. Leptos gives each element a type of its own,
//! with code to build, hydrate (twice, because there is an asynchronous variant) and update it. This made the
//! WebAssembly module twice as large (see ARCHITECTURE.md). Here every element is a plain value of one type,
//! [`Element`].
//!
//! | `view!` | Leptos's builder | here |
//! | --- | --- | --- |
//! | `<p>"Text"</p>` | `p().child("Text")` | `p().child("Text")` |
//! | `<p>"1 < " {n}</p>` | `p().child(("1 < ", n))` | `p().child(("1 < ", n.to_string()))` |
//! | `{option}`, `{vec}` | `.child(option)`, `.child(vec)` | `.child(option)`, `.child(vec)` |
//! | `<time datetime=date>` | `time().datetime(date)` | `time().attr("datetime", date)` |
//! | `<a rel=option>` | `a().rel(option)` | `a().attr("rel", option)` |
//! | `<ul class="links">` | `ul().class("links")` | `ul().class("links")` |
//! | `<button disabled=is_off>` | `button().disabled(is_off)` | `button().disabled(is_off)` |
//! | `<li class=move \|\| …>` | `li().class(move \|\| …)` | `li().class(move \|\| …)` |
//! | `<input prop:value=move \|\| …/>` | `input().prop("value", move \|\| …)` | `input().prop("value", move \|\| …)` |
//! | `<button on:click=move \|_\| …>` | `button().on(ev::click, move \|_\| …)` | `button().on(ev::click, move \|_\| …)` |
//! | `<p>{move \|\| text.get()}</p>` | `p().child(move \|\| text.get())` | `p().text_content(move \|\| text.get())` |
//! | `<ul>{move \|\| items()}</ul>` | `ul().child(move \|\| items())` | `ul().replace_children(move \|\| items())` |
//! | `<ul><For each=… key=… children=…/></ul>` | `ul().child(For(…))` | `ul().keyed(keys, item)` |
//! | `<svg><path d=data/></svg>` | `svg().child(path().d(data))` | `svg().child(path().attr("d", data))` |
//!
//! A reactive value is a whole attribute, a whole property, or the entire content of an element. So no markers are
//! needed between nodes, and hydration visits only the elements that are reactive or contain reactive ones. Therefore,
//! reactive content cannot have siblings, and an element cannot be in two places. Wrap the reactive part in an element
//! of its own. Leptos's render effects update it until the owner under which the element was created is disposed.
//!
//! | file | content |
//! | --- | --- |
//! | [`tags`] | a function for each kind of element |
//! | [`element`] | [`Element`], its builder methods, and the types that can be a child |
//! | [`attribute`] | the types that can be the value of an attribute |
//! | `render_html` | elements as HTML text, on the host |
//! | `mount` | elements as nodes, created or hydrated |
//! | `template` | creates static elements in one call |
//! | `hydration` | the steps of hydration |
//! | `keyed` | keyed lists, filled in batches |
//! | [`effects`] | render effects, and work after the next paint |
//! | `view` | Leptos's traits for [`Element`] |

pub mod attribute;
pub mod effects;
pub mod element;
pub mod hydration;
mod keyed;
mod mount;
mod render_html;
pub mod tags;
mod template;
mod view;

pub use element::Element;
