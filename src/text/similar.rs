//! Texts that are the same but for little: sets of shingles, compared through small signatures so that the work grows
//! with the number of texts and not with its square.

use std::collections::HashMap;
use std::hash::Hasher as _;

use super::fold::fold;
use super::hash::{Fnv, Quick, hash, mix};
use super::tokens::is_punctuation;
use crate::syntax::message::{Message, SegmentKind};

/// Words in a shingle.
const SHINGLE: usize = 3;
/// Texts with fewer words are only compared whole: a word more or less makes another text of them.
const LEAST_WORDS: usize = 8;
/// Numbers in a signature: each the smallest hash of all shingles under another hash function.
const NUMBERS: usize = 12;
/// The odd factors of the hash functions.
const FACTORS: [u64; NUMBERS] = factors();
/// Numbers in a row that must agree for two texts to be looked at.
const BAND: usize = 2;
/// How many texts of a band are compared with.
const KEPT: usize = 3;

/// What a text is made of, for comparing.
#[derive(Clone, Debug)]
pub struct Shape {
    whole: u64,
    words: usize,
    /// Hashes of all shingles, sorted, each once; none for short texts.
    shingles: Box<[u32]>,
}

impl Shape {
    /// The shape of some messages read one after the other. Placeholders count as one and the same word; letter case,
    /// accents, marks and signs do not count.
    pub fn of<'m>(messages: impl Iterator<Item = &'m Message>) -> Shape {
        let mut words: Vec<u64> = Vec::new();
        for message in messages {
            for segment in &message.segments {
                match segment.kind {
                    SegmentKind::Placeholder(_) | SegmentKind::Malformed(_) => words.push(hash(b"{}")),
                    SegmentKind::LineEnd | SegmentKind::Mark => {}
                    _ => push_words(message.words_of(segment), &mut words),
                }
            }
        }
        let whole = words.iter().fold(words.len() as u64, |sum, word| mix(sum ^ *word));
        let mut shingles: Vec<u32> = Vec::new();
        if words.len() >= LEAST_WORDS {
            let hashes = words.windows(SHINGLE).map(|row| row.iter().fold(0, |sum, word| mix(sum ^ *word)));
            shingles.extend(hashes.map(|hash| (hash >> 32) as u32));
            shingles.sort_unstable();
            shingles.dedup();
        }
        Shape { whole, words: words.len(), shingles: shingles.into_boxed_slice() }
    }

    /// The share of the longer text's shingles that the other has too, from 0 to 1.
    pub fn likeness(&self, other: &Shape) -> f64 {
        if self.whole == other.whole && self.words == other.words {
            return 1.0;
        }
        let (mut at, mut other_at, mut common) = (0, 0, 0usize);
        while let (Some(a), Some(b)) = (self.shingles.get(at), other.shingles.get(other_at)) {
            common += usize::from(a == b);
            at += usize::from(a <= b);
            other_at += usize::from(b <= a);
        }
        let longer = self.shingles.len().max(other.shingles.len());
        if longer == 0 { 0.0 } else { common as f64 / longer as f64 }
    }

    fn signature(&self) -> [u32; NUMBERS] {
        let mut numbers = [u32::MAX; NUMBERS];
        for shingle in &self.shingles {
            for (number, factor) in numbers.iter_mut().zip(FACTORS) {
                // Multiplying and keeping the upper half is a hash function for each odd factor.
                let hash = (u64::from(*shingle).wrapping_mul(factor) >> 32) as u32;
                *number = (*number).min(hash);
            }
        }
        numbers
    }
}

/// Hashes the words of a text as they are read, without keeping any of them.
fn push_words(text: &str, words: &mut Vec<u64>) {
    let mut word = Fnv::default();
    let mut is_open = false;
    let mut folded = String::new();
    let mut close = |word: &mut Fnv, is_open: &mut bool| {
        if std::mem::take(is_open) {
            words.push(std::mem::take(word).finish());
        }
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.write(&[c.to_ascii_lowercase() as u8]);
            is_open = true;
        } else if c.is_ascii() || c.is_whitespace() || is_punctuation(c) {
            close(&mut word, &mut is_open);
        } else {
            folded.clear();
            fold(c, &mut folded);
            // Each character of a script without spaces is a word.
            if is_dense(c) {
                close(&mut word, &mut is_open);
            }
            word.write(folded.as_bytes());
            is_open |= !folded.is_empty();
            if is_dense(c) {
                close(&mut word, &mut is_open);
            }
        }
    }
    close(&mut word, &mut is_open);
}

