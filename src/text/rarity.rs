//! Which element of a pattern is looked for first: the one that fits most seldom. The build script asks this of the
//! policy's patterns, so that starting up need not.

use super::fold::is_han;

/// The place of the rarest element of a pattern, and whether it is one that words are found by.
pub(crate) fn place(source: &str, is_common: &dyn Fn(&str) -> bool) -> usize {
    let elements = source.split(' ').enumerate();
    let rarest = elements.max_by_key(|(at, element)| (rarity(element, is_common), std::cmp::Reverse(*at)));
    rarest.map_or(0, |(at, _)| at)
}

/// How seldom an element fits: long words are seldom, and the small words of any language are not.
fn rarity(element: &str, is_common: &dyn Fn(&str) -> bool) -> usize {
    if matches!(element, "~" | "^" | "." | "?") {
        return 0;
    }
    let of = |form: &str| match form {
        "#" | "$" | "%" => 1,
        _ => {
            let bare = form.trim_matches('*');
            let length = bare.chars().count();
            if bare.chars().all(is_han) {
                3 * length
            } else if bare.len() == form.len() {
                if is_common(form) { 2 } else { 3 + length }
            } else {
                2 + length
            }
        }
    };
    element.split('|').map(of).min().unwrap_or(0)
}
