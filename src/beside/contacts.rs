//! Whether a table is a list of contacts. Its beginning is looked at, and nothing of it is kept but what it has.

use std::borrow::Cow;
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
        let text = decoded(head.get(..HEAD).unwrap_or(head));
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let delimiter = delimiter(text)?;
        let mut records =
            Records { rest: text, delimiter }.filter(|row| row.iter().any(|cell| !cell.is_empty()));
        let header = records.next()?;
        let heads: Vec<String> = header.iter().map(|cell| plain(cell)).collect();
        let has = |words: &[String]| heads.iter().any(|head| names(head, words));
        let words = words();
        let file = name.rsplit('/').next().unwrap_or_default();
        let file = plain(stem(file));
        let of_businesses = has(&words.businesses) || names(&file, &words.businesses);
        let has_names = heads.iter().any(|head| words.names.contains(head));
        let of_companies = (has(&words.employers) || names(&file, &words.employers)) && !has_names;
        // `branches.csv` is named after its rows; `clients_of_the_branch.csv` after the people in them.
        let of_places = names(&file, &words.places) && !names(&file, &words.people);
        if has(&words.places) || (of_businesses || of_companies || of_places) && !has(&words.people) {
            return None;
        }
        // Beside figures of other devices, `mobile` is one of them. `phone_number_id` and `mobile_model` are no numbers.
        let counts = has(&words.figures);
        let columns: Vec<(usize, usize)> = heads
            .iter()
            .enumerate()
            .filter(|(_, head)| names_number(head, words) && !names(head, &words.figures))
            .filter_map(|(at, head)| match words.devices.contains(head) {
                true if counts && !has(&words.people) => None,
                true => Some((at, policy::LEAST_CONTACT_DIGITS)),
                false => Some((at, 0)),
            })
            .collect();
        if columns.is_empty() {
            return None;
        }
        let rows: Vec<Vec<String>> = records.by_ref().take(LOOKED_AT).collect();
        if !columns.iter().any(|(column, least)| holds_numbers(&rows, *column, *least)) {
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
    businesses: Vec<String>,
    people: Vec<String>,
    devices: Vec<String>,
    figures: Vec<String>,
    not_numbers: Vec<String>,
    employers: Vec<String>,
    names: Vec<String>,
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
            businesses: of(policy::BUSINESS_COLUMNS),
            people: of(policy::PEOPLE_COLUMNS),
            devices: of(policy::DEVICE_COLUMNS),
            figures: of(policy::FIGURE_COLUMNS),
            not_numbers: of(policy::NOT_NUMBERS),
            employers: of(policy::EMPLOYER_COLUMNS),
            names: of(policy::NAME_COLUMNS),
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
    // Its maker writes `WhatsApp`, which is one word.
    out.replace(" whats app ", " whatsapp ")
}

/// Whether a header is for numbers of telephones: what it says besides is no word for something else. `wa_id` is a number,
/// `phone_id` is none.
fn names_number(header: &str, words: &Words) -> bool {
    let beside =
        |word: &String| header.contains(word.as_str()).then(|| header.replacen(word.as_str(), " ", 1));
    words.phone.iter().filter_map(beside).any(|rest| !names(&rest, &words.not_numbers))
}

/// Whether a header has one of some words, whole.
fn names(header: &str, words: &[String]) -> bool {
    words.iter().any(|word| header.contains(word.as_str()))
}

/// The words of a table: spreadsheets also save UTF-16, with a mark at the beginning.
fn decoded(head: &[u8]) -> Cow<'_, str> {
    let units = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(of(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match head {
        [0xff, 0xfe, rest @ ..] => Cow::Owned(units(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(units(rest, u16::from_be_bytes)),
        _ => String::from_utf8_lossy(head),
    }
}

/// The name of a file without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Whether a column holds numbers that may be people's. Those without a `+` have `least` digits.
fn holds_numbers(rows: &[Vec<String>], column: usize, least: usize) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
    let numbers: Vec<&str> = cells().map(String::as_str).filter(|cell| is_number(cell, least)).collect();
    let distinct: BTreeSet<&str> = numbers.iter().copied().collect();
    let is_share = numbers.len() * 100 >= cells().count() * policy::LEAST_CONTACT_SHARE;
    distinct.len() >= policy::LEAST_CONTACT_ROWS && is_share && !is_counted_up(&numbers)
}

fn is_number(cell: &str, least: usize) -> bool {
    personal::may_be_number_of_somebody(cell) && (cell.contains('+') || personal::digits(cell).len() >= least)
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
    folders.split('/').chain([stem(file)]).any(|part| {
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
            "WhatsApp",
            "WhatsApp Number",
            "whatsApp",
            "Número de WhatsApp",
            "cel",
            "Contato",
            "wa_id",
            "zap",
        ] {
            let list = read(&table(&format!("name;{phone};x"), 9));
            assert_eq!(list.map(|list| list.rows), Some(9), "{phone}");
        }
        for other in [
            "whatsapp_account_id",
            "mobile app",
            "order",
            "zip",
            "Numero",
            "model",
            "price",
            "hotel",
            "عدد",
            "订单",
        ] {
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
    fn businesses_devices_and_ids_are_no_list() {
        for header in [
            "hotel;phone;stars",
            "Firma;Telefon;Ort",
            "razão social;telefone;cnpj",
            "nom;téléphone;site web",
            "مطعم;هاتف;المدينة",
            "公司;电话;网站",
            "date;mobile;desktop",
            "country;mobile subscriptions;year",
            "name;phone_number_id;waba_id",
        ] {
            assert_eq!(read(&table(header, 9)), None, "{header}");
        }
        let places = table("name;phone;city", 9);
        for name in ["data/hotels.csv", "lieferanten.csv", "embassies-2026.csv"] {
            assert_eq!(ContactList::of(name, places.as_bytes(), true), None, "{name}");
        }
        for name in ["branches.csv", "support_lines.csv", "sucursales.csv", "filialen.csv"] {
            let table = table("name;phone;address", 9);
            assert_eq!(ContactList::of(name, table.as_bytes(), true), None, "{name}");
        }
        for header in ["doctor;phone;specialty", "médico;teléfono;especialidad", "Arzt;Telefon;Fachrichtung"]
        {
            assert_eq!(read(&table(header, 9)), None, "{header}");
        }
        let clients = table("nombre;telefono;correo", 9);
        assert!(ContactList::of("clientes_sucursal_norte.csv", clients.as_bytes(), true).is_some());
        // People who stay in hotels and work in companies are people.
        for header in
            ["guest;phone;hotel", "Name;Telefon;Firma", "first_name;mobile;company", "客户;手机;公司"]
        {
            assert!(read(&table(header, 9)).is_some(), "{header}");
        }
        let visits: String = (0..40).map(|day| format!("{day},{}\n", 40_211_973 + day * 7_213)).collect();
        assert_eq!(read(&format!("day,mobile\n{visits}")), None);
    }

    #[test]
    fn spreadsheets_save_utf_16() {
        let text = table("имя;телефон;город", 9);
        let units = text.encode_utf16();
        let little: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(units.clone().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(units.flat_map(u16::to_be_bytes)).collect();
        for bytes in [little, big] {
            let list = ContactList::of("lista.csv", &bytes, true);
            assert_eq!(list.map(|list| list.rows), Some(9));
        }
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
