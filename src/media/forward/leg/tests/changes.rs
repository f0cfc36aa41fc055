//! Changes from one simulcast layer to another, and the temporal layers of both.

use super::*;

/// Temporal layers of successive pictures of A and, after `b`, of B, as in [`check_layers`]; `less<n` and `more<n` change to B
/// with layers up to `n`, `back` to A with all. The pictures that went out.
#[track_caller]
fn check_change(story: &str, sent: &str) {
    let mut leg = leg();
    leg.switch_to(A);
    let mut out = Vec::new();
    let mut next = [7, 500];
    for word in story.split(' ') {
        if let Some((how, highest)) = word.split_once('<') {
            if !how.is_empty() {
                leg.change_layer(B, how == "less");
            }
            leg.limit_temporal(highest.parse().unwrap());
            continue;
        }
        if word == "back" {
            leg.change_layer(A, false);
            leg.limit_temporal(u8::MAX);
            continue;
        }
        let (stream, next) = if word.starts_with('b') { (B, &mut next[1]) } else { (A, &mut next[0]) };
        let temporal = word.trim_matches(['b', 'k', 'y']).parse().unwrap();
        let payload = vp8(word.contains('k'), *next, temporal, word.ends_with('y'));
        if feed(&mut leg, 0, stream, Codec::Vp8, &packet(*next, &payload)).is_some() {
            out.push(word);
        }
        *next += 1;
    }
    assert_eq!(out.join(" "), sent);
}

#[test]
fn what_flows_until_a_smaller_layer_begins_is_cut_to_its_base() {
    check_change("k0 2 1 less<255 0 2 1 b2 0 bk0 b2 b1 2", "k0 2 1 0 0 bk0 b2 b1");
    check_change("<1 k0 1 2 less<0 1 0 less<2 1 bk0 b2", "k0 1 0 bk0 b2");
}

#[test]
fn what_flows_until_a_larger_layer_begins_keeps_what_it_had() {
    check_change("k0 2 1 more<0 2 1 2 0 bk0 b2 b0", "k0 2 1 2 1 2 0 bk0 b0");
    check_change("<1 k0 1 2 more<0 2 1 0 bk0 b1 b0", "k0 1 1 0 bk0 b0");
}

#[test]
fn a_change_to_less_taken_back_climbs_again() {
    check_change("k0 2 less<0 2 0 back 2 0 1y 2 2y 1", "k0 2 0 0 1y 2y 1");
}
