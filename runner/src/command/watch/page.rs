//! The texts that `workbook watch` shows: what the other commands print, caught and made fit for a screen.

use ansi_to_tui::IntoText;
use ratatui::text::Text;

use crate::command::Io;
use crate::terminal::GuardedWriter;

/// What a command prints, as text with its colours; an error is a part of it.
pub(super) fn catch_output(
    command: impl FnOnce(&mut Io<'_>) -> anyhow::Result<()>,
) -> Text<'static> {
    let (mut out, mut err, mut file) = (Vec::new(), Vec::new(), Vec::new());
    let mut guarded_out = GuardedWriter::new(&mut out);
    let mut guarded_err = GuardedWriter::new(&mut err);
    let mut io = Io { out: &mut guarded_out, err: &mut guarded_err, file: &mut file };
    let result = command(&mut io);
    // A list in memory takes everything.
    _ = io.out.flush().and_then(|()| io.err.flush());
    let mut bytes = out;
    bytes.extend(err);
    if let Err(error) = result {
        let mut guarded = GuardedWriter::new(&mut bytes);
        _ = std::io::Write::write_fmt(&mut guarded, format_args!("{error:#}\n"));
        _ = std::io::Write::flush(&mut guarded);
    }
    to_text(&String::from_utf8_lossy(&bytes))
}

/// Text with escape codes of colours, and no others, as a screen shows it.
fn to_text(text: &str) -> Text<'static> {
    // A screen is made of cells, and has no tabs.
    let text = text.trim_end().replace('\t', "    ");
    text.into_text().unwrap_or_else(|_| Text::raw(text))
}
