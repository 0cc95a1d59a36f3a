use proptest::prelude::*;
use pulldown_cmark::Event;

use crate::{
    markdown::{images::each_image, limits::MAX_CONTAINER_MARKERS, parse::events, *},
    url::SafeUrl,
    util::json,
};

/// Checks the tree of a text. In `expected`, texts are quoted and ` ! ` precedes each refused URL. Also checks that the
/// JSON codec preserves the tree.
#[track_caller]
fn check(source: &str, expected: &str) {
    let document = parse(source);
    let json = json::encode(&document.blocks);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
    assert_eq!(decode(&json).as_ref(), Some(&document.blocks), "{json}");
    let mut shown = show_all(&document.blocks);
    for error in &document.url_errors {
        shown += " ! ";
        shown += &error.url;
    }
    assert_eq!(shown.trim_start(), expected, "from {source:?}");
}

fn show_all(blocks: &[Block]) -> String {
    blocks.iter().map(show_block).collect::<Vec<_>>().join(" ")
}

fn show_block(block: &Block) -> String {
    match block {
        Block::Paragraph(content) => format!("p({})", show(content)),
        Block::Heading { level, content } => format!("h{level}({})", show(content)),
        Block::List { start, tight, items } => {
            let start = start.map_or("ul".to_owned(), |start| format!("ol{start}"));
            let loose = if *tight { "" } else { "-loose" };
            let items: Vec<_> = items.iter().map(|item| show_all(item)).collect();
            format!("{start}{loose}({})", items.join(" | "))
        }
        Block::Quote(blocks) => format!("quote({})", show_all(blocks)),
        Block::Code { language, text } => {
            format!("pre:{}({text:?})", language.as_deref().unwrap_or_default())
        }
        Block::Table { alignments, head, rows } => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| show(cell)).collect::<Vec<_>>().join(" | ");
            let rows: Vec<_> = [head].into_iter().chain(rows).map(row).collect();
            format!("table:{alignments:?}({})", rows.join(" / "))
        }
        Block::Rule => "hr".to_owned(),
    }
}

fn show(content: &[Inline]) -> String {
    let title = |title: &Option<String>| title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
    let show_inline = |inline: &Inline| match inline {
        Inline::Text(text) => format!("'{text}'"),
        Inline::Styled(style, content) => {
            let name = match style {
                Style::Emphasis => "em",
                Style::Strong => "strong",
                Style::Strikethrough => "del",
                Style::Subscript => "sub",
                Style::Superscript => "sup",
            };
            format!("{name}({})", show(content))
        }
        Inline::Math(formula) => {
            format!(
                "{}({:?}, {:?})",
                if formula.mathml.contains("\"block\"") { "block" } else { "math" },
                formula.source,
                formula.text
            )
        }
        Inline::Code(text) => format!("`{text}`"),
        Inline::Link { url, title: t, content } => {
            format!("a:{url}{}({})", title(t), show(content))
        }
        Inline::Image(Image { src, alt, title: t, width, height, .. }) => {
            let size = if (*width, *height) == (0, 0) { String::new() } else { format!("[{width} {height}]") };
            format!("img:{src}{}{size}({alt})", title(t))
        }
        Inline::Break => "br".to_owned(),
    };
    content.iter().map(show_inline).collect::<Vec<_>>().join(" ")
}

