//! The terminal of `workbook watch`: taken over as a whole, drawn where it changed, and given back as it was.

use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::terminal::{
    self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen,
};
use ratatui::crossterm::{execute, queue};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Text};
use ratatui::widgets::{Paragraph, Wrap};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

/// The size of a terminal that does not know its own.
const USUAL_SIZE: (u16, u16) = (80, 24);

/// True while the terminal is not as it was.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Never dropped: it would speak of a terminal that has gone, on a stream that is gone as well.
type UndroppedTerminal = ManuallyDrop<Terminal<CrosstermBackend<Box<dyn Write>>>>;

/// A terminal that is taken over until this is dropped.
pub(super) struct Screen {
    terminal: UndroppedTerminal,
    colours: Colours,
    /// The number of lines of the body above the window.
    scrolled: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colours {
    Shown,
    /// `NO_COLOR` is set.
    LeftOut,
}

/// What is to be seen.
pub(super) struct ScreenPicture<'a> {
    /// How far the learner is.
    pub(super) progress: (usize, usize),
    pub(super) body: &'a Text<'static>,
    /// True of a verdict on what was saved before.
    pub(super) is_old: bool,
    /// What is waited for, or what went wrong.
    pub(super) status: &'a str,
    pub(super) keys: &'a [(&'static str, &'static str)],
}

/// A movement in a body that is longer than the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scroll {
    Lines(i16),
    Windows(i16),
    ToStart,
}

/// Tells whether there is a terminal that can be drawn on.
#[expect(clippy::disallowed_methods, reason = "the stream is only asked whether it is a terminal")]
pub(super) fn can_draw() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
    io::stdout().is_terminal() && !is_dumb
}

impl Screen {
    pub(super) fn take_over() -> io::Result<Screen> {
        give_back_on_panic();
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        // From here on the terminal is given back also when this fails.
        let mut screen = Screen {
            terminal: new_terminal(size())?,
            colours: if is_colourless() { Colours::LeftOut } else { Colours::Shown },
            scrolled: 0,
        };
        execute!(screen.terminal.backend_mut(), EnterAlternateScreen, Hide)?;
        Ok(screen)
    }

    /// Starts with an empty terminal of its present size.
    pub(super) fn resize(&mut self) -> io::Result<()> {
        self.terminal = new_terminal(size())?;
        queue!(self.terminal.backend_mut(), Clear(ClearType::All))
    }

    /// Draws what is not drawn already.
    pub(super) fn draw(&mut self, picture: &ScreenPicture<'_>) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) {
            // A check has panicked, and its message stays.
            return Ok(());
        }
        let Screen { terminal, colours, scrolled } = self;
        terminal.draw(|frame| draw_picture(frame, picture, *colours, scrolled)).map(|_| ())
    }

    /// Moves the window; the next drawing stops it at the end of the body.
    pub(super) fn scroll(&mut self, scroll: Scroll) {
        let height = self.terminal.get_frame().area().height.saturating_sub(4).max(1);
        self.scrolled = match scroll {
            Scroll::Lines(lines) => self.scrolled.saturating_add_signed(lines),
            Scroll::Windows(windows) => {
                let lines = i16::try_from(height).unwrap_or(i16::MAX).saturating_mul(windows);
                self.scrolled.saturating_add_signed(lines)
            }
            Scroll::ToStart => 0,
        };
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Once the terminal is given back, a panic can be read.
fn give_back_on_panic() {
    let show = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        give_back();
        show(panic);
    }));
}

/// Makes the terminal what it was; nothing where it is so already.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // A terminal that has gone takes nothing back.
        _ = execute!(stream(), LeaveAlternateScreen, Show);
        _ = terminal::disable_raw_mode();
    }
}

#[expect(clippy::disallowed_methods, reason = "a guarded stream would show what moves the cursor")]
fn stream() -> Box<dyn Write> {
    Box::new(io::stdout())
}

fn new_terminal((columns, rows): (u16, u16)) -> io::Result<UndroppedTerminal> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    let backend = CrosstermBackend::new(stream());
    Terminal::with_options(backend, TerminalOptions { viewport }).map(ManuallyDrop::new)
}

fn size() -> (u16, u16) {
    let (columns, rows) = terminal::size().unwrap_or_default();
    let known = |value, usual| if value == 0 { usual } else { value };
    (known(columns, USUAL_SIZE.0), known(rows, USUAL_SIZE.1))
}

fn is_colourless() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

fn draw_picture(
    frame: &mut Frame<'_>,
    picture: &ScreenPicture<'_>,
    colours: Colours,
    scrolled: &mut u16,
) {
    let area = frame.area();
    let keys = Paragraph::new(line_of_keys(picture.keys)).wrap(Wrap { trim: true });
    // Where there is hardly room, the body comes first.
    let most = (area.height / 3).max(1);
    let needed = u16::try_from(keys.line_count(area.width)).unwrap_or(most);
    let [top, body, status, bottom] = Layout::vertical([
        Constraint::Length(u16::from(area.height > 5)),
        Constraint::Fill(1),
        Constraint::Length(u16::from(area.height > 3)),
        Constraint::Length(needed.min(most)),
    ])
    .areas(area);
    frame.render_widget(Line::from(progress_line(picture.progress, area.width)), top);
    let text = match colours {
        Colours::Shown => picture.body.clone(),
        Colours::LeftOut => without_styles(picture.body),
    };
    let faint = if picture.is_old { Modifier::DIM } else { Modifier::empty() };
    let text = Paragraph::new(text.patch_style(faint)).wrap(Wrap { trim: false });
    let lines = u16::try_from(text.line_count(body.width)).unwrap_or(u16::MAX);
    *scrolled = (*scrolled).min(lines.saturating_sub(body.height));
    let is_cut = lines > body.height;
    frame.render_widget(text.scroll((*scrolled, 0)), body);
    let status_line = match (picture.status, is_cut) {
        ("", false) => String::new(),
        ("", true) => {
            let end = (*scrolled + body.height).min(lines);
            format!("lines {}-{end} of {lines}, arrows move", *scrolled + 1)
        }
        (status, _) => status.to_owned(),
    };
    frame.render_widget(Line::from(status_line).style(Modifier::DIM), status);
    frame.render_widget(keys, bottom);
}

fn without_styles(text: &Text<'_>) -> Text<'static> {
    let plain = text.lines.iter().map(|line| Line::from(line.to_string()));
    Text::from(plain.collect::<Vec<_>>())
}

fn line_of_keys(keys: &[(&'static str, &'static str)]) -> Line<'static> {
    use ratatui::style::Stylize;
    let mut spans = Vec::new();
    for (at, (key, purpose)) in keys.iter().enumerate() {
        spans.push(if at == 0 { "" } else { "  " }.into());
        spans.push((*key).bold());
        // What belongs together is not torn apart at the end of a line.
        spans.push(format!("\u{a0}{}", purpose.replace(' ', "\u{a0}")).into());
    }
    Line::from(spans)
}

/// The number of passed exercises, with a bar where there is room.
fn progress_line((passed, all): (usize, usize), width: u16) -> String {
    let words = format!("{passed} of {all} passed");
    let room = usize::from(width).saturating_sub(words.len() + 2).min(40);
    if room < 10 {
        return words;
    }
    let filled = room * passed / all.max(1);
    format!("{words}  {}{}", "█".repeat(filled), "░".repeat(room - filled))
}
