//! Notices that files were saved: told by the system, or by looking again and again where it tells nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher};

use crate::program;

/// Time between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(400);

/// The way in which saved files are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noticing {
    /// The system tells, unless it is known not to.
    Told,
    /// The workbook looks at the files itself.
    Looking,
}

/// The state of a file that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Whoever wrote it has closed it.
    Ended,
    /// It was emptied, or there is more to come; not every system tells of the end.
    MayGoOn,
}

/// A folder that is watched until this is dropped.
pub(super) struct Watched {
    /// The way that was found to work.
    pub(super) noticing: Noticing,
    _watcher: Box<dyn Watcher>,
}

/// Watches a folder with all that is in it; `tell` is given what was written, made, renamed or removed, and no path where
/// that is not known.
pub(super) fn watch_folder(
    folder: &Path,
    noticing: Noticing,
    tell: impl Fn(Vec<PathBuf>, Writing) + Clone + Send + 'static,
) -> notify::Result<Watched> {
    if noticing == Noticing::Told && program::tells_of_changes(folder) {
        let watcher = notify::recommended_watcher(handler(tell.clone())).and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        // A system has so many watches to give, and others may have taken them.
        if let Ok(watcher) = watcher {
            return Ok(Watched { noticing: Noticing::Told, _watcher: Box::new(watcher) });
        }
    }
    let config = Config::default().with_poll_interval(BETWEEN_LOOKS).with_compare_contents(true);
    let mut watcher = PollWatcher::new(handler(tell), config)?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(Watched { noticing: Noticing::Looking, _watcher: Box::new(watcher) })
}

fn handler(tell: impl Fn(Vec<PathBuf>, Writing)) -> impl FnMut(notify::Result<Event>) {
    move |event| match event {
        Ok(event) if event.need_rescan() => tell(Vec::new(), Writing::MayGoOn),
        Ok(Event { kind, paths, .. }) => match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(_)) => tell(paths, Writing::Ended),
            // To read a file is no change.
            EventKind::Access(_) => (),
            _ => tell(paths, Writing::MayGoOn),
        },
        Err(_) => tell(Vec::new(), Writing::MayGoOn),
    }
}
