//! Numbers with the word for what they count.

use std::fmt::Display;

/// A number with what it counts: "1 day", "2 days".
pub(crate) fn counted<N: PartialEq + From<u8> + Display>(number: N, one: &str) -> String {
    if number == N::from(1) { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        let said = [counted(0_u32, "day"), counted(1_usize, "business day"), counted(1.5_f64, "minute")];
        assert_eq!(said, ["0 days", "1 business day", "1.5 minutes"]);
    }
}
