//! Implements Leptos's `Render` and `RenderHtml` for elements. No other module implements traits of tachys.

use std::future::Future;

use leptos::tachys::{
    html::attribute::any_attribute::AnyAttribute,
    hydration::Cursor,
    no_attrs,
    renderer::types,
    view::{Mountable, Position, PositionState, Render, RenderHtml},
};

use super::{effects::Effects, element::Element};

no_attrs!(Element);

impl Render for Element {
    type State = types::Element;

    fn build(self) -> types::Element {
        self.create(&mut Effects::default())
    }

    fn rebuild(self, state: &mut types::Element) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl RenderHtml for Element {
    type AsyncOutput = Element;
    type Owned = Element;

    const MIN_LENGTH: usize = 64;

    fn dry_resolve(&mut self) {}

    fn resolve(self) -> impl Future<Output = Element> + Send {
        std::future::ready(self)
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        self.render_html(html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> types::Element {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        self.hydrate_node(Some(cursor.current()), &mut Effects::default())
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> types::Element {
        self.hydrate::<true>(cursor, position)
    }

    fn into_owned(self) -> Element {
        self
    }
}
