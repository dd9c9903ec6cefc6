//! Files that a release has beside the course: a page for learners, and settings for git, editors and continuous integration.

/// Their paths in the release, and their texts.
pub(super) const TEMPLATES: [(&str, &str); 7] = [
    (".gitignore", GIT_IGNORE),
    ("README.md", README),
    (".github/workflows/check.yml", WORKFLOW),
    (".gitlab-ci.yml", GITLAB),
    (".devcontainer/devcontainer.json", DEV_CONTAINER),
    (".vscode/settings.json", EDITOR_SETTINGS),
    (".vscode/extensions.json", EDITOR_EXTENSIONS),
];

const GIT_IGNORE: &str = "/target\n/.cargo-home\n/.workbook\n/book-html\n/submission.zip\n*.db\n*.db-journal\nnode_modules\n";

const README: &str = "\
# Workbook

You learn here how databases work by writing to them: in SQL, and in Rust with SeaORM. The book is in `book`; what you
edit is in `exercises`. Install Rust from <https://rustup.rs> and a C compiler, then:

```console
$ cargo run -- check
```

That grades the next exercise, says what is right and what is not yet, and where. The first run compiles the program, which
takes a minute or more.

| command | what it does |
|---|---|
| `cargo run -- list` | every exercise, and how far you are |
| `cargo run -- show` | the task of the next exercise |
| `cargo run -- hint` | one more hint |
| `cargo run -- reset ch1/first-table` | brings back the files of an exercise |
| `cargo run -- book build` | the book as web pages |
| `cargo run -- submit` | a zip of your answers, to hand in |
| `cargo run -- update --from DIR` | brings in a new version of the course; your answers stay |

On GitHub and GitLab, each push is checked as well, and the page of the run shows every exercise. It stays green while
exercises are open. With Visual Studio Code, or anything else that knows dev containers, you need no Rust of your own.
";

const WORKFLOW: &str = include_str!("templates/check.yml");
const GITLAB: &str = include_str!("templates/gitlab-ci.yml");

const DEV_CONTAINER: &str = r#"{
  "name": "Workbook",
  "image": "mcr.microsoft.com/devcontainers/rust:1-bookworm",
  "postCreateCommand": "cargo build --locked",
  "customizations": {
    "vscode": {
      "extensions": ["rust-lang.rust-analyzer"]
    }
  }
}
"#;

const EDITOR_SETTINGS: &str = r#"{
  "files.eol": "\n",
  "files.encoding": "utf8",
  "files.exclude": { "target": true, ".workbook": true },
  "search.exclude": { "tests/snapshots": true, "runner": true },
  "rust-analyzer.check.allTargets": false
}
"#;

const EDITOR_EXTENSIONS: &str = r#"{
  "recommendations": ["rust-lang.rust-analyzer"]
}
"#;