#[test]
fn markdown_becomes_a_tree() {
    for (source, tree) in [
        ("", ""),
        ("a *b* **c** ~~d~~ `e`", "p('a ' em('b') ' ' strong('c') ' ' del('d') ' ' `e`)"),
        ("a\nb  \nc\\\nd", "p('a b' br 'c' br 'd')"),
        ("a\r\n\r\nb", "p('a') p('b')"),
        ("AT&T &amp; &copy; &#x41; \\*", "p('AT&T & © A *')"),
        ("# a\n\nb\n===\n\n### *c* {#d}", "h1('a') h1('b') h3(em('c') ' {#d}')"),
        ("- a\n- b *c*\n  - d\n", "ul(p('a') | p('b ' em('c')) ul(p('d')))"),
        ("- a\n\n- b", "ul-loose(p('a') | p('b'))"),
        ("- a\n-\n- b", "ul(p('a') |  | p('b'))"),
        ("- a\n\n  - b\n  - c", "ul-loose(p('a') ul(p('b') | p('c')))"),
        ("3. a\n4. b\n   > c\n\n   d", "ol3-loose(p('a') | p('b') quote(p('c')) p('d'))"),
        ("> a\nb\n>\n> c", "quote(p('a b') p('c'))"),
        ("```rust ignore\na <b> &amp;\n\n c\n```", "pre:rust(\"a <b> &amp;\\n\\n c\\n\")"),
        ("    a\n    b", "pre:(\"a\\nb\")"),
        (
            "|a|b|c|\n|-|:-:|-:|\n|*d*|`e\\|f`|\n|g|h|i|j|",
            "table:[None, Center, Right]('a' | 'b' | 'c' / em('d') | `e|f` |  / 'g' | 'h' | 'i')",
        ),
        ("a\n\n---\n\nb", "p('a') hr p('b')"),
        ("[a *b*](c \"d\")", "p(a:c \"d\"('a ' em('b')))"),
        ("[a][b] [b][] [b]\n\n[b]: <#c d> 'e'", "p(a:#c d \"e\"('a') ' ' a:#c d \"e\"('b') ' ' a:#c d \"e\"('b'))"),
        ("<https://a.b/c?d&e> <a@b.c>", "p(a:https://a.b/c?d&e('https://a.b/c?d&e') ' ' a:mailto:a@b.c('a@b.c'))"),
        ("https://a.b www.a.b a@b.c", "p('https://a.b www.a.b a@b.c')"),
        ("![a *b*](c.png \"d\") ![](https://a.b/c)", "p(img:c.png \"d\"(a b) ' ' img:https://a.b/c())"),
        ("[![a](b.png)](/c/)", "p(a:/c/(img:b.png(a)))"),
        ("\"a\" -- b... [^1] [ ] :x:", "p('\"a\" -- b... [^1] [ ] :x:')"),
        ("$y$ and $x^2$-a", "p(math(\"$y$\", \"y\") ' and ' math(\"$x^2$\", \"x²\") '-a')"),
        ("a\n$$\n\\frac{a}{b}\n$$", "p('a ' block(\"$$\\n\\\\frac{a}{b}\\n$$\", \"a/b\"))"),
        ("[$$y$$](/a/)", "p(a:/a/(math(\"$$y$$\", \"y\")))"),
        ("from $5 to $10, $ x $ and \\$y$", "p('from $5 to $10, $ x $ and $y$')"),
        ("**US$5** or *A$10* or A$15", "p(strong('US$5') ' or ' em('A$10') ' or A$15')"),
        ("`$x$` <https://a.example/$x$>", "p(`$x$` ' ' a:https://a.example/$x$('https://a.example/$x$'))"),
        ("[a](/b$c$d/) ![$x$](/a.png)", "p(a:/b$c$d/('a') ' ' img:/a.png(x))"),
        ("$\\foo$ $\\frac{a$", "p(math(\"$\\\\foo$\", \"$\\\\foo$\") ' $\\frac{a$')"),
        ("<div>\n$x$\n</div>", "p('$x$')"),
        ("[a]: b\n", ""),
        ("# \n\n> \n\n-\n\n```\n```\n\n|||\n|-|-|", ""),
    ] {
        check(source, tree);
    }
}

