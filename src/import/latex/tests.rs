use super::*;
use crate::import::escape::markdown_line;

#[track_caller]
fn check(latex: &str, expected: &str) {
    assert_eq!(markdown_line(parse(latex).parts), expected, "{latex}");
}

#[test]
fn accents_and_letters_become_unicode() {
    check(r#"G{\"o}del, G\"odel, G\"{o}del, {G}\"{o}del"#, "Gödel, Gödel, Gödel, Gödel");
    check(r#"Caf\'e na{\"\i}ve na\"{\i}ve \'{\i}"#, "Café naïve naïve í");
    check(r"\v{S}koda \c{c}a \c ca \k{a} \H{o} \u{g} \r{a} \d{h} \.I", "Škoda ça ça ą ő ğ å ḥ İ");
    check(r#"{\O}rsted \o re {\aa}ngstr{\"o}m \ss{} {\L}{\'o}d{\'z} \AE gir"#, "Ørsted øre ångström ß Łódź Ægir");
    check(r"L\^{e} D\~{u}ng \~{\^e}", "Lê Dũng ễ");
    check(r#"Say \'"#, "Say '");
}

#[test]
fn punctuation_becomes_unicode() {
    check("``Trust'' me --- 1--2 `a' don't", "“Trust” me — 1–2 ‘a’ don't");
    check("Fig.~1 and\n  more", "Fig. 1 and more");
    check(r"50\% of R\&D \_ \# \$5 {\&}amp; x", "50% of R&D _ # $5 & x");
    check("a -{}- b", "a -- b");
    check(r"\LaTeX{} and \TeX, \ldots{} \texttrademark", "LaTeX and TeX, … ™");
}

#[test]
fn commands_become_markup() {
    check(
        r"\emph{Anser} \textit{A} {\it B} {\em C\/} \textbf{D} {\bf E} \texttt{f}",
        "*Anser* *A* *B* *C* **D** **E** `f`",
    );
    check(
        r"CO$_2$ H$_{2}$O 29$^{th}$ x\textsuperscript{2} \textsubscript{i} \ce{H2SO4}",
        "CO~2~ H~2~O 29^th^ x^2^ ~i~ H~2~SO~4~",
    );
    check(r"$O(n \log n)$ and $\alpha$ and $n^{2}$ \(x\) $10$", "$O(n \\log n)$ and α and $n^{2}$ $x$ 10");
    check(r"The {DNA} of {{The}} \textsc{Quill} \mbox{x}", "The DNA of The Quill x");
    check("It costs $5 million and $10", "It costs $5 million and $10");
    check(r"\enquote{Yes}", "“Yes”");
    check("On <i>x</i> &amp; y", "On *x* & y");
}

#[test]
fn unknown_commands_keep_their_text() {
    let latex = parse(r"A \foo{bar} and \baz here");
    assert_eq!(latex.plain(), r"A bar and \baz here");
    assert_eq!(latex.unknown, [r"\foo{bar}", r"\baz"]);
}

#[test]
fn formulas_have_a_plain_text() {
    assert_eq!(plain_formula(r"\alpha_{i} \leq \mathrm{B}^2"), "α_i ≤B^2");
    assert_eq!(parse(r"$\sim$5 and $z \approx 6$").plain(), "∼5 and z ≈6");
}

#[test]
fn verbatim_texts_lose_their_escapes() {
    assert_eq!(verbatim(r"\url{http://a.example/\~{}ada/x\_y\%20z}"), "http://a.example/~ada/x_y%20z");
    assert_eq!(verbatim("{https://a.example/{\\_}b}"), "https://a.example/_b");
}

#[test]
fn deep_nesting_is_flattened() {
    let deep = "{".repeat(5000) + "x" + &"}".repeat(5000);
    assert_eq!(parse(&deep).plain(), "x");
    let deep = "\\emph{".repeat(5000) + "x";
    assert_eq!(parse(&deep).plain().replace("\\emph", ""), "x");
    assert!(parse(&("{\\it ".repeat(5000) + "x")).plain().ends_with('x'));
    assert!(parse(&"\\'".repeat(5000)).plain().len() < 20_000);
}
