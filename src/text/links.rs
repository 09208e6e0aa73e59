//! The links of a template, and whom their hosts belong to.

use std::ops::Range;

use super::fold::{in_latin, normalise};
use crate::model::Template;
use crate::policy;
use crate::source::Span;
use crate::syntax::message::{Message, SegmentKind};
use crate::syntax::tree::HOLE;

/// A web address in a text or behind a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it.
    pub span: Span,
    /// Its host, as written.
    pub host_span: Span,
    /// `http`, `https` or another scheme in lower case; empty where none is written.
    pub scheme: String,
    /// The host in lower case, without port and without a dot at the end.
    pub host: String,
}

/// What a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKind {
    /// A name that the public can reach, by its ending.
    Name,
    /// A number instead of a name.
    Address,
    /// A name that nobody outside a network can reach, or that no registry hands out.
    Unreachable,
    /// A name that stands for another in examples.
    Example,
}

/// All links of a template: those in its texts, then those of its buttons.
pub fn links(template: &Template) -> Vec<Link> {
    let mut found = Vec::new();
    for message in template.texts() {
        for segment in &message.segments {
            if segment.kind == SegmentKind::Link {
                found.extend(parse(message, segment.range()));
            }
        }
    }
    for message in template.all_buttons().filter_map(|button| button.url.as_ref()) {
        found.extend(parse(message, 0..message.text.as_str().len()));
    }
    found
}

fn parse(message: &Message, range: Range<usize>) -> Option<Link> {
    let text = message.text.as_str();
    let whole = text.get(range.clone())?;
    let (scheme, rest) = whole.split_once("://").map_or(("", whole), |(scheme, rest)| (scheme, rest));
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let after_user = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let bare = if after_user.starts_with('[') {
        after_user.split_inclusive(']').next()?
    } else {
        after_user.split(':').next()?
    };
    let host = bare.trim_end_matches('.');
    if host.is_empty() || host.contains(['{', '}', ' ', HOLE]) {
        return None;
    }
    let host_start = range.start + whole.len() - rest.len() + authority.len() - after_user.len();
    Some(Link {
        span: message.text.slice(range),
        host_span: message.text.slice(host_start..host_start + host.len()),
        scheme: scheme.to_ascii_lowercase(),
        host: host.to_lowercase(),
    })
}

impl Link {
    /// What its host is.
    pub fn kind(&self) -> HostKind {
        if self.host.starts_with('[')
            || self.host.parse::<std::net::IpAddr>().is_ok()
            || is_numeric(&self.host)
        {
            return HostKind::Address;
        }
        let last = self.host.rsplit('.').next().unwrap_or_default();
        if ends_in(&self.host, policy::EXAMPLE_ENDINGS) {
            HostKind::Example
        } else if !self.host.contains('.')
            || policy::RESERVED_ENDINGS.contains(&last)
            // Endings in the letters of other scripts are not looked up.
            || last.is_ascii() && !last.starts_with("xn--") && !is_known_ending(&self.host)
        {
            HostKind::Unreachable
        } else {
            HostKind::Name
        }
    }

    /// The part of the host that somebody registered: `shop.example.co.uk` belongs to `example.co.uk`.
    pub fn domain(&self) -> &str {
        registrable(&self.host)
    }
}

/// Whether a host is a number in one of its disguises: `3232235777`, `0xC0A80101`.
fn is_numeric(host: &str) -> bool {
    let hex = host.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
    hex || host.len() >= 8 && host.bytes().all(|b| b.is_ascii_digit())
}

