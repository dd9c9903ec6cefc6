//! Shows a finding with the line of the file it is about, and a mark under the words that are meant.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;
use workbook_core::finding::{Finding, Problem, ProgramProblem, compiler};
use workbook_core::span::{Place, Span};

pub(super) const BOLD: anstyle::Style = anstyle::Style::new().bold();

/// What is wrong, with the line of the file it is about; `word` is what the sentence begins with, `read` what explains it.
pub(crate) fn render(word: &str, finding: &Finding, read: Option<&str>) -> String {
    if let Problem::Program(ProgramProblem::NotCompiled { rendered, more, .. }) = &finding.problem {
        return what_the_compiler_says(rendered, *more, read);
    }
    let message = finding.message();
    let hint = finding.problem.hint();
    let title = Level::ERROR.with_name(word).primary_title(strip_str(&message).to_string());
    let mut group = title.elements(Vec::<Element<'_>>::new());
    let place = finding.span.as_ref().and_then(Span::place);
    group = match (&finding.span, place) {
        (Some(span), Some(place)) => group.element(snippet(span.file(), place)),
        (Some(span), None) => group.element(Origin::path(span.file())),
        (None, _) => group,
    };
    group = group.element(Level::HELP.with_name("next").message(hint));
    if let Some(read) = read {
        group = group.element(Level::NOTE.with_name("read").message(read));
    }
    Renderer::styled().render(&[group])
}

/// The compiler draws its own mark, so its words are kept as they are.
fn what_the_compiler_says(rendered: &str, more: usize, read: Option<&str>) -> String {
    let mut lines = vec![rendered.trim_end().to_owned()];
    match more {
        0 => (),
        1 => lines.push("and 1 more error".to_owned()),
        more => lines.push(format!("and {more} more errors")),
    }
    lines.extend(compiler::note(rendered).map(|note| format!("{BOLD}note:{BOLD:#} {note}")));
    lines.push(format!("{BOLD}next:{BOLD:#} {}", compiler::NEXT));
    lines.extend(read.map(|read| format!("{BOLD}read:{BOLD:#} {read}")));
    lines.join("\n")
}

fn snippet<'a>(file: &'a str, place: Place<'a>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let byte = |column: usize| {
        place.text.char_indices().nth(column).map_or(place.text.len(), |(index, _)| index)
    };
    let start = byte(place.column.saturating_sub(1));
    let end = byte(place.column.saturating_sub(1) + place.width).max(start);
    let annotation = AnnotationKind::Primary.span(start..end);
    Snippet::source(place.text).line_start(place.line).path(file).annotation(annotation)
}
