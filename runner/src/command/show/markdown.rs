//! Renders Markdown for a terminal: wrapped to a width, with styles as escape codes. Links become their text, since a
//! terminal cannot follow `#the-id-column`.

use anstyle::{AnsiColor, Style};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use textwrap::{WordSeparator, WordSplitter, core::display_width};

use crate::terminal::{escape_hidden, trust_colours};

pub(super) const STRONG: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();
const QUOTE: &str = "▐ ";
/// In the place of a space in code, so that a short piece stays on one line.
const UNBROKEN: &str = "\u{a0}";

/// Returns the text as it is written to a terminal.
pub(super) fn render(markdown: &str, width: usize) -> String {
    let markdown = escape_hidden(&markdown.replace("\r\n", "\n"));
    trust_colours(&render_with_codes(&markdown, width))
}

fn render_with_codes(markdown: &str, width: usize) -> String {
    let mut page = Page { width, ..Page::default() };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        page.add_event(event);
    }
    page.text.trim_end().to_owned()
}

#[derive(Default)]
struct Page {
    width: usize,
    text: String,
    /// Of the block that is being read, with its escape codes.
    inline: String,
    styles: Vec<Style>,
    /// The beginning of every line: marks of quotes, the indentation of lists.
    prefix: String,
    /// In the place of the prefix, for the first line of an item or a quote.
    first_prefix: Option<String>,
    /// The number of the next item of each list that is open; None for one without numbers.
    lists: Vec<Option<u64>>,
    rows: Vec<Vec<String>>,
    in_code: bool,
}

impl Page {
    fn add_event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => {
                text.lines().for_each(|line| self.add_line(&styled(line, CODE)));
            }
            Event::Code(text) => {
                self.inline.push_str(&styled(&text.replace(' ', UNBROKEN), CODE));
                self.inline.push_str(&self.style());
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.inline.push_str(&text);
            }
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.inline.push('\n'),
            Event::Rule => self.add_line(&"―".repeat(self.width)),
            _ => (),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.separate_block(),
            Tag::Heading { .. } => {
                self.separate_block();
                self.push_style(STRONG);
            }
            Tag::BlockQuote(_) => {
                self.separate_block();
                self.prefix.push_str(QUOTE);
                self.first_prefix = Some(self.prefix.clone());
            }
            Tag::CodeBlock(_) => {
                self.flush_inline();
                self.separate_block();
                self.in_code = true;
            }
            Tag::List(number) => {
                self.flush_inline();
                if self.lists.is_empty() {
                    self.separate_block();
                }
                self.lists.push(number);
            }
            Tag::Item => self.start_item(),
            Tag::Table(_) => self.separate_block(),
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::Strong => self.push_style(STRONG),
            Tag::Emphasis => self.push_style(Style::new().italic()),
            _ => (),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.pop_style();
                self.flush_inline();
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush_inline(),
            TagEnd::BlockQuote(_) => {
                self.prefix.truncate(self.prefix.len() - QUOTE.len());
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::Item => {
                self.flush_inline();
                self.prefix.truncate(self.prefix.len() - self.marker_width());
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number += 1;
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                self.rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            TagEnd::Table => self.flush_table(),
            TagEnd::Strong | TagEnd::Emphasis => self.pop_style(),
            _ => (),
        }
    }

    /// Adds an empty line before a block, except directly after the mark of an item or at the top of a quote.
    fn separate_block(&mut self) {
        if !self.text.is_empty() && self.first_prefix.is_none() {
            self.add_line("");
        }
    }

    fn start_item(&mut self) {
        self.flush_inline();
        let marker = self.marker();
        self.first_prefix = Some(format!("{}{marker}", self.prefix));
        self.prefix.push_str(&" ".repeat(self.marker_width()));
    }

    fn marker(&self) -> String {
        match self.lists.last() {
            Some(Some(number)) => format!("{number}. "),
            _ => "• ".to_owned(),
        }
    }

    fn marker_width(&self) -> usize {
        self.marker().chars().count()
    }

    fn style(&self) -> String {
        self.styles.iter().map(|style| style.render().to_string()).collect()
    }

    fn push_style(&mut self, style: Style) {
        self.styles.push(style);
        self.inline.push_str(&style.render().to_string());
    }

    fn pop_style(&mut self) {
        let ended = self.styles.pop().unwrap_or_default();
        self.inline.push_str(&format!("{}{}", ended.render_reset(), self.style()));
    }

