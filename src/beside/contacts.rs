//! Whether a table is a list of contacts. Its beginning is looked at, and nothing of it is kept but what it has.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::policy;
use crate::text::personal;
use crate::text::tokens::name_parts;

/// How many bytes of a file are looked at; of the rest only line ends are counted.
pub const HEAD: usize = 64 * 1024;

/// How many rows are looked at.
const LOOKED_AT: usize = 100;

/// How many columns of a table are looked at.
const MOST_COLUMNS: usize = 256;

/// A list of contacts, as far as may be told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactList {
    /// How many rows it has below its header.
    pub rows: usize,
    /// Whether there are more, or about as many.
    pub is_estimate: bool,
    /// Whether it has a column for consent.
    pub consent: bool,
    /// Whether it has a column for where a contact came from.
    pub source: bool,
    /// Whether it has a column with a date.
    pub date: bool,
    /// Whether its name or folder says that it is test data.
    pub is_test_data: bool,
}

impl ContactList {
    /// Reads the beginning of a table; `None` where it is no list of contacts. `is_whole` says that nothing follows.
    pub fn of(name: &str, head: &[u8], is_whole: bool) -> Option<ContactList> {
        let text = String::from_utf8_lossy(head.get(..HEAD).unwrap_or(head));
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let delimiter = delimiter(text)?;
        let mut records =
            Records { rest: text, delimiter }.filter(|row| row.iter().any(|cell| !cell.is_empty()));
        let header = records.next()?;
        let heads: Vec<String> = header.iter().map(|cell| plain(cell)).collect();
        let has = |words: &[String]| heads.iter().any(|head| names(head, words));
        let words = words();
        if has(&words.places) {
            return None;
        }
        let columns: Vec<usize> = heads
            .iter()
            .enumerate()
            .filter(|(_, head)| names(head, &words.phone))
            .map(|(at, _)| at)
            .collect();
        if columns.is_empty() {
            return None;
        }
        let rows: Vec<Vec<String>> = records.by_ref().take(LOOKED_AT).collect();
        if !columns.iter().any(|column| holds_numbers(&rows, *column)) {
            return None;
        }
        Some(ContactList {
            rows: rows.len() + records.count(),
            is_estimate: !is_whole,
            consent: has(&words.consent),
            source: has(&words.source),
            date: has(&words.date),
            is_test_data: is_test_data(name),
        })
    }
}

/// The words of the headers, as they are compared.
struct Words {
    phone: Vec<String>,
    consent: Vec<String>,
    source: Vec<String>,
    date: Vec<String>,
    places: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let of = |all: &[&str]| all.iter().map(|word| plain(word)).collect();
        Words {
            phone: of(policy::PHONE_COLUMNS),
            consent: of(policy::CONSENT_COLUMNS),
            source: of(policy::SOURCE_COLUMNS),
            date: of(policy::DATE_COLUMNS),
            places: of(policy::PLACE_COLUMNS),
        }
    })
}

/// A header as its words with a blank around each: ` phone number `.
fn plain(header: &str) -> String {
    let mut out = String::from(" ");
    for part in name_parts(header) {
        out.push_str(&part);
        out.push(' ');
    }
    out
}

/// Whether a header has one of some words, whole.
fn names(header: &str, words: &[String]) -> bool {
    words.iter().any(|word| header.contains(word.as_str()))
}

/// Whether a column holds numbers that may be people's.
fn holds_numbers(rows: &[Vec<String>], column: usize) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
    let numbers: Vec<&str> =
        cells().map(String::as_str).filter(|cell| personal::may_be_number_of_somebody(cell)).collect();
    let distinct: BTreeSet<&str> = numbers.iter().copied().collect();
    let is_share = numbers.len() * 100 >= cells().count() * policy::LEAST_CONTACT_SHARE;
    distinct.len() >= policy::LEAST_CONTACT_ROWS && is_share && !is_counted_up(&numbers)
}

/// Whether the numbers are the ones that a script counts up: each is the next of the one before.
fn is_counted_up(numbers: &[&str]) -> bool {
    let all: Vec<u64> = numbers.iter().filter_map(|number| personal::digits(number).parse().ok()).collect();
    let next = all.windows(2).filter(|pair| matches!(pair, [a, b] if a.abs_diff(*b) == 1)).count();
    next * 2 > all.len()
}

/// Whether a folder or the name of a file says that it holds test data.
fn is_test_data(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let is_word = |part: &str| policy::TEST_DATA_WORDS.contains(&part);
    folders.split('/').chain(file.rsplit_once('.').map(|(stem, _)| stem)).any(|part| {
        name_parts(part).iter().any(|part| is_word(part.trim_end_matches(|c: char| c.is_ascii_digit())))
    })
}

