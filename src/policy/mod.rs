//! What the platform and the law say, as data: each with its source and the date at which it was checked.
//!
//! The data live in `policy/*.yaml`; `build.rs` checks them and compiles them into the tables below.

/// How well a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Stated by the platform or the law itself.
    Documented,
    /// Stated by two or more providers or commentators.
    Restated,
    /// Seen in answers of the live platform.
    Observed,
    /// Stated by one source.
    Single,
    /// A figure of our own, where nobody publishes one.
    Ours,
}

/// A fact of the platform, or a clause of its terms or of a law, in our own words.
#[derive(Debug)]
pub struct Fact {
    /// Its name, such as `body-max`.
    pub id: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// The figure in it.
    pub limit: Option<u32>,
    /// The words in it, where it is a closed list.
    pub values: &'static [&'static str],
    /// The platform's error that breaking it leads to: `code` or `code/subcode`.
    pub code: Option<&'static str>,
    /// How well it is known.
    pub confidence: Confidence,
    /// The date at which it was checked, `YYYY-MM-DD`.
    pub as_of: &'static str,
    /// Where it is said.
    pub sources: &'static [&'static str],
    /// Why no rule stands on it, where none does.
    pub no_rule: Option<&'static str>,
}

/// The pace and the horizon that hold where the configuration names none.
#[derive(Debug)]
pub struct Pace {
    /// Marketing messages to one recipient in 24 hours.
    pub per_24h: u32,
    /// In 7 days.
    pub per_7d: u32,
    /// In 30 days.
    pub per_30d: u32,
    /// How far ahead schedules are looked at, in days.
    pub horizon_days: u32,
    /// How many sends of one campaign are looked at.
    pub instants_per_campaign: u32,
    /// For how many days a sender is new.
    pub new_sender_days: u32,
    /// How many percent of its limit a new sender writes to at most.
    pub first_percent: u32,
    /// How many people, where its limit is not known.
    pub first_people: u32,
    /// How many times as many people as before are a leap.
    pub leap: u32,
    /// Up to how many hours an offer cannot wait.
    pub critical_hours: u32,
    /// The steps of a warm-up that is proposed, in percent of what a day may hold; they grow to 100.
    pub ramp_percents: &'static [u32],
}

impl Pace {
    /// The steps of a warm-up for days that may hold so many people.
    pub fn ramp(&self, most: u64) -> impl DoubleEndedIterator<Item = u64> {
        let share = move |percent: u64| most / 100 * percent + most % 100 * percent / 100;
        self.ramp_percents.iter().map(move |percent| share(u64::from(*percent)))
    }
}

/// Goods that messages may speak of to some people only.
#[derive(Debug)]
pub struct Goods {
    /// The family of phrases, a key of [`FAMILIES`].
    pub family: &'static str,
    /// How old readers must be, in years.
    pub least_age: u32,
    /// ISO codes of countries for which the platform keeps them closed.
    pub closed: &'static [&'static str],
}

/// What an industry owes to its supervisors.
#[derive(Clone, Copy, Debug)]
pub struct RecordDuty {
    /// Whether a law asks for records in so many words.
    pub is_law: bool,
    /// For how many years at least, where that is known; otherwise 0.
    pub years: u32,
    /// Countries in which it is longer, and how long.
    pub longer: &'static [(&'static str, u32)],
}

/// What differs from the default levels of rules.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// The word of `preset`.
    pub name: &'static str,
    /// For whom it is, and what it comes to.
    pub says: &'static str,
    /// Whether it says how much is told at all, and of every rule; otherwise it is for an industry.
    pub is_breadth: bool,
    /// The word of the least level of findings.
    pub least: Option<&'static str>,
    /// Groups with the words of their levels.
    pub groups: &'static [(&'static str, &'static str)],
    /// Rules with the words of their levels, which win over those of groups.
    pub levels: &'static [(&'static str, &'static str)],
}

