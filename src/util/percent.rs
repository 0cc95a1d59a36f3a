//! Percent-encoding in URLs (RFC 3986, section 2.1). In queries, a plus sign is a space
//! (application/x-www-form-urlencoded of the WHATWG URL standard).

/// Decodes the `%XX` of a path. Everything else stays unchanged, and so does a text that is not UTF-8 after decoding.
///
/// ```
/// use frontispiece::util::percent::decode_path;
/// assert_eq!(decode_path("caf%C3%A9+100%"), "café+100%");
/// ```
pub fn decode_path(text: &str) -> String {
    decode(text)
}

/// Decodes a name or a value of a query like [`decode_path`]. A plus sign becomes a space.
///
/// ```
/// use frontispiece::util::percent::decode_query;
/// assert_eq!(decode_query("caf%C3%A9+100%"), "café 100%");
/// ```
pub fn decode_query(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// Encodes a value of a query except letters, digits, `-._~` (RFC 3986 "unreserved") and other characters that need no
/// encoding in a query. A space becomes a plus sign.
///
/// ```
/// assert_eq!(frontispiece::util::percent::encode_query("a b&c=%41"), "a+b%26c%3D%2541");
/// ```
pub fn encode_query(value: &str) -> String {
    encode(b"-._~:/,", "+", value)
}

/// Encodes everything except letters, digits and `-._~`, for values that may contain URLs. A space becomes a plus sign.
///
/// ```
/// assert_eq!(frontispiece::util::percent::encode_all("info:doi/10.1 ~"), "info%3Adoi%2F10.1+~");
/// ```
pub fn encode_all(value: &str) -> String {
    encode(b"-._~", "+", value)
}

/// Encodes the characters that a path must not contain (RFC 3986, section 3.3, `pchar` and the slash).
///
/// ```
/// assert_eq!(frontispiece::util::percent::encode_path("files/my paper+1.pdf"), "files/my%20paper+1.pdf");
/// ```
pub fn encode_path(path: &str) -> String {
    encode(b"-._~:/@!$&'()*+,;=", "%20", path)
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}

/// Encodes all bytes except letters, digits and the bytes in `kept`. `space` is the encoding of a space.
fn encode(kept: &[u8], space: &str, value: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b' ' => encoded.push_str(space),
            byte if byte.is_ascii_alphanumeric() || kept.contains(&byte) => encoded.push(char::from(byte)),
            byte => {
                encoded.push('%');
                encoded.push(char::from(HEX[usize::from(byte >> 4)]));
                encoded.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    encoded
}
