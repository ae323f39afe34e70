//! References to characters, and the values of attributes that hold some.

use super::super::error::ExchangeError;

/// Whether the value of an attribute is not what it says, letter by letter.
pub(super) fn is_escaped(raw: &[u8]) -> bool {
    raw.iter().any(|byte| matches!(byte, b'&' | b'\n' | b'\r' | b'\t'))
}

/// The value of an attribute: its references resolved, and its line ends as spaces, as XML has it.
///
/// # Errors
/// Where a reference is none, or stands for nothing that is known.
pub(super) fn unescaped(name: &str, line: u64, raw: &str) -> Result<String, ExchangeError> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\n', '\r', '\t']) {
        value.push_str(&rest[..at]);
        let found = &rest[at..];
        rest = &found[1..];
        if !found.starts_with('&') {
            value.push(' ');
            continue;
        }
        let Some(end) = rest.find(';') else {
            return Err(ExchangeError::line(name, line, "a & begins no reference", "write &amp; for it"));
        };
        match resolved(&rest[..end]) {
            Some(c) => value.push(c),
            None => return unknown(name, line, &rest[..end]),
        }
        rest = &rest[end + 1..];
    }
    value.push_str(rest);
    Ok(value)
}

/// What a reference stands for, without its `&` and `;`.
pub(super) fn resolved(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        other => {
            let number = other.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| *c != '\0')
        }
    }
}

/// Tells that a reference stands for nothing that is known.
pub(super) fn unknown<T>(name: &str, line: u64, reference: &str) -> Result<T, ExchangeError> {
    let shown: String = reference.chars().take(20).collect();
    let what = format!("&{shown}; stands for nothing that XML knows");
    Err(ExchangeError::line(name, line, what, "write the character itself"))
}