#[test]
fn hostile_urls_are_refused() {
    for (source, tree) in [
        ("[a](javascript:alert(1))", "p('a') ! javascript:alert(1)"),
        ("b [a *c*](javascript:x) d", "p('b a ' em('c') ' d') ! javascript:x"),
        ("[a](JaVaScRiPt:x)", "p('a') ! JaVaScRiPt:x"),
        ("[a](&#106;avascript:x)", "p('a') ! javascript:x"),
        ("[a](&#x6A;avascript&colon;x)", "p('a') ! javascript:x"),
        ("[a](&#0000106avascript:x)", "p(a:&#0000106avascript:x('a'))"),
        ("[a](java&Tab;script:x)", "p('a') ! java\tscript:x"),
        ("[a](java&NewLine;script:x)", "p('a') ! java\nscript:x"),
        ("[a](java&#10;script&#13;:x)", "p('a') ! java\nscript\r:x"),
        ("[a](java&#x200b;script:x)", "p('a') ! java\u{200b}script:x"),
        ("[a](&#1;javascript:x)", "p('a') ! \u{1}javascript:x"),
        ("[a](&nbsp;javascript:x)", "p('a') ! \u{a0}javascript:x"),
        ("[a](java\u{ad}script:x)", "p('a') ! java\u{ad}script:x"),
        ("[a](<java\tscript:x>)", "p('a') ! java\tscript:x"),
        ("[a](< javascript:x >)", "p('a') !  javascript:x "),
        ("[a](<java\nscript:x>)", "p('[a]()')"),
        ("[a](java\nscript:x)", "p('[a](java script:x)')"),
        ("[a](javascript\\:x)", "p('a') ! javascript:x"),
        ("[a](java\\script:x)", "p(a:java/script:x('a'))"),
        ("[a](javascript%3Ax)", "p(a:javascript%3Ax('a'))"),
        ("[a](javascript&amp;colon;x)", "p(a:javascript&colon;x('a'))"),
        ("[a](data:text/html;base64,PHNjcmlwdD4=)", "p('a') ! data:text/html;base64,PHNjcmlwdD4="),
        ("[a](vbscript:x)", "p('a') ! vbscript:x"),
        ("[a](blob:https://b.c/d)", "p('a') ! blob:https://b.c/d"),
        ("[a](file:///etc/passwd)", "p('a') ! file:///etc/passwd"),
        ("[a](ftp://b.c)", "p('a') ! ftp://b.c"),
        ("[a](//evil)", "p('a') ! //evil"),
        ("[a](/\\evil)", "p('a') ! /\\evil"),
        ("[a](\\\\\\\\evil)", "p('a') ! \\\\evil"),
        ("[a](/&Tab;/evil)", "p('a') ! /\t/evil"),
        ("[a](https:evil)", "p('a') ! https:evil"),
        ("[a]()", "p('a') ! "),
        ("[a](<>)", "p('a') ! "),
        ("[a][b]\n\n[b]: javascript:x", "p('a') ! javascript:x"),
        ("[a][] [a]\n\n[A]: &#106;avascript:x 'c'", "p('a a') ! javascript:x ! javascript:x"),
        ("<javascript:alert(1)>", "p('javascript:alert(1)') ! javascript:alert(1)"),
        ("<JAVASCRIPT:x> <data:,x>", "p('JAVASCRIPT:x data:,x') ! JAVASCRIPT:x ! data:,x"),
        ("<java&#115;cript:x>", "p('<javascript:x>')"),
        ("![a](data:image/svg+xml,x)", "p('a') ! data:image/svg+xml,x"),
        ("![a *b*](http://c.d/e.png) f", "p('a b f') ! http://c.d/e.png"),
        ("![](javascript:x)", " ! javascript:x".trim_start()),
        ("![a](#b)", "p('a') ! #b"),
        ("[![a](javascript:x)](https://b.c)", "p(a:https://b.c('a')) ! javascript:x"),
        ("[![a](b.png)](javascript:x)", "p(img:b.png(a)) ! javascript:x"),
        ("![a [b](https://c.d) e](f.png)", "p(img:f.png(a b e))"),
        ("![a [b](javascript:x) e](f.png)", "p(img:f.png(a b e)) ! javascript:x"),
        ("![a ![b](c.png) d](data:,)", "p('a b d') ! data:,"),
        ("[a [b](javascript:x)](javascript:y)", "p('[a b](javascript:y)') ! javascript:x"),
        ("[a](b \"\\\" onclick=alert(1)\")", "p(a:b \"\\\" onclick=alert(1)\"('a'))"),
        ("[a](b\"onclick=x)", "p(a:b\"onclick=x('a'))"),
        ("[](https://a.b) c", "p(' c')"),
        ("[ ![](javascript:x) ](https://a.b)c", "p('  c') ! javascript:x"),
        ("# [a](javascript:x)", "h1('a') ! javascript:x"),
        ("|[a](javascript:x)|\n|-|", "table:[None]('a') ! javascript:x"),
        ("- > [a](javascript:x)", "ul(quote(p('a'))) ! javascript:x"),
    ] {
        check(source, tree);
    }
}

