//! A disk that keeps what was synced; of the rest any part may be there after the power was cut, torn at its sectors.

use std::collections::HashMap;

use fastrand::Rng;

use super::trace::Event;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// Files of a program, as the disk may have them.
#[derive(Clone, Default)]
pub(super) struct Disk {
    files: Vec<Held>,
    /// Syncs under way: of which file, and how many of its pending changes they wait for.
    syncing: HashMap<u32, (usize, usize)>,
}

#[derive(Clone, Default)]
struct Held {
    synced: Vec<u8>,
    /// Changes since the last sync, in order.
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Bytes { at: usize, bytes: Vec<u8> },
    Length(usize),
}

impl Disk {
    /// Files with these contents, all of it synced.
    pub(super) fn holding(contents: Vec<Vec<u8>>) -> Disk {
        let files = contents.into_iter().map(|synced| Held { synced, pending: Vec::new() }).collect();
        Disk { files, syncing: HashMap::new() }
    }

    /// What happens to the files.
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Write { file, at, bytes } => self.files[*file].pending.push(Change::Bytes { at: *at, bytes: bytes.clone() }),
            Event::Length { file, length } => self.files[*file].pending.push(Change::Length(*length)),
            Event::SyncBegan { file, thread } => drop(self.syncing.insert(*thread, (*file, self.files[*file].pending.len()))),
            Event::SyncEnded { thread } => self.synced(*thread),
            Event::Heard(_) => {}
        }
    }

    fn synced(&mut self, thread: u32) {
        let Some((file, count)) = self.syncing.remove(&thread) else { return };
        let held = &mut self.files[file];
        for change in held.pending.drain(..count) {
            change.apply(&mut held.synced, |_| true);
        }
        // Another thread's sync of the same file waits for fewer now.
        for (other, left) in self.syncing.values_mut() {
            if *other == file {
                *left = left.saturating_sub(count);
            }
        }
    }

    /// The files after the power was cut: what was synced, and of the rest what chance has left.
    pub(super) fn after_cut(&self, chance: &mut Rng) -> Vec<Vec<u8>> {
        // How much arrived: nearly all, nearly nothing, or any part; each is met.
        let share = [0.0, 0.1, 0.5, 0.9, 1.0][chance.usize(0..5)];
        let kept = |held: &Held| {
            let mut content = held.synced.clone();
            for change in &held.pending {
                change.apply(&mut content, |_| chance.f64() < share);
            }
            content
        };
        self.files.iter().map(kept).collect()
    }

    /// The files with all that was written, as the program itself sees them.
    pub(super) fn whole(&self) -> Vec<Vec<u8>> {
        let whole = |held: &Held| {
            let mut content = held.synced.clone();
            held.pending.iter().for_each(|change| change.apply(&mut content, |_| true));
            content
        };
        self.files.iter().map(whole).collect()
    }
}

impl Change {
    /// Changes the content in those sectors that `arrives` lets through.
    fn apply(&self, content: &mut Vec<u8>, mut arrives: impl FnMut(usize) -> bool) {
        match self {
            Change::Length(length) => {
                if arrives(0) {
                    content.resize(*length, 0);
                }
            }
            Change::Bytes { at, bytes } => {
                let mut from = *at;
                while from < at + bytes.len() {
                    let to = ((from / SECTOR + 1) * SECTOR).min(at + bytes.len());
                    if arrives(from) {
                        if content.len() < to {
                            content.resize(to, 0);
                        }
                        content[from..to].copy_from_slice(&bytes[from - at..to - at]);
                    }
                    from = to;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(at: usize, byte: u8, length: usize) -> Event {
        Event::Write { file: 0, at, bytes: vec![byte; length] }
    }

    #[test]
    fn what_was_synced_stays_and_the_rest_is_torn_at_sectors() {
        let mut disk = Disk::holding(vec![Vec::new()]);
        for event in [write(0, 1, 1024), Event::SyncBegan { file: 0, thread: 7 }, write(1024, 2, 1024), Event::SyncEnded { thread: 7 }] {
            disk.take(&event);
        }
        let mut lengths = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let content = disk.after_cut(&mut Rng::with_seed(seed)).remove(0);
            assert!(content[..1024].iter().all(|byte| *byte == 1), "synced before the cut");
            assert!(content.chunks(SECTOR).all(|sector| sector.iter().all(|byte| *byte == sector[0])), "a sector is whole");
            lengths.insert(content.len());
        }
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [1024, 1536, 2048], "written while the sync ran: any part may be there");
        assert_eq!(disk.whole()[0].len(), 2048);
    }
}
