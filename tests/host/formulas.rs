//! Formulas: 200 from five fields, and hostile ones.

use std::{fs, thread};

use frontispiece::{
    build::render::{context, render},
    content::{Content, ContentPage, Section},
    markdown::{Block, Inline, TitleLinks, decode, formulas, parse, parse_title},
    math::{Display, Element, Formula, MAX_DEPTH, MAX_LENGTH, Node, convert, is_attribute, is_element},
    route::Base,
    util::json,
};
use proptest::prelude::*;
use scraper::Html;

use crate::support::build::{all, mathml, text_of};

/// The formulas of `tests/fixtures/formulas.tsv`, each with its plain text, or an exclamation mark and the error.
fn fixture() -> Vec<(String, String)> {
    let text = fs::read_to_string("tests/fixtures/formulas.tsv").unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.map(|(formula, text)| (formula.to_owned(), text.to_owned())).collect()
}

fn display(formula: &str) -> Display {
    if formula.starts_with("$$") { Display::Block } else { Display::Inline }
}

/// Panics if an element is not allowed.
#[track_caller]
fn is_allowed(element: &Element, depth: usize) {
    let Element { name, attributes, children } = element;
    assert!(depth <= MAX_DEPTH, "{element:?}");
    assert!(is_element(name), "{element:?}");
    for (at, (attribute, value)) in attributes.iter().enumerate() {
        assert!(is_attribute(attribute), "{element:?}");
        assert!(attributes[..at].iter().all(|(before, _)| before != attribute), "{element:?}");
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'%' | b' ');
        assert!(value.bytes().all(is_part) || *attribute == "aria-label", "{element:?}");
    }
    for child in children {
        match child {
            Node::Text(_) => assert!(["mi", "mn", "mo", "mtext"].contains(name), "{element:?}"),
            Node::Element(child) => is_allowed(child, depth + 1),
        }
    }
}

#[test]
fn formulas_of_five_fields_are_converted() {
    let formulas = fixture();
    assert_eq!(formulas.len(), 200);
    let mut refused = 0;
    for (source, text) in &formulas {
        let formula = Formula::new(source, display(source));
        match convert(source.trim_matches('$'), display(source)) {
            Ok(math) => {
                assert_eq!(
                    (math.name, &formula.text, &formula.mathml),
                    ("math", text, &json::encode(&math)),
                    "{source}"
                );
                let is_block = math.attributes.contains(&("display", "block".to_owned()));
                assert_eq!(is_block, source.starts_with("$$"), "{source}");
                is_allowed(&math, 1);
            }
            Err(why) => {
                refused += 1;
                assert_eq!((format!("! {why}"), &formula.text, &*formula.mathml), (text.clone(), source, ""));
            }
        }
    }
    assert_eq!(refused, 2);
}

#[test]
fn a_formula_in_a_text_is_found_and_stored() {
    for (source, _) in fixture() {
        let text = format!("Let {source}, *so* {source}.");
        let blocks = parse(&text).blocks;
        let [Block::Paragraph(content)] = blocks.as_slice() else { panic!("{text}: {blocks:?}") };
        let expected = Inline::Math(Formula::new(&source, display(&source)));
        assert_eq!(content.iter().filter(|inline| **inline == expected).count(), 2, "{text}");
        assert_eq!(formulas(&text).iter().filter(|place| text[(*place).clone()] == source).count(), 2, "{text}");
        assert_eq!(decode(&json::encode(&blocks)), Some(blocks), "{text}");
        let inline = Inline::Math(Formula::new(&source, Display::Label));
        assert_eq!(parse_title(&source, TitleLinks::AsText), [inline], "{source}");
    }
}

/// Returns an element with its attributes in alphabetical order.
fn sorted(mut element: Element) -> Element {
    element.attributes.sort();
    for child in &mut element.children {
        if let Node::Element(child) = child {
            *child = sorted(child.clone());
        }
    }
    element
}

