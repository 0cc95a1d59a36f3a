//! The size that a text gives to an image: `![](map.png){width=300}`.

/// The width of a text in CSS pixels, of which a percentage is a part: `--measure` in `style/tokens.css`.
const TEXT_WIDTH: u32 = 592;

/// Returns the width and the height that attributes at the start of a text give, in CSS pixels, and the number of bytes of the
/// attributes. A size that they do not give is 0. Returns `None` if the text does not begin with such attributes.
///
/// The syntax is that of pandoc (`{width=300 height=200}`, `{width=50%}`) and kramdown (`{: width="300"}`). A number without a
/// unit is in pixels.
pub(crate) fn image_size(text: &str) -> Option<(u32, u32, usize)> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find('}')?;
    let (mut width, mut height) = (0, 0);
    for attribute in inner[..end].trim_start_matches(':').split_whitespace() {
        let (name, value) = attribute.split_once('=')?;
        let value = value.trim_matches(['"', '\u{201c}', '\u{201d}']);
        let size = match value.strip_suffix('%') {
            Some(percent) => percent.parse::<u32>().ok().filter(|percent| *percent <= 100)? * TEXT_WIDTH / 100,
            None => value.strip_suffix("px").unwrap_or(value).parse::<u16>().ok()?.into(),
        };
        match name {
            "width" => width = size,
            "height" if !value.ends_with('%') => height = size,
            _ => return None,
        }
    }
    ((width, height) != (0, 0)).then_some((width, height, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_other_programs_write_them() {
        for (text, expected) in [
            ("{width=300}", Some((300, 0, 11))),
            ("{width=300 height=200} and", Some((300, 200, 22))),
            ("{ width=50% }", Some((296, 0, 13))),
            ("{: width=\"300px\"}", Some((300, 0, 17))),
            ("{height=90}", Some((0, 90, 11))),
            ("{}", None),
            ("{width=0}", None),
            ("{width=101%}", None),
            ("{height=50%}", None),
            ("{width=-3}", None),
            ("{width=70000}", None),
            ("{width=300 .left}", None),
            ("{width=300", None),
            (" {width=300}", None),
        ] {
            assert_eq!(image_size(text), expected, "{text}");
        }
    }
}
