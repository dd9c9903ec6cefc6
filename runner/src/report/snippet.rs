//! Shows a finding with the line of the file it is about, and a mark under the words that are meant.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use terminal_size::{Width, terminal_size};
use workbook_core::finding::{Finding, Problem, ProgramProblem, compiler};
use workbook_core::grade::{LONGEST_OUTPUT, LONGEST_TEXT, shorten};
use workbook_core::span::{Place, Span};

use crate::terminal::{Paint, escape_hidden, trust_colours};

pub(super) const BOLD: Paint = Paint(anstyle::Style::new().bold());

/// What is wrong, with the line of the file it is about; `word` is what the sentence begins with, `read` what explains it.
pub(crate) fn render(word: &str, finding: &Finding, read: Option<&str>) -> String {
    if let Problem::Program(ProgramProblem::NotCompiled { rendered, more, .. }) = &finding.problem {
        return what_the_compiler_says(rendered, *more, read);
    }
    // The renderer has signs of its own for some of what cannot be seen, and leaves out the rest.
    let message = escape_hidden(&shorten(&finding.message(), LONGEST_TEXT));
    let hint = escape_hidden(&shorten(&finding.problem.hint(), LONGEST_TEXT));
    let file = finding.span.as_ref().map(|span| escape_hidden(span.file())).unwrap_or_default();
    let title = Level::ERROR.with_name(word).primary_title(message);
    let mut group = title.elements(Vec::<Element<'_>>::new());
    let place = finding.span.as_ref().and_then(Span::place);
    group = match (&finding.span, place) {
        (Some(_), Some(place)) => group.element(snippet(&file, place)),
        (Some(_), None) => group.element(Origin::path(&file)),
        (None, _) => group,
    };
    group = group.element(Level::HELP.with_name("next").message(hint));
    if let Some(read) = read {
        group = group.element(Level::NOTE.with_name("read").message(escape_hidden(read)));
    }
    trust_colours(&renderer().render(&[group]))
}

/// A renderer that cuts a line of a file about what is meant, where the terminal is too narrow for the whole of it.
fn renderer() -> Renderer {
    let renderer = Renderer::styled();
    match terminal_size() {
        Some((Width(columns), _)) => renderer.term_width(usize::from(columns).max(NARROWEST)),
        None => renderer,
    }
}

/// What is left of a line in fewer columns could not be read.
const NARROWEST: usize = 40;

/// The most lines of the compiler that are read to their end.
const FITS: usize = 20;

/// The compiler draws its own mark, so its words are kept as they are.
fn what_the_compiler_says(rendered: &str, more: usize, read: Option<&str>) -> String {
    let note = compiler::find_note(rendered).map(|note| format!("{BOLD}note:{BOLD:#} {note}"));
    let is_long = rendered.trim_end().lines().count() > FITS;
    // Below a long text nobody would find it.
    let mut lines: Vec<String> = note.iter().filter(|_| is_long).cloned().collect();
    lines.push(trust_colours(&shorten(rendered.trim_end(), LONGEST_OUTPUT)));
    match more {
        0 => (),
        1 => lines.push("and 1 more error".to_owned()),
        more => lines.push(format!("and {more} more errors")),
    }
    lines.extend(note.filter(|_| !is_long));
    lines.push(format!("{BOLD}next:{BOLD:#} {}", compiler::NEXT));
    lines.extend(read.map(|read| format!("{BOLD}read:{BOLD:#} {read}")));
    lines.join("\n")
}

/// Escapes what the renderer has no sign of one column for, such as `␛`.
fn escape_but_ascii(text: &str) -> String {
    text.split_inclusive(|character: char| character.is_ascii_control())
        .map(|part| match part.chars().next_back().filter(char::is_ascii_control) {
            Some(last) => escape_hidden(&part[..part.len() - 1]) + last.encode_utf8(&mut [0; 4]),
            None => escape_hidden(part),
        })
        .collect()
}

fn snippet<'a>(file: &'a str, place: Place<'a>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut characters = place.text.chars();
    let before: String = characters.by_ref().take(place.column.saturating_sub(1)).collect();
    let meant: String = characters.by_ref().take(place.width).collect();
    let [before, meant, after] = [&before, &meant, characters.as_str()].map(escape_but_ascii);
    let annotation = AnnotationKind::Primary.span(before.len()..before.len() + meant.len());
    Snippet::source(before + &meant + &after)
        .line_start(place.line)
        .path(file)
        .annotation(annotation)
}
