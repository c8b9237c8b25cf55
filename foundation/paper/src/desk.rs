//! What the typesetter may see while it sets one paper: three fonts, the template, its library, its data and its pictures.

use std::collections::HashMap;
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

use crate::{Paper, PaperError};

const TEMPLATE: &str = "paper.typ";
const DATA: &str = "data.json";

/// Noto Sans SC covers GBK, extension A and the rare characters of names, Noto Sans Yi names in Yi; no other font is needed or found.
static REGULAR: &[u8] = include_bytes!("../fonts/NotoSansSC_400Regular.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/NotoSansSC_700Bold.ttf");
static YI: &[u8] = include_bytes!("../fonts/NotoSansYi_400Regular.ttf");

/// What all papers share. Reading fonts of 10 MB takes longer than setting a slip, so it happens once.
struct Workshop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

fn workshop() -> &'static Workshop {
    static WORKSHOP: OnceLock<Workshop> = OnceLock::new();
    WORKSHOP.get_or_init(|| {
        let fonts: Vec<Font> = [REGULAR, BOLD, YI].into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        Workshop { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    })
}

/// One paper in the making.
pub(crate) struct Desk {
    workshop: &'static Workshop,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    today: Datetime,
}

impl Desk {
    pub(crate) fn lay(paper: &Paper, today: Datetime) -> Result<Desk, PaperError> {
        let main = file_id(TEMPLATE)?;
        let mut sources = HashMap::from([(main, Source::new(main, paper.template.to_owned()))]);
        let mut files = HashMap::from([(file_id(DATA)?, Bytes::new(paper.data.to_string().into_bytes()))]);
        for (name, text) in paper.library {
            let id = file_id(name)?;
            if sources.insert(id, Source::new(id, (*text).to_owned())).is_some() {
                return Err(PaperError::FileName((*name).to_owned()));
            }
        }
        for (name, picture) in &paper.images {
            let id = file_id(name)?;
            if sources.contains_key(&id) || files.insert(id, Bytes::new(picture.clone())).is_some() {
                return Err(PaperError::FileName(name.clone()));
            }
        }
        Ok(Desk { workshop: workshop(), main, sources, files, today })
    }

    /// File and line, counted from 1, a fault points at.
    pub(crate) fn place(&self, fault: &SourceDiagnostic) -> Option<(String, usize)> {
        let id = fault.span.id()?;
        let source = self.sources.get(&id)?;
        let line = source.lines().byte_to_line(self.range(fault.span)?.start)?;
        Some((id.vpath().get_without_slash().to_owned(), line + 1))
    }
}

/// Equal names give equal ids, in every paper; each name is remembered for good (see [`Paper::images`]).
fn file_id(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|_| PaperError::FileName(name.to_owned()))?;
    if path.is_root() {
        return Err(PaperError::FileName(name.to_owned()));
    }
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.workshop.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| not_here(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_here(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Some(self.today)
    }
}

fn not_here(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