    fn flush_inline(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        if !inline.trim().is_empty() {
            let room = self.width.saturating_sub(self.prefix.chars().count()).max(1);
            wrap(inline.trim_end(), room).iter().for_each(|line| self.add_line(line));
        }
    }

    fn add_line(&mut self, line: &str) {
        let prefix = self.first_prefix.take().unwrap_or_else(|| self.prefix.clone());
        self.text.push_str(format!("{prefix}{line}").trim_end());
        self.text.push('\n');
    }

    fn flush_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let widths = column_widths(&rows, self.width);
        for (number, row) in rows.iter().enumerate() {
            let cells = row.iter().zip(&widths);
            let cells: Vec<_> = cells.map(|(cell, width)| wrap(cell, *width)).collect();
            let is_head = number == 0;
            for line in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
                let parts = cells.iter().zip(&widths).map(|(cell, width)| {
                    pad(cell.get(line).map_or("", String::as_str), *width, is_head)
                });
                self.add_line(&format!("│{}│", parts.collect::<Vec<_>>().join("│")));
            }
            if is_head {
                let lines: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
                self.add_line(&format!("├{}┤", lines.join("┼")));
            }
        }
    }
}

fn styled(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(|line| line.replace(UNBROKEN, " ")).collect()
}

/// The widths of a table's columns; the widest give way where the table has no room.
fn column_widths(rows: &[Vec<String>], room: usize) -> Vec<usize> {
    let count = rows.first().map_or(0, Vec::len);
    let mut widths: Vec<usize> = (0..count)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| display_width(cell)).max().unwrap_or_default()
        })
        .collect();
    while widths.iter().sum::<usize>() + count + 1 > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > 1 => *widest -= 1,
            _ => break,
        }
    }
    widths
}

/// A cell with spaces around it: a head stands in the middle of its column, all else on the left.
fn pad(cell: &str, width: usize, is_head: bool) -> String {
    let space = width.saturating_sub(display_width(cell));
    let left = if is_head { space / 2 } else { 0 };
    format!("{}{cell}{}", " ".repeat(left), " ".repeat(space - left))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(markdown: &str, width: usize) -> String {
        anstream::adapter::strip_str(&render_with_codes(markdown, width)).to_string()
    }

    #[test]
    fn links_become_their_text() {
        let text = "See [the `id` column](#id), or <b>.\n";
        assert_eq!(plain(text, 80), "See the id column, or <b>.");
    }

    #[test]
    fn a_paragraph_is_joined_and_wrapped() {
        let text = "one\n**two**\n\n> three\n> four\n>\n> five\n";
        assert_eq!(plain(text, 80), "one two\n\n▐ three four\n▐\n▐ five");
        assert_eq!(plain("one **two** three.\n", 9), "one two\nthree.");
        assert_eq!(plain("one `two three`.\n", 10), "one\ntwo three.");
    }

    #[test]
    fn lists_have_marks_and_their_texts_stand_below_each_other() {
        let text =
            "List:\n\n- one\n  two [three\n  four](#x)\n  - five\n- six\n\n1. seven\n2. eight\n";
        insta::assert_snapshot!(plain(text, 12), @"
        List:

        • one two
          three four
          • five
        • six

        1. seven
        2. eight
        ");
    }

    #[test]
    fn a_table_has_a_head_and_gives_way_where_it_has_no_room() {
        let text = "| a | what it is |\n|---|---|\n| `id` | a whole number |\n";
        insta::assert_snapshot!(plain(text, 40), @"
        │a │  what it is  │
        ├──┼──────────────┤
        │id│a whole number│
        ");
        insta::assert_snapshot!(plain(text, 13), @"
        │a │what it │
        │  │   is   │
        ├──┼────────┤
        │id│a whole │
        │  │number  │
        ");
    }

    #[test]
    fn code_stays_as_it_is() {
        let text = "- Run:\n\n  ```sql\n  SELECT 1,\n    2;\n  ```\n";
        assert_eq!(plain(text, 8), "• Run:\n\n  SELECT 1,\n    2;");
    }

    #[test]
    fn styles_end_where_they_should() {
        let text = render_with_codes("**a `b` c** d\n", 80);
        assert_eq!(text, "\u{1b}[1ma \u{1b}[36mb\u{1b}[0m\u{1b}[1m c\u{1b}[0m d");
    }
}
