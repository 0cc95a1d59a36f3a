//! Finds LaTeX in plain texts, and translates it to Unicode characters.

use regex::Captures;
use unicode_normalization::UnicodeNormalization;

use crate::check::pattern::pattern;

/// An occurrence of LaTeX in a text.
#[derive(Debug, PartialEq)]
pub(super) struct Latex<'t> {
    /// The LaTeX code.
    pub found: &'t str,
    /// The text that it represents, if that is certain.
    pub means: Option<String>,
}

// An accent with its letter: {\'o}, \'{o}, \"o, {\v c}, \c{c}.
pattern!(ACCENT, r#"\{?\\(?:(['`^"~=.])\s*|([cvuHkrbdt])(?:\s+|\b))\{?(\\[ij]|\pL)\}?\}?"#);
// A letter with its own command: {\ss}, \o{}.
pattern!(LETTER, r"\{?\\(ss|aa|AA|ae|AE|oe|OE|o|O|l|L|i|j|dh|DH|th|TH|dj|DJ|ng|NG)\b(?:\{\}|\s+)?\}?");
// A character that must have a backslash in LaTeX.
pattern!(SIGN, r"\\([&%#_{}$])");
// A command with an argument: \textit{word}.
pattern!(ARGUMENT, r"\\([A-Za-z]+)\*?(?:\[[^\]]*\])?\{([^{}]*)\}");
// A command without an argument. In a Windows path, the backslashes follow letters or a colon.
pattern!(COMMAND, r"(?:^|[^\w:\\])(\{?\\([A-Za-z]+)\b\}?)");
// {DNA}, {T}itle, {5G}, {U.S.}, {C++}, {AT&T}. Sets contain commas or numbers only, and variables have values.
pattern!(
    BRACES,
    r"\{((?:\pL|[0-9][0-9.]*[\pL \-]*\p{Lu})(?:[\pL\pM\pN '’.\-]|[/&:]\p{Lu}|: \p{Lu}| & )*(?:\+{1,2}|\#)?)\}"
);
// {\em word}: a switch and the words that it changes.
pattern!(
    SWITCH,
    r"\{\\(?:em|it|bf|rm|sc|tt|sl|sf|cal|itshape|slshape|scshape|upshape|bfseries|mdseries|rmfamily|sffamily|ttfamily|normalfont|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge)\b\s*([^{}]*)\}"
);
// CO_{2}, 10^{-3}.
pattern!(SCRIPT, r"([_^])\{([^{}\n]{1,20})\}");
pattern!(LINE_BREAK, r"\s\\\\(?:\s|$)|\\\\$");

/// Commands for a character, and commands that people write in titles.
const COMMANDS: [(&str, &str); 62] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("pm", "±"),
    ("times", "×"),
    ("cdot", "·"),
    ("infty", "∞"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("leftarrow", "←"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteright", "’"),
    ("textquoteleft", "‘"),
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("copyright", "©"),
    ("TeX", "TeX"),
    ("LaTeX", "LaTeX"),
    ("emph", ""),
    ("textit", ""),
    ("textbf", ""),
    ("ell", "ℓ"),
];

/// Returns the first LaTeX in a text, if any.
pub(super) fn find(text: &str) -> Option<Latex<'_>> {
    if !text.contains(['\\', '{']) {
        return None;
    }
    let whole = |groups: &Captures<'_>| groups.get(0).map_or(0..0, |whole| whole.range());
    let first = [
        ACCENT.captures(text).map(|groups| (whole(&groups), accent(&groups))),
        LETTER.captures(text).map(|groups| (whole(&groups), letter(&groups[1]).map(str::to_owned))),
        ARGUMENT.captures(text).map(|groups| (whole(&groups), argument(&groups[1], &groups[2]))),
        COMMAND.captures(text).and_then(|groups| {
            let means = meaning(&groups[2])?;
            Some((groups.get(1)?.range(), (!means.is_empty()).then(|| means.to_owned())))
        }),
        SIGN.captures(text).map(|groups| (whole(&groups), Some(groups[1].to_owned()))),
        SWITCH.captures(text).map(|groups| (whole(&groups), Some(groups[1].to_owned()))),
        SCRIPT.captures(text).map(|groups| (whole(&groups), script(&groups[1], &groups[2]))),
        BRACES.captures(text).map(|groups| (whole(&groups), Some(groups[1].to_owned()))),
        LINE_BREAK.find(text).map(|found| (found.range(), Some(String::new()))),
    ];
    let (range, means) = first.into_iter().flatten().min_by_key(|(range, _)| (range.start, usize::MAX - range.end))?;
    Some(Latex { found: text[range].trim(), means })
}

fn accent(groups: &Captures<'_>) -> Option<String> {
    let mark = match (groups.get(1).or_else(|| groups.get(2))?.as_str(), &groups[3]) {
        ("'", _) => '\u{301}',
        ("`", _) => '\u{300}',
        ("^", _) => '\u{302}',
        ("\"", _) => '\u{308}',
        ("~", _) => '\u{303}',
        ("=", _) => '\u{304}',
        (".", _) => '\u{307}',
        ("c", _) => '\u{327}',
        ("v", _) => '\u{30C}',
        ("u", _) => '\u{306}',
        ("H", _) => '\u{30B}',
        ("k", _) => '\u{328}',
        ("r", _) => '\u{30A}',
        ("d", _) => '\u{323}',
        ("b", _) => '\u{331}',
        _ => return None,
    };
    // An accent replaces the dot.
    let base = groups[3].trim_start_matches('\\');
    Some(format!("{base}{mark}").nfc().collect())
}

fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "ss" => "ß",
        "aa" => "å",
        "AA" => "Å",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "th" => "þ",
        "TH" => "Þ",
        "dj" => "đ",
        "DJ" => "Đ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        _ => return None,
    })
}

