// Shows that the audit can fail: makes pages that each break one rule, and one that breaks none.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from './audit.mjs';

const FOLD = '<details><summary>More</summary><p>Folded.</p></details>';
const COPIES = `<pre><button class="clip-button" onclick="getSelection().selectAllChildren(this.nextSibling); document.execCommand('copy')">Copy</button><code>$ ls</code></pre>`;
const COPY = `<pre><button class="clip-button" onclick="this.nextSibling.focus()">Copy</button><code>SELECT 1;</code></pre>`;

/** What each page has in it, and the rules it breaks. */
const PAGES = {
    'right.html': ['<p>All is well.</p>', []],
    'alt.html': ['<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="30" height="30">', ['image-alt']],
    'heading.html': ['<h4>Skipped</h4>', ['heading-order']],
    'contrast.html': ['<p style="color: #bbb; background: #fff">Pale.</p>', ['color-contrast']],
    'foreign-picture.html': ['<img src="http://pictures.example/a.png" alt="A picture" width="30" height="30" style="display: block">', ['foreign-request', 'console-error']],
    'foreign-script.html': ['<script>fetch("https://scripts.example/a.json").catch(() => 0);</script>', ['foreign-request', 'console-error']],
    'missing.html': ['<img src="nowhere.png" alt="A picture" width="30" height="30" style="display: block">', ['missing-file', 'console-error']],
    'shift.html': [
        `<p>It is pushed down.</p><script>addEventListener('load', () => requestAnimationFrame(() => setTimeout(() => {
            document.querySelector('h1').insertAdjacentHTML('afterend', '<div style="height: 200px"></div>');
        }, 50)));</script>`,
        ['layout-shift'],
    ],
    'shift-once.html': [
        `<p>It is pushed down.</p><script>addEventListener('load', () => sessionStorage.seen ??= setTimeout(() => {
            document.querySelector('h1').insertAdjacentHTML('afterend', '<div style="height: 200px"></div>');
        }, 50));</script>`,
        [],
    ],
    'wide.html': ['<div style="width: 600px">Wide.</div>', ['overflow']],
    'error.html': ['<script>console.error("told");</script>', ['console-error']],
    'thrown.html': ['<script>throw new Error("thrown");</script>', ['console-error']],
    'no-tab.html': [FOLD.replace('<summary>', '<summary tabindex="-1">'), ['keyboard']],
    'no-enter.html': [FOLD.replace('<summary>', '<summary onclick="event.preventDefault()">'), ['keyboard']],
    'no-copy.html': [COPY, ['keyboard']],
    'copy.html': [COPIES.replace('$ ', ''), []],
    'prompt-copy.html': [COPIES, ['keyboard']],
    'hidden-copy.html': [COPY.replace('class=', 'style="visibility: hidden" class='), ['keyboard']],
    'contents.html': ['<button id="mdbook-sidebar-toggle" aria-expanded="false">Contents</button>', ['keyboard']],
    'print-fold.html': [FOLD.replace('<details>', '<details class="closed">'), ['print']],
    'print-hint.html': ['<div class="hints shown"><details><summary>Hint</summary><p>The answer.</p></details></div>', ['print']],
};

const page = (body) => `<!DOCTYPE html>
<html lang="en">
<head><title>A page</title><link rel="icon" href="data:,">
<style>@media print { details:not(.closed)::details-content { content-visibility: visible; } .hints:not(.shown) { display: none; } }</style>
</head>
<body><main><h1>A page</h1>${body}</main><p role="contentinfo"><a href="#">End</a></p></body>
</html>
`;

const folder = mkdtempSync(join(tmpdir(), 'workbook-browser-'));
try {
    for (const [name, [body]] of Object.entries(PAGES)) {
        writeFileSync(join(folder, name), page(body));
    }
    const problems = await audit(folder, [{ width: 390, theme: 'light', keyboard: true }]);
    let failures = 0;
    for (const [name, [, wanted]] of Object.entries(PAGES)) {
        const of = problems.filter((problem) => problem.page === name);
        const found = [...new Set(of.map((problem) => problem.rule))].sort();
        if (found.join() !== [...wanted].sort().join()) {
            failures += 1;
            console.log(`${name}: should break [${wanted}], but breaks [${found}]`);
            of.forEach(({ rule, message }) => console.log(`    ${rule}: ${message}`));
        }
    }
    console.log(`${Object.keys(PAGES).length} pages made, ${failures} not judged as they should be`);
    process.exitCode = failures === 0 ? 0 : 1;
} finally {
    rmSync(folder, { recursive: true });
}
