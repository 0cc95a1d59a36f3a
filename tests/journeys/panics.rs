//! Panics of the module. The page stays as it was, and a banner says so.

use serde_json::Value;

use crate::{
    network_faults::{presses, reads_the_list, starts},
    profile,
    visitor::{BANNER, HEADING, journey},
};

/// Makes the module panic when it creates an `input`: Leptos does not expect the browser to refuse this.
const REFUSES_INPUT: &str = "(() => {
    const create = Document.prototype.createElement;
    Document.prototype.createElement = function (name, ...rest) {
        if (name === 'input') throw new DOMException('refused', 'NotSupportedError');
        return create.call(this, name, ...rest);
    };
    window.mends = () => { Document.prototype.createElement = create; };
})();";

#[test]
fn a_panic_in_a_view_keeps_the_previous_page_and_disables_its_controls() {
    journey(async |visitor| {
        let content = visitor.content();
        visitor.expects_panics();
        visitor.opens("/").await;
        visitor.run(REFUSES_INPUT).await;
        visitor.marks_document().await;
        let before = visitor.texts("main").await;
        visitor.follows_menu(profile::list(&content)).await;
        visitor.reads(".banner", "have stopped").await;
        visitor
            .sees(
                BANNER,
                "The interactive features of this page have stopped or could not be loaded. Links still work.Reload",
            )
            .await;
        assert_eq!(visitor.texts("main").await, before);
        visitor.reads("main h1", profile::home(&content)).await;
        visitor
            .until("[...document.querySelectorAll('#fp\\\\:app :is(button, input)')].every(one => one.disabled)")
            .await;
        visitor.run("mends()").await;
        // Shortcuts have no effect, and no disclosure is empty.
        for key in ['/', '?'] {
            visitor.presses(key).await;
        }
        visitor.sees("document.querySelector('dialog[open]')", Value::Null).await;
        let open = "[...document.querySelectorAll('details')].filter(one => one.checkVisibility()).every(one => one.textContent.includes('@'))";
        visitor.sees(open, true).await;
        visitor.is_in_marked_document().await;
        // The browser handles links again.
        visitor.follows_menu(profile::list(&content)).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        starts(visitor).await;
        visitor.until("window.mark === undefined").await;
    });
}

#[test]
fn a_panic_at_the_start_leaves_the_prerendered_page() {
    journey(async |visitor| {
        visitor.expects_panics();
        visitor.adds_init_script(REFUSES_INPUT).await;
        // The module renders this URL again.
        visitor.goto("/publications/?year=2024").await;
        visitor.reads(".banner", "have stopped").await;
        visitor.reads("#fp\\:status", "the filters in the URL are not applied").await;
        reads_the_list(visitor).await;
        visitor
            .until("[...document.querySelectorAll('#fp\\\\:app :is(button, input)')].every(one => one.disabled)")
            .await;
    });
}

/// A test cannot make the module panic at any time, but a panic reaches the page as this event.
#[test]
fn a_panic_is_reported_once_and_the_page_stays() {
    journey(async |visitor| {
        visitor.opens("/publications/").await;
        visitor.expects_panics();
        let before = visitor.texts("main").await;
        for _ in 0..2 {
            visitor
                .run("const error = new WebAssembly.RuntimeError('unreachable'); dispatchEvent(new ErrorEvent('error', { error }))")
                .await;
        }
        visitor.reads(".banner", "have stopped").await;
        visitor
            .sees("[...document.querySelectorAll('.banner')].filter(banner => banner.checkVisibility()).length", 1)
            .await;
        assert_eq!(visitor.texts("main").await, before);
        visitor.marks_document().await;
        visitor.run("document.querySelector('.skip-link').click()").await;
        visitor.sees("location.hash", "#fp:main").await;
        visitor.resolved("new Promise(done => setTimeout(done, 200))").await;
        visitor.is_in_marked_document().await;
        presses(visitor, "Reload").await;
        visitor.until("window.mark === undefined && document.querySelector('main h1')").await;
    });
}

/// Errors of extensions and images that fail to load do not stop the site.
#[test]
fn errors_of_other_scripts_show_no_banner() {
    journey(async |visitor| {
        visitor.opens("/").await;
        visitor.run("dispatchEvent(new ErrorEvent('error', { error: new TypeError('of an extension') }))").await;
        visitor.run("dispatchEvent(new ErrorEvent('error', {}))").await;
        starts(visitor).await;
    });
}
