//! Telling programs that may hold templates from all others, without parsing them.

use memchr::memmem;

/// Words of which a program that defines templates has one as a key: what a template is made of.
const KEYS: [&[u8]; 2] = [b"components", b"library_template_name"];

/// Words of which a program that spells out a component has one. Most programs with components have none of them.
const TYPES: [&[u8]; 10] = [
    b"BODY",
    b"HEADER",
    b"BUTTONS",
    b"FOOTER",
    b"Body",
    b"Header",
    b"Buttons",
    b"'body'",
    b"\"body\"",
    b"`body`",
];

/// Numbered placeholders, signs of a template in a shape of somebody's own.
const PLACEHOLDERS: [&[u8]; 2] = [b"{{1}}", b"{{2}}"];

/// A category as the platform writes it, another sign.
const CATEGORIES: [&[u8]; 8] = [
    b"'MARKETING'",
    b"\"MARKETING\"",
    b"'UTILITY'",
    b"\"UTILITY\"",
    b"'AUTHENTICATION'",
    b"\"AUTHENTICATION\"",
    b"'TRANSACTIONAL'",
    b"\"TRANSACTIONAL\"",
];

/// How the channel of a text is written; beside placeholders it may be a template.
const CHANNELS: [&[u8]; 4] = [b"'whatsapp'", b"\"whatsapp\"", b"'WHATSAPP'", b"\"WHATSAPP\""];

/// Whether a program may define templates.
pub(super) fn may_define(text: &[u8]) -> bool {
    let has = |word: &[u8]| memmem::find(text, word).is_some();
    let has_sign = || PLACEHOLDERS.into_iter().chain(CATEGORIES).any(has);
    has_components(text) || has_sign() || has(b"{{") && CHANNELS.into_iter().any(has)
}

/// Whether a program has the words of a template of the platform, however they stand together.
pub(super) fn spells_template(text: &[u8]) -> bool {
    let has = |word: &[u8]| memmem::find(text, word).is_some();
    has_components(text) && CATEGORIES.into_iter().any(has)
}

fn has_components(text: &[u8]) -> bool {
    KEYS.iter().any(|key| memmem::find_iter(text, key).any(|at| is_key(text, at, key.len())))
        && TYPES.iter().any(|word| memmem::find(text, word).is_some())
}

/// Whether what stands at a place is used as a name, and is not a piece of a path or of a longer word.
fn is_key(text: &[u8], at: usize, len: usize) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'-' | b'.' | b'@');
    let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
    let behind = text.get(at + len..).unwrap_or_default();
    let mut signs = behind.iter().filter(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'`'));
    match (before, signs.next(), signs.next()) {
        // An object is given the components behind its end.
        (Some(b'.'), Some(b'='), next) | (_, Some(b']'), next @ Some(b'=')) => next != Some(&b'>'),
        (before, Some(b':' | b'=' | b',' | b'}' | b'?'), _) => !before.is_some_and(is_part),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::may_define;

    #[test]
    fn only_programs_with_components_are_worth_parsing() {
        assert!(may_define(b"const t = { components: [{ type: 'BODY', text: 'Hi' }] }"));
        assert!(may_define(b"t = {\"components\": [{\"type\": \"body\"}]}"));
        assert!(may_define(b"Template(name='a', components=[BodyText('Hi')])"));
        assert!(may_define(b"const components = []; const t = { name, components }; const B = 'BODY'"));
        assert!(may_define(b"t.components = [{ type: 'BODY', text: 'Hi' }]"));
        assert!(may_define(b"t[\"components\"] = [{\"type\": \"BODY\"}]"));
        assert!(!may_define(b"import { Body } from './components/body'"));
        assert!(!may_define(b"import Header from '@/components'; export default { mycomponents: {} }"));
        assert!(!may_define(b"fetch(url, { body: JSON.stringify({ components: x }) })"));
    }
}