/// Goods and services that messages may not promote to everybody.
#[derive(Clone, Copy, Debug)]
pub struct Vertical {
    /// The word of `vertical`.
    pub word: &'static str,
    /// What it is.
    pub what: &'static str,
    /// For those that are restricted and not barred, the least age in years and the countries for which they are closed.
    pub terms: Option<(u32, &'static [&'static str])>,
    /// The family of phrases that speak of its goods.
    pub family: Option<&'static str>,
}

/// How the check digits of a national number are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NationalCheck {
    /// It has none, or its shape says enough.
    None,
    /// Brazil: two digits, weights of eleven.
    Cpf,
    /// United States: numbers that were never given out.
    Ssn,
    /// Spain: a letter, the rest of 23.
    Dni,
    /// Italy: a letter, odd and even places.
    CodiceFiscale,
    /// India: Verhoeff.
    Verhoeff,
    /// Turkey: two digits.
    Tckn,
    /// France: two digits, the rest of 97.
    Nir,
    /// Netherlands: weights of eleven.
    Bsn,
    /// China: ISO 7064, the rest of 11.
    Resident,
}

/// A number by which a state knows a person.
#[derive(Clone, Copy, Debug)]
pub struct National {
    /// What it is.
    pub what: &'static str,
    /// How it is written: 9 a digit, A a capital letter, every other sign itself.
    pub shapes: &'static [&'static str],
    /// Words that have to say what it is; none where the shape does.
    pub words: &'static [&'static str],
    /// Its check digits.
    pub check: NationalCheck,
    /// Those that belong to nobody, without the signs between.
    pub examples: &'static [&'static str],
}

/// How a secret looks that gives the right to send.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// How it begins.
    pub begins: &'static str,
    /// How many letters and digits it has at least.
    pub least: usize,
    /// How many different ones among them at least.
    pub distinct: usize,
}

/// Stands for a fact where the user's own configuration says it.
pub const CONFIGURED: &str = "";

