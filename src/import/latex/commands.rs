//! Commands of LaTeX with arguments.

use crate::import::inline::Mark;

/// What a command does with its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// Marks its argument.
    Mark(Mark),
    /// Has no effect on plain text: its argument remains.
    Keep,
    /// Has arguments that are not printed, then one that is.
    KeepAfter(usize),
    /// Is not printed, and neither are its arguments.
    Drop(usize),
    /// Encloses its argument.
    Enclose(&'static str, &'static str),
    /// Is a formula.
    Math,
    /// Is a URL.
    Url,
    /// Is a URL and its text.
    Link,
    /// Is a chemical formula.
    Chemistry,
    /// Is a space.
    Space,
    /// Changes the font up to the end of the group.
    Declare(Option<Mark>),
}

pub(super) fn action(command: &str) -> Option<Action> {
    use Action::*;
    Some(match command {
        "textit" | "emph" | "textsl" | "mkbibemph" | "mkbibitalic" | "mathit" | "citetitle" => Mark(EMPHASIS),
        "textbf" | "mkbibbold" | "strong" | "mathbf" => Mark(STRONG),
        "texttt" | "code" | "lstinline" | "verb" => Mark(CODE),
        "textsubscript" | "textinferior" | "subscript" => Mark(SUBSCRIPT),
        "textsuperscript" | "textsuperior" | "superscript" | "up" | "mkbibsuperscript" => Mark(SUPERSCRIPT),
        "textsc" | "textsf" | "textrm" | "text" | "textup" | "textmd" | "textnormal" | "mbox" | "hbox" | "fbox"
        | "underline" | "uline" | "ul" | "mathrm" | "mathsf" | "protect" | "MakeUppercase" | "MakeLowercase"
        | "uppercase" | "lowercase" | "bibnamefont" | "bibfnamefont" | "citenamefont" | "bibsc" | "bibinitdelim"
        | "autocap" | "mkbibacro" | "textlf" | "textlatin" | "textgreek" | "textcyrillic" | "ensureascii"
        | "nohyphens" | "mathcal" | "mathscr" | "mathfrak" | "boldsymbol" | "bm" | "operatorname" | "mathbb"
        | "mathtt" | "relsize" | "noun" | "surname" | "uppercasenonmath" | "sout" => Keep,
        "enquote" | "mkbibquote" | "textquote" | "blockquote" => Enclose("“", "”"),
        "mkbibparens" | "parentext" => Enclose("(", ")"),
        "mkbibbrackets" | "brackettext" => Enclose("[", "]"),
        "footnote" => Enclose(" (", ")"),
        "textcolor" | "foreignlanguage" | "bibinfo" | "bibfield" | "texorpdfstring" | "hyperlink" => KeepAfter(1),
        "noopsort" | "noop" | "sortnoop" | "SortNoop" | "NoopSort" | "switchargs" | "vphantom" | "hphantom"
        | "phantom" | "hspace" | "vspace" | "label" | "color" | "selectlanguage" | "BibitemOpen" | "natexlab" => {
            Drop(1)
        }
        "discretionary" => Drop(3),
        "ensuremath" => Math,
        "url" | "path" | "nolinkurl" => Url,
        "href" => Link,
        "ce" | "chem" => Chemistry,
        "," | ":" | ";" | " " | ">" | "quad" | "qquad" | "thinspace" | "enspace" | "space" | "newline"
        | "linebreak" | "par" | "addspace" | "nobreakspace" | "textnobreakspace" | "\n" | "\t" | "addnbspace"
        | "medspace" | "enskip" | "\\" => Space,
        "!" | "/" | "-" | "@" | "allowbreak" | "relax" | "xspace" | "noindent" | "newblock" | "nobreak"
        | "BibitemShut" | "leavevmode" | "bgroup" | "egroup" | "null" | "unskip" | "ignorespaces" | "nolimits"
        | "hfill" | "break" | "left" | "right" | "fussy" | "sloppy" | "noexpand" | "textcompwordmark" => Drop(0),
        "it" | "em" | "itshape" | "sl" | "slshape" => Declare(Some(EMPHASIS)),
        "bf" | "bfseries" | "boldmath" => Declare(Some(STRONG)),
        "tt" | "ttfamily" => Declare(Some(CODE)),
        "rm" | "sc" | "sf" | "scshape" | "rmfamily" | "sffamily" | "upshape" | "mdseries" | "normalfont" | "tiny"
        | "scriptsize" | "footnotesize" | "small" | "normalsize" | "large" | "Large" | "huge" | "cal" | "cyr" => {
            Declare(None)
        }
        _ => return None,
    })
}

const EMPHASIS: Mark = Mark::Emphasis;
const STRONG: Mark = Mark::Strong;
const CODE: Mark = Mark::Code;
const SUBSCRIPT: Mark = Mark::Subscript;
const SUPERSCRIPT: Mark = Mark::Superscript;