#[test]
fn html_leaves_only_its_text() {
    for (source, tree) in [
        ("a<!-- b -->c", "p('ac')"),
        ("a <!-- [b](javascript:x)\nc --> d", "p('a  d')"),
        ("<!-- a\n\nb\n-->\n\nc", "p('c')"),
        ("<!-- a --> b\nc", "p('b') p('c')"),
        ("a\n\n<!-- b\n\nc", "p('a')"),
        ("a <!-- b\nc", "p('a ')"),
        ("a <!-- b\n\nc", "p('a ') p('c')"),
        ("a <!-- b\n\n- c\n\n--> d", "p('a ') p(' d')"),
        ("a <!--> b --> c", "p('a  b --> c')"),
        ("<!---> a", "p('a')"),
        ("<!-- a -- > b --!> c --> d", "p('d')"),
        ("a \\<!-- b", "p('a <!-- b')"),
        ("a &lt;!-- b", "p('a <!-- b')"),
        ("`<!-- a` <!-- b -->", "p(`<!-- a` ' ')"),
        ("```\n<!-- a\n<\n```", "pre:(\"<!-- a\\n<\\n\")"),
        ("a<script>alert('*b*')</script>c", "p('ac')"),
        ("a<ScRiPt src=x>*b\n[c](javascript:x)*</sCrIpT\t>d", "p('ad')"),
        ("<script>alert(1)</script>", ""),
        ("<script>alert(1)</script> a", "p('a')"),
        ("<SCRIPT\ntype=x>\n\na\n\n# b\n</SCRIPT>\nc", "p('c')"),
        ("<script>\n\na\n\nb", ""),
        ("a <script> b\nc", "p('a ')"),
        ("a <script> b\n\nc", "p('a ') p('c')"),
        ("a <script> b\n\n- c\n\nd </script> e", "p('a ') p(' e')"),
        ("- a <script> b\n  - c\n- d", "ul(p('a ') ul(p('c')) | p('d'))"),
        ("# a <script> b\nc", "h1('a ') p('c')"),
        ("|a<script>|b|\n|-|-|\n|c|d|", "table:[None, None]('a' | 'b' / 'c' | 'd')"),
        ("*a <script> b* c </script>d", "p(em('a ') 'd')"),
        ("[a<script>](https://b.c)d</script>", "p(a:https://b.c('a'))"),
        ("a<script>[b</script>c](https://d.e)", "p('ac')"),
        ("a<script>![b](c.png)<br>`d`  \n---\n</script>e", "h2('a') p('e')"),
        ("<div>\n<script>\n\nalert(1)\n\n</script>\n</div>a", "p('a')"),
        ("<div>a<script>\n\nalert(1)\n\n    b\n\n***\n</script>c</div>", "p('a') p('c')"),
        ("<div>\n<script>\n\nalert(1)", ""),
        ("> <script>\n\na", "p('a')"),
        ("> <div><style>\n>\n> a\n\nb", "p('b')"),
        ("<div><!--\n\na\n\n- b --> c\n</div>", "ul(p(' c'))"),
        ("<div><script a='</script>'>b</script>c</div>", "p('c')"),
        ("<style>a{}</style>b", "p('b')"),
        ("a <style>b</STYLE >c", "p('a c')"),
        ("<style>\n\na", ""),
        ("<style><script></style>a</script>", "p('a')"),
        ("a <script><style></script>b</style>c", "p('a bc')"),
        ("a <script><!--</script>b-->c", "p('a c')"),
        ("a <!-- <script> -->b</script>", "p('a b')"),
        ("a <script></scriptx></ script>b</script >c", "p('a c')"),
        ("<svg><style>a</style><script>b</script>c</svg>", "p('c')"),
        ("a <script/src=x>b</script>c", "p('a c')"),
        ("a <script b", "p('a ')"),
        ("a </script> b </style>", "p('a  b ')"),
        ("<script-x>a</script-x>", "p('a')"),
        ("a<?php b ?>c<!X d>e<![CDATA[f<b>]]>g", "p('aceg')"),
        ("<?php\n\na\n\n?>\nb", "p('b')"),
        ("<!DOCTYPE html>\n<![CDATA[\n\n*a*\n\n]]>\nb", "p('b')"),
        ("<div>a<![CDATA[b]]>c<?d?><!E f>g</div>", "p('acg')"),
        ("a <! b > 3 <!> <?", "p('a <! b > 3 <!> ')"),
    ] {
        check(source, tree);
    }
}

