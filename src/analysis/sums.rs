//! What the rounds of a loop do together, where they were walked one by one. Knows nothing of walks.

use super::effect::{Action, Amount, Effect, Time, merge};

/// The effects of rounds that were walked one by one: what a place of this function does in each adds up. `factor` is
/// how often the loops further out run.
pub(super) fn added_up(rounds: Vec<Vec<Effect>>, factor: u128) -> Vec<Effect> {
    let mut out: Vec<Effect> = Vec::new();
    for effect in rounds.into_iter().flatten() {
        let is_own = effect.chains.iter().any(super::effect::Chain::is_empty);
        let same = |e: &&mut Effect| is_own && e.place == effect.place && e.callee == effect.callee;
        let sum = out.iter_mut().filter(same).find_map(|known| Some((plus(&known.action, &effect.action, factor)?, known)));
        match sum {
            Some((action, known)) => {
                let differs = matches!((&known.action, &action), (Action::Takes { time: a, .. }, Action::Takes { time: b, .. }) if a != b);
                if differs {
                    known.why = Some("it takes another time in each round".into());
                }
                known.action = action;
            }
            None => merge(&mut out, &effect, None),
        }
    }
    out
}

/// Both, where they are known.
fn plus(a: &Action, b: &Action, factor: u128) -> Option<Action> {
    let factor = factor.max(1);
    let sum = |a: u128, m: u128, b: u128, n: u128| {
        if a == b { (a, m.saturating_add(n)) } else { (a.saturating_mul(m).saturating_add(b.saturating_mul(n)).div_ceil(factor), factor) }
    };
    match (a, b) {
        (Action::Takes { kind, time: Time::Known(x), times: m }, Action::Takes { kind: other, time: Time::Known(y), times: n })
            if kind == other =>
        {
            let (nanos, times) = sum(*x, *m, *y, *n);
            Some(Action::Takes { kind: *kind, time: Time::Known(nanos), times })
        }
        (Action::Allocates { amount: Amount::Bytes(x), times: m }, Action::Allocates { amount: Amount::Bytes(y), times: n }) => {
            let (bytes, times) = sum(u128::from(*x), *m, u128::from(*y), *n);
            Some(Action::Allocates { amount: Amount::Bytes(u64::try_from(bytes).unwrap_or(u64::MAX)), times })
        }
        _ => None,
    }
}
