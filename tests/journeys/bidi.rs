//! Arabic and Hebrew texts in an English page leave the texts beside them in their places.

use serde_json::json;

use crate::{host::Build, visitor::Journey};

/// Returns an expression: whether the texts are in one line from left to right, where the first of the elements that is
/// visible and has all of them.
fn from_left_to_right(selector: &str, texts: &[&str]) -> String {
    let function = "(selector, texts) => {
        const element = [...document.querySelectorAll(selector)].find(element =>
            element.checkVisibility() && texts.every(text => element.textContent.includes(text)));
        const box = text => {
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const start = walker.currentNode.data.indexOf(text);
                if (start < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, start);
                range.setEnd(walker.currentNode, start + text.length);
                const [box, ...others] = range.getClientRects();
                return others.length ? undefined : box;
            }
        };
        const boxes = texts.map(box);
        return boxes.every((box, index) => box?.width > 0 && (index === 0 ||
            box.left >= boxes[index - 1].right - 1 && Math.abs(box.bottom - boxes[index - 1].bottom) < box.height));
    }";
    format!("({function})({}, {})", json!(selector), json!(texts))
}

#[test]
fn a_venue_from_right_to_left_leaves_the_year_to_its_right() {
    Journey::through(Build::Bidi).sized(1280, 900).run(async |visitor| {
        visitor.opens("/publications/h1/").await;
        visitor.sees(&from_left_to_right(".venue-and-date", &["مجلة علوم الريش", "2023"]), true).await;
        // Without the isolation, the year is to the left of the venue.
        visitor
            .run("const venue = document.querySelector('.venue-and-date bdi'); venue.replaceWith(...venue.childNodes)")
            .await;
        visitor.sees(&from_left_to_right(".venue-and-date", &["2023", "مجلة علوم الريش"]), true).await;
        visitor.opens("/publications/h2/").await;
        visitor.sees(&from_left_to_right(".venue-and-date", &["כתב עת לנוצות", "2022"]), true).await;
        for page in ["/publications/", "/cv/"] {
            visitor.opens(page).await;
            visitor.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
            visitor.sees(&from_left_to_right("#h1 .venue-full", &["مجلة علوم الريش", "2023"]), true).await;
            visitor.sees(&from_left_to_right("#h2 .venue-full", &["כתב עת לנוצות", "2022"]), true).await;
            visitor.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        }
    });
}

#[test]
fn an_entry_from_right_to_left_leaves_its_parts_in_order() {
    Journey::through(Build::Bidi).run(async |visitor| {
        for page in ["/", "/cv/"] {
            visitor.opens(page).await;
            visitor.sees(&from_left_to_right(".role-and-place", &["Speaker", "אוניברסיטת פן"]), true).await;
        }
    });
}