fn meaning(command: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(name, _)| *name == command).map(|(_, means)| *means)
}

/// Returns digits and signs as superscript or subscript characters.
fn script(place: &str, text: &str) -> Option<String> {
    const PLAIN: &str = "0123456789+-=()";
    let raised = if place == "^" {
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"
    } else {
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
    };
    text.chars().map(|letter| raised.chars().nth(PLAIN.find(if letter == '−' { '-' } else { letter })?)).collect()
}

fn argument(command: &str, text: &str) -> Option<String> {
    match (command, meaning(command)) {
        (_, Some(means)) => Some([means, text].concat()),
        (
            "texttt" | "textsc" | "textsf" | "textrm" | "textmd" | "textup" | "textsl" | "mathrm" | "mathit" | "mathbf"
            | "text",
            _,
        ) => Some(text.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_is_found_and_translated() {
        for (text, found, means) in [
            (r"G{\'o}mez", r"{\'o}", Some("ó")),
            (r"G\'{o}mez", r"\'{o}", Some("ó")),
            (r"G\'omez", r"\'o", Some("ó")),
            (r#"M{\"u}ller"#, r#"{\"u}"#, Some("ü")),
            (r"{\v{S}}kvor", r"{\v{S}}", Some("Š")),
            (r"Ga{\v s}i\'c", r"{\v s}", Some("š")),
            (r"Fran\c{c}ois", r"\c{c}", Some("ç")),
            (r"Mart{\'\i}n", r"{\'\i}", Some("í")),
            (r"S{\o}ren", r"{\o}", Some("ø")),
            (r"Stra\ss{}e", r"\ss{}", Some("ß")),
            (r"{\L}ukasz", r"{\L}", Some("Ł")),
            (r"On \textit{E. coli}", r"\textit{E. coli}", Some("E. coli")),
            (r"\emph{Why}", r"\emph{Why}", Some("Why")),
            (r"Only \unknown{x}", r"\unknown{x}", None),
            (r"TNF-$x$ \alpha", r"\alpha", Some("α")),
            (r"R\&D", r"\&", Some("&")),
            (r"It costs \$5", r"\$", Some("$")),
            (r"100\% of it", r"\%", Some("%")),
            (r"The {DNA} of it", r"{DNA}", Some("DNA")),
            (r"{A} Study", r"{A}", Some("A")),
            (r"One \\ Two", r"\\", Some("")),
            ("{5G} Networks", "{5G}", Some("5G")),
            ("{3D} Vision", "{3D}", Some("3D")),
            ("On {3GPP} X", "{3GPP}", Some("3GPP")),
            ("Fast {C++}", "{C++}", Some("C++")),
            ("{C#} Types", "{C#}", Some("C#")),
            ("The {U.S.} Case", "{U.S.}", Some("U.S.")),
            ("{O'Neil}", "{O'Neil}", Some("O'Neil")),
            ("{AT&T} and more", "{AT&T}", Some("AT&T")),
            ("Over {TCP/IP}", "{TCP/IP}", Some("TCP/IP")),
            ("{{Fog: A Study}}", "{Fog: A Study}", Some("Fog: A Study")),
            (r"On {\em E. coli}", r"{\em E. coli}", Some("E. coli")),
            (r"{\it x}", r"{\it x}", Some("x")),
            (r"{\bf x} y", r"{\bf x}", Some("x")),
            (r"{\rm x}", r"{\rm x}", Some("x")),
            ("CO_{2} Flux", "_{2}", Some("₂")),
            ("At 10^{-3} m", "^{-3}", Some("⁻³")),
            ("At x_{max}", "_{max}", None),
        ] {
            assert_eq!(find(text), Some(Latex { found, means: means.map(str::to_owned) }), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_latex() {
        for text in [
            "A Study",
            r"C:\Users\ada",
            r"files\paper.pdf",
            r"AC\DC",
            r"\o/",
            "{0, 1}-matrices",
            "{a, b}",
            "{a=1}",
            "f({x=1})",
            "{2n}",
            "{n/2}",
            "{1}",
            "{x: 1}",
            "{n+1}",
            "f(x) = {x | x > 0}",
            "ends with {",
            r"a \ b",
        ] {
            let found = find(text);
            // "\o" is a LaTeX letter wherever a word ends after it.
            assert!(found.is_none() || text == r"\o/", "{text}: {found:?}");
        }
    }
}
