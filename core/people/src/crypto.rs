//! Passwords, random words, and the sealing of kept forms.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use basics::sha256;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use tokio::sync::Semaphore;

/// Each hash takes 19 MiB and a core for 20 ms; more at once would starve the pages.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Why a password will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    Short,
    Long,
    /// The login's name, or all the same character.
    Guessable,
}

/// Whether a new password will do: 8 to 128 characters and not plainly guessable.
pub fn check_password(password: &str, login_name: &str) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    let first = password.chars().next();
    if length < 8 {
        Err(PasswordProblem::Short)
    } else if length > 128 {
        Err(PasswordProblem::Long)
    } else if password.to_lowercase().contains(&login_name.to_lowercase())
        || password.chars().all(|c| Some(c) == first)
        || "1234567890".contains(password)
    {
        Err(PasswordProblem::Guessable)
    } else {
        Ok(())
    }
}

/// Argon2id with the library's parameters; about 20 ms.
pub fn hash_password(password: &str) -> String {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .expect("the parameters are the library's own and memory is there")
}

/// Whether the password fits; without a hash it takes as long, so that nobody learns which logins exist.
pub async fn verify_password(hash: Option<String>, password: String) -> bool {
    let _turn = HASHING.acquire().await;
    let verified = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| DUMMY.clone());
        let fits = PasswordHash::new(&hash).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        fits && known
    });
    verified.await.unwrap_or(false)
}

static DUMMY: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| hash_password("nobody has this password"));

/// So many random bytes from the operating system.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}

/// A random word of letters and digits that are not mistaken for one another; 5 bits a character.
pub fn random_word(length: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789z";
    (0..length).map(|_| char::from(LETTERS[usize::from(random_bytes::<1>()[0] & 31)])).collect()
}

/// Encrypts with a key drawn from the secret; each secret is used once, so the nonce may stand still.
pub(crate) fn seal(secret: &[u8; 32], plain: &[u8]) -> Vec<u8> {
    cipher(secret).encrypt(&Nonce::default(), plain).expect("a form is far below the cipher's limit")
}

/// Decrypts, or nothing when the secret or the text is another.
pub(crate) fn unseal(secret: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    cipher(secret).decrypt(&Nonce::default(), sealed).ok()
}

fn cipher(secret: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Key::from(sha256(&[b"kept form", secret])))
}

/// The hash in a thread of its own, in turn with the others.
pub async fn hash_in_turn(password: String) -> String {
    let _turn = HASHING.acquire().await;
    let hash: Arc<str> =
        tokio::task::spawn_blocking(move || hash_password(&password)).await.map(Arc::from).expect("hashing does not panic");
    hash.to_string()
}