#[test]
fn tags_are_removed() {
    for (source, tree) in [
        ("a<b onclick='x>y'>c</b>d", "p('acd')"),
        ("a <img src=x onerror=alert(1)> b", "p('a  b')"),
        ("<img src=x onerror=alert(1)>", ""),
        ("<svg onload=alert(1)>", ""),
        ("<svg/onload=alert(1)>a", "p('<svg/onload=alert(1)>a')"),
        ("<a href=\"javascript:x\">*b*</a>", "p(em('b'))"),
        ("a<br>b<BR />c", "p('a' br 'b' br 'c')"),
        ("<iframe src=data:,x>a</iframe>", "p('a')"),
        ("<div>*a* &lt;b&gt; &amp;amp; &#42;c</div>", "p('*a* <b> &amp; *c')"),
        ("<div>\n\n*a*\n\n</div>", "p(em('a'))"),
        ("<p>a</p><p>b</p>\n<ul><li>c<li>d</ul>", "p('a') p('b') p('c') p('d')"),
        ("<table>\n  <tr>\n    <td>a</td>\n    <td>b</td>\n</table>", "p('a') p('b')"),
        ("<p>a<br>\n b<br/></p>", "p('a' br 'b')"),
        ("<p>a  \nb\\\nc</p>", "p('a b\\ c')"),
        ("<p># a\n- b\n1. c\n> d\n---\n    e\n```\n|f|\n|-|", "p('# a - b 1. c > d --- e ``` |f| |-|')"),
        ("<p>[a](javascript:x) [b]: c\n[d]: e", "p('[a](javascript:x) [b]: c [d]: e')"),
        ("<p>&#60;script&#62;a&lt;/script&gt;</p>", "p('<script>a</script>')"),
        ("<pre>\na\n\nb</pre>", "p('a') p('b')"),
        ("<div\nonclick=x", "p('<div onclick=x')"),
        ("<div a=\"><script>b</script>", "p('<div a=\"><script>b</script>')"),
        ("<div a=\"b>c\" d='>'>e", "p('e')"),
        ("<scr<script>ipt>alert(1)</script>", "p('<scr')"),
        ("<div><scr<script>ipt>alert(1)</script>b</div>", "p('ipt>alert(1)b')"),
        ("<div><<b>script>alert(1)<<b>/script></div>", "p('<script>alert(1)</script>')"),
        ("<div><<script></script>script>a</div>", "p('<script>a')"),
        ("<div><https://a.b> 1<2 <3 </ x></div>", "p('1<2 <3 </ x>')"),
        ("- <div>a</div>\n- b", "ul(p('a') | p('b'))"),
        ("   <div>\r\n\ta\r\n   </div>", "p('a')"),
        ("> <div>\n> a", "quote(p('a'))"),
        ("a <details><summary>b</summary> c </details>", "p('a b c ')"),
        ("<textarea><script>a</script>b</textarea>", "p('b')"),
        ("<math><mi//xlink:href=\"data:x,<script>\">a", "p('<mi//xlink:href=\"data:x,')"),
        ("<x \"<b>", "p('<x \"')"),
    ] {
        check(source, tree);
    }
}

