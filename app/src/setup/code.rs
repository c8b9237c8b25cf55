//! The one-time code: only whoever sees the terminal can become the first administrator.

use std::sync::Mutex;

use people::random_bytes;

/// Wrong tries after which the code is another.
const TRIES: u32 = 10;

/// Eight digits, good until somebody is administrator.
pub struct SetupCode(Mutex<State>);

struct State {
    code: String,
    wrong: u32,
}

/// What a try was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Right,
    Wrong,
    /// Wrong once too often: there is a new code now.
    Renewed,
}

impl Default for SetupCode {
    fn default() -> Self {
        SetupCode(Mutex::new(State { code: fresh(), wrong: 0 }))
    }
}

impl SetupCode {
    /// `4071 9926`, for the terminal.
    pub fn shown(&self) -> String {
        let state = self.0.lock().expect("no holder of this lock can panic");
        format!("{} {}", &state.code[..4], &state.code[4..])
    }

    /// Tries what was typed; spaces do not matter.
    pub fn matches(&self, typed: &str) -> Tried {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let mut state = self.0.lock().expect("no holder of this lock can panic");
        if typed == state.code {
            return Tried::Right;
        }
        state.wrong += 1;
        if state.wrong < TRIES {
            return Tried::Wrong;
        }
        *state = State { code: fresh(), wrong: 0 };
        Tried::Renewed
    }
}

fn fresh() -> String {
    let number = u64::from_be_bytes(random_bytes::<8>()) % 100_000_000;
    format!("{number:08}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_tries_make_another_code() {
        let code = SetupCode::default();
        let first = code.shown();
        assert_eq!(code.matches(&format!(" {first}\n")), Tried::Right);
        for _ in 1..TRIES {
            assert_eq!(code.matches("nonsense"), Tried::Wrong);
        }
        assert_eq!(code.matches("nonsense"), Tried::Renewed);
        assert_ne!(code.shown(), first);
    }
}
