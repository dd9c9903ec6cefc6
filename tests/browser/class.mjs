// Looks at the report on the made-up class and at its feedback in Chromium, as `audit.mjs` looks at the book.
//
//     node class.mjs WORKBOOK
//
// WORKBOOK is the program; it grades a copy of `tests/class`.

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { audit } from './audit.mjs';

const course = fileURLToPath(new URL('../..', import.meta.url));
const workbook = resolve(process.argv[2] ?? join(course, 'target/debug/workbook'));
const folder = mkdtempSync(join(tmpdir(), 'class-pages-'));
try {
    const own = join(folder, 'class');
    const pages = join(folder, 'pages');
    cpSync(join(course, 'tests/class'), own, { recursive: true });
    mkdirSync(pages);
    // One of the submissions is nobody's, so the run ends with 1.
    spawnSync(workbook, ['class', 'grade', join(own, 'handed-in'), '--class', own], { cwd: course });
    execFileSync(workbook, ['class', 'report', '--class', own], { cwd: course });
    copyFileSync(join(own, 'report.html'), join(pages, 'report.html'));
    for (const name of readdirSync(join(own, 'feedback')).filter((name) => name.endsWith('.html'))) {
        copyFileSync(join(own, 'feedback', name), join(pages, name));
    }
    const problems = await audit(pages);
    for (const { page, view, rule, message } of problems) {
        console.log(`${page} (${view}): ${rule}: ${message}`);
    }
    console.log(`${readdirSync(pages).length} pages of a class, ${problems.length} problems`);
    process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
    rmSync(folder, { recursive: true, force: true });
}