/// What the law of a country, or its practice, asks of marketing messages.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// The ISO code of the country.
    pub country: &'static str,
    /// On what ground people may be written to, beside express consent.
    pub consent: Option<ConsentLaw>,
    /// The fact that says that consent is confirmed a second time.
    pub double_opt_in: Option<&'static str>,
    /// When messages may arrive.
    pub hours: Option<Hours>,
    /// Business days until a request to stop must take effect, and the fact.
    pub opt_out_days: Option<(u32, &'static str)>,
    /// How often people may be written to.
    pub pace: Option<CountryPace>,
    /// For how many years the proof of consent is kept, and the fact.
    pub proof_years: Option<(u32, &'static str)>,
    /// Below which age a parent has to agree, in years, and the fact.
    pub least_age: Option<(u32, &'static str)>,
    /// After how many months an implied consent ends that comes of an inquiry, and the fact.
    pub inquiry_months: Option<(u32, &'static str)>,
    /// After how many months of silence contacts who bought nothing are dropped, and the fact.
    pub silent_months: Option<(u32, &'static str)>,
    /// Words that always end consent, and the fact.
    pub stop_words: Option<(&'static [&'static str], &'static str)>,
}

impl Law {
    /// A law that asks for nothing.
    pub fn of(country: &'static str) -> Self {
        Law {
            country,
            consent: None,
            double_opt_in: None,
            hours: None,
            opt_out_days: None,
            pace: None,
            proof_years: None,
            least_age: None,
            inquiry_months: None,
            silent_months: None,
            stop_words: None,
        }
    }
}

/// Grounds that a law knows beside express consent.
#[derive(Clone, Copy, Debug)]
pub struct ConsentLaw {
    /// One that is inferred from a relationship.
    pub implied: bool,
    /// Own customers, similar goods, and a chance to refuse each time.
    pub soft_opt_in: bool,
    /// Whether it has to be in writing.
    pub written: bool,
    /// After how many months an implied one ends.
    pub implied_months: Option<u32>,
    /// The fact that says so.
    pub fact: &'static str,
}

/// When messages may arrive, in the recipient's local time.
#[derive(Clone, Copy, Debug)]
pub struct Hours {
    /// For each weekday from Monday on, the minutes after midnight from which and before which; `None` where not at all.
    pub open: [Option<(u16, u16)>; 7],
    /// Whether the row is sure enough for an error.
    pub is_confident: bool,
    /// The fact that says so.
    pub fact: &'static str,
}

/// How often people of a country may be written to, each with the fact that says so.
#[derive(Clone, Copy, Debug)]
pub struct CountryPace {
    /// Messages in 24 hours.
    pub per_24h: Option<(u32, &'static str)>,
    /// Messages in 7 days.
    pub per_7d: Option<(u32, &'static str)>,
    /// Messages in 30 days.
    pub per_30d: Option<(u32, &'static str)>,
}

/// Phrases of one language that name a marketing trigger.
#[derive(Debug)]
pub struct Promotion {
    /// The trigger, a key of [`TRIGGERS`].
    pub trigger: &'static str,
    /// Patterns of which one is enough.
    pub strong: Lines,
    /// Patterns that count only together with others.
    pub weak: Lines,
}

/// Patterns, a line each, as [`crate::text::pattern`] reads them: one text instead of thousands of pointers that the
/// loader would have to set. Before each pattern stands the place of the element that it is looked for by.
#[derive(Clone, Copy, Debug)]
pub struct Lines(&'static str);

impl Lines {
    /// The lines.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.lines()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// The phrase set of one language. Patterns are written as [`crate::text::pattern`] says.
#[derive(Debug)]
pub struct Phrases {
    /// Language without country: `pt`.
    pub language: &'static str,
    /// Languages that people mix into this one, whose strong phrases hold here too.
    pub also: &'static [&'static str],
    /// Particles that are written together with the next word, longest first.
    pub proclitics: &'static [&'static str],
    /// Promotional phrases.
    pub promotion: &'static [Promotion],
    /// Phrases that tie a message to an order, account or request of its reader, by key of [`ANCHORS`].
    pub anchors: &'static [(&'static str, Lines)],
    /// Phrases by family of content, a key of [`FAMILIES`].
    pub content: &'static [(&'static str, Lines)],
    /// Phrases that make a sentence a record of what was done or granted: "has been applied", "your refund of".
    pub settled: Lines,
    /// Phrases that hold promotional words and are none.
    pub exceptions: Lines,
    /// Phrases that ask for feedback.
    pub surveys: Lines,
    /// Phrases of which a greeting is made that says nothing else.
    pub greetings: Lines,
    /// Phrases that name a way out.
    pub opt_out: Lines,
    /// Phrases that name a way out as long as nothing else is left: "opt out", and not "opt out of winter".
    pub opt_out_bare: Lines,
    /// Phrases that tell to send a word, which is their last.
    pub opt_out_replies: Lines,
    /// Words that people are told to send in order to leave.
    pub opt_out_keywords: &'static [&'static str],
    /// The same as patterns.
    pub opt_out_keyword_patterns: Lines,
    /// Words to send that lead out beside words of leaving only: "CANCEL".
    pub opt_out_doubtful: Lines,
    /// Verbs that go before such a word.
    pub opt_out_verbs: Lines,
    /// What gives such a word, or a bare phrase, a purpose of its own: "to", "for", "from".
    pub opt_out_turns: Lines,
    /// What makes such a purpose one of leaving, beside the phrases.
    pub leaving: Lines,
    /// Phrases that hold such words and name no way out.
    pub opt_out_exceptions: Lines,
    /// What makes leaving hard where it stands in one sentence with a way out.
    pub obstacles: Lines,
    /// Words of an offer that still stands, and of one that was had.
    pub open_offer: Lines,
    /// See `open_offer`.
    pub past_offer: Lines,
    /// A line for the footer that names a way out.
    pub opt_out_line: &'static str,
    /// Whether the verbs may also stand behind the keyword.
    pub verb_last: bool,
}

/// What no language has of its own among the signs of a way out.
#[derive(Debug)]
pub struct OptOut {
    /// Parts of an address that leads out.
    pub links: &'static [&'static str],
    /// Fewer words than these may stand between a verb and the word to send.
    pub keyword_within: usize,
    /// Fewer words than these may stand between that word and the next.
    pub next_within: usize,
    /// How many small words speak for a language that is not the template's.
    pub least_words: usize,
}

/// What the words of one language weigh, as [`crate::text::tone`] reads them: a table with open addressing.
#[derive(Debug)]
pub struct Weights {
    /// Language without country.
    pub language: &'static str,
    /// The weight that every text begins with.
    pub bias: i8,
    /// The keys of features, each as near behind its own place as there was room.
    pub keys: &'static [u32],
    /// Their weights; 0 where the table is free.
    pub weights: &'static [i8],
}

/// From which score on the tone of a text counts, and how much evidence adds up.
#[derive(Debug)]
pub struct Tone {
    /// In a text that is tied to nothing.
    pub alone: f32,
    /// In one that is tied to its reader.
    pub tied: f32,
    /// Below this, weak pieces of evidence do not add up.
    pub service: f32,
    /// In a sentence beside a record that speaks of an amount off or of points.
    pub offer: f32,
    /// Below which a text is a service message, whatever it is tied to.
    pub plain_service: f32,
    /// How many different weak pieces promote in a text that is tied to nothing.
    pub weak_alone: usize,
    /// In one that is tied to its reader.
    pub weak_tied: usize,
    /// From how many values on a text is a record of something.
    pub least_values: usize,
    /// How many words a text must have for its silence to mean something.
    pub least_words: usize,
}

include!(concat!(env!("OUT_DIR"), "/policy.rs"));

/// The fact of an id.
pub fn fact(id: &str) -> Option<&'static Fact> {
    FACTS.binary_search_by(|fact| fact.id.cmp(id)).ok().and_then(|at| FACTS.get(at))
}

