//! A function for each kind of element, as in `leptos::html` and `leptos::svg`. A misspelled tag does not compile.

use super::element::{Element, ElementKind};

macro_rules! tags {
    ($($kind:ident: $($name:ident)*;)*) => {
        $($(
            #[doc = concat!("Returns an empty `<", stringify!($name), ">` element.")]
            #[inline]
            pub fn $name() -> Element {
                Element::new(stringify!($name), ElementKind::$kind)
            }
        )*)*
    };
}

// There is no `script` or `style`, because their text is not escaped in HTML, and no element that only a `head`
// contains.
tags! {
    // HTML, section 4.
    Html:
        a abbr address article aside audio b bdi bdo blockquote button canvas caption cite code colgroup data datalist
        dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup i
        ins kbd label legend li main map mark menu meter nav noscript object ol optgroup option output p picture pre
        progress q rp rt ruby s samp search section select slot small span strong sub summary sup table tbody td
        template textarea tfoot th thead time tr u ul var video;
    // HTML, section 13.1.2.
    Void:
        area br col embed hr img input source track wbr;
    // SVG 2.
    Svg:
        circle defs ellipse g line path polygon polyline rect svg symbol;
}

/// Returns an empty element of MathML. [`crate::math::known`] returns its name.
#[inline]
pub fn mathml(name: &'static str) -> Element {
    Element::new(name, ElementKind::MathMl)
}
