use super::{Conversion, Dialect, convert, plain};
use crate::import::site::{
    addresses::{Addresses, Place},
    folder::Folder,
    notes::Notes,
    old_site::{SiteWarning, System},
};

fn converted(text: &str, dialect: Dialect) -> (String, Vec<SiteWarning>) {
    let files = ["files/ink.pdf", "images/pen.png", "assets/img/quill.jpg", "_pages/talks.md", "static/uploads/cv.pdf"];
    let folder: Folder = files.into_iter().map(|path| (path.to_owned(), None)).collect();
    let system = if dialect == Dialect::Kramdown { System::AcademicPages } else { System::HugoBlox };
    let mut addresses = Addresses::new(&folder, system, Some("https://tessel.example"), "");
    addresses.add("_pages/talks.md", &["/talks/".to_owned()], "/talks/");
    let variable = |name: &str| (name == "site.author.name").then(|| "Quill Tessel".to_owned());
    let conversion =
        Conversion { addresses: &addresses, place: Place { file: "a.md", path: "/" }, dialect, variable: &variable };
    let mut notes = Notes::default();
    let text = convert(text, 10, &conversion, &mut notes);
    (text, notes.warnings())
}

#[track_caller]
fn jekyll(text: &str, expected: &str) -> Vec<SiteWarning> {
    let (found, warnings) = converted(text, Dialect::Kramdown);
    assert_eq!(found, expected, "{text}");
    warnings
}

#[track_caller]
fn hugo(text: &str, expected: &str) -> Vec<SiteWarning> {
    let (found, warnings) = converted(text, Dialect::Goldmark);
    assert_eq!(found, expected, "{text}");
    warnings
}

#[test]
fn plain_markdown_stays_as_it_is() {
    for text in [
        "# Title\n\nText with *emphasis*, **strong**, `code <b>` and [a link](https://a.example \"Title\").",
        "- one\n- two\n  - three\n\n1. a\n2. b",
        "```html\n<b>{{ x }}</b>\n```\n\ntext",
        "Text\n\n    indented <b>code</b>\n    more\n\nText",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a < b and c > d, 3 <4, <https://a.example>, \\*no emphasis\\*",
        "$$ a < b \\\\ c $$",
        "> quote\n> more",
        "Ünïcödé — 王",
    ] {
        assert!(jekyll(text, text).is_empty());
        assert!(hugo(text, text).is_empty());
    }
}

#[test]
fn inline_html_becomes_markdown() {
    jekyll("<b>a</b> <strong> b </strong><i>c</i> <em>d</em> <s>e</s>", "**a**  **b** *c* *d* ~~e~~");
    jekyll("<a href=\"/files/ink.pdf\" target=\"_blank\">The <b>paper</b></a>.", "[The **paper**](files/ink.pdf).");
    jekyll("H<sub>2</sub>O, 10<sup>-3</sup>, 1<sup>st</sup>", "H₂O, 10⁻³, 1st");
    jekyll("<code>a &lt; b</code>", "`a < b`");
    jekyll("one<br/>two<br>\nthree", "one\\\ntwo\\\nthree");
    jekyll("end<br>\n\nnext", "end\n\nnext");
    jekyll("| a<br>b | c |\n|---|---|", "| a<br>b | c |\n|---|---|");
    jekyll("<img src='/images/pen.png' alt='A pen' width=20>", "![A pen](images/pen.png)");
    jekyll(
        "<a href=\"https://a.example\"><img src=\"/images/pen.png\" alt=\"Pen\"></a>",
        "[![Pen](images/pen.png)](https://a.example)",
    );
    jekyll("unclosed <b>bold", "unclosed **bold**");
    jekyll("stray </b> end", "stray  end");
}

#[test]
fn html_blocks_become_markdown() {
    jekyll(
        "<div class=\"row\">\n    <div class=\"col\">\n        <p>One</p>\n        <p>Two</p>\n    </div>\n</div>\n\nText",
        "One\n\nTwo\n\nText",
    );
    jekyll(
        "<ul>\n  <li>one</li>\n  <li>two\n    <ul><li>deep</li></ul>\n  </li>\n</ul>\nEnd",
        "- one\n- two\n  - deep\n\nEnd",
    );
    jekyll("<ol><li>a<li>b</ol>", "1. a\n2. b");
    jekyll("<h2>Title</h2>\n<p>Text</p>", "## Title\n\nText");
    jekyll("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b");
    jekyll("<pre><code>a\n  b</code></pre>", "```\na\n  b\n```");
    jekyll(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>x|y</td></tr></table>",
        "| A | B |\n| --- | --- |\n| 1 | x\\|y |",
    );
    jekyll(
        "<table><tr><td><img src=\"/images/pen.png\" alt=\"Pen\"></td><td>Text</td></tr></table>",
        "![Pen](images/pen.png)\n\nText",
    );
    jekyll("<details><summary>More</summary>\nText\n</details>", "**More**\n\nText");
}

#[test]
fn markup_without_an_equivalent_is_reported_and_its_text_is_kept() {
    let warnings = jekyll("a\n<span class=\"x\">b</span> <u>c</u> <span>d</span>", "a\nb c d");
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].line, 11);
    assert_eq!(warnings[0].message, "removed HTML tags, whose content is kept: <span> (2 times), <u>");
    let warnings = jekyll("a <script>alert(1)</script> b", "a  b");
    assert!(warnings[0].message.ends_with("<script>alert(1)</script>"), "{warnings:?}");
    let warnings =
        jekyll("<iframe src=\"https://video.example/1\" title=\"Talk\"></iframe>", "[Talk](https://video.example/1)");
    assert!(warnings[0].message.contains("becomes a link"));
    let warnings = jekyll("a<!-- secret\n -->b", "ab");
    assert!(warnings[0].message.contains("what visitors did not see"));
}

