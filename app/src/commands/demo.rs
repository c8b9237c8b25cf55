//! `demo`: a database of invented people, filled once, served on this machine only.

use std::cell::RefCell;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use basics::BusinessDate;
use database::{Db, FolderLock, Location, SchemaState};
use people::Contract;

use super::{Called, serve};
use crate::command_line::{Demo, DemoSize};
use crate::config::Config;
use crate::demo::{self, DemoLogin, Size, Told};
use crate::exit::{Exit, Failure};
use crate::interrupt::Leaving;
use crate::{areas, opening, runner, server, terminal};

/// Fills if need be, prints a login per role, serves.
pub fn run(called: &Called, wanted: &Demo) -> Result<Exit, Failure> {
    let config = &called.read.config;
    let leaving = Leaving::at_signal("Interrupted. Run xieshou demo again; what was not filled is filled from the start.");
    let lock = opening::lock(config, "demo")?;
    let location = opening::location(config)?;
    if !wanted.no_serve {
        // Before anything is filled: a wrong address or a taken port is said at once.
        drop(server::listen(config, true)?);
    }
    refuse_real_records(&location)?;
    if wanted.reset || half_filled(&location)? {
        throw_away(config, &location)?;
    }
    let now = areas::clock().now();
    if !matches!(marks(&location)?, Some((_, true, _))) {
        let db = opening::open_to_fill(config, now)?;
        let filled = fill(config, &db, wanted);
        db.close();
        filled?;
    } else if let Some(seed) = opening::open(&location)?.mark(demo::FILLED)? {
        say_ignored(&seed, wanted);
    }
    let (db, _) = opening::open_and_migrate(config, now)?;
    say(&kept_logins(config)?);
    if let Some(days) = wanted.advance {
        terminal::result(&advance(&db, days)?.to_string());
    }
    drop(leaving);
    let exit = if wanted.no_serve { Exit::Good } else { serve::serve(called, &db)? };
    db.close();
    drop::<FolderLock>(lock);
    Ok(exit)
}

/// Marks of a database that may not be there yet.
fn marks(location: &Location) -> Result<Option<(bool, bool, bool)>, Failure> {
    if let Location::Sqlite(path) = location
        && !path.exists()
    {
        return Ok(None);
    }
    let db = opening::open(location)?;
    if db.schema_state(&[])? == SchemaState::Empty {
        return Ok(None);
    }
    let (is_demo, is_filled) = (db.mark(demo::MARK)?.is_some(), db.mark(demo::FILLED)?.is_some());
    // A newer program's database may have other tables; then only the mark counts.
    let has_logins = db.read_now(people::login::any).unwrap_or(!is_demo);
    db.close();
    Ok(Some((is_demo, is_filled, has_logins)))
}

fn refuse_real_records(location: &Location) -> Result<(), Failure> {
    match marks(location)? {
        Some((false, _, true)) => Err(Failure::cannot_open(format!(
            "The database {location} holds real records, so no demo is put into it. Choose another folder, such as xieshou demo --data ./demo."
        ))),
        _ => Ok(()),
    }
}

/// A demo whose filling was cut off is filled again from the start.
fn half_filled(location: &Location) -> Result<bool, Failure> {
    Ok(matches!(marks(location)?, Some((true, false, _))))
}

fn throw_away(config: &Config, location: &Location) -> Result<(), Failure> {
    let gone = |result: std::io::Result<()>, what: &str| match result {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::cannot_open(format!("{what} cannot be removed: {error}. Remove it by hand and run the command again.")))
        }
        _ => Ok(()),
    };
    match location {
        Location::Sqlite(path) => {
            for ending in ["", "-wal", "-shm"] {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                gone(fs::remove_file(&name), &name.to_string_lossy())?;
            }
        }
        Location::Postgres(_) => {
            let db = opening::open(location)?;
            crate::store::drop_tables(&db)?;
            db.close();
        }
    }
    gone(fs::remove_dir_all(config.data.join("files")), "The folder of kept files")?;
    gone(fs::remove_file(config.data.join(demo::LOGINS_FILE)), demo::LOGINS_FILE)
}

