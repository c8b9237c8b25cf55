//! Keeps files under the hash of their content: `<root>/<class>/<first two hex digits>/<SHA-256>`.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::{Class, FileError, FileId};

/// A folder of files that are never changed and never half written.
#[derive(Clone, Debug)]
pub struct FileStore {
    root: PathBuf,
}

impl FileStore {
    /// The store in this folder, which is made if need be.
    pub fn open(root: &Path) -> Result<FileStore, FileError> {
        fs::create_dir_all(root).map_err(FileError::writing)?;
        Ok(FileStore { root: root.to_owned() })
    }

    /// Keeps these bytes; on return they survive a power cut. The same bytes again are the same file, and mend it if it was damaged.
    pub fn put(&self, class: Class, bytes: &[u8]) -> Result<FileId, FileError> {
        let id = FileId::of(bytes);
        self.write(class, id, bytes).map_err(FileError::writing)?;
        Ok(id)
    }

    /// The whole content, known to be what was put.
    pub fn read(&self, class: Class, id: FileId) -> Result<Vec<u8>, FileError> {
        let bytes = fs::read(self.path(class, id)).map_err(|error| FileError::reading(id, error))?;
        if FileId::of(&bytes) == id { Ok(bytes) } else { Err(FileError::Damaged(id)) }
    }

    /// The bytes from `start` on, at most `length` of them: fewer, or none, where the file ends before. Not checked against the hash.
    pub fn read_range(&self, class: Class, id: FileId, start: u64, length: u64) -> Result<Vec<u8>, FileError> {
        let mut file = self.file(class, id)?;
        let mut bytes = Vec::new();
        let mut fill = || {
            // A disk refuses to seek far beyond the end, where there is simply nothing to read.
            let size = file.metadata()?.len();
            file.seek(SeekFrom::Start(start.min(size)))?;
            (&file).take(length).read_to_end(&mut bytes)
        };
        fill().map_err(|error| FileError::reading(id, error))?;
        Ok(bytes)
    }

    /// How many bytes the file has.
    pub fn size(&self, class: Class, id: FileId) -> Result<u64, FileError> {
        let metadata = fs::metadata(self.path(class, id)).map_err(|error| FileError::reading(id, error))?;
        Ok(metadata.len())
    }

    /// Every file of the class in the order of the ids, for a backup. One put while this runs may or may not be among them.
    pub fn list(&self, class: Class) -> impl Iterator<Item = Result<FileId, FileError>> {
        (0..=u8::MAX).flat_map(move |first| match self.ids_beginning(class, first) {
            Ok(ids) => ids.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(FileError::Io(error))],
        })
    }

    /// Whether the content still matches the hash, without holding it in memory.
    pub fn verify(&self, class: Class, id: FileId) -> Result<(), FileError> {
        let mut file = self.file(class, id)?;
        let mut hasher = Sha256::new();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            match file.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => hasher.update(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::reading(id, error)),
            }
        }
        if FileId::from_bytes(hasher.finalize().into()) == id { Ok(()) } else { Err(FileError::Damaged(id)) }
    }

    fn write(&self, class: Class, id: FileId, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(class, id);
        let class_folder = self.root.join(class.name());
        let folder = class_folder.join(&id.to_string()[..2]);
        fs::create_dir_all(&folder)?;
        if !holds(&path, bytes) {
            let mut temporary = tempfile::Builder::new().prefix(".new-").tempfile_in(&folder)?;
            temporary.write_all(bytes)?;
            temporary.as_file().sync_all()?;
            temporary.persist(&path).map_err(|failure| failure.error)?;
        }
        // Also when the file was there: whoever put it may not have got this far yet.
        [&folder, &class_folder, &self.root].into_iter().try_for_each(|folder| sync_folder(folder))
    }

    /// The ids in one folder, sorted. A temporary file left by a crash, or a copy somebody made, is not one.
    fn ids_beginning(&self, class: Class, first: u8) -> io::Result<Vec<FileId>> {
        let entries = match fs::read_dir(self.root.join(class.name()).join(hex::encode([first]))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut ids = Vec::new();
        for entry in entries {
            let found = entry?.path();
            let name = found.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            ids.extend(name.parse::<FileId>().ok().filter(|id| self.path(class, *id) == found));
        }
        ids.sort();
        Ok(ids)
    }

    fn file(&self, class: Class, id: FileId) -> Result<File, FileError> {
        File::open(self.path(class, id)).map_err(|error| FileError::reading(id, error))
    }

    fn path(&self, class: Class, id: FileId) -> PathBuf {
        let name = id.to_string();
        self.root.join(class.name()).join(&name[..2]).join(name)
    }
}

fn holds(path: &Path, bytes: &[u8]) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() == bytes.len() as u64) && fs::read(path).is_ok_and(|found| found == bytes)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened, and a rename is the file system's own affair.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
