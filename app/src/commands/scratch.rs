//! The scratch folder in which the program is measured and broken: empty or ours, never one with records.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// What marks a folder as one whose contents may be thrown away.
const MARK: &str = "xieshou-scratch";

/// A folder that may be emptied.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Takes an absent or empty folder, or one taken before; any other is refused.
    pub fn take(folder: &Path) -> Result<Scratch, Failure> {
        let unusable =
            |error: io::Error| Failure::cannot_open(format!("{} cannot be used as a scratch folder: {error}.", folder.display()));
        fs::create_dir_all(folder).map_err(unusable)?;
        let empty = fs::read_dir(folder).map_err(unusable)?.next().is_none();
        if !empty && !folder.join(MARK).exists() {
            return Err(Failure::usage(format!(
                "{} is not empty and no scratch folder. Measuring and breaking throws away what is there: name a folder that does not exist yet, such as --data /tmp/xieshou-scratch.",
                folder.display()
            )));
        }
        fs::write(folder.join(MARK), "What is in this folder may be thrown away.\n").map_err(unusable)?;
        Ok(Scratch(folder.to_owned()))
    }

    /// An empty folder within it.
    pub fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.0.join(name);
        let made = if folder.exists() { fs::remove_dir_all(&folder) } else { Ok(()) }.and_then(|()| fs::create_dir_all(&folder));
        made.map_err(|error| Failure::cannot_open(format!("{} cannot be made: {error}.", folder.display())))?;
        Ok(folder)
    }

    /// A folder within it that stays from one run to the next.
    pub fn kept(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Throws a folder of it away again.
    pub fn clear(&self, name: &str) {
        drop(fs::remove_dir_all(self.0.join(name)));
    }
}
