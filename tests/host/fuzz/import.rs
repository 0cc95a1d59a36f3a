//! Importing arbitrary files.

use fixtures::generate::SplitMix64;
use frontispiece::{
    content::read,
    import::{self, ReadFile, Work},
};
use serde_json::{Map, Value, json};

use crate::fuzz::{
    engine::{feature, size},
    vary::{self, LETTERS},
};

/// Fragments of the formats.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "@article{a,", "\n@book{b,\n", "@misc(", "@string{s = {x}}\n", "@string{s = s # s}\n", "@comment{", "@preamble{", "@xdata{x,",
    "@set{", "@inproceedings{c, crossref = {a},", "\n}\n", "}", "{", "\"", ",", "=", "#", "%", "\\", "$", "&", "~", "@",
    "title = {T},", "author = {A and B},", "author = {", "editor = \"", "year = 2020,", "month = may,", "date = {2020-05/2021},",
    "journal = \\apj", "crossref = {b},", "xdata = {x},", "keywords = {a; b},", "file = {a:b.pdf:pdf;c},", "pdf = {a.pdf},",
    "url = {", "doi = {10.1000/a},", "eprint = {2310.07240},", "archiveprefix = {arXiv},", "note = {to appear},", "pages = {1--2},",
    " and ", "others", "von ", ", Jr., ", "\\emph{", "{\\it ", "\\textbf{", "\\\"{o}", "\\'", "\\url{", "\\href{a}{", "$_2$", "$^{th}$",
    "\\(", "\\begin{equation}", "\\end{equation}", "\\foo{", "\\ce{H2O}", "``", "''", "--", "<i>", "</i>", "<sub>", "&amp;", "&#1;",
    "TY  - JOUR\n", "TI  - T\n", "AU  - A, B\n", "PY  - 2020\n", "DA  - 2020/05/17/x\n", "SN  - 1234-5678\n", "ER  - \n", "T2  - V\n",
    "{\"id\": \"a\", \"type\": \"book\", \"title\": \"T\"}", "\"issued\": {\"date-parts\": [[2020, 1]]}", "[", "]", ":", "\"title\": ",
    "\"author\": [{\"family\": \"A\"}]", "{\"put-code\": 1, \"title\": {\"title\": {\"value\": \"T\"}}}", "{\"group\": [", "\"work-summary\": ",
    "<dblpperson>", "<r>", "<article key=\"a\">", "<title>T</title>", "<author>A 0001</author>", "</article>", "</r>", "</dblpperson>",
    "<work:work put-code=\"1\">", "</work:work>", "<![CDATA[", "]]>", "<!--", "*", "_", "`", "^", "[", "](x)", "1. ", "\n\n", "2020", "arXiv",
];