/// What stands between the cells: the most frequent of the usual signs in the first line with a word.
fn delimiter(text: &str) -> Option<char> {
    let line = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("sep="))?;
    let counted = [',', ';', '\t', '|'].map(|sign| (line.matches(sign).count(), sign));
    let (count, sign) = counted.into_iter().rev().max_by_key(|(count, _)| *count)?;
    // A table of one column has none; any sign will do.
    Some(if count == 0 { ',' } else { sign })
}

/// The rows of a table (RFC 4180, with any delimiter).
struct Records<'t> {
    rest: &'t str,
    delimiter: char,
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::new();
        let mut cell = String::new();
        let mut is_quoted = false;
        let mut end = self.rest.len();
        let mut chars = self.rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if is_quoted && chars.peek().is_some_and(|(_, next)| *next == '"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' if is_quoted || cell.trim().is_empty() => is_quoted = !is_quoted,
                '\n' if !is_quoted => {
                    end = at + 1;
                    break;
                }
                _ if c == self.delimiter && !is_quoted => {
                    let full = std::mem::take(&mut cell);
                    if row.len() < MOST_COLUMNS {
                        row.push(full.trim().to_owned());
                    }
                }
                _ => cell.push(c),
            }
        }
        row.push(cell.trim().to_owned());
        self.rest = self.rest.get(end..).unwrap_or_default();
        // A line for spreadsheets that names the delimiter is no row.
        if row.first().is_some_and(|first| first.starts_with("sep=")) { self.next() } else { Some(row) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &str, rows: usize) -> String {
        let row =
            |at: usize| format!("Ana {at};+5511 9{:04}-{:04};x\n", 8_213 - at * 37, 1_973 + at * at * 71);
        let rows: String = (0..rows).map(row).collect();
        format!("{header}\n{rows}")
    }

    fn read(text: &str) -> Option<ContactList> {
        ContactList::of("lista.csv", text.as_bytes(), true)
    }

    #[test]
    fn headers_in_sixteen_languages() {
        for phone in [
            "Phone",
            "mobileNumber",
            "Teléfono",
            "Celular",
            "Telefone",
            "Téléphone",
            "Handynummer",
            "Cellulare",
            "Telefoonnummer",
            "No. HP",
            "No Telefon Bimbit",
            "Cep Telefonu",
            "Номер телефона",
            "رقم الجوال",
            "טלפון נייד",
            "मोबाइल नंबर",
            "موبائل نمبر",
            "手机号码",
        ] {
            let list = read(&table(&format!("name;{phone};x"), 9));
            assert_eq!(list.map(|list| list.rows), Some(9), "{phone}");
        }
        for other in ["order", "zip", "Numero", "model", "price", "hotel", "عدد", "订单"] {
            assert_eq!(read(&table(&format!("name;{other};x"), 9)), None, "{other}");
        }
    }

    #[test]
    fn what_it_has_is_told() {
        let list = read(&table("nome;telefone;opt-in", 12)).unwrap_or_else(|| panic!("a list"));
        assert!(list.consent && !list.source && !list.date);
        let list = read(&table("source;phone;created_at", 12)).unwrap_or_else(|| panic!("a list"));
        assert!(!list.consent && list.source && list.date);
    }

    #[test]
    fn rows_are_counted_with_quotes_and_any_delimiter() {
        let text = table("name;phone;x", 20).replace("Ana 3", "\"Ana;\n\"\"3\"\"\"");
        assert_eq!(read(&text).map(|list| list.rows), Some(20));
        assert_eq!(read(&text.replace(';', "\t").replace('\n', "\r\n")).map(|list| list.rows), Some(20));
        assert_eq!(read(&format!("sep=;\n{text}")).map(|list| list.rows), Some(20));
    }

    #[test]
    fn few_rows_and_made_up_numbers_are_no_list() {
        assert_eq!(read(&table("name;phone;x", 4)), None);
        let made_up = |number: fn(usize) -> String| {
            let rows: String = (0..20).map(|at| format!("Ana,{}\n", number(at))).collect();
            read(&format!("name,phone\n{rows}"))
        };
        assert_eq!(made_up(|at| format!("+1 212 555 01{at:02}")), None);
        assert_eq!(made_up(|at| format!("+55119876500{at:02}")), None);
        assert_eq!(made_up(|_| "+5511987650312".to_owned()), None);
        assert_eq!(made_up(|at| format!("{at}")), None);
    }

    #[test]
    fn hostile_tables_end() {
        for text in
            ["", "\n\n", "\"", "phone", "phone\n\"", &"phone,".repeat(50_000), &"sep=\n".repeat(9_000)]
        {
            assert_eq!(read(text), None);
        }
    }
}
