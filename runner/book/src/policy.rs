//! The content security policy of the pages of a built book: what a page may load and run. No text that finds its way into a
//! page becomes a script of it.

use std::fs;
use std::path::Path;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac_sha256::Hash;

/// Tells the book's script that what a page loads for its exercises is beside it.
const WORKPLACE: &str = "<meta name=\"workbook-workplace\" content=\"here\">";

/// What every page may do. A page that was opened as a file is no `'self'` to a browser, so `file:` is named beside it.
const RULES: &[&str] = &[
    "default-src 'none'",
    "base-uri 'self' file:",
    "form-action 'self'",
    "connect-src 'self'",
    "font-src 'self' file:",
    "frame-src 'self' file:",
    "img-src 'self' file: data:",
    "manifest-src 'self'",
    "worker-src blob:",
];

/// Style attributes that mdBook's own scripts set.
const SCRIPTED_STYLES: &[&str] = &["position: absolute; opacity: 0;"];

/// Writes its policy into each page of a built book.
pub(crate) fn write_policies(book: &Path) -> anyhow::Result<()> {
    for entry in walkdir::WalkDir::new(book).sort_by_file_name() {
        let entry = entry.context("failed to list the built book")?;
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let name = path.strip_prefix(book).unwrap_or(path).display();
            let page =
                fs::read_to_string(path).with_context(|| format!("failed to read `{name}`"))?;
            fs::write(path, insert_policy(&page))
                .with_context(|| format!("failed to write `{name}`"))?;
        }
    }
    Ok(())
}

/// Returns the page with its policy at the beginning of its head; one without a head as it is.
fn insert_policy(page: &str) -> String {
    let Some(start) = page.find("<head>").map(|at| at + "<head>".len()) else {
        return page.to_owned();
    };
    let policy = policy_of(page);
    let (before, after) = page.split_at(start);
    format!(
        "{before}\n        <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n        {WORKPLACE}{after}"
    )
}

/// The policy under which a page runs its own inline scripts and styles, and no others.
fn policy_of(page: &str) -> String {
    let scripts = hash_all(inline_contents(page, "script"));
    let styles = hash_all(inline_contents(page, "style"));
    let attributes = style_attributes(page).chain(SCRIPTED_STYLES.iter().copied());
    let mut rules: Vec<String> = RULES.iter().map(|&rule| rule.to_owned()).collect();
    rules.push(format!("script-src 'self' file: 'wasm-unsafe-eval'{scripts}"));
    rules.push(format!("style-src 'self' file:{styles}"));
    rules.push(format!("style-src-attr 'unsafe-hashes'{}", hash_all(attributes)));
    rules.join("; ")
}

/// The sources that allow these texts, each once.
fn hash_all<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut sources = Vec::new();
    for text in texts {
        let source = format!(" 'sha256-{}'", STANDARD.encode(Hash::hash(text.as_bytes())));
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.concat()
}

/// What stands in the elements of this name that load nothing.
fn inline_contents<'p>(page: &'p str, name: &str) -> impl Iterator<Item = &'p str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let parts: Vec<&str> = page.split(&open).skip(1).collect();
    parts.into_iter().filter_map(move |part| {
        let (attributes, rest) = part.split_once('>')?;
        let (content, _) = rest.split_once(&close)?;
        (!attributes.contains(" src=")).then_some(content)
    })
}

/// The values of the style attributes of a page, and at worst of some that stand in its text.
fn style_attributes(page: &str) -> impl Iterator<Item = &str> {
    page.split(" style=\"").skip(1).filter_map(|part| part.split_once('"')).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_run_the_scripts_that_stand_in_it() {
        let page = "<html><head>\n<title>T</title><script src=\"a.js\"></script></head>\
                    <body style=\"clear: both\"><script>let a = 1;</script></body></html>";
        let policed = insert_policy(page);
        insta::assert_snapshot!(policed.replace("; ", ";\n"), @r#"
        <html><head>
                <meta http-equiv="Content-Security-Policy" content="default-src 'none';
        base-uri 'self' file:;
        form-action 'self';
        connect-src 'self';
        font-src 'self' file:;
        frame-src 'self' file:;
        img-src 'self' file: data:;
        manifest-src 'self';
        worker-src blob:;
        script-src 'self' file: 'wasm-unsafe-eval' 'sha256-xY6QKfH9PRsQnLz56nj6MBwiK5oHg+im1Jkpdp1x/Ck=';
        style-src 'self' file:;
        style-src-attr 'unsafe-hashes' 'sha256-matwEc6givhWX0+jiSfM1+E5UMk8/UGLdl902bjFBmY=' 'sha256-GwBMUOkilxWV/vOwWStLnfQBQ7rYfHT7o40jQLKt1fI='">
                <meta name="workbook-workplace" content="here">
        <title>T</title><script src="a.js"></script></head><body style="clear: both"><script>let a = 1;</script></body></html>
        "#);
    }

    #[test]
    fn nothing_else_is_allowed_in_line() {
        let policy = policy_of("<head></head>");
        for word in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
            assert!(!policy.contains(word), "{policy}");
        }
    }
}
