//! One program at a time per data folder: a second one is refused and told who holds it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Holds the folder until dropped; the operating system lets go of it when the program dies.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

/// Why the folder could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum Held {
    /// Another program has it; the text is what it wrote about itself.
    #[error("{by}")]
    By { by: String },
    /// The folder or its lock file cannot be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl FolderLock {
    /// Takes the folder for `holder`, a line such as `serve, process 4711, since 2020-01-08 09:00`.
    pub fn take(folder: &Path, holder: &str) -> Result<FolderLock, Held> {
        std::fs::create_dir_all(folder)?;
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join("xieshou.lock"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                let mut by = String::new();
                file.read_to_string(&mut by)?;
                return Err(Held::By { by: by.trim().to_owned() });
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "{holder}")?;
        Ok(FolderLock { _file: file })
    }
}