fn is_known_ending(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

/// Whether a host is one of some names, or below one of them.
pub fn ends_in(host: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| {
        host.strip_suffix(ending).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// The part of a host that somebody registered; the host itself where it is not below a known ending.
pub fn registrable(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

/// The host in a declared domain, which may be written as an address.
pub fn declared_host(domain: &str) -> String {
    let rest = domain.split_once("://").map_or(domain, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    host.trim().trim_start_matches("*.").trim_end_matches('.').to_lowercase()
}

/// How a host looks to a hurried eye: letters of other alphabets, digits and pairs that pass for letters made one.
pub fn looks(host: &str) -> String {
    let folded = normalise(host);
    let latin: String = folded
        .split('.')
        .map(|label| in_latin(label).unwrap_or_else(|| all_latin(label)))
        .collect::<Vec<_>>()
        .join(".");
    latin
        .replace('0', "o")
        .replace(['1', 'l', '|'], "i")
        .replace("rn", "m")
        .replace("vv", "w")
        .replace('-', "")
}

/// A label wholly in letters that pass for Latin ones.
fn all_latin(label: &str) -> String {
    let latin = if label.is_ascii() { None } else { in_latin(&format!("a{label}")) };
    latin.as_deref().and_then(|latin| latin.strip_prefix('a')).unwrap_or(label).to_owned()
}

/// The domain of a list that a host pretends to be: it looks the same, or differs by one letter, or carries the name of
/// the other with something put to it.
pub fn pretends<'d>(host: &str, domains: &'d [String]) -> Option<&'d str> {
    /// Shorter names are too often near each other by chance.
    const LEAST: usize = 5;
    let own = registrable(host);
    let name = |domain: &str| domain.split('.').next().unwrap_or_default().to_owned();
    domains
        .iter()
        .find(|domain| {
            let domain = registrable(domain);
            if own == domain {
                return false;
            }
            if host.starts_with(&format!("{domain}.")) || host.contains(&format!(".{domain}.")) {
                return true;
            }
            let (seen, meant) = (looks(own), looks(domain));
            let (seen_name, meant_name) = (name(&seen), name(&meant));
            if meant_name.chars().count() < LEAST {
                return seen == meant;
            }
            seen == meant
                || name(own) != name(domain)
                    && (seen_name == meant_name || strsim::damerau_levenshtein(&seen_name, &meant_name) == 1)
        })
        .map(String::as_str)
}

/// Whether a label mixes Latin letters with letters of other alphabets that look like them.
pub fn mixes_alphabets(label: &str) -> bool {
    in_latin(&label.to_lowercase()).is_some()
}

/// A label that spells other letters in ASCII, decoded as RFC 3492 says; without its `xn--`.
pub fn punycode(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    /// No label of a domain is longer.
    const LONGEST: usize = 63;
    if label.len() > LONGEST {
        return None;
    }
    let (basic, digits) = label.rsplit_once('-').unwrap_or(("", label));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (128u32, 0u32, 72u32);
    let mut rest = digits.bytes();
    let mut first = true;
    while rest.len() > 0 {
        let before = i;
        let mut weight = 1u32;
        for k in (1u32..).map(|step| step * BASE) {
            let digit = match rest.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        let mut delta = if first { (i - before) / 700 } else { (i - before) / 2 };
        first = false;
        delta += delta / count;
        let mut steps = 0;
        while delta > 455 {
            delta /= BASE - 1;
            steps += BASE;
        }
        bias = steps + (BASE * delta) / (delta + 38);
        n = n.checked_add(i / count)?;
        i %= count;
        out.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_pretend() {
        let own = vec!["lojaexemplo.com.br".to_owned(), "bank.com".to_owned()];
        for host in [
            "lojaexempIo.com.br",
            "1ojaexemplo.com.br",
            "lojaexernplo.com.br",
            "lojaexmplo.com.br",
            "www.lojaехemplo.com.br",
            "bank.com.evil.net",
        ] {
            assert!(pretends(&host.to_lowercase(), &own).is_some(), "{host}");
        }
        for host in [
            "lojaexemplo.com.br",
            "www.lojaexemplo.com.br",
            "correios.com.br",
            "lojaexemplo.com",
            "banco.com",
        ] {
            assert!(pretends(host, &own).is_none(), "{host}");
        }
    }

    #[test]
    fn labels_are_decoded() {
        assert_eq!(punycode("bcher-kva").as_deref(), Some("bücher"));
        assert_eq!(punycode("80ak6aa92e").as_deref(), Some("аррӏе"));
        assert_eq!(punycode("fiqs8s").as_deref(), Some("中国"));
        assert_eq!(punycode("99999999999"), None);
    }

    #[test]
    fn domains_are_what_somebody_registered() {
        assert_eq!(registrable("www.shop.co.uk"), "shop.co.uk");
        assert_eq!(registrable("a.b.example.com.br"), "example.com.br");
        assert_eq!(declared_host("https://Loja.example/x"), "loja.example");
    }
}
