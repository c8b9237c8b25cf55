//! Reading an archive: first all of it is checked, then it is put into an empty database and the heads are compared.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use basics::Moment;
use database::{DatabaseError, Db, MigrateError, OwnedValue, Schema, SchemaState};
use files::{Class, FileId, FileStore};
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha256};

use super::manifest::{FORMAT, carried_tables};
use super::table::{self, Insert};
use super::{MANIFEST, Manifest, RESTORING, SUMS};
use crate::areas;
use crate::exit::{Failure, newer};
use crate::interrupt::Interrupt;
use crate::terminal;

/// Rows put in at once: a batch stays well below the time at which others would have to wait.
const BATCH: usize = 500;

/// Longest manifest or list of checksums; a packed archive of a few kilobytes could else unfold to any length.
const LISTED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// An archive whose checksums were all found right.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    pub manifest: Manifest,
    /// Names this archive among others.
    sum: String,
}

type Tar = tar::Archive<GzDecoder<BufReader<File>>>;

impl Archive {
    /// Reads the whole archive once and compares every checksum.
    pub fn check(path: &Path) -> Result<Archive, Failure> {
        let damaged = |error: io::Error| {
            Failure::cannot_open(format!(
                "{} cannot be read as an archive: {error}. Nothing was changed. Take another copy.",
                path.display()
            ))
        };
        let (mut found, mut manifest, mut sums) = (BTreeMap::new(), None, String::new());
        for entry in opened(path)?.entries().map_err(damaged)? {
            let mut entry = entry.map_err(damaged)?;
            let name = name_of(&entry).map_err(damaged)?;
            match name.as_str() {
                SUMS => sums = String::from_utf8_lossy(&listed(&mut entry).map_err(damaged)?).into_owned(),
                MANIFEST => {
                    let text = listed(&mut entry).map_err(damaged)?;
                    found.insert(name, hex::encode(Sha256::digest(&text)));
                    manifest = Some(serde_json::from_slice::<Manifest>(&text).map_err(io::Error::from).map_err(damaged)?);
                }
                _ => {
                    let sum = sum_of(&mut entry).map_err(damaged)?;
                    found.insert(name, sum);
                }
            }
        }
        let wanted: BTreeMap<String, String> =
            sums.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name.to_owned(), sum.to_owned())).collect();
        let wrong = wanted.keys().chain(found.keys()).find(|name| wanted.get(*name) != found.get(*name));
        match (manifest, wrong) {
            (Some(manifest), None) if manifest.format == FORMAT => {
                Ok(Archive { path: path.to_owned(), manifest, sum: hex::encode(Sha256::digest(sums.as_bytes())) })
            }
            (Some(manifest), None) => Err(newer(&format!("archive format {}", manifest.format))),
            (None, _) => Err(Failure::cannot_open(format!(
                "{} is no archive of xieshou backup, or it was cut off. Nothing was changed.",
                path.display()
            ))),
            (_, Some(name)) => Err(Failure::cannot_open(format!(
                "{} is damaged: {name} is not what was written. Nothing was changed. Take another copy.",
                path.display()
            ))),
        }
    }
}

fn opened(path: &Path) -> Result<Tar, Failure> {
    let file = File::open(path).map_err(|error| Failure::cannot_open(format!("{} cannot be opened: {error}.", path.display())))?;
    Ok(tar::Archive::new(GzDecoder::new(BufReader::new(file))))
}

fn name_of(entry: &tar::Entry<'_, impl Read>) -> io::Result<String> {
    Ok(entry.path()?.to_string_lossy().into_owned())
}

/// What is read into memory whole: a few hundred bytes for each table and file of a county are far below the limit.
fn listed(content: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    content.take(LISTED_BYTES_MAX + 1).read_to_end(&mut text)?;
    let fits = text.len() as u64 <= LISTED_BYTES_MAX;
    fits.then_some(text).ok_or_else(|| io::Error::other(format!("a list in it is longer than {LISTED_BYTES_MAX} bytes")))
}

fn sum_of(content: &mut impl Read) -> io::Result<String> {
    let (mut hasher, mut chunk) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match content.read(&mut chunk)? {
            0 => return Ok(hex::encode(hasher.finalize())),
            count => hasher.update(&chunk[..count]),
        }
    }
}

