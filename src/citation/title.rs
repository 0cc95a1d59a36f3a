//! The titles of publications in the markup of BibTeX and CSL.

use crate::{
    citation::{
        latex::{braced, escaped},
        text::line,
        title_case,
    },
    content::Title,
    markdown::{Inline, Style},
};

/// Returns the title in LaTeX. Words that styles would spoil are in braces ([`title_case`]).
pub(crate) fn latex(title: &Title) -> String {
    if title.markup().is_empty() {
        return protected(&line(title));
    }
    let mut pieces = Vec::new();
    let mut end = 0;
    title_case::pieces(title, &mut |piece, needs_braces| {
        end += piece.len();
        pieces.push((end, needs_braces));
    });
    let mut latex = String::new();
    LatexWriter { pieces, position: 0, depth: 0 }.inlines(title.markup(), &mut latex);
    latex
}

fn protected(title: &str) -> String {
    let mut protected = String::new();
    title_case::pieces(title, &mut |piece, needs_braces| {
        protected.push_str(&if needs_braces { braced(piece) } else { escaped(piece) });
    });
    protected
}

/// A writer of inline elements as LaTeX.
struct LatexWriter {
    /// The pieces of the whole text: where each ends, and whether it needs braces.
    pieces: Vec<(usize, bool)>,
    /// The length of the text that is written.
    position: usize,
    /// The number of commands around the text. Their braces protect it too.
    depth: usize,
}

impl LatexWriter {
    fn inlines(&mut self, content: &[Inline], latex: &mut String) {
        for inline in content {
            match inline {
                Inline::Text(text) => self.text(text, latex),
                Inline::Code(text) => {
                    self.position += text.len();
                    latex.extend(["\\texttt{", &escaped(text), "}"]);
                }
                Inline::Math(formula) => {
                    self.position += formula.text.len();
                    let tex = formula.source.trim_matches('$');
                    // Styles lower capitals outside of braces.
                    latex.push_str(&if is_balanced(tex) {
                        ["{$", tex, "$}"].concat()
                    } else {
                        braced(&formula.source)
                    });
                }
                Inline::Styled(style, content) => {
                    let command = match style {
                        Style::Emphasis => "\\emph{",
                        Style::Strong => "\\textbf{",
                        Style::Subscript => "\\textsubscript{",
                        Style::Superscript => "\\textsuperscript{",
                        // Titles have no such text.
                        Style::Strikethrough => "{",
                    };
                    self.depth += 1;
                    let mut inner = String::new();
                    self.inlines(content, &mut inner);
                    self.depth -= 1;
                    // A backslash right after a brace would begin a "special character" of BibTeX, which styles lower.
                    let (open, close) = if inner.starts_with('\\') { ("{", "}") } else { ("", "") };
                    latex.extend([command, open, &inner, close, "}"]);
                }
                // Titles have none of these.
                Inline::Link { .. } | Inline::Image(_) | Inline::Break => {}
            }
        }
    }

    fn text(&mut self, text: &str, latex: &mut String) {
        let mut rest = text;
        while !rest.is_empty() {
            let piece = self.pieces.partition_point(|(end, _)| *end <= self.position);
            let (end, needs_braces) = self.pieces.get(piece).copied().unwrap_or((usize::MAX, false));
            let (part, after) = rest.split_at((end - self.position).min(rest.len()));
            let needs_braces = needs_braces && self.depth == 0 && part.contains(char::is_alphabetic);
            latex.push_str(&if needs_braces { braced(part) } else { escaped(part) });
            self.position += part.len();
            rest = after;
        }
    }
}

/// Returns `true` if every brace of TeX code has its counterpart. BibTeX counts the braces after backslashes too.
fn is_balanced(tex: &str) -> bool {
    let mut depth = 0_i32;
    for letter in tex.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// Returns the title with the tags of CSL's rich text: `<i>`, `<b>`, `<sub>` and `<sup>` (CSL 1.0.2, appendix IV).
pub(crate) fn csl(title: &Title) -> String {
    fn write(content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Math(formula) => out.push_str(&formula.text),
                Inline::Styled(style, content) => {
                    let tag = match style {
                        Style::Emphasis => "i",
                        Style::Strong => "b",
                        Style::Subscript => "sub",
                        Style::Superscript => "sup",
                        Style::Strikethrough => {
                            write(content, out);
                            continue;
                        }
                    };
                    out.extend(["<", tag, ">"]);
                    write(content, out);
                    out.extend(["</", tag, ">"]);
                }
                Inline::Link { .. } | Inline::Image(_) | Inline::Break => {}
            }
        }
    }
    let mut out = String::new();
    write(title.markup(), &mut out);
    if out.is_empty() { line(title) } else { line(&out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::read;

    #[track_caller]
    fn check(source: &str, expected_latex: &str, expected_csl: &str) {
        let text = format!(
            r#"{{ "person": {{ "name": "Ada" }}, "pages": [],
                "publications": [{{ "id": "a", "title": {} }}] }}"#,
            serde_json::to_string(source).unwrap()
        );
        let content = read(&text).unwrap().content;
        let title = &content.publications[0].title;
        assert_eq!((latex(title).as_str(), csl(title).as_str()), (expected_latex, expected_csl));
    }

    #[test]
    fn titles_keep_their_markup() {
        check(
            "Growth of *Anser fennicus* quills under CO~2~",
            "Growth of \\emph{Anser fennicus} quills under {CO}\\textsubscript{2}",
            "Growth of <i>Anser fennicus</i> quills under CO<sub>2</sub>",
        );
        check("An $O(n \\log n)$ bound", "An {$O(n \\log n)$} bound", "An O(n log n) bound");
        check("$K_3$-free and $\\foo$", "{$K_3$}-free and {$\\foo$}", "K₃-free and $\\foo$");
        check(
            "The 2^nd^ **GPU** `a_b`",
            "The 2\\textsuperscript{nd} \\textbf{GPU} \\texttt{a\\_b}",
            "The 2<sup>nd</sup> <b>GPU</b> a_b",
        );
        check("**`fogd` and DNA**", "\\textbf{{\\texttt{fogd} and DNA}}", "<b>fogd and DNA</b>");
        check("CacheGen: *KV* Cache & Co.", "{CacheGen}: \\emph{KV} Cache \\& Co.", "CacheGen: <i>KV</i> Cache & Co.");
    }

    #[test]
    fn titles_keep_their_capitals_and_special_characters() {
        #[track_caller]
        fn check(title: &str, expected: &str) {
            assert_eq!(latex(&Title::from(title.to_owned())), expected);
        }
        check("CacheGen: KV cache", "{CacheGen}: {KV} cache");
        check("100% of $x_i$ & more", "100\\% of \\$x\\_i\\$ \\& more");
        check(
            "a\\b {c} ~^",
            "a\\textbackslash{}b \\textbraceleft{}c\\textbraceright{} \\textasciitilde{}\\textasciicircum{}",
        );
        check("$M is no special character", "\\${M} is no special character");
        check("the --help flag --- a|b <c>", "the -{}-help flag -{}-{}- a\\textbar{}b \\textless{}c\\textgreater{}");
    }

    #[test]
    fn math_with_unbalanced_braces_is_text() {
        check("A $\\{x$ b", "A {{\\$\\textbackslash{}\\textbraceleft{}x\\$}} b", "A {x b");
    }
}
