//! Files come back as they were put, or say why not.

use std::error::Error as _;
use std::fs;
use std::io;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::{Class, FileError, FileId, FileStore, NotAFileId};

fn store() -> (TempDir, FileStore) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = FileStore::open(&folder.path().join("files")).expect("an empty store");
    (folder, store)
}

fn path(folder: &TempDir, class: &str, id: FileId) -> PathBuf {
    folder.path().join("files").join(class).join(&id.to_string()[..2]).join(id.to_string())
}

fn listed(store: &FileStore, class: Class) -> Vec<FileId> {
    store.list(class).collect::<Result<_, _>>().expect("a readable folder")
}

#[test]
fn a_file_comes_back_from_its_class_only() {
    let (folder, store) = store();
    let id = store.put(Class::Clinical, b"x-ray").expect("room");
    assert_eq!(store.read(Class::Clinical, id).expect("the file"), b"x-ray");
    assert_eq!(store.size(Class::Clinical, id).expect("its size"), 5);
    assert!(path(&folder, "clinical", id).is_file());
    for class in [Class::Public, Class::Internal] {
        assert!(matches!(store.read(class, id), Err(FileError::NotFound(missing)) if missing == id));
        assert!(matches!(store.read_range(class, id, 0, 1), Err(FileError::NotFound(_))));
        assert!(matches!(store.size(class, id), Err(FileError::NotFound(_))));
        assert!(matches!(store.verify(class, id), Err(FileError::NotFound(_))));
    }
}

#[test]
fn an_empty_file_is_a_file() {
    let (_folder, store) = store();
    let id = store.put(Class::Public, b"").expect("room");
    assert_eq!(id.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(store.read(Class::Public, id).expect("the file"), b"");
    store.verify(Class::Public, id).expect("whole");
}

#[test]
fn a_range_ends_where_the_file_ends() {
    let (_folder, store) = store();
    let id = store.put(Class::Public, b"0123456789").expect("room");
    for (start, length, found) in
        [(0, 10, "0123456789"), (3, 4, "3456"), (8, 100, "89"), (9, u64::MAX, "9"), (10, 1, ""), (u64::MAX, 1, ""), (2, 0, "")]
    {
        assert_eq!(store.read_range(Class::Public, id, start, length).expect("a range"), found.as_bytes(), "{start} {length}");
    }
}

#[test]
fn the_same_bytes_are_the_same_file_and_nothing_is_left_beside_it() {
    let (folder, store) = store();
    let first = store.put(Class::Internal, b"minutes").expect("room");
    let again = store.put(Class::Internal, b"minutes").expect("room");
    assert_eq!(first, again);
    assert_eq!(first, FileId::of(b"minutes"));
    let beside = path(&folder, "internal", first).parent().map(fs::read_dir).expect("a folder").expect("readable").count();
    assert_eq!(beside, 1);
}

#[test]
fn damage_is_found_and_mended_by_putting_the_file_again() {
    let (folder, store) = store();
    let id = store.put(Class::Internal, b"minutes").expect("room");
    store.verify(Class::Internal, id).expect("whole");
    for damage in [&b"MINUTES"[..], b"minu", b""] {
        fs::write(path(&folder, "internal", id), damage).expect("damaged by hand");
        assert!(matches!(store.verify(Class::Internal, id), Err(FileError::Damaged(_))));
        assert!(matches!(store.read(Class::Internal, id), Err(FileError::Damaged(_))));
        store.put(Class::Internal, b"minutes").expect("room");
        assert_eq!(store.read(Class::Internal, id).expect("mended"), b"minutes");
    }
}

#[test]
fn a_list_is_sorted_and_holds_files_of_its_class_only() {
    let (folder, store) = store();
    assert_eq!(listed(&store, Class::Public), []);
    let mut put: Vec<FileId> = (0..40_u8).map(|content| store.put(Class::Public, &[content]).expect("room")).collect();
    store.put(Class::Internal, b"another class").expect("room");
    let first = path(&folder, "public", put[0]);
    fs::write(first.with_file_name(".new-left-by-a-crash"), b"half").expect("a leftover");
    fs::write(first.with_file_name(put[0].to_string().to_uppercase()), b"copy").expect("a stray copy");
    put.sort();
    assert_eq!(listed(&store, Class::Public), put);
}

#[test]
fn threads_putting_the_same_bytes_agree() {
    let (_folder, store) = store();
    let bytes = vec![7; 300_000];
    let ids: Vec<FileId> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| (0..10).map(|_| store.put(Class::Public, &bytes)).collect())).collect();
        let results: Vec<Vec<_>> = threads.into_iter().map(|thread| thread.join().expect("no panic")).collect();
        results.into_iter().flatten().map(|result| result.expect("room")).collect()
    });
    assert_eq!(ids, [FileId::of(&bytes); 20]);
    assert_eq!(listed(&store, Class::Public), [FileId::of(&bytes)]);
    store.verify(Class::Public, ids[0]).expect("whole");
}

#[test]
fn a_store_opened_again_has_its_files() {
    let (folder, store) = store();
    let id = store.put(Class::Public, b"kept").expect("room");
    let again = FileStore::open(&folder.path().join("files")).expect("the same store");
    assert_eq!(again.read(Class::Public, id).expect("the file"), b"kept");
}

#[test]
fn a_store_cannot_be_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file");
    fs::write(&file, b"").expect("a file");
    assert!(matches!(FileStore::open(&file), Err(FileError::Io(_))));
}

#[test]
fn failures_of_writing_are_told_apart_and_keep_their_cause_apart() {
    let failure = |kind: io::ErrorKind| FileError::writing(io::Error::from(kind));
    assert!(matches!(failure(io::ErrorKind::StorageFull), FileError::Full(_)));
    assert!(matches!(failure(io::ErrorKind::QuotaExceeded), FileError::Full(_)));
    assert!(matches!(failure(io::ErrorKind::ReadOnlyFilesystem), FileError::ReadOnly(_)));
    assert!(matches!(failure(io::ErrorKind::PermissionDenied), FileError::ReadOnly(_)));
    let full = failure(io::ErrorKind::StorageFull);
    assert_eq!(full.to_string(), "the disk is full");
    assert!(full.source().is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_called_full() {
    const NO_SPACE_LEFT: i32 = 28;
    assert!(matches!(FileError::writing(io::Error::from_raw_os_error(NO_SPACE_LEFT)), FileError::Full(_)));
}

#[test]
fn ids_and_classes_are_read_as_they_are_shown() {
    let id = FileId::of(b"content");
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!(FileId::from_bytes(*id.as_bytes()), id);
    for wrong in ["", "ab", "../../../../etc/passwd", &format!("{id}0"), &"g".repeat(64)] {
        assert_eq!(wrong.parse::<FileId>(), Err(NotAFileId));
    }
    for class in Class::ALL {
        assert_eq!(Class::from_name(class.name()), Some(class));
    }
    assert_eq!(Class::from_name("secret"), None);
}