/// Fills an empty database, or goes on with one that was being filled from the same archive. Answers what did not fit.
pub fn restore(archive: &Archive, db: &Db, files: &FileStore, now: Moment, interrupt: &Interrupt) -> Result<Vec<String>, Failure> {
    let schemas = schemas_of(&archive.manifest)?;
    refuse_filled(db, archive)?;
    db.migrate(&schemas, now).map_err(|error| match error {
        MigrateError::Newer { .. } if archive.manifest.schema.iter().all(is_known) => Failure::cannot_open(
            "The archive is of an earlier schema than the database, which was set up already. Give the place of a database that does not exist yet.",
        ),
        other => other.into(),
    })?;
    db.set_mark(RESTORING, &archive.sum)?;
    put_in(archive, db, files, interrupt)?;
    db.migrate(&areas::schemas(), now)?;
    let misfits = misfits(archive, db)?;
    if misfits.is_empty() {
        db.set_mark(RESTORING, "")?;
    }
    Ok(misfits)
}

fn is_known((area, name): &(String, String)) -> bool {
    areas::schemas().iter().any(|schema| schema.area == area && schema.migrations.iter().any(|migration| migration.name == name))
}

/// The schema as it was when the archive was written; rows are put into that, and later steps change them as they change all others.
fn schemas_of(manifest: &Manifest) -> Result<Vec<Schema>, Failure> {
    if let Some((area, name)) = manifest.schema.iter().find(|step| !is_known(step)) {
        return Err(newer(&format!("{area}/{name}")));
    }
    let had = |area: &str, name: &str| manifest.schema.iter().any(|(had_area, had_name)| had_area == area && had_name == name);
    let schemas = areas::schemas().into_iter().map(|schema| {
        let steps = schema.migrations.iter().take_while(|migration| had(schema.area, migration.name)).count();
        let tables: Vec<_> =
            schema.tables.iter().filter(|table| manifest.tables.iter().any(|carried| carried.name == table.name)).copied().collect();
        Schema { tables: tables.leak(), migrations: &schema.migrations[..steps], ..schema }
    });
    Ok(schemas.filter(|schema| !schema.migrations.is_empty()).collect())
}

/// A target with records of its own is left alone.
fn refuse_filled(db: &Db, archive: &Archive) -> Result<(), Failure> {
    match db.schema_state(&areas::schemas())? {
        SchemaState::Empty => return Ok(()),
        SchemaState::Newer { unknown } => return Err(newer(&unknown)),
        SchemaState::Behind(_) | SchemaState::Current => {}
    }
    match db.mark(RESTORING)? {
        Some(sum) if sum == archive.sum => return Ok(()),
        Some(sum) if !sum.is_empty() => {
            return Err(Failure::cannot_open(
                "The target was being restored from another archive. Go on with that one, or give the place of an empty database.",
            ));
        }
        _ => {}
    }
    let filled = db.read_now(|tx| {
        for table in carried_tables() {
            if !database::columns(tx, table.name)?.is_empty() && table::count(tx, table.name)? > 0 {
                return Ok(Some(table.name));
            }
        }
        Ok::<_, DatabaseError>(None)
    })?;
    match filled {
        None => Ok(()),
        Some(table) => Err(Failure::cannot_open(format!(
            "The target is not empty: table {table} has rows. Nothing was changed. Give the place of an empty database with --data or --database."
        ))),
    }
}

fn put_in(archive: &Archive, db: &Db, files: &FileStore, interrupt: &Interrupt) -> Result<(), Failure> {
    let damaged = |error: io::Error| Failure::cannot_open(format!("{} cannot be read: {error}.", archive.path.display()));
    let (done, of) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(archive.manifest.rows())));
    let _shown = terminal::Progress::show("rows", done.clone(), of);
    for entry in opened(&archive.path)?.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let name = name_of(&entry).map_err(damaged)?;
        if let Some(table) = name.strip_prefix("tables/").and_then(|name| name.strip_suffix(".jsonl")) {
            put_table(db, table, BufReader::new(entry), &done, interrupt)?;
        } else if let Some((class, id)) = name.strip_prefix("files/").and_then(|name| name.split_once('/')) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(damaged)?;
            put_file(files, class, id, &bytes)?;
        }
        stop_if(interrupt)?;
    }
    Ok(())
}

fn stop_if(interrupt: &Interrupt) -> Result<(), Failure> {
    match interrupt.came() {
        true => Err(Failure::interrupted("The restore was interrupted. Run it again with the same archive; it goes on.")),
        false => Ok(()),
    }
}

