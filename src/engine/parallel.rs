//! The same work on many values, on as many threads as allowed, with results in the order of the values.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many values a thread takes at a time.
const CHUNK: usize = 32;

/// How many bytes of stack a thread may use. Conditions of a company and nested files recurse as deep as their bounds allow;
/// what is not used costs nothing.
pub(crate) const STACK: usize = 16 << 20;

/// Maps every value. Should a thread fail, all of the work is done again on this one, so that nothing is lost unseen.
pub(crate) fn map<T: Sync, R: Send>(values: &[T], jobs: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if jobs <= 1 || values.len() <= CHUNK {
        return values.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let chunks: Vec<&[T]> = values.chunks(CHUNK).collect();
    let labour = || {
        let mut own = Vec::new();
        while let Some((at, chunk)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            chunks.get(at).map(|chunk| (at, *chunk))
        } {
            own.push((at, chunk.iter().map(&work).collect::<Vec<R>>()));
        }
        own
    };
    // This thread works too: memory that it frees is at hand for what it does next.
    let mut done: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let worker = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, labour).ok();
        let workers: Vec<_> = (1..jobs.min(chunks.len())).filter_map(worker).collect();
        let mut done = labour();
        done.extend(workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()));
        done
    });
    done.sort_by_key(|(at, _)| *at);
    if done.len() != chunks.len() {
        return values.iter().map(work).collect();
    }
    done.into_iter().flat_map(|(_, results)| results).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn order_is_that_of_the_values() {
        let values: Vec<usize> = (0..1_000).collect();
        assert_eq!(super::map(&values, 3, |n| n * 2), super::map(&values, 1, |n| n * 2));
    }
}