/// Whether a character belongs to a script that is written without spaces between words.
pub fn is_dense(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

const fn factors() -> [u64; NUMBERS] {
    let mut factors = [0; NUMBERS];
    let mut at = 0;
    while at < NUMBERS {
        factors[at] = mix(at as u64) | 1;
        at += 1;
    }
    factors
}

/// Texts seen so far, for finding those that a new one is like.
#[derive(Debug, Default)]
pub struct Seen {
    shapes: Vec<Shape>,
    whole: HashMap<u64, usize, Quick>,
    /// The first texts of each band.
    bands: HashMap<u64, [u32; KEPT], Quick>,
}

impl Seen {
    /// Makes room for a number of texts.
    pub fn for_texts(count: usize) -> Self {
        Seen {
            shapes: Vec::with_capacity(count),
            whole: HashMap::with_capacity_and_hasher(count, Quick::default()),
            bands: HashMap::default(),
        }
    }

    /// The text among those before that a new one is most like, with their likeness; and remembers the new one.
    /// Texts that `skip` names are passed over.
    pub fn add(&mut self, shape: Shape, least: f64, skip: impl Fn(usize) -> bool) -> Option<(usize, f64)> {
        let index = self.shapes.len();
        if shape.words == 0 {
            self.shapes.push(shape);
            return None;
        }
        // The same words lead to the same bands: only the first text of its words has to stand in them.
        let twin = self.whole.get(&shape.whole).copied();
        if let Some(twin) = twin.filter(|at| !skip(*at)) {
            self.shapes.push(Shape { shingles: Box::default(), ..shape });
            return Some((twin, 1.0));
        }
        if twin.is_none() {
            self.whole.insert(shape.whole, index);
        }
        let mut best: Option<(usize, f64)> = None;
        let mut compared: Vec<usize> = Vec::new();
        if shape.words >= LEAST_WORDS {
            let narrow = u32::try_from(index).unwrap_or(u32::MAX);
            for (number, band) in shape.signature().chunks_exact(BAND).enumerate() {
                let key = band.iter().fold(number as u64, |sum, number| mix(sum ^ u64::from(*number)));
                let kept = self.bands.entry(key).or_insert([u32::MAX; KEPT]);
                for slot in kept {
                    if *slot == u32::MAX {
                        if twin.is_none() {
                            *slot = narrow;
                        }
                        break;
                    }
                    let at = *slot as usize;
                    // Texts that are alike meet in several bands.
                    if compared.contains(&at) || skip(at) {
                        continue;
                    }
                    compared.push(at);
                    let likeness = self.shapes.get(at).map_or(0.0, |other| shape.likeness(other));
                    if likeness >= least && best.is_none_or(|(_, known)| likeness > known) {
                        best = Some((at, likeness));
                    }
                }
            }
        }
        self.shapes.push(shape);
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, SourceMap, Span};
    use crate::syntax::tree::Text;

    fn shape(text: &str) -> Shape {
        let id = SourceMap::default().add(SourceFile::new("m", text));
        Shape::of(std::iter::once(&Message::parse(Text::direct(text, Span::new(id, 0, text.len())))))
    }

    const LONG: &str = "Hello {{1}}, your order {{2}} has left our warehouse in Porto this morning and will reach you within two working days";

    #[test]
    fn signs_case_and_names_of_placeholders_do_not_count() {
        let other = LONG.to_uppercase().replace("{{1}}", "{{name}}").replace(',', " –");
        assert_eq!(shape(LONG).likeness(&shape(&other)), 1.0);
    }

    #[test]
    fn near_texts_are_found_and_others_are_not() {
        let mut seen = Seen::default();
        assert!(seen.add(shape(LONG), 0.8, |_| false).is_none());
        let near = LONG.replace("this morning", "this morning already");
        assert!(
            seen.add(shape(&near), 0.7, |_| false).is_some_and(|(at, likeness)| at == 0 && likeness < 1.0)
        );
        assert!(
            seen.add(shape("Your table for {{1}} is booked on {{2}} at our place by the river"), 0.8, |_| {
                false
            })
            .is_none()
        );
        assert!(seen.add(shape("Thank you"), 0.8, |_| false).is_none());
        assert!(seen.add(shape("thank you!"), 0.8, |_| false).is_some_and(|(at, _)| at == 3));
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_character() {
        let text = "您的订单已从我们的仓库发出，预计两个工作日内送达，请注意查收。";
        assert!(shape(text).likeness(&shape(&text.replace("两个", "三个"))) > 0.6);
    }
}