fn put_table(db: &Db, table: &str, content: impl io::BufRead, done: &AtomicI64, interrupt: &Interrupt) -> Result<(), Failure> {
    let Some(table) = carried_tables().into_iter().map(|known| known.name).find(|known| *known == table) else {
        return Err(Failure::cannot_open(format!("The archive has a table {table} that this program does not know.")));
    };
    let insert = db.read_now(move |tx| Insert::into(tx, table))?;
    let mut batch: Vec<Vec<OwnedValue>> = Vec::new();
    for line in content.lines() {
        let line = line.map_err(|error| Failure::cannot_open(format!("Table {table} of the archive cannot be read: {error}.")))?;
        batch.push(
            insert.cells(&line).map_err(|what| Failure::cannot_open(format!("Table {table} of the archive cannot be read: {what}.")))?,
        );
        if batch.len() == BATCH {
            put_batch(db, &insert, &mut batch, done)?;
            stop_if(interrupt)?;
        }
    }
    put_batch(db, &insert, &mut batch, done)
}

fn put_batch(db: &Db, insert: &Insert, batch: &mut Vec<Vec<OwnedValue>>, done: &AtomicI64) -> Result<(), Failure> {
    let (rows, insert) = (std::mem::take(batch), insert.clone());
    let count = rows.len() as i64;
    db.write_now(move |tx| rows.iter().try_for_each(|row| insert.row(tx, row)))?;
    done.fetch_add(count, Ordering::Relaxed);
    Ok(())
}

fn put_file(files: &FileStore, class: &str, id: &str, bytes: &[u8]) -> Result<(), Failure> {
    let (Some(class), Ok(id)) = (Class::from_name(class), id.parse::<FileId>()) else {
        return Err(Failure::cannot_open(format!("The archive has a file {class}/{id} of a class this program does not know.")));
    };
    files.put(class, bytes)?;
    files.verify(class, id)?;
    Ok(())
}

/// Row counts and recounted heads against the manifest.
fn misfits(archive: &Archive, db: &Db) -> Result<Vec<String>, Failure> {
    let mut misfits = Vec::new();
    for carried in &archive.manifest.tables {
        let (name, wanted) = (carried.name.clone(), carried.rows);
        let found = db.read_now(move |tx| table::count(tx, &name))?;
        if found != wanted {
            misfits.push(format!("table {} has {found} rows, the archive {wanted}", carried.name));
        }
    }
    for head in &archive.manifest.heads {
        let report = crate::commands::verify::verified(db, head.county, &[])?;
        misfits.extend(report.misfits.first().map(|misfit| format!("book {}: {misfit}", head.county)));
        if report.postings != head.seq || hex::encode(report.head) != head.head {
            misfits.push(format!(
                "book {} ends at {} {}, in the archive at {} {}",
                head.county,
                report.postings,
                hex::encode(report.head),
                head.seq,
                head.head
            ));
        }
    }
    Ok(misfits)
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;
    use std::io::Write as _;

    use super::*;

    fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut made = tar::Builder::new(Vec::new());
        for (name, content) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o600);
            header.set_cksum();
            made.append_data(&mut header, name, *content).expect("in memory");
        }
        made.into_inner().expect("in memory")
    }

    fn checked(bytes: &[u8]) -> Result<Archive, Failure> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes).expect("written");
        Archive::check(file.path())
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).expect("in memory");
        packer.finish().expect("in memory")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_no_archive(
            bytes in prop::collection::vec(any::<u8>(), 0..3000),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
            cut in any::<prop::sample::Index>(),
        ) {
            // Whatever it is, there is nothing whose sums are right.
            prop_assert!(checked(&bytes).is_err() && checked(&packed(&bytes)).is_err());
            let mut tar = tar_of(&[(MANIFEST, &bytes), ("rows/household.jsonl", b"{}"), (SUMS, b"00  manifest.json\n")]);
            for (place, byte) in changes {
                let place = place.index(tar.len());
                tar[place] = byte;
            }
            prop_assert!(checked(&packed(&tar)).is_err());
            prop_assert!(checked(&packed(&tar[..cut.index(tar.len())])).is_err());
        }
    }

    #[test]
    fn a_manifest_or_a_list_of_sums_that_never_ends_is_refused() {
        let endless = vec![b' '; LISTED_BYTES_MAX as usize + 1];
        for name in [MANIFEST, SUMS] {
            let failure = checked(&packed(&tar_of(&[(name, &endless)]))).expect_err("too long");
            assert!(failure.sentence.contains("longer than"), "{}", failure.sentence);
        }
    }
}