#[test]
fn liquid_is_evaluated_or_reported() {
    jekyll("[CV]({{ site.baseurl }}/files/ink.pdf)", "[CV](files/ink.pdf)");
    jekyll("[CV]({{ '/files/ink.pdf' | relative_url }})", "[CV](files/ink.pdf)");
    jekyll("<a href=\"{{ \"/files/ink.pdf\" | prepend: site.baseurl }}\">CV</a>", "[CV](files/ink.pdf)");
    jekyll("By {{ site.author.name }}.", "By Quill Tessel.");
    jekyll("[Talks]({% link _pages/talks.md %})", "[Talks](/talks/)");
    jekyll("{% raw %}{{ x }}{% endraw %} y", "{{ x }} y");
    jekyll(
        "{% include figure.liquid path=\"assets/img/quill.jpg\" title=\"A quill\" class=\"img\" %}",
        "![A quill](assets/img/quill.jpg)",
    );
    jekyll(
        "{% include figure.html path=\"assets/img/quill.jpg\" alt=\"Quill\" caption=\"Mine\" %}",
        "![Quill](assets/img/quill.jpg)\n\n*Mine*",
    );
    jekyll("{% highlight python %}\na = 1\n{% endhighlight %}", "```python\na = 1\n```");
    jekyll("{% details More %}\nText\n{% enddetails %}", "**More**\n\nText");
    let warnings =
        jekyll("a\n{% for x in site.talks %}\n{% for y in x %}{{ y }}{% endfor %}\n{% endfor %}\nb", "a\n\nb");
    assert_eq!((warnings.len(), warnings[0].line), (1, 11));
    assert!(warnings[0].message.contains("{% for x in site.talks %}"));
    let warnings = jekyll("{{ unknown.thing }}", "");
    assert!(warnings[0].message.contains("{{ unknown.thing }}"));
    for text in ["not closed {% if", "{%}", "a {%} b", "{%", "{{"] {
        jekyll(text, text);
    }
    jekyll("{%} x %} y", "y");
}

#[test]
fn kramdown_attributes_are_removed() {
    jekyll(
        "A paragraph\n{: .note #id}\n\n[x](https://a.example){:target=\"_blank\"} y",
        "A paragraph\n\n[x](https://a.example) y",
    );
    jekyll("* TOC\n{:toc}\n\n# A", "# A");
    jekyll("first\\\\\nsecond \\\\ \nthird\\\\\n\nnext", "first\\\nsecond \\\nthird\n\nnext");
    jekyll("A set {a, b}", "A set {a, b}");
}

#[test]
fn shortcodes_are_converted_or_reported() {
    hugo("{{< figure src=\"/uploads/cv.pdf\" alt=\"x\" >}}", "![x](uploads/cv.pdf)");
    hugo("{{% callout note %}}\nRead **this**.\n{{% /callout %}}\n\nText", "> Read **this**.\n\nText");
    hugo("{{< staticref \"uploads/cv.pdf\" \"newtab\" >}}My CV{{< /staticref >}}.", "[My CV](uploads/cv.pdf).");
    hugo("{{< youtube abc >}}", "[Video on YouTube](https://www.youtube.com/watch?v=abc)");
    hugo("Text {{< icon name=\"x\" >}}\n\nmore", "Text\n\nmore");
    hugo("{{< math >}}$a_1${{< /math >}}", "$a_1$");
    hugo("Text\n{style=\"text-align: justify;\"}\n\n## T {#id}\n\nA {set}", "Text\n\n## T\n\nA {set}");
    let warnings = hugo("a {{< chart data=\"x\" >}} b", "a  b");
    assert!(warnings[0].message.contains("{{< chart data=\"x\" >}}"));
    hugo("{{< spoiler text=\"More\" >}}\nText\n{{< /spoiler >}}", "**More**\n\nText");
    // Liquid has no meaning in Hugo.
    hugo("{% if %}", "{% if %}");
}

#[test]
fn links_without_a_target_keep_their_text() {
    for (text, expected) in [
        ("see [the map](/talkmap.html) here", "see the map here"),
        ("![A photo](/images/gone.png)", "A photo"),
        ("<a href=\"/gone/\">gone</a>", "gone"),
        ("[skype](skype:x?call)", "skype"),
    ] {
        let warnings = jekyll(text, expected);
        assert_eq!(warnings.len(), 1, "{text}: {warnings:?}");
        assert_eq!(warnings[0].line, 10);
    }
    jekyll("[a [nested] text](/talks/)", "[a [nested] text](/talks/)");
    jekyll("[ref]: /files/ink.pdf \"Ink\"", "[ref]: files/ink.pdf \"Ink\"");
    jekyll("[x](</files/ink.pdf>) [y](/files/ink.pdf 'T') (z)", "[x](files/ink.pdf) [y](files/ink.pdf 'T') (z)");
}

#[test]
fn titles_become_plain_text() {
    let folder = Folder::default();
    let addresses = Addresses::new(&folder, System::AcademicPages, None, "");
    let conversion = Conversion {
        addresses: &addresses,
        place: Place { file: "a.md", path: "/" },
        dialect: Dialect::Kramdown,
        variable: &|_| None,
    };
    let mut notes = Notes::default();
    for (text, expected) in [
        ("<i>Ink</i> &amp; *quills*", "Ink & quills"),
        ("<a href=\"https://a.example\">al</a>", "al"),
        ("plain", "plain"),
        ("2. Ink\nand", "2. Ink and"),
    ] {
        assert_eq!(plain(text, 1, &conversion, &mut notes), expected);
    }
}
