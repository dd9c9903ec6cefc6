//! Draws a picture of tables as SVG that a screen reader can read and that takes its colours from the page.

use std::fmt::Write as _;

use super::model::{Arrow, ChangeMark, Line, Picture, TableBox};

/// Sizes in pixels. A letter of the monospaced type of 14 pixels is 8.43 wide at most.
const LETTER: usize = 9;
const ROW: usize = 26;
const HEAD: usize = 32;
const PAD: usize = 12;
const GAP_ACROSS: usize = 72;
const GAP_DOWN: usize = 28;
const EDGE: usize = 10;

/// Where a box stands.
struct Placed<'a> {
    table: &'a TableBox,
    x: usize,
    y: usize,
    width: usize,
    /// How many letters the marks and the keys, and the names, take.
    keys: usize,
    names: usize,
}

/// The picture with its caption.
pub(super) fn figure(picture: &Picture, id: &str) -> String {
    let boxes = place(&picture.boxes);
    let width = boxes.iter().map(|one| one.x + one.width).max().unwrap_or(0) + EDGE;
    let height = boxes.iter().map(|one| one.y + height(one.table)).max().unwrap_or(0) + EDGE;
    let mut svg = String::new();
    _ = write!(
        svg,
        "<figure class=\"tables\">\n<div class=\"tables-scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"{id}-title\">\n\
         <svg role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
        escaped(&title(picture)),
        escaped(&description(picture)),
    );
    for arrow in &picture.arrows {
        svg.push_str(&line_between(arrow, &boxes));
    }
    for one in &boxes {
        svg.push_str(&drawn(one));
    }
    svg.push_str("</svg>\n</div>\n");
    _ = writeln!(svg, "<figcaption>{}</figcaption>\n</figure>", legend(picture));
    svg
}

/// Tables that refer to others stand to the right of them.
fn place(boxes: &[TableBox]) -> Vec<Placed<'_>> {
    let mut placed: Vec<Placed<'_>> = Vec::new();
    let mut x = EDGE;
    let last = boxes.iter().map(|table| table.level).max().unwrap_or(0);
    for level in 0..=last {
        let (mut y, mut widest) = (EDGE, 0);
        for table in boxes.iter().filter(|table| table.level == level) {
            let longest =
                |of: &dyn Fn(&Line) -> usize| table.lines.iter().map(of).max().unwrap_or(0);
            let keys = longest(&|line| line.keys.len() + usize::from(!line.keys.is_empty())) + 2;
            let names =
                longest(&|line| if is_index(line) { 0 } else { line.name.chars().count() }) + 2;
            let kinds = longest(&|line| kind(line).chars().count());
            let letters =
                (keys + names + kinds).max(table.name.chars().count() + 8).max(longest(&|line| {
                    if is_index(line) { line.name.chars().count() + 3 } else { 0 }
                }));
            let width = letters * LETTER + 2 * PAD;
            placed.push(Placed { table, x, y, width, keys, names });
            y += height(table) + GAP_DOWN;
            widest = widest.max(width);
        }
        x += if widest == 0 { 0 } else { widest + GAP_ACROSS };
    }
    // Arrows name the boxes in the order of the picture.
    placed.sort_by_key(|one| boxes.iter().position(|table| std::ptr::eq(table, one.table)));
    placed
}

fn is_index(line: &Line) -> bool {
    line.kind.is_empty() && line.keys.is_empty() && line.name.contains('(')
}

fn height(table: &TableBox) -> usize {
    HEAD + table.lines.len() * ROW + 6
}

fn kind(line: &Line) -> String {
    match &line.was {
        Some(was) => format!("{} (was {was})", line.kind),
        None => line.kind.clone(),
    }
}

fn drawn(one: &Placed<'_>) -> String {
    let Placed { table, x, y, width, keys, names } = one;
    let mut svg = String::new();
    let sign = sign(table.mark).map(|sign| format!("{sign} ")).unwrap_or_default();
    _ = writeln!(
        svg,
        "<g class=\"table {}\"><rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" rx=\"6\"/>\
         <rect class=\"head\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEAD}\" rx=\"6\"/>\
         <text class=\"name\" x=\"{}\" y=\"{}\">{sign}{}</text>",
        class(table.mark),
        height(table),
        x + PAD,
        y + 21,
        escaped(&table.name),
    );
    for (at, line) in table.lines.iter().enumerate() {
        let top = y + HEAD + at * ROW + 3;
        let base = top + 18;
        let sign = self::sign(line.mark).unwrap_or(' ');
        _ = write!(
            svg,
            "<g class=\"line {}\"><rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{ROW}\"/><text x=\"{}\" y=\"{base}\">{sign}</text>",
            class(line.mark),
            x + 1,
            width - 2,
            x + PAD,
        );
        let texts = if is_index(line) {
            vec![(2, "name", line.name.clone())]
        } else {
            vec![
                (2, "keys", line.keys.clone()),
                (*keys, "name", line.name.clone()),
                (keys + names, "kind", kind(line)),
            ]
        };
        for (column, class, text) in texts.into_iter().filter(|(_, _, text)| !text.is_empty()) {
            _ = write!(
                svg,
                "<text class=\"{class}\" x=\"{}\" y=\"{base}\">{}</text>",
                x + PAD + column * LETTER,
                escaped(&text)
            );
        }
        svg.push_str("</g>\n");
    }
    svg.push_str("</g>\n");
    svg
}

