//! Writing an archive beside a running server: one snapshot, streamed through a channel, so that memory stays flat
//! and no file is touched inside the transaction.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use basics::Moment;
use database::{DatabaseError, Db, Tx};
use files::{Class, FileStore};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::manifest::carried_tables;
use super::{MANIFEST, Manifest, SUMS, table};
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::terminal;

/// What comes out of the snapshot.
enum Piece {
    Manifest(Box<Manifest>),
    Table(&'static str),
    /// Lines of the table named last, and how many.
    Lines(Vec<u8>, i64),
    End,
}

/// Writes the archive; the file appears under its name only when it is whole.
pub fn write(db: &Db, files: &FileStore, path: &Path, now: Moment, interrupt: &Interrupt) -> Result<Manifest, Failure> {
    if path.exists() {
        return Err(Failure::usage(format!("{} is there already and is not overwritten. Choose another name.", path.display())));
    }
    let demo = db.mark(crate::demo::MARK)?.is_some();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unwritten = |error: io::Error| {
        let kind = error.kind();
        if kind == io::ErrorKind::Interrupted {
            return Failure::interrupted("The backup was interrupted; nothing is left of it. Run the command again.");
        }
        Failure::cannot_open(format!("{} cannot be written: {error}. Make room there or choose another place.", path.display()))
    };
    let file = NamedTempFile::new_in(folder).map_err(unwritten)?;
    let mut archive = Archive::over(file, folder, now, interrupt.clone());
    let (sender, receiver) = sync_channel(8);
    let manifest = std::thread::scope(|scope| {
        let reading = scope.spawn(move || snapshot(db, &sender, now, demo));
        let written = archive.take(&receiver);
        // With nobody to take what comes, the snapshot ends at its next piece.
        drop(receiver);
        let read = reading.join().unwrap_or_else(|_| Err(DatabaseError::Broken("the snapshot's thread failed".to_owned())));
        let manifest = written.map_err(unwritten)?;
        read?;
        manifest.ok_or_else(|| Failure::cannot_open("The snapshot ended early. Run the command again."))
    })?;
    archive.files(files, unwritten)?;
    let file = archive.finish().map_err(unwritten)?;
    file.persist_noclobber(path).map_err(|failure| unwritten(failure.error))?;
    Ok(manifest)
}

fn snapshot(db: &Db, sender: &SyncSender<Piece>, now: Moment, demo: bool) -> Result<(), DatabaseError> {
    let (sender, begun) = (sender.clone(), AtomicBool::new(false));
    db.read_now(move |tx| {
        if begun.swap(true, Ordering::SeqCst) {
            // What the first run gave is in the archive already.
            return Err(DatabaseError::Broken("the snapshot had to be taken again".to_owned()));
        }
        pieces(tx, &sender, now, demo)
    })
}

fn pieces(tx: &mut Tx<'_>, sender: &SyncSender<Piece>, now: Moment, demo: bool) -> Result<(), DatabaseError> {
    let send = |piece: Piece| sender.send(piece).map_err(|_| DatabaseError::Broken("nobody writes the archive any more".to_owned()));
    send(Piece::Manifest(Box::new(Manifest::of(tx, now, demo)?)))?;
    for table in carried_tables() {
        send(Piece::Table(table.name))?;
        table::lines(tx, table.name, |lines, count| send(Piece::Lines(lines, count)))?;
    }
    send(Piece::End)
}

/// The archive in the making.
struct Archive<'a> {
    tar: tar::Builder<GzEncoder<NamedTempFile>>,
    folder: &'a Path,
    now: Moment,
    sums: String,
    interrupt: Interrupt,
}

impl<'a> Archive<'a> {
    fn over(file: NamedTempFile, folder: &'a Path, now: Moment, interrupt: Interrupt) -> Self {
        Archive { tar: tar::Builder::new(GzEncoder::new(file, Compression::default())), folder, now, sums: String::new(), interrupt }
    }

    /// Writes what the snapshot gives; answers the manifest once the end has come.
    fn take(&mut self, pieces: &Receiver<Piece>) -> io::Result<Option<Manifest>> {
        let (done, of) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
        let _shown = terminal::Progress::show("rows", done.clone(), of.clone());
        let mut manifest = None;
        let mut table: Option<(&str, File, Sha256)> = None;
        for piece in pieces {
            if self.interrupt.came() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            match piece {
                Piece::Manifest(found) => {
                    of.store(found.rows(), Ordering::Relaxed);
                    let text = serde_json::to_vec_pretty(&*found)?;
                    self.entry(MANIFEST, text.len() as u64, &text[..], Sha256::digest(&text).into())?;
                    manifest = Some(*found);
                }
                Piece::Table(name) => {
                    self.close(table.take())?;
                    table = Some((name, tempfile::tempfile_in(self.folder)?, Sha256::new()));
                }
                Piece::Lines(lines, count) => {
                    if let Some((_, file, hasher)) = &mut table {
                        file.write_all(&lines)?;
                        hasher.update(&lines);
                    }
                    done.fetch_add(count, Ordering::Relaxed);
                }
                Piece::End => {
                    self.close(table.take())?;
                    return Ok(manifest);
                }
            }
        }
        Ok(None)
    }

    /// A tar entry says its length first, so a table stands in a file of its own until it is whole.
    fn close(&mut self, table: Option<(&str, File, Sha256)>) -> io::Result<()> {
        let Some((name, mut file, hasher)) = table else { return Ok(()) };
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        self.entry(&format!("tables/{name}.jsonl"), length, BufReader::new(file), hasher.finalize().into())
    }

    fn files(&mut self, files: &FileStore, unwritten: impl Fn(io::Error) -> Failure) -> Result<(), Failure> {
        for class in Class::ALL {
            for id in files.list(class) {
                if self.interrupt.came() {
                    return Err(unwritten(io::ErrorKind::Interrupted.into()));
                }
                let id = id?;
                let bytes = files.read(class, id)?;
                self.entry(&format!("files/{}/{id}", class.name()), bytes.len() as u64, &bytes[..], *id.as_bytes()).map_err(&unwritten)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, name: &str, length: u64, content: impl Read, sum: [u8; 32]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o600);
        header.set_mtime(self.now.0.max(0).unsigned_abs() / 1000);
        self.tar.append_data(&mut header, name, content)?;
        // As sha256sum writes it, so that an unpacked archive can be checked without us.
        self.sums.push_str(&format!("{}  {name}\n", hex::encode(sum)));
        Ok(())
    }

    fn finish(mut self) -> io::Result<NamedTempFile> {
        let sums = std::mem::take(&mut self.sums);
        let sum = Sha256::digest(sums.as_bytes()).into();
        self.entry(SUMS, sums.len() as u64, sums.as_bytes(), sum)?;
        let file = self.tar.into_inner()?.finish()?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}