#[test]
fn headings_are_demoted_below_the_page_heading() {
    for (source, base, levels) in [
        ("# a\n### b\n## c\n# d", 2, "h3 h4 h4 h3"),
        ("### a\n# b\n###### c", 2, "h3 h3 h4"),
        ("# a\n> ### b\n> # c\n\n- ## d\n  #### e", 1, "h2 h3 h2 h3 h4"),
        ("# a\n## b\n### c\n#### d", 4, "h5 h6 h6 h6"),
        ("# a", 255, "h6"),
    ] {
        let shown = show_all(&demote_headings(parse(source).blocks, base));
        let shown: Vec<_> =
            shown.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.starts_with('h')).collect();
        assert_eq!(shown.join(" "), levels, "from {source:?}");
    }
}

#[test]
fn plain_text_has_no_markup() {
    let source = "# a *b*\n\nc\\\n[d](e) ![f](g)\n\n- h\n  > i\n- `j`\n\n---\n\n    k\n    l\n\n|m|n|\n|-|-|\n|o|p|";
    assert_eq!(plain_text(&parse(source).blocks), "a b\nc d f\nh\ni\nj\nk\nl\nm n \no p");
}

/// Returns the depth of the tree. The walk is not recursive, so that only the parser limits the depth.
fn depth(blocks: &[Block]) -> usize {
    let mut depth = 0;
    let mut open: Vec<(usize, &Block)> = blocks.iter().map(|block| (1, block)).collect();
    let mut inlines: Vec<(usize, &Inline)> = Vec::new();
    while let Some((level, block)) = open.pop() {
        depth = depth.max(level);
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                inlines.extend(content.iter().map(|inline| (level + 1, inline)));
            }
            Block::List { items, .. } => {
                open.extend(items.iter().flatten().map(|block| (level + 2, block)));
            }
            Block::Quote(blocks) => open.extend(blocks.iter().map(|block| (level + 1, block))),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                inlines.extend(cells.flatten().map(|inline| (level + 2, inline)));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
    while let Some((level, inline)) = inlines.pop() {
        depth = depth.max(level);
        if let Inline::Styled(_, content) | Inline::Link { content, .. } = inline {
            inlines.extend(content.iter().map(|inline| (level + 1, inline)));
        }
    }
    depth
}

