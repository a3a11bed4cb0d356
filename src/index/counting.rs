//! Puts things in order by counting: nothing is compared, and what has the same key stays as it came.

/// Puts values in the order of their keys. There are as many keys as `ends`, which tells afterwards where the
/// values of each end.
pub(super) fn in_order<T: Copy + Default>(
    values: impl Iterator<Item = (usize, T)> + Clone,
    ends: &mut [usize],
    out: &mut Vec<T>,
) {
    ends.fill(0);
    values.clone().for_each(|(key, _)| ends[key] += 1);
    let mut all = 0;
    for end in ends.iter_mut() {
        all += std::mem::replace(end, all);
    }
    // Whatever is there is overwritten.
    out.resize(all, T::default());
    values.for_each(|(key, value)| {
        let end = &mut ends[key];
        out[*end] = value;
        *end += 1;
    });
}
