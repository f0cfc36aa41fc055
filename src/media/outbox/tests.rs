use super::*;

fn path(host: u8) -> Path {
    Path::udp(std::net::SocketAddr::from(([192, 0, 2, host], 9)), None)
}

/// Writes datagrams of these lengths; runs as `length×count` or `length×count+shorter`.
#[track_caller]
fn check(lengths: &[usize], runs: &[&str]) {
    let mut out = Outbox::default();
    for _turn in 0..2 {
        let mut lines = Lines::default();
        for (at, &length) in lengths.iter().enumerate() {
            let written = out.write(&mut lines, path(1), LARGEST_DATAGRAM, |buffer| {
                buffer[..length].fill(at as u8);
                (length > 0).then_some(length)
            });
            assert_eq!(written.unwrap_or_default(), length);
        }
        let describe = |run: &Run| {
            let last = run.datagrams().last().unwrap().len();
            let tail = if last < run.segment { format!("+{last}") } else { String::new() };
            format!("{}×{}{tail}", run.segment, run.count() - usize::from(last < run.segment))
        };
        assert_eq!(out.runs().map(describe).collect::<Vec<_>>(), runs);
        let contents: Vec<u8> = out.runs().flat_map(Run::datagrams).map(|d| d[0]).collect();
        let sent: Vec<u8> = (0..lengths.len()).filter(|at| lengths[*at] > 0).map(|at| at as u8).collect();
        assert_eq!(contents, sent, "nothing is lost, doubled or out of order");
        out.clear();
        assert_eq!(out.runs().count(), 0);
    }
}

#[test]
fn equal_lengths_share_a_run() {
    check(&[1100, 1100, 1100], &["1100×3"]);
}
#[test]
fn a_shorter_datagram_ends_its_run() {
    check(&[1100, 1100, 300, 1100], &["1100×2+300", "1100×1"]);
}
#[test]
fn a_longer_datagram_begins_one() {
    check(&[100, 1100, 1100, 100], &["100×1", "1100×2+100"]);
}
#[test]
fn what_gives_nothing_leaves_nothing() {
    check(&[0, 50, 0, 50], &["50×2"]);
}
#[test]
fn a_run_is_as_long_as_the_kernel_takes() {
    check(&[100; 65], &["100×64", "100×1"]);
    check(&[1400; 47], &["1400×46", "1400×1"]);
}

/// Turns of so many datagrams of 1,100 bytes, as many as come before one review and the next; the memory taken.
#[track_caller]
fn check_memory(datagrams: [usize; 2], kilobytes: usize) {
    let mut out = Outbox::default();
    for turn in 1..2 * REVIEWED {
        let mut lines = Lines::default();
        for _ in 0..datagrams[(turn / REVIEWED) as usize] {
            out.write(&mut lines, path(1), 1100, |_| Some(1100));
        }
        out.clear();
    }
    assert_eq!(out.runs.iter().map(|run| run.bytes.capacity()).sum::<usize>(), kilobytes * 1024);
}

#[test]
fn what_was_of_use_is_kept_and_what_a_storm_took_given_back() {
    check_memory([9, 4], 12);
    check_memory([40, 4], 8);
    check_memory([40, 0], 4);
}

#[test]
fn destinations_do_not_mix() {
    let mut out = Outbox::default();
    let mut lines = [Lines::default(); 2];
    for _ in 0..3 {
        for (host, lines) in lines.iter_mut().enumerate() {
            out.write(lines, path(host as u8), 10, |_| Some(10));
        }
    }
    out.push(path(0), &[1; 10]);
    let runs: Vec<_> = out.runs().map(|run| (run.to(), run.count())).collect();
    assert_eq!(runs, [(path(0), 3), (path(1), 3), (path(0), 1)]);
}
/// Has a receiver sent datagrams of these lengths; its runs as (length of the first, count).
#[track_caller]
fn check_mixed(lengths: &[usize], runs: &[(usize, usize)]) {
    let mut out = Outbox::default();
    let mut lines = Lines::default();
    for _turn in 0..2 {
        for (at, &length) in lengths.iter().enumerate() {
            out.write(&mut lines, path(1), length, |buffer| {
                buffer[..length].fill(at as u8);
                Some(length)
            });
        }
        let lead = |run: &Run| (run.datagrams().next().unwrap().len(), run.count());
        assert_eq!(out.runs().map(lead).collect::<Vec<_>>(), runs);
        let mut sent: Vec<(u8, usize)> =
            out.runs().flat_map(Run::datagrams).map(|d| (d[0], d.len())).collect();
        sent.sort_unstable();
        let asked: Vec<(u8, usize)> = (0u8..).zip(lengths.iter().copied()).collect();
        assert_eq!(sent, asked, "nothing is lost, doubled or cut");
        out.clear();
    }
}

#[test]
fn sound_that_stayed_alone_leaves_with_the_pictures() {
    check_mixed(&[1100, 100, 1100], &[(1100, 3)]);
    check_mixed(&[100, 1100, 1100], &[(1100, 3)]);
    check_mixed(&[1100, 100, 100], &[(1100, 1), (100, 2)]);
    check_mixed(&[1100, 600, 100], &[(1100, 2), (100, 1)]);
    check_mixed(&[100, 1100, 150], &[(1100, 2), (150, 1)]);
}