fn fill(config: &Config, db: &Db, wanted: &Demo) -> Result<(), Failure> {
    let seed = wanted.seed.unwrap_or(1);
    terminal::note(&format!("Filling a demo of size {:?}, seed {seed} …", wanted.size).to_lowercase());
    db.set_mark(demo::MARK, &seed.to_string())?;
    db.set_mark(server::BUSINESS_DATE, &demo::first_day().number().to_string())?;
    let size = match wanted.size {
        DemoSize::Small => Size::Small,
        DemoSize::Article => Size::article(),
    };
    let shown = Shown::default();
    let logins = demo::fill(db, &size, seed, &|told| shown.tell(&told))?;
    drop(shown);
    let path = config.data.join(demo::LOGINS_FILE);
    let text = serde_json::to_string_pretty(&logins)
        .map_err(|error| Failure::cannot_open(format!("The demo's logins cannot be written: {error}.")))?;
    fs::write(&path, text)
        .map_err(|error| Failure::cannot_open(format!("{} cannot be written: {error}. Check the data folder.", path.display())))?;
    Ok(db.set_mark(demo::FILLED, &seed.to_string())?)
}

/// What the terminal shows of a filling: its steps, and once it is known how much there is to do, how far it is.
#[derive(Default)]
struct Shown {
    done: Arc<AtomicI64>,
    of: Arc<AtomicI64>,
    bar: RefCell<Option<terminal::Progress>>,
}

impl Shown {
    fn tell(&self, told: &Told<'_>) {
        self.done.fetch_add(told.done as i64, Ordering::Relaxed);
        let mut bar = self.bar.borrow_mut();
        if let Some(of) = told.of {
            self.done.store(0, Ordering::Relaxed);
            self.of.store(of as i64, Ordering::Relaxed);
            *bar = Some(terminal::Progress::show("  records", self.done.clone(), self.of.clone()));
        }
        if let (Some(step), None) = (told.step, bar.as_ref()) {
            terminal::note(&format!("  {step} …"));
        }
    }
}

/// Moves the demo's date on a day at a time and runs the jobs of each; answers where it stands then.
fn advance(db: &Db, days: i32) -> Result<BusinessDate, Failure> {
    runner::begin(db)?;
    let kinds = Contract::of(&areas::areas()).jobs;
    let mut date = server::demo_date(db)?.unwrap_or_else(demo::first_day);
    for _ in 0..days {
        date = date.plus_days(1);
        db.set_mark(server::BUSINESS_DATE, &date.number().to_string())?;
        let ran = runner::run(db, &kinds, date)?;
        if ran.failures > 0 {
            terminal::note(&format!("{date}: {} jobs failed; they are tried again while the demo is served.", ran.failures));
        }
    }
    Ok(date)
}

/// A seed that a filled demo was not made with changes nothing, and that is said.
fn say_ignored(filled_with: &str, wanted: &Demo) {
    if let Some(asked) = wanted.seed.map(|seed| seed.to_string()).filter(|asked| asked != filled_with) {
        terminal::note(&format!(
            "This demo was filled with seed {filled_with}, so --seed {asked} is ignored. xieshou demo --reset --seed {asked} throws it away and fills it anew."
        ));
    }
}

fn kept_logins(config: &Config) -> Result<Vec<DemoLogin>, Failure> {
    let path = config.data.join(demo::LOGINS_FILE);
    let text = fs::read_to_string(&path).map_err(|error| {
        Failure::cannot_open(format!("{} cannot be read: {error}. xieshou demo --reset makes the demo anew.", path.display()))
    })?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::cannot_open(format!("{} is damaged: {error}. xieshou demo --reset makes the demo anew.", path.display())))
}

fn say(logins: &[DemoLogin]) {
    for DemoLogin { login, password, name, role } in logins {
        terminal::result(&format!("{login:<12} {password:<12} {role:<18} {name}"));
    }
}
