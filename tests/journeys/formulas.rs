//! Formulas are MathML in the pages of a build, in pages that the module has rendered, and in the accessibility tree.

use serde_json::json;

use crate::{
    host::Build,
    visitor::{Journey, Visitor},
};

/// A paper of the second profile with a formula in its title, and one with a long formula in its abstract.
const TITLE: &str = "/publications/Prefetching_2026_13/";

async fn title_is_mathml(visitor: &Visitor, selector: &str) {
    let code = format!(
        "(math => [math.namespaceURI, math.getAttribute('aria-label'), math.textContent])(document.querySelector('{selector} math'))"
    );
    let expected = json!(["http://www.w3.org/1998/Math/MathML", "O(n log n)", "O(nlogn)"]);
    visitor.sees(&code, expected).await;
}

#[test]
fn a_formula_of_a_title_is_mathml_on_every_page() {
    Journey::through(Build::Large).run(async |visitor| {
        // Hydrated.
        visitor.opens(TITLE).await;
        title_is_mathml(visitor, "h1").await;
        visitor.sees("document.title.startsWith('The O(n log n) Myth')", true).await;
        let tree = visitor.devtools("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().expect("a tree");
        let names = |role: &str| {
            let nodes = nodes.iter().filter(|node| node["role"]["value"] == role && node["ignored"] != true);
            nodes.map(|node| node["name"]["value"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert!(names("heading")[0].contains("O(n log n)"), "{:?}", names("heading"));
        assert!(names("MathMLMath").contains(&"O(n log n)".to_owned()), "{:?}", names("MathMLMath"));
        assert!(names("MathMLIdentifier").len() >= 2);
        // Rendered by the module.
        visitor.opens("/publications/?q=myth%20recall").await;
        title_is_mathml(visitor, ".results h3").await;
        // The second module has no converter, so it takes the text of formulas from the Markdown of the build.
        visitor.run("const url = URL.createObjectURL; URL.createObjectURL = file => { window.saved = file.text(); return url(file); }").await;
        visitor.clicks(".share summary").await;
        visitor.clicks(".share button[value=ris]").await;
        visitor.reads(".share [role=status]", "Downloaded").await;
        visitor.until_resolved("saved.then(text => text.includes('TI  - The O(n log n) Myth'))").await;
    });
}

#[test]
fn a_long_formula_scrolls_within_itself() {
    Journey::through(Build::Large).sized(320, 640).run(async |visitor| {
        let content = visitor.content();
        let publication = content
            .publications
            .iter()
            .find(|publication| publication.r#abstract.as_ref().is_some_and(|text| text.contains("Attention")));
        let id = publication.expect("a formula in an abstract").id.clone();
        visitor.opens(&format!("/publications/{id}/")).await;
        visitor.sees("document.documentElement.scrollWidth <= innerWidth", true).await;
        let scrolls = "(math => {
            math.focus();
            math.scrollLeft = 20;
            return [math.scrollWidth > math.clientWidth, math.scrollLeft, document.activeElement === math];
        })(document.querySelector('.markdown math.long'))";
        visitor.sees(scrolls, json!([true, 20, true])).await;
    });
}

/// The widths of a heading, in pixels, at which the character after a formula is on another line than the formula.
const DIVISIONS: &str = "(math => {
    const heading = math.closest('h1');
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && (math.compareDocumentPosition(walker.currentNode) !== Node.DOCUMENT_POSITION_FOLLOWING));
    const next = new Range();
    next.setStart(walker.currentNode, 0);
    next.setEnd(walker.currentNode, 1);
    const middle = box => box.top + box.height / 2;
    const divides = width => {
        heading.style.width = `${width}px`;
        const [formula, letter] = [math, next].map(part => middle(part.getBoundingClientRect()));
        return Math.abs(formula - letter) > 0.6 * parseFloat(getComputedStyle(heading).fontSize);
    };
    return [next.toString(), Array.from({ length: 400 }, (_, width) => width).filter(divides)];
})(document.querySelector('h1 math'))";

#[test]
fn a_line_does_not_end_between_a_formula_and_a_hyphen() {
    Journey::through(Build::Large).run(async |visitor| {
        let content = visitor.content();
        let is_it = |title: &str| title.contains("$k$-Means");
        let publication = content.publications.iter().find(|publication| is_it(publication.title.source()));
        let id = publication.expect("a formula and a hyphen in a title").id.clone();
        visitor.opens(&format!("/publications/{id}/")).await;
        visitor.sees(DIVISIONS, json!(["-", []])).await;
    });
}