#[test]
fn a_page_has_the_elements_of_its_formulas() {
    let mut formulas: Vec<String> = fixture().into_iter().map(|(formula, _)| formula).collect();
    formulas.extend(["$x >$", "$'$", "$\\text{> @ ' <}$"].map(str::to_owned));
    let text = formulas.iter().map(|formula| format!("{formula}\n\n")).collect::<String>();
    let pages = vec![ContentPage {
        sections: vec![Section { text: Some(text.into()), ..Section::default() }],
        ..ContentPage::default()
    }];
    let html = render(context(Content { pages, ..Content::default() }, Base::new("/")), &[], "/");
    let html = Html::parse_document(&html);
    let shown: Vec<Element> = all(&html, "math").into_iter().map(mathml).map(sorted).collect();
    let converted = formulas.iter().filter_map(|formula| convert(formula.trim_matches('$'), display(formula)).ok());
    // The parser of the test sorts the attributes.
    assert_eq!(shown, converted.map(sorted).collect::<Vec<Element>>());
    let sources = all(&html, "main p > code").into_iter().map(text_of).collect::<Vec<_>>();
    assert_eq!(sources.len(), 2);
    assert!(sources.iter().all(|source| formulas.contains(source)), "{sources:?}");
    // Long formulas can scroll, so they can get the focus.
    assert!(all(&html, "math[display=block]").len() > 20);
    assert_eq!(all(&html, "math.long[tabindex='0']").len(), all(&html, "math.long, math[tabindex]").len());
    assert!(all(&html, "math.long").len() > 20);
}

#[test]
fn a_short_formula_and_the_character_after_it_are_on_one_line() {
    let long = format!("${}$", ["x"; 25].join(" + "));
    let text = format!("The $k$-means of $a$, *$b$*; $c$ d, {long}, `e`, $f$é, $g$");
    let pages = vec![ContentPage {
        sections: vec![Section { text: Some(text.clone().into()), ..Section::default() }],
        ..ContentPage::default()
    }];
    let html = render(context(Content { pages, ..Content::default() }, Base::new("/")), &[], "/");
    let html = Html::parse_document(&html);
    let unbroken: Vec<String> = all(&html, ".unbroken").into_iter().map(text_of).collect();
    assert_eq!(unbroken, ["k-", "a,", "fé"]);
    let shown: String = all(&html, "main .markdown").into_iter().map(text_of).collect();
    assert_eq!(shown, text.replace(['$', '*', '`'], ""));
}

#[test]
fn formulas_in_titles_and_links_have_a_name_and_no_focus() {
    let source = r"$$\sum_{i=1}^n x_i = \int_0^1 f(x)\,dx + O(n \log n)$$";
    let math = convert(source.trim_matches('$'), Display::Label).unwrap();
    let label = ("aria-label", math.plain_text());
    assert_eq!(math.attributes, [("class", "long".to_owned()), label]);
    let link = parse(&format!("[{source}](/a/)")).blocks;
    let title = parse_title(source, TitleLinks::AsText);
    assert_eq!(title, [Inline::Math(Formula::new(source, Display::Label))]);
    assert!(matches!(&*link, [Block::Paragraph(content)]
        if matches!(&**content, [Inline::Link { content, .. }] if *content == title)));
}

#[test]
fn formulas_have_no_markup_of_html() {
    for (tex, expected) in [
        (r"\text{<script>alert(1)</script>}", Some("<script>alert(1)</script>")),
        (r"x < y \quad \text{a\&b}", Some("x < y a&b")),
        (r"\texttt{a_b}", None),
        (r"\href{javascript:alert(1)}{x}", None),
        (r"\url{https://a.example/}", None),
        (r"\class{x}{y}", None),
        (r"\style{color: red}{y}", None),
        (r"\htmlId{x}{y}", None),
        (r"\includegraphics{x}", None),
        (r"\def\a{\a\a}\a", None),
        (r"\newcommand{\a}{\a\a}\a", None),
        (r"\begin{align} x \label{a} \end{align}", Some("x")),
        (r"\color{red} x", Some("x")),
    ] {
        let math = convert(tex, Display::Block).ok();
        assert_eq!(math.as_ref().map(Element::plain_text).as_deref(), expected, "{tex}");
        math.iter().for_each(|math| is_allowed(math, 1));
    }
}