/// The closed list of words that a fact holds; empty for other facts.
pub fn values_of(id: &str) -> &'static [&'static str] {
    fact(id).map_or(&[], |fact| fact.values)
}

/// The time zones of a country given by its ISO code.
pub fn zones_of(country: &str) -> Option<&'static [&'static str]> {
    let at = COUNTRY_ZONES.binary_search_by(|(code, _)| (*code).cmp(country)).ok()?;
    COUNTRY_ZONES.get(at).map(|(_, zones)| *zones)
}

/// The row of a word of `vertical`.
pub fn vertical(word: &str) -> Option<&'static Vertical> {
    let at = VERTICALS.binary_search_by(|vertical| vertical.word.cmp(word)).ok()?;
    VERTICALS.get(at)
}

/// What an industry has to keep; nothing for one without such duties.
pub fn record_duty(industry: &str) -> Option<RecordDuty> {
    RECORD_DUTIES.iter().find(|(known, _)| *known == industry).map(|(_, duty)| *duty)
}

/// What the law of a country asks, where a row of the table tells it.
pub fn law_of(country: &str) -> Option<&'static Law> {
    let at = LAWS.binary_search_by(|law| law.country.cmp(country)).ok()?;
    LAWS.get(at)
}

/// The ISO code of a country as the table of zones has it.
pub fn country(code: &str) -> Option<&'static str> {
    let at = COUNTRY_ZONES.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    COUNTRY_ZONES.get(at).map(|(known, _)| *known)
}

/// Whether few people of its country live by the clock of a zone.
pub fn is_remote(zone: &str) -> bool {
    REMOTE_ZONES.contains(&zone)
}

