// Does exercises in the pages of the built book, in Chromium: every solution passes there, kept wrong answers are told what the
// terminal tells, and what was typed stays.
//
//     node workplace.mjs BOOK ANSWERS
//
// BOOK holds the built book. ANSWERS is where .ci/parity writes answers as `packs.jsonl` and their reports as `native.jsonl`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { accessibility, launch, overflow, serve, watch } from './audit.mjs';

const [folder, answersFolder] = process.argv.slice(2);
const lines = (file) => readFileSync(join(answersFolder, file), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
const packs = lines('packs.jsonl');
const reports = lines('native.jsonl');

const problems = [];
let tried = 0;
const expect = (holds, message) => {
    tried += 1;
    if (!holds) problems.push(message);
};

const text = (file) => Buffer.from(file.Ok).toString('utf8');
const pageOf = (exercise) => `${exercise.path.split('/')[0]}.html`;
const doorOf = (exercise) => exercise.id.replace('/', '-');

/** The answers of each exercise: its solution, and the first kept wrong one that can be typed. */
function answers() {
    const byExercise = new Map();
    packs.forEach((pack, at) => {
        const { id } = pack.exercise;
        const entry = byExercise.get(id) ?? { exercise: pack.exercise, answers: [] };
        const isTyped = pack.answer.edited.every((name) => pack.answer.files[name]?.Ok && !text(pack.answer.files[name]).includes('\r'));
        if (isTyped) entry.answers.push({ pack, report: reports[at] });
        byExercise.set(id, entry);
    });
    return [...byExercise.values()].map(({ exercise, answers }) => ({
        exercise,
        right: answers.find(({ pack }) => pack.answer.name.startsWith('solutions/')),
        wrong: answers.filter(({ report }) => report.verdict === 'failed').slice(0, 1),
    }));
}

const { origin, close } = await serve(folder);
const browser = await launch();

/** A page of the book on which everything that should not happen is a problem. */
async function open(address, { width = 1280, theme = 'light' } = {}) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await context.addInitScript(watch, theme);
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`${address}: ${error}`));
    page.on('console', (message) => message.type() === 'error' && problems.push(`${address}: ${message.text()}`));
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.origin !== origin && !['data:', 'blob:', 'file:'].includes(url.protocol)) problems.push(`${address}: a request to ${url}`);
        if (url.pathname.includes('/workplace/')) page.loaded = (page.loaded ?? 0) + 1;
    });
    await page.goto(address, { waitUntil: 'load' });
    return page;
}

const cardOf = (page, exercise) => page.locator(`section[aria-labelledby="${doorOf(exercise)}"]`);

async function enter(page, exercise) {
    const card = cardOf(page, exercise);
    await card.locator('.workplace-door').click();
    await card.locator('.workplace').waitFor();
    return card;
}

/** Types an answer: the files under the names that they have in it. */
async function type(page, card, pack) {
    const { edited, files } = pack.answer;
    const shown = async () => (await card.locator('[role=tab]').evaluateAll((tabs) => tabs.filter((tab) => !tab.querySelector('.workplace-given')).map((tab) => tab.textContent)));
    for (const name of edited) {
        if (!(await shown()).includes(name)) {
            const old = (await shown()).find((one) => !edited.includes(one));
            if (old !== undefined) await card.locator('[role=tab]', { hasText: old }).first().click();
            await card.locator('.workplace-files input').fill(name.split('/').at(-1));
            await card.getByRole('button', { name: old === undefined ? 'Add as a new file' : 'Rename' }).click();
        }
        await card.locator('[role=tab]', { hasText: name }).first().click();
        await card.locator('.cm-content').focus();
        await page.keyboard.press('Control+a');
        await page.keyboard.insertText(text(files[name]));
    }
    for (const name of (await shown()).filter((one) => !edited.includes(one))) {
        await card.locator('[role=tab]', { hasText: name }).first().click();
        await card.getByRole('button', { name: 'Delete' }).click();
    }
}

async function check(card) {
    await card.locator('.workplace-check').click();
    await card.locator('.workplace:not([aria-busy])').waitFor({ timeout: 30_000 });
    return (await card.locator('.workplace-verdict').innerText()).trim();
}