/// Formulas that are as long as is allowed, and nested as deeply as their length allows.
pub fn hard_formulas() -> Vec<String> {
    let nested = [
        ("{", "}"),
        ("{", ""),
        ("\\sqrt", ""),
        ("\\sqrt{", "}"),
        ("x^{", "}"),
        ("\\left(", "\\right)"),
        ("\\frac", ""),
        ("\\begin{matrix}", "\\end{matrix}"),
        ("{x\\over ", "}"),
        ("\\hat", ""),
        ("\\mathbf{", "}"),
        ("\\mathrm", ""),
        ("\\not", ""),
        ("\\overset{a}", ""),
        ("\\color{red}", ""),
        ("\\displaystyle ", ""),
        ("\\genfrac(){}{}", ""),
        ("\\mathop", ""),
        ("\\stackrel", ""),
        ("\\norm{", "}"),
        ("\\abs", ""),
        ("\\substack{", "}"),
        ("\\mathbbm", ""),
        ("\\nicefrac", ""),
        ("\\text{", "}"),
        ("\\tag{", "}"),
        ("\\ensuremath{", "}"),
        ("_", ""),
        ("'", ""),
        ("&", ""),
        ("\\\\", ""),
        ("x+", ""),
        ("\\int\\limits", ""),
        ("\\begin{align}", ""),
        ("\\middle|", ""),
    ];
    let repeated = |(start, end): (&str, &str)| {
        let times = MAX_LENGTH / (start.len() + end.len()) - 1;
        start.repeat(times) + "x" + &end.repeat(times)
    };
    let mut formulas: Vec<String> = nested.into_iter().map(repeated).collect();
    formulas.push("\\begin{matrix}".to_owned() + &"&".repeat(MAX_LENGTH / 2) + "\\end{matrix}");
    formulas.push("x".repeat(MAX_LENGTH + 1));
    formulas
}

#[test]
fn hard_formulas_take_bounded_stack() {
    // No thread has a smaller stack.
    let thread = thread::Builder::new().stack_size(1 << 20).spawn(|| {
        for tex in hard_formulas() {
            if let Ok(math) = convert(&tex, Display::Block) {
                is_allowed(&math, 1);
            }
        }
        let many = format!("${}$ ", hard_formulas().concat().replace('$', "")).repeat(3);
        parse(&many);
        parse(&"US$5-".repeat(20_000));
        parse(&"$`".repeat(20_000));
    });
    thread.unwrap().join().unwrap();
}

/// Parts of formulas, and of what is no formula.
fn pieces() -> Vec<String> {
    let mut pieces: Vec<String> =
        ["{", "}", "\\left", "\\right", "\\over", "&", "\\\\", "#1", "%", "\"", "<b>", "]]>", "<!--"]
            .into_iter()
            .chain([
                "\\color{red}",
                "\\href{javascript:x}{y}",
                "\\label{a}",
                "\\tag{1}",
                "\\ref{a}",
                "\\cancel",
                "\u{0}",
                "\u{202e}",
            ])
            .chain([
                "\\begin{align}",
                "\\end{align}",
                "\\begin{array}{c|c}",
                "\\end{array}",
                "\\hline",
                "\\begin{cases}",
                "😀",
                "\\",
            ])
            .map(str::to_owned)
            .collect();
    for (formula, _) in fixture() {
        let tex = formula.trim_matches('$').replace('\\', " \\");
        pieces.extend(tex.split_whitespace().map(str::to_owned));
    }
    pieces
}

proptest! {
    #[test]
    fn every_formula_becomes_allowed_elements(
        tex in prop::collection::vec(prop::sample::select(pieces()), 1..16),
        is_block in any::<bool>(),
    ) {
        let display = if is_block { Display::Block } else { Display::Inline };
        let formula = Formula::new(&format!("${}$", tex.join(" ")), display);
        if let Ok(math) = convert(formula.source.trim_matches('$'), display) {
            is_allowed(&math, 1);
            prop_assert!(!formula.text.contains(['\u{2061}', '\u{2062}']), "{}", formula.text);
        }
        let blocks = vec![Block::Paragraph(vec![Inline::Math(formula)])];
        prop_assert_eq!(decode(&json::encode(&blocks)), Some(blocks));
    }
}
