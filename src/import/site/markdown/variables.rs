//! Evaluates the variables of Liquid: `{{ site.baseurl }}`.

use crate::import::site::markdown::scan::{Conversion, Scan, quoted};

/// Returns a URL or an attribute with its variables replaced. Unknown ones are reported and removed.
pub(super) fn resolved(scan: &mut Scan, text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        result.push_str(&rest[..start]);
        let is_variable = rest[start..].starts_with("{{");
        // The end is searched for after the first two characters, because `{%}` is not a tag.
        let inner = &rest[start + 2..];
        let Some(length) = inner.find(if is_variable { "}}" } else { "%}" }) else { break };
        let code = &rest[start..start + length + 4];
        let expression = inner[..length].trim_matches(['-', '<', '>', '%', ' ', '\n']);
        // "ref" and "relref" are shortcodes of Hugo.
        let value = target_of_tag(expression).or_else(|| value_of(expression, scan.context).filter(|_| is_variable));
        match value {
            Some(value) => result.push_str(&value),
            None => scan.warn(format!("the value of {} is unknown, so it is left out", quoted(code))),
        }
        rest = &inner[length + 2..];
    }
    result + rest
}

/// Returns the value of an expression, such as `'/files/cv.pdf' | relative_url`.
pub(super) fn value_of(expression: &str, context: &Conversion) -> Option<String> {
    let mut parts = expression.split('|').map(str::trim);
    let mut value = operand(parts.next()?, context)?;
    for filter in parts {
        let (name, argument) = filter.split_once(':').map_or((filter, ""), |(name, rest)| (name.trim(), rest.trim()));
        match name {
            "relative_url" | "absolute_url" | "strip" | "escape" | "xml_escape" | "strip_html" | "markdownify"
            | "smartify" | "default" | "uri_escape" | "safe" | "url_encode" => {}
            "prepend" => value = operand(argument, context)? + &value,
            "append" => value += &operand(argument, context)?,
            "downcase" => value = value.to_lowercase(),
            "upcase" => value = value.to_uppercase(),
            "capitalize" => {
                let mut letters = value.chars();
                value = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            }
            _ => return None,
        }
    }
    Some(value)
}

fn operand(text: &str, context: &Conversion) -> Option<String> {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote)) {
            return Some(inner.to_owned());
        }
    }
    match text {
        // URLs become relative to the site.
        "site.baseurl" | "site.url" | "base_path" | "site.github.url" => Some(String::new()),
        name => (context.variable)(name),
    }
}

/// Returns the target of `link _pages/about.md`, `post_url 2020-01-02-name`, `ref "page.md"` and `relref "page.md"`.
fn target_of_tag(expression: &str) -> Option<String> {
    let (name, target) = expression.split_once(char::is_whitespace)?;
    let target = target.trim().trim_matches(['"', '\'']);
    match name {
        "link" => Some(format!("/{target}")),
        "post_url" => Some(format!("/_posts/{target}.md")),
        "ref" | "relref" => Some(target.to_owned()),
        _ => None,
    }
}

/// Returns the target of the Hugo shortcodes `ref` and `relref`, or of the Liquid tags `link` and `post_url`.
pub(super) fn link_target(expression: &str) -> Option<String> {
    target_of_tag(expression)
}
