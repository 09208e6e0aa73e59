//! Lengths as the platform may count them.
//!
//! The unit of its limits is not documented. Code points are the smallest count in use, so that nothing valid is
//! called too long; UTF-16 units are the largest, so that nothing doubtful goes by unsaid.

use crate::syntax::lexical::{DAY, HOUR};

/// How a text compares to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Within the limit in every unit.
    Fits,
    /// Over the limit in code points; the text from byte `from` on is over.
    Over {
        /// Number of code points.
        count: usize,
        /// Byte offset of the first code point over the limit.
        from: usize,
    },
    /// Over the limit only when counted in UTF-16 units.
    OverInUtf16 {
        /// Number of code points.
        count: usize,
        /// Number of UTF-16 units.
        units: usize,
    },
}

/// Measures a text.
pub fn measure(text: &str, limit: usize) -> Length {
    if text.len() <= limit {
        return Length::Fits;
    }
    let (mut count, mut units, mut from) = (0, 0, None);
    for (at, c) in text.char_indices() {
        if count == limit {
            from = Some(at);
        }
        count += 1;
        units += c.len_utf16();
    }
    match from {
        Some(from) => Length::Over { count, from },
        None if units > limit => Length::OverInUtf16 { count, units },
        None => Length::Fits,
    }
}

/// A sign as it can be named in a message: itself, or what it is where nobody could see it.
pub fn sign_name(sign: char) -> String {
    match sign {
        ' ' => "a space".to_owned(),
        '\n' | '\r' => "a line end".to_owned(),
        '\t' => "a tab".to_owned(),
        '\u{a0}' => "a no-break space".to_owned(),
        c if c.is_control()
            || c.is_whitespace()
            || crate::syntax::tree::shows_nothing(c.encode_utf8(&mut [0; 4])) =>
        {
            format!("an invisible sign (U+{:04X})", u32::from(c))
        }
        c => format!("`{c}`"),
    }
}

/// A number of seconds as people say it, in the largest unit that fits without a remainder.
pub fn plain_duration(seconds: f64) -> String {
    // Fractions of an hour leave crumbs far below a second.
    let seconds = (seconds * 1_000.0).round() / 1_000.0;
    let units = [(DAY as f64, "day"), (HOUR as f64, "hour"), (60.0, "minute"), (1.0, "second")];
    let fits = |unit: f64| seconds >= unit && seconds % unit == 0.0;
    let (unit, name) = units.into_iter().find(|(unit, _)| fits(*unit)).unwrap_or((1.0, "second"));
    let count = seconds / unit;
    format!("{count} {name}{}", if count == 1.0 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_differ() {
        assert_eq!(measure("abc", 3), Length::Fits);
        assert_eq!(measure("äbc", 3), Length::Fits);
        assert_eq!(measure("äbcd", 3), Length::Over { count: 4, from: 4 });
        assert_eq!(measure("😀😀", 3), Length::OverInUtf16 { count: 2, units: 4 });
    }
}
