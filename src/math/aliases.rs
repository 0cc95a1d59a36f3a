//! Commands and environments of LaTeX and its usual packages that the converter does not have, in terms of those that it has.

use std::borrow::Cow;

/// Commands with their definitions. `#1` is the first argument. Most have none, because long chains of macros with arguments
/// overflow the stack of the converter.
pub(super) const MACROS: [(&str, &str); 35] = [
    ("AA", r"\mathring{\mathrm{A}}"),
    ("abs", r"\left\lvert #1\right\rvert"),
    ("allowbreak", ""),
    ("angstrom", r"\mathring{\mathrm{A}}"),
    ("celsius", r"{}^\circ\mathrm{C}"),
    ("dotsb", r"\cdots"),
    ("dotsc", r"\ldots"),
    ("dotsi", r"\cdots"),
    ("dotsm", r"\cdots"),
    ("dotso", r"\ldots"),
    ("ensuremath", ""),
    ("ketbra", r"\lvert #1\rangle\langle #2\rvert"),
    ("mathbbm", r"\mathbb"),
    ("mathds", r"\mathbb"),
    ("mathnormal", ""),
    ("mathup", r"\mathrm"),
    ("micro", r"\mu"),
    ("nicefrac", r"\tfrac"),
    ("nobreak", ""),
    ("norm", r"\left\lVert #1\right\rVert"),
    ("ohm", r"\Omega"),
    ("pmb", r"\boldsymbol"),
    ("relax", ""),
    ("sfrac", r"\tfrac"),
    ("smallsetminus", r"\setminus"),
    ("substack", r"\begin{subarray}{c}#1\end{subarray}"),
    ("Tr", r"\operatorname{Tr}"),
    ("tr", r"\operatorname{tr}"),
    ("upmu", r"\mu"),
    ("varinjlim", r"\injlim"),
    ("varliminf", r"\liminf"),
    ("varlimsup", r"\limsup"),
    ("varprojlim", r"\projlim"),
    ("widecheck", r"\check"),
    ("widetilde", r"\tilde"),
];

/// Commands whose argument is text. A macro cannot have such arguments.
const TEXT_COMMANDS: [&str; 3] = ["mbox", "hbox", "textup"];

/// Environments. Pages do not number formulas.
const ENVIRONMENTS: [(&str, &str); 11] = [
    ("align", "align*"),
    ("displaymath", "equation*"),
    ("eqnarray", "array}{rcl"),
    ("eqnarray*", "array}{rcl"),
    ("equation", "equation*"),
    ("flalign", "align*"),
    ("flalign*", "align*"),
    ("gather", "gather*"),
    ("multline", "multline*"),
    ("smallmatrix", "matrix"),
    ("split", "aligned"),
];

/// Returns TeX code in which the aliases are replaced that a macro cannot define. Labels are removed, because pages have no
/// references to formulas. A tag follows its formula, on the same line.
pub(super) fn replaced(tex: &str) -> Cow<'_, str> {
    let mut replaced = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(start) = tex[at..].find('\\').map(|start| at + start) {
        let rest = &tex[start + 1..];
        let length = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (command, after) = rest.split_at(length);
        // The second character of an escape, such as "\\".
        let escaped = if length == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { 0 };
        let end = start + 1 + length + escaped;
        at = end;
        let mut replace = |replacement: &str, end: usize| {
            replaced.extend([&tex[kept..start], replacement]);
            kept = end;
            at = end;
        };
        let argument = after.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(argument, _)| argument);
        match (command, argument) {
            ("begin" | "end", Some(name)) => {
                if let Some((_, known)) = ENVIRONMENTS.iter().find(|(alias, _)| *alias == name) {
                    let known = if command == "end" { known.split('}').next().unwrap_or(known) } else { known };
                    replace(&["\\", command, "{", known, "}"].concat(), end + name.len() + 2);
                }
            }
            ("label", Some(label)) => replace("", end + label.len() + 2),
            ("tag", Some(tag)) => replace(&["\\qquad\\text{(", tag, ")}"].concat(), end + tag.len() + 2),
            ("tag", None) if after.starts_with("*{") => replace("\\qquad\\text", end + 1),
            ("nonumber" | "notag", _) => replace("", end),
            _ if TEXT_COMMANDS.contains(&command) => replace("\\text", end),
            _ => {}
        }
    }
    if kept == 0 {
        return Cow::Borrowed(tex);
    }
    replaced.push_str(&tex[kept..]);
    Cow::Owned(replaced)
}
