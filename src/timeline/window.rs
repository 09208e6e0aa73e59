//! The busiest stretch of a list of sends.

use std::collections::{BTreeMap, VecDeque};

use super::Send;
use crate::syntax::lexical::DAY;

/// A length of time for which the messages to one recipient are counted.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Its name in a table.
    pub short: &'static str,
    /// Its name in a sentence.
    pub long: &'static str,
    /// Its length.
    pub seconds: i64,
}

/// The lengths that paces are set for, in the order in which they are kept everywhere.
pub const WINDOWS: [Window; 3] = [
    Window { short: "24 h", long: "24 hours", seconds: DAY },
    Window { short: "7 d", long: "7 days", seconds: 7 * DAY },
    Window { short: "30 d", long: "30 days", seconds: 30 * DAY },
];

/// Something that arrives at some time.
pub trait Arrival {
    /// Seconds of Unix time.
    fn at(&self) -> i64;

    /// Seconds by a clock that knows no summer time.
    fn clock(&self) -> i64 {
        self.at()
    }
}

impl Arrival for &Send {
    fn at(&self) -> i64 {
        self.at
    }

    fn clock(&self) -> i64 {
        self.clock
    }
}

/// The first window of `seconds` that holds the most arrivals. `arrivals` is sorted by time.
///
/// Windows are half-open: two arrivals exactly `seconds` apart, in time or by the clock, are not in one.
pub fn worst_window<A: Arrival>(arrivals: &[A], seconds: i64) -> &[A] {
    worst_windows(arrivals, seconds, |_| Some(())).into_values().next().unwrap_or_default()
}

/// For each key, the first window of `seconds` with the most arrivals among those that hold an arrival of that key.
///
/// One pass over the windows and one over the arrivals, whatever the number of keys.
pub fn worst_windows<A: Arrival, K: Ord + Copy>(
    arrivals: &[A],
    seconds: i64,
    key: impl Fn(&A) -> Option<K>,
) -> BTreeMap<K, &[A]> {
    // Every fullest window ends with an arrival; `ending[i]` is the start of the one that ends with arrival i.
    let mut ending = Vec::with_capacity(arrivals.len());
    let mut start = 0;
    for end in 0..arrivals.len() {
        let Some(last) = arrivals.get(end) else { break };
        // Neither the hour that summer time takes nor the one that it gives brings two messages nearer.
        let apart = |first: &A| (last.at() - first.at()).max(last.clock() - first.clock());
        while arrivals.get(start).is_some_and(|first| apart(first) >= seconds) {
            start += 1;
        }
        ending.push(start);
    }
    // The fullest window over arrival i ends with i or a later arrival whose window still reaches back to i. Going
    // backwards, those ends are kept by falling size, so that the fullest is always in front.
    let mut best: BTreeMap<K, std::ops::Range<usize>> = BTreeMap::new();
    let mut ends: VecDeque<usize> = VecDeque::new();
    let size = |end: usize| ending.get(end).map_or(0, |start| end + 1 - start);
    for at in (0..arrivals.len()).rev() {
        while ends.back().is_some_and(|end| size(*end) <= size(at)) {
            ends.pop_back();
        }
        ends.push_back(at);
        while ends.front().is_some_and(|end| ending.get(*end).is_none_or(|start| *start > at)) {
            ends.pop_front();
        }
        let (Some(end), Some(key)) = (ends.front().copied(), arrivals.get(at).and_then(&key)) else {
            continue;
        };
        let window = ending.get(end).copied().unwrap_or(end)..end + 1;
        let better = best.get(&key).is_none_or(|known| window.len() >= known.len());
        if better {
            best.insert(key, window);
        }
    }
    best.into_iter().map(|(key, window)| (key, arrivals.get(window).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Arrival for i64 {
        fn at(&self) -> i64 {
            *self
        }
    }

    #[test]
    fn windows_are_half_open() {
        assert_eq!(worst_window(&[0, 7], 7), [0]);
        assert_eq!(worst_window(&[0, 6, 7], 7), [0, 6]);
        assert_eq!(worst_window(&[0, 10, 12, 13, 30], 5), [10, 12, 13]);
        assert_eq!(worst_window::<i64>(&[], 5), [] as [i64; 0]);
        assert_eq!(worst_window(&[3, 3, 3], 1), [3, 3, 3]);
    }

    /// The same, found by trying every window.
    #[test]
    fn windows_of_a_key_hold_it() {
        let mut seed = 7u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..300 {
            let mut arrivals: Vec<i64> = (0..next(12)).map(|_| i64::try_from(next(30)).unwrap()).collect();
            arrivals.sort_unstable();
            let key = |at: &i64| Some(at % 3);
            for (key_of, window) in worst_windows(&arrivals, 5, key) {
                assert!(window.iter().any(|at| key(at) == Some(key_of)));
                let most = (0..arrivals.len())
                    .map(|start| {
                        let inside: Vec<&i64> =
                            arrivals[start..].iter().take_while(|at| **at - arrivals[start] < 5).collect();
                        if inside.iter().any(|at| key(at) == Some(key_of)) { inside.len() } else { 0 }
                    })
                    .max()
                    .unwrap();
                assert_eq!(window.len(), most, "{arrivals:?} {key_of}");
            }
        }
    }
}
