//! Lengths as the platform may count them.
//!
//! The unit of its limits is not documented. Code points are the smallest count in use, so that nothing valid is
//! called too long; UTF-16 units are the largest, so that nothing doubtful goes by unsaid.

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