const plain = (message) => message.replace(/[`*]/g, '').replace(/\s+/g, ' ').trim();

try {
    // Every solution passes, and a wrong answer is told the same first.
    const byPage = new Map();
    answers().forEach((one) => byPage.set(pageOf(one.exercise), [...(byPage.get(pageOf(one.exercise)) ?? []), one]));
    for (const [name, exercises] of byPage) {
        const page = await open(`${origin}/${name}`);
        expect(page.loaded === undefined, `${name} loads a workplace before one is opened`);
        for (const { exercise, right, wrong } of exercises) {
            const card = await enter(page, exercise);
            for (const { pack, report } of wrong) {
                await type(page, card, pack);
                const told = await check(card);
                expect(plain(told).includes(plain(report.first.message)), `${exercise.id}: a wrong answer is told “${told}” in the page, and “${report.first.message}” in the terminal`);
                expect(report.first.line === undefined || report.first.line === null || await card.locator('.workplace-marked').count() === 1 || pack.answer.edited.length === 0, `${exercise.id}: no line is marked for “${told}”`);
            }
            await type(page, card, right.pack);
            const told = await check(card);
            expect(told.startsWith('✓ Passed'), `${exercise.id}: the solution is told “${told}”`);
            if (exercise.note) expect(await card.locator('.workplace-solution').count() === 1, `${exercise.id}: no solution is shown after a pass`);
        }
        await page.context().close();
    }

    const addPrice = answers().find(({ exercise }) => exercise.id === 'ch6/add-price');
    const address = `${origin}/${pageOf(addPrice.exercise)}`;

    // What was typed survives a reload, and Reset and undo work.
    {
        const page = await open(address);
        let card = await enter(page, addPrice.exercise);
        await type(page, card, addPrice.right.pack);
        await page.reload({ waitUntil: 'load' });
        card = await enter(page, addPrice.exercise);
        const wanted = text(addPrice.right.pack.answer.files[addPrice.right.pack.answer.edited[0]]);
        const typed = async () => (await card.locator('.cm-line').allInnerTexts()).map((line) => line.replace(/\n$/, '')).join('\n');
        expect((await typed()).trim() === wanted.trim(), 'what was typed is gone after a reload');
        await card.getByRole('button', { name: 'Reset' }).click();
        expect(!(await typed()).includes('ADD COLUMN'), 'Reset leaves what was typed');
        await card.locator('.cm-content').focus();
        await page.keyboard.press('Control+z');
        expect((await typed()).trim() === wanted.trim(), 'undo does not take back Reset');

        // The keyboard gets out of the editor, and checks.
        await page.keyboard.press('Control+Enter');
        await card.locator('.workplace-passed').waitFor();
        await page.keyboard.press('Escape');
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => !document.activeElement.closest('.cm-editor')), 'Escape, then Tab, does not leave the editor');

        // A query that never ends does, and the workplace goes on.
        await card.locator('.cm-content').focus();
        await page.keyboard.press('Control+a');
        await page.keyboard.insertText('-- migrate:up\nALTER TABLE product ADD COLUMN price INTEGER;\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) DELETE FROM product WHERE (SELECT count(*) FROM n) < 0;\n-- migrate:down\nALTER TABLE product DROP COLUMN price;\n');
        const start = Date.now();
        const told = await check(card);
        expect(!told.startsWith('✓') && Date.now() - start < 20_000, `a query that never ends is told “${told}”`);
        await type(page, card, addPrice.right.pack);
        expect((await check(card)).startsWith('✓'), 'after a query that never ended, nothing is graded');
        await page.context().close();
    }

    // From a file, with no server.
    {
        const page = await open(pathToFileURL(join(folder, pageOf(addPrice.exercise))).href);
        const card = await enter(page, addPrice.exercise);
        await type(page, card, addPrice.right.pack);
        expect((await check(card)).startsWith('✓'), 'a page that was opened as a file does not grade');
        await page.context().close();
    }

    // What axe finds, and what is too wide, on workplaces that are open, failed and passed.
    for (const width of [1280, 390]) {
        for (const theme of ['light', 'navy']) {
            const page = await open(address, { width, theme });
            const report = (state) => (rule, message) => problems.push(`${state} at ${width} px, ${theme}: ${rule}: ${message}`);
            const look = async (state) => {
                await page.locator('details').evaluateAll((folds) => folds.forEach((fold) => { fold.open = true; }));
                await overflow(page, report(state));
                await accessibility(page, report(state));
                tried += 1;
                if (process.env.SCREENSHOTS) await card.screenshot({ path: join(process.env.SCREENSHOTS, `${state}-${width}-${theme}.png`) });
            };
            const card = await enter(page, addPrice.exercise);
            await look('open');
            await type(page, card, addPrice.wrong[0].pack);
            await check(card);
            await card.getByRole('button', { name: 'Hint' }).click();
            await look('failed');
            await type(page, card, addPrice.right.pack);
            await check(card);
            await look('passed');
            await page.context().close();
        }
    }
} finally {
    await browser.close();
    close();
}
problems.forEach((problem) => console.log(problem));
console.log(`${tried} things tried in workplaces, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
