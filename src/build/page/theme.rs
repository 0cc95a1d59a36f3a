//! The author's style sheet, `theme.css`, in every page.

use anyhow::Result;

use crate::{
    build::output::Output,
    check::theme::{THEME, Target, target, urls},
    route::Base,
};

/// Returns the text of the author's `theme.css` for a page at any depth, or `None` if there is no such file. Its relative
/// URLs are relative to the folder, but those of a text in a page would be relative to the page, so they get the base.
///
/// # Errors
/// Fails if the file cannot be read or is not UTF-8. The error names it.
pub fn theme(output: &Output, base: &Base) -> Result<Option<String>> {
    if output.file(THEME).is_none() {
        return Ok(None);
    }
    let text = output.read_text(THEME)?;
    let css = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    Ok(Some(with_base(css.trim(), base)).filter(|css| !css.is_empty()))
}

/// Returns a style sheet whose URLs of the site begin with the base.
fn with_base(css: &str, base: &Base) -> String {
    let mut text = String::new();
    let mut end = 0;
    for (place, address) in urls(css) {
        if let Target::Site(path) = target(&address) {
            let token = &css[place.clone()];
            let quoted = format!("\"{}{}\"", base.as_str(), path.replace('\\', "\\\\").replace('"', "\\\""));
            text.push_str(&css[end..place.start]);
            // An unquoted URL is one token with its function.
            match token.starts_with(['"', '\'']) {
                true => text.push_str(&quoted),
                false => text.push_str(&format!("url({quoted})")),
            }
            end = place.end;
        }
    }
    text + &css[end..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_the_site_get_the_base() {
        let css = "a { b: url(files/x.png) c, url( \"./y z.png\" ), url('/w.png'); } /* url(no) */ d { e: url(data:x), url(#f) }";
        assert_eq!(
            with_base(css, &Base::new("/sub/")),
            "a { b: url(\"/sub/files/x.png\") c, url( \"/sub/y z.png\" ), url(\"/sub/w.png\"); } /* url(no) */ d { e: \
             url(data:x), url(#f) }"
        );
    }
}