/// From the child's column to the parent's, with a crow's foot where there may be several.
fn line_between(arrow: &Arrow, boxes: &[Placed<'_>]) -> String {
    let (child, parent) = (&boxes[arrow.from.0], &boxes[arrow.to.0]);
    let (from_y, to_y) = (middle_of_line(child, arrow.from.1), middle_of_line(parent, arrow.to.1));
    let is_right = child.x > parent.x;
    let from_x = if is_right { child.x } else { child.x + child.width };
    let to_x = parent.x + parent.width;
    let bend = GAP_ACROSS / 2;
    // Between tables of one level, and from a table to itself, the line goes round the right side.
    let (near, far) =
        if is_right { (from_x - bend, to_x + bend) } else { (from_x + bend, to_x + bend) };
    let foot = if is_right { from_x - 12 } else { from_x + 12 };
    let mut path = format!(
        "M{from_x} {from_y} H{foot} C{near} {from_y} {far} {to_y} {} {to_y} H{to_x}",
        to_x + 12
    );
    _ = write!(path, " M{} {} V{}", to_x + 8, to_y - 6, to_y + 6);
    if arrow.many {
        _ = write!(
            path,
            " M{foot} {from_y} L{from_x} {} M{foot} {from_y} L{from_x} {}",
            from_y - 7,
            from_y + 7
        );
    }
    format!("<path class=\"arrow {}\" d=\"{path}\"/>\n", class(arrow.mark))
}

/// The height at which an arrow meets a line of a table.
fn middle_of_line(table: &Placed<'_>, line: usize) -> usize {
    table.y + HEAD + line * ROW + 3 + ROW / 2
}

fn class(mark: ChangeMark) -> &'static str {
    match mark {
        ChangeMark::Same => "same",
        ChangeMark::Added => "added",
        ChangeMark::Dropped => "dropped",
        ChangeMark::Changed => "changed",
    }
}

/// What shows a change to who cannot tell the colours apart.
fn sign(mark: ChangeMark) -> Option<char> {
    match mark {
        ChangeMark::Same => None,
        ChangeMark::Added => Some('+'),
        ChangeMark::Dropped => Some('−'),
        ChangeMark::Changed => Some('~'),
    }
}

fn title(picture: &Picture) -> String {
    let names: Vec<&str> = picture.boxes.iter().map(|table| table.name.as_str()).collect();
    let noun = if names.len() == 1 { "The table" } else { "The tables" };
    let what = if picture.compares { ", and what changed" } else { "" };
    format!("{noun} {}{what}", names.join(", "))
}

fn description(picture: &Picture) -> String {
    sentences(picture).join(" ")
}

/// The picture in words, a sentence for each table and each line between two.
pub(super) fn sentences(picture: &Picture) -> Vec<String> {
    let mut said = Vec::new();
    for table in &picture.boxes {
        let lines: Vec<String> = table.lines.iter().map(|line| spoken(line, table.mark)).collect();
        let mark = word(table.mark).map(|word| format!(" ({word})")).unwrap_or_default();
        said.push(format!("Table {}{mark}: {}.", table.name, lines.join("; ")));
    }
    for Arrow { from, to, many, mark } in &picture.arrows {
        let count = if *many { "Many rows" } else { "One row" };
        let mark = word(*mark).map(|word| format!(" ({word})")).unwrap_or_default();
        let child = full_name(picture, *from);
        let parent = full_name(picture, *to);
        said.push(format!("{count} of {child} may refer to one {parent}{mark}."));
    }
    said
}

/// A column as `table.column`.
fn full_name(picture: &Picture, (table, line): (usize, usize)) -> String {
    let table = &picture.boxes[table];
    format!("{}.{}", table.name, table.lines[line].name)
}

fn spoken(line: &Line, whole: ChangeMark) -> String {
    let mut said = line.name.clone();
    for (keys, words) in [("PK", "primary key"), ("FK", "foreign key"), ("U", "unique")] {
        if line.keys.split(' ').any(|key| key == keys) {
            _ = write!(said, ", {words}");
        }
    }
    if !line.kind.is_empty() {
        let kind = kind(line).replace(" ?", ", may be NULL").replace(" = ", ", by default ");
        _ = write!(said, ", {kind}");
    }
    if let Some(word) = word(line.mark).filter(|_| line.mark != whole) {
        _ = write!(said, ", {word}");
    }
    said
}

fn word(mark: ChangeMark) -> Option<&'static str> {
    match mark {
        ChangeMark::Same => None,
        ChangeMark::Added => Some("added"),
        ChangeMark::Dropped => Some("dropped"),
        ChangeMark::Changed => Some("changed"),
    }
}

/// What the short words of this picture mean.
fn legend(picture: &Picture) -> String {
    let lines = || picture.boxes.iter().flat_map(|table| &table.lines);
    let marks =
        || lines().map(|line| line.mark).chain(picture.boxes.iter().map(|table| table.mark));
    let has_key = |key: &str| lines().any(|line| line.keys.split(' ').any(|word| word == key));
    let all = [
        ("PK", "primary key", has_key("PK")),
        ("FK", "foreign key", has_key("FK")),
        ("U", "unique", has_key("U")),
        ("?", "may be NULL", lines().any(|line| line.kind.contains('?'))),
        ("=", "by default", lines().any(|line| line.kind.contains(" = "))),
        ("+", "added", marks().any(|mark| mark == ChangeMark::Added)),
        ("−", "dropped", marks().any(|mark| mark == ChangeMark::Dropped)),
        ("~", "changed", marks().any(|mark| mark == ChangeMark::Changed)),
    ];
    let shown = all.iter().filter(|(_, _, is_there)| *is_there);
    shown.map(|(sign, word, _)| format!("<b>{sign}</b> {word}")).collect::<Vec<_>>().join(" · ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
