//! Percent-encoding in addresses (RFC 3986, section 2.1; the query as in the WHATWG URL standard's
//! application/x-www-form-urlencoded, where a plus sign is a space).

/// Decodes `%XX`; what is no escape, or no UTF-8 after decoding, is taken as it stands.
///
/// ```
/// use frontispiece::util::percent::decode;
/// assert_eq!(decode("caf%C3%A9+100%", true), "café 100%");
/// assert_eq!(decode("a+b", false), "a+b");
/// ```
pub fn decode(text: &str, plus_is_space: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'+', _) if plus_is_space => bytes.push(b' '),
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
    String::from_utf8(bytes).unwrap_or_else(|_| if plus_is_space { text.replace('+', " ") } else { text.to_owned() })
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}

/// Encodes the value of a query, leaving letters, digits and `-._~` (RFC 3986 "unreserved") and a few signs
/// that stand for themselves in a query; a space becomes a plus sign.
///
/// ```
/// assert_eq!(frontispiece::util::percent::encode("a b&c=%41"), "a+b%26c%3D%2541");
/// ```
pub fn encode(value: &str) -> String {
    encode_except(b"-._~:/,", value)
}

/// Encodes all but letters, digits and `-._~`, for values that may hold addresses; a space becomes a plus sign.
///
/// ```
/// assert_eq!(frontispiece::util::percent::encode_all("info:doi/10.1 ~"), "info%3Adoi%2F10.1+~");
/// ```
pub fn encode_all(value: &str) -> String {
    encode_except(b"-._~", value)
}

/// Encodes what cannot stand in a path as it is (RFC 3986, section 3.3, `pchar` and the slash).
pub fn encode_path(path: &str) -> String {
    encode_except(b"-._~:/@!$&'()*+,;=", path)
}

fn encode_except(kept: &[u8], value: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b' ' => encoded.push('+'),
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
