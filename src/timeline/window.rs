//! The busiest stretch of a list of sends.

use super::Send;

/// Something that arrives at an instant.
pub trait Arrival {
    /// Seconds of Unix time.
    fn at(&self) -> i64;
}

impl Arrival for &Send {
    fn at(&self) -> i64 {
        self.at
    }
}

/// The first window of `seconds` that holds the most arrivals. `arrivals` is sorted by time.
///
/// Windows are half-open: two arrivals exactly `seconds` apart are not in one.
pub fn worst_window<A: Arrival>(arrivals: &[A], seconds: i64) -> &[A] {
    let mut best = 0..0;
    let mut start = 0;
    for end in 0..arrivals.len() {
        let Some(last) = arrivals.get(end).map(Arrival::at) else { break };
        while arrivals.get(start).is_some_and(|first| last - first.at() >= seconds) {
            start += 1;
        }
        if end + 1 - start > best.len() {
            best = start..end + 1;
        }
    }
    arrivals.get(best).unwrap_or_default()
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
}
