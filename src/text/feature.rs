//! What the tone of a text is told by: words, stems, endings and pairs, each known by a key. The build script makes the
//! keys of the policy's weights here too.

use super::hash::{hash, mix};

/// How many characters a stem may have.
pub(crate) const STEMS: [usize; 3] = [4, 5, 6];
/// How many characters an ending has, and the shortest word that has one.
pub(crate) const END: usize = 3;
pub(crate) const LEAST_FOR_END: usize = 5;

const WORD: u64 = 1;
const STEM: u64 = 2;
const ENDING: u64 = 3;
const PAIR: u64 = 4;

fn key(kind: u64, hash: u64) -> u32 {
    (mix(hash ^ mix(kind)) >> 32) as u32
}

/// The key of a word by its hash.
pub(crate) fn of_word(word: u64) -> u32 {
    key(WORD, word)
}

/// The key of the first characters of a word.
pub(crate) fn of_stem(stem: &str) -> u32 {
    key(STEM, hash(stem.as_bytes()))
}

/// The key of the last characters of a word.
pub(crate) fn of_end(end: &str) -> u32 {
    key(ENDING, hash(end.as_bytes()))
}

/// The key of two words that follow one another, by their hashes.
pub(crate) fn of_pair(first: u64, second: u64) -> u32 {
    key(PAIR, first.rotate_left(17) ^ mix(second))
}
