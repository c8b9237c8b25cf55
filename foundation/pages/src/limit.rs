//! How often a stranger may ask: public pages are counted by the address they are asked from, and a burst is followed by a rest.
//!
//! Phones of one village may stand behind one address, so the measure is generous; it stops programs that try everything.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use basics::Clock;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// Pages of one kind that one address may open at once; they grow back one by one, all of them within a minute.
pub const PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("more than none");

/// From here on those who have rested are forgotten.
const REMEMBERED: usize = 4096;

type Key = (&'static str, String);

/// Who asked how often lately. It is kept in memory only: a start forgets everybody.
pub struct Limits {
    clock: SiteClock,
    asked: RateLimiter<Key, HashMapStateStore<Key>, SiteClock, NoOpMiddleware<Duration>>,
}

impl Limits {
    /// Nobody has asked yet.
    pub fn new(clock: Clock) -> Limits {
        let clock = SiteClock(clock);
        Limits { asked: RateLimiter::hashmap_with_clock(Quota::per_minute(PER_MINUTE), clock.clone()), clock }
    }

    /// Counts one request; too many are refused with the seconds to wait.
    pub fn ask(&self, what: &'static str, address: &str) -> Result<(), u64> {
        if self.asked.len() > REMEMBERED {
            self.asked.retain_recent();
        }
        let refused = self.asked.check_key(&(what, neighbourhood(address))).err();
        refused.map_or(Ok(()), |until| Err(whole_seconds(until.wait_time_from(self.clock.now()))))
    }
}

/// A house with version 6 has a whole network of addresses: it counts as one.
fn neighbourhood(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => ip.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        _ => address.to_owned(),
    }
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).max(1) as u64
}

/// The installation's clock as the counter reads it, so that a test can move it.
#[derive(Clone, Debug)]
struct SiteClock(Clock);

impl governor::clock::Clock for SiteClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(self.0.now().0.max(0) as u64)
    }
}

#[cfg(test)]
mod tests {
    use basics::Moment;

    use super::*;

    #[test]
    fn a_burst_is_followed_by_a_rest_for_that_address_alone() {
        let clock = Clock::fixed(Moment(1_578_445_200_000));
        let limits = Limits::new(clock.clone());
        for _ in 0..PER_MINUTE.get() {
            assert_eq!(limits.ask("card", "10.0.0.1"), Ok(()));
        }
        assert_eq!(limits.ask("card", "10.0.0.1"), Err(1));
        assert_eq!(limits.ask("card", "10.0.0.2"), Ok(()), "another address");
        assert_eq!(limits.ask("notice", "10.0.0.1"), Ok(()), "other pages");
        clock.set(Moment(1_578_445_201_000));
        assert_eq!(limits.ask("card", "10.0.0.1"), Ok(()), "one a second grows back");
        assert_eq!(limits.ask("card", "10.0.0.1"), Err(1));
    }

    #[test]
    fn a_network_of_version_six_counts_as_one() {
        assert_eq!(neighbourhood("2001:db8:1:2::5"), neighbourhood("2001:db8:1:2:ffff::9"));
        assert_ne!(neighbourhood("2001:db8:1:2::5"), neighbourhood("2001:db8:1:3::5"));
        assert_eq!(neighbourhood("10.0.0.1"), "10.0.0.1");
    }
}