#[test]
fn deep_nesting_is_flattened() {
    let n = 10_000;
    let nested_list: String = (0..300).map(|i| format!("{}- x\n", "  ".repeat(i))).collect();
    for source in [
        format!("{}x", ">".repeat(n)),
        format!("{}x\n\ny", "> ".repeat(n)),
        format!("{}x", "- ".repeat(n)),
        format!("{}x", "1. > ".repeat(n)),
        nested_list,
        format!("{0}|x|\n{0}|-|\n{0}|y|\n", "> ".repeat(40)),
        format!("{}# x\n", "> ".repeat(40)),
        format!("{0}```\n{0}x\n", "> ".repeat(40)),
        format!("{0}x{0}", "*".repeat(n)),
        format!("{}x{}", "*a _b ".repeat(n), " b_ a*".repeat(n)),
        format!("{}x{}", "*a **b ".repeat(n), "** *".repeat(n)),
        format!("{}x{}", "[".repeat(n), "](a)".repeat(n)),
        format!("{}x{}", "![".repeat(n), "](a)".repeat(n)),
        format!("{}x", "[a](".repeat(n)),
        format!("{}x", "~a".repeat(n)),
        format!("x{}", "`".repeat(n)),
        format!("{}x", "&".repeat(n)),
        format!("{}x", "<div>".repeat(n)),
        format!("{}x", "a <b>".repeat(n)),
        format!("{}x", "a <!-- \n\n".repeat(n)),
        format!("<div>{}x", "<1".repeat(n)),
        format!("<div>{}x", "<a b=\"".repeat(n)),
    ] {
        let blocks = parse(&source).blocks;
        let words = plain_text(&blocks);
        assert!(depth(&blocks) <= MAX_DEPTH + 4, "from {:?}", &source[..20]);
        assert!(words.contains('x'), "from {:?}", &source[..20]);
        assert!(source.contains('<') || letters(&words) == letters_read(&source), "from {:?}", &source[..20]);
    }
    for (sign, is_deep) in [("> ", true), (">", true), ("- ", true), ("1. ", true), ("12) > ", true), ("*", false)] {
        let document = parse(&format!("a\n\n{}x\n\n`b`", sign.repeat(MAX_CONTAINER_MARKERS + 1)));
        assert!(document.too_deep == is_deep, "{sign:?}");
        let words = plain_text(&document.blocks);
        assert!(words.starts_with("a\n") && words.ends_with("x\nb"), "from {sign:?}: {words}");
    }
    assert!(!parse(&format!("{}x", "- ".repeat(MAX_DEPTH / 2))).too_deep);
    let quotes = "> ".repeat(40);
    let source = format!("{quotes}- x\n{quotes}  y\n{quotes}\n{quotes}  z\n\na");
    check(&source, &format!("{}p('x y') p('z'){} p('a')", "quote(".repeat(32), ")".repeat(32)));
}

/// Returns fragments that form all kinds of Markdown and HTML when they are joined.
fn scraps() -> impl Strategy<Value = String> {
    let scraps = "a¦b c¦ ¦\n¦\n\n¦\r\n¦\t¦    ¦> ¦- ¦1. ¦# ¦---¦*¦**¦_¦~~¦`¦```¦|¦|-|¦[¦](¦)¦![¦]¦[x]: ¦[x]¦<¦>¦/¦\\¦\
        \"¦'¦=¦&#106;¦&lt;¦&Tab;¦\u{200b}¦é¦\0¦javascript:¦https://a.b¦data:,¦//¦<b>¦</b>¦<div>¦</div>¦<br>¦\
        <script¦<script>¦</script>¦<style>¦</style>¦<!--¦-->¦<![CDATA[¦]]>¦<?¦?>¦<!x";
    let scraps: Vec<_> = scraps.split('¦').collect();
    prop::collection::vec(prop::sample::select(scraps), 0..40).prop_map(|scraps| scraps.concat())
}

/// Returns a text without white space and without the marks of subscripts and superscripts, which are no part of its words.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '~' | '^')).collect()
}

/// Returns all text events of the parser, in order.
fn letters_read(source: &str) -> String {
    let text = |(event, _)| match event {
        Event::Text(text) | Event::Code(text) => letters(&text),
        _ => String::new(),
    };
    events(source).map(text).collect()
}