const FILES: &[&str] = &[
    "@string{q = \"Quill\" # { Press}}\n@article{tessel2021,\n  title = {On {\\\"O}sterreich's \\emph{A*} and H$_2$O: $O(n)$},\n  \
     author = {Tessel, Noor and van der Berg, Jan and {The HALO Collaboration} and others},\n  journal = {Journal of Quills},\n  \
     year = 2021, month = may # \" 3\", volume = 4, number = {2}, pages = {1--15}, doi = {10.1000/q}, publisher = q,\n  \
     keywords = {ink; feathers}, file = {:a.pdf:PDF}, note = {To appear}, abstract = {One.\n\nTwo.}\n}\n\n\
     @inproceedings{b, title = \"B\", crossref = {c}}\n@proceedings{c, title = {Workshop on Quills}, year = {2020}}\n",
    "TY  - JOUR\r\nAU  - Tessel, Noor\r\nTI  - On <i>Quills</i>\r\nT2  - Journal\r\nPY  - 2021\r\nDA  - 2021/05/03/\r\nSP  - 1\r\n\
     EP  - 15\r\nSN  - 1234-567X\r\nDO  - 10.1000/q\r\nAB  - One\r\nKW  - ink\r\nER  - \r\n",
    r#"[{"id": "a", "type": "article-journal", "title": "On <i>Quills</i>", "author": [{"family": "Berg", "given": "Jan",
       "non-dropping-particle": "van"}], "issued": {"date-parts": [[2021, 5]], "season": 1}, "container-title": "J",
       "note": "arXiv:2310.07240", "page": "1-2", "abstract": "<jats:p>One.</jats:p>", "keyword": "a, b"}]"#,
    r#"{"orcid-identifier": {"path": "0000-0002-1825-0097"}, "activities-summary": {"works": {"group": [{"work-summary": [
       {"put-code": 7, "title": {"title": {"value": "Q"}}, "type": "journal-article", "external-ids": {"external-id": [
       {"external-id-type": "doi", "external-id-value": "10.1000/q", "external-id-relationship": "self"}]},
       "publication-date": {"year": {"value": "2021"}, "month": {"value": "05"}}, "journal-title": {"value": "J"}}]}]}}}"#,
    "<dblpperson name=\"N\"><person/><r><article key=\"j/T\"><author>Lin Wei 0001</author><title>On <i>Q</i> &amp; H<sub>2</sub>O.\
     </title><year>2021</year><journal>CoRR</journal><volume>abs/2310.07240</volume><ee>https://doi.org/10.1000/q</ee></article></r>\
     </dblpperson>",
    "<activities:works xmlns:activities=\"a\" xmlns:work=\"w\" xmlns:common=\"c\"><activities:group><work:work-summary put-code=\"7\">\
     <work:title><common:title>Q</common:title></work:title><work:type>book</work:type></work:work-summary></activities:group>\
     </activities:works>",
];

/// Returns small files of each format.
pub fn files() -> Vec<Vec<u8>> {
    let tokens =
        TOKENS.iter().chain(LETTERS).map(|token| format!("@misc{{a, title = {{{token}}}, author = {{{token}}}}}"));
    let files = FILES.iter().map(|file| (*file).to_owned());
    let mut files: Vec<Vec<u8>> = files.chain(tokens).map(String::into_bytes).collect();
    files.push(b"\xFF\xFE@\0m\0i\0s\0c\0{\0}\0".to_vec());
    files
}

pub fn vary_file(one: &[u8], other: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    let tokens: Vec<&[u8]> = TOKENS.iter().map(|token| token.as_bytes()).collect();
    vary::bytes(one, other, &tokens, random)
}

/// Checks that each work is a valid publication, and that every place is in the file.
pub fn import(input: &[u8]) -> Vec<u64> {
    let file = match import::read("file", input) {
        Ok(file) => file,
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("; expected "), "{message}");
            return vec![feature(message.split('"').next().map(str::len))];
        }
    };
    let ReadFile { format, works, skipped, warnings } = &file;
    let lines = input.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
    let places = works.iter().map(|work| work.line).chain(skipped.iter().map(|skipped| skipped.line));
    for line in places.clone().chain(warnings.iter().map(|warning| warning.line)) {
        assert!(line <= lines, "line {line} of {lines}");
    }
    assert!(places.clone().all(|line| line > 0));
    let reading = read(&profile(works).to_string()).expect("it is a profile");
    assert_eq!(reading.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);

    let mut shown = vec![feature((format.name(), size(works.len()), size(skipped.len()), size(warnings.len())))];
    for work in works {
        shown.extend(work.fields.iter().map(|(name, value)| feature((name, size(value.to_string().len())))));
        shown.push(feature((work.fields["type"].as_str(), work.venue.is_some())));
    }
    let shape = |text: &str| text.split('"').step_by(2).collect::<String>();
    shown.extend(skipped.iter().map(|skipped| feature(shape(&skipped.reason).split(": ").last().map(str::to_owned))));
    shown.extend(warnings.iter().map(|warning| feature(shape(&warning.message))));
    shown
}

fn profile(works: &[Work]) -> Value {
    let publication = |(at, work): (usize, &Work)| {
        assert!(!work.fields["title"].as_str().expect("a text").trim().is_empty());
        let mut fields: Map<String, Value> = work.fields.clone();
        fields.insert("id".to_owned(), format!("p{at}").into());
        Value::Object(fields)
    };
    let publications: Vec<Value> = works.iter().enumerate().map(publication).collect();
    json!({ "person": { "name": "Ada" }, "pages": [], "publications": publications })
}