/// The ISO code of the country that is meant by one that is none: `br` and `UK`.
pub fn country_meant(code: &str) -> Option<&'static str> {
    let upper = code.to_uppercase();
    let by_name = COUNTRY_SLIPS.iter().find(|(slip, _)| *slip == upper).map(|(_, meant)| *meant);
    country(&upper).or(by_name)
}

/// What to do about a country code that is none.
pub fn country_help(code: &str) -> String {
    match country_meant(code) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "use the two-letter codes of ISO 3166, such as `BR`, `IN` or `DE`".to_owned(),
    }
}

/// The first country that has a time zone, by its name or a former one.
pub fn country_of_zone(zone: &str) -> Option<&'static str> {
    COUNTRY_ZONES
        .iter()
        .chain(FORMER_ZONES)
        .find(|(_, zones)| zones.contains(&zone))
        .map(|(country, _)| *country)
}

/// The countries whose numbers begin as this one does: by the longest calling code, and behind +1 by the area code. A
/// number that goes on behind +1 with the area code of no other country is one of the United States.
pub fn countries_of_number(number: &str) -> &'static [&'static str] {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let by_length = (1..=digits.len().min(4)).rev().find_map(|length| {
        let code = digits.get(..length)?;
        let at = CALLING_CODES.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
        CALLING_CODES.get(at)
    });
    match by_length {
        Some(("1", _)) if digits.len() >= 4 => &["US"],
        Some((_, countries)) => countries,
        None => &[],
    }
}

/// A marketing trigger in plain words.
pub fn trigger(id: &str) -> &'static str {
    TRIGGERS.iter().find(|(known, _)| *known == id).map_or("promotes", |(_, plain)| plain)
}

/// What ties a message to its reader, in plain words.
pub fn anchor(id: &str) -> &'static str {
    ANCHORS.iter().find(|(known, _)| *known == id).map_or("ties it to its reader", |(_, plain)| plain)
}

/// What a family of content phrases does, in plain words.
pub fn family(id: &str) -> &'static str {
    FAMILIES.iter().find(|(known, _)| *known == id).map_or("is objected to", |(_, plain)| plain)
}

/// A language code without country or script.
pub fn base(language: &str) -> String {
    language.split(['_', '-']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The phrase set of a language code such as `pt_BR`.
pub fn phrases_of(language: &str) -> Option<&'static Phrases> {
    let base = base(language);
    let at = PHRASES.binary_search_by(|set| set.language.cmp(base.as_str())).ok()?;
    PHRASES.get(at)
}

/// The weights of a language code such as `pt_BR`.
pub fn weights_of(language: &str) -> Option<&'static Weights> {
    let base = base(language);
    let at = WEIGHTS.binary_search_by(|set| set.language.cmp(base.as_str())).ok()?;
    WEIGHTS.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookups_find_what_the_data_hold() {
        assert_eq!(fact("body-max").and_then(|fact| fact.limit), Some(1024));
        assert_eq!(zones_of("BR").map(|zones| zones.contains(&"America/Sao_Paulo")), Some(true));
        assert!(zones_of("XX").is_none());
        assert_eq!(countries_of_number("+55 11 98765-4321"), ["BR"]);
        assert_eq!(countries_of_number("+7"), ["RU", "KZ"]);
        assert_eq!(countries_of_number("+1 416 555 0123"), ["CA"]);
        assert_eq!(countries_of_number("+1 212 555 0123"), ["US"]);
        assert!(countries_of_number("+1").contains(&"JM"));
        assert!(countries_of_number("+0").is_empty());
        assert!(law_of("DE").is_some_and(|law| law.double_opt_in.is_some() && law.consent.is_some()));
        assert!(LANGUAGES.binary_search(&"pt_BR").is_ok());
        assert!(POLICY_DATE.len() == 10);
    }

    #[test]
    fn every_zone_is_known_to_the_calendar() {
        for (country, zones) in COUNTRY_ZONES {
            for zone in *zones {
                assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{country}: {zone}");
            }
        }
    }
}