fn holds_only_checked(blocks: &[Block]) -> bool {
    fn inlines(content: &[Inline]) -> bool {
        let texts = |pair: &[Inline]| matches!(pair, [Inline::Text(_), Inline::Text(_)]);
        !content.windows(2).any(texts)
            && content.iter().all(|inline| match inline {
                Inline::Link { url, content, .. } => SafeUrl::link(url).as_ref() == Ok(url) && inlines(content),
                Inline::Image(Image { src, .. }) => SafeUrl::image(src).as_ref() == Ok(src),
                Inline::Styled(_, content) => inlines(content),
                Inline::Text(text) => !text.is_empty(),
                Inline::Code(_) | Inline::Math(_) | Inline::Break => true,
            })
    }
    blocks.iter().all(|block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content),
        Block::List { items, .. } => items.iter().all(|blocks| holds_only_checked(blocks)),
        Block::Quote(blocks) => holds_only_checked(blocks),
        Block::Table { alignments, head, rows } => [head]
            .into_iter()
            .chain(rows)
            .all(|row| row.len() == alignments.len() && row.iter().all(|cell| inlines(cell))),
        Block::Code { .. } | Block::Rule => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_url_in_the_tree_was_checked(source in prop_oneof![scraps(), any::<String>()]) {
        let blocks = parse(&source).blocks;
        prop_assert!(holds_only_checked(&blocks), "{:?}", blocks);
        prop_assert!(depth(&blocks) <= MAX_DEPTH + 4);
        plain_text(&demote_headings(blocks, 2));
    }

    #[test]
    fn no_text_is_lost(source in scraps()) {
        let source = source.replace('<', "");
        prop_assert_eq!(letters(&plain_text(&parse(&source).blocks)), letters_read(&source));
    }

    #[test]
    fn text_that_is_not_markdown_is_kept(
        paragraphs in prop::collection::vec("[a-zéß漢0-9,;:?!]{1,9}( [A-Zéß漢0-9,;:?!]{1,9}){0,5}", 0..4),
    ) {
        prop_assert_eq!(plain_text(&parse(&paragraphs.join("\n\n")).blocks), paragraphs.join("\n"));
    }

    #[test]
    fn html_blocks_keep_their_text(text in r"[ -;=?-~]{0,40}") {
        let shown = plain_text(&parse(&format!("<div>{}</div>", text.replace('&', "&amp;"))).blocks);
        prop_assert_eq!(shown, text.trim());
    }
}

#[test]
fn documents_are_found_by_their_text() {
    let texts = ["one", "*two*", "one", "", "![a](b.png)\n\n\"a\" \"\u{1}"];
    let read =
        MarkdownStore::parse_all(&texts.map(|text| (text, "de")), &[], &[], &|image| image.set_natural_size((6, 4)));
    let documents = MarkdownStore::from_json(read.as_str().to_owned());
    for text in texts {
        assert!(documents.contains(text));
        let mut expected = parse(text).blocks;
        replace_quotes(&mut expected, "de");
        each_image(&mut expected, &|image| image.set_natural_size((6, 4)));
        assert_eq!(documents.get(text), expected);
    }
    assert!(!documents.contains("three"));
    assert_eq!(documents.get("three"), []);
    for spoilt in ["", "{}", "<!doctype html>", "\n\"", "{\n\"é\n"] {
        assert!(!MarkdownStore::from_json(spoilt.to_owned()).contains("one"), "{spoilt}");
    }
}

proptest! {
    #[test]
    fn the_store_finds_the_texts_that_it_was_made_of(
        texts in prop::collection::vec("[a-zé漢]{1,9}( [a-zé漢]{1,9}){0,60}", 0..30),
        other in "[A-Z]{1,9}",
    ) {
        let pairs: Vec<(&str, &str)> = texts.iter().map(|text| (text.as_str(), "en")).collect();
        let documents = MarkdownStore::parse_all(&pairs, &[], &[], &|_| ());
        for text in &texts {
            prop_assert_eq!(documents.get(text), parse(text).blocks);
        }
        prop_assert!(!documents.contains(&other));
    }

    #[test]
    fn a_spoilt_store_has_no_texts(json in "(\\{\n)?[\"a-f0-9:é\n\\[\\]{}]{0,80}") {
        prop_assert!(!MarkdownStore::from_json(json).contains("one"));
    }

    #[test]
    fn every_tree_survives_its_json(source in "[a-z*_`~|:>#\\-\\[\\]()!<>\"\\\\ \n0-9.]{0,60}") {
        let blocks = parse(&source).blocks;
        prop_assert_eq!(decode(&json::encode(&blocks)), Some(blocks));
    }
}
