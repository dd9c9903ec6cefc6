// What a learner does in the pages of the built book: opens an exercise, types an answer, checks it. Everything in a page that
// should not happen is a problem: an error, a request to another host, a breach of the content security policy.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, serve, watch } from './audit.mjs';

/** What was tried, and what was wrong. */
export function startTrial() {
    const problems = [];
    let tried = 0;
    return {
        problems,
        expect(holds, message) {
            tried += 1;
            if (!holds) problems.push(message);
        },
        end(what) {
            problems.forEach((problem) => console.log(problem));
            console.log(`${tried} things tried ${what}, ${problems.length} problems`);
            process.exit(problems.length === 0 ? 0 : 1);
        },
    };
}

export const textOf = (file) => Buffer.from(file.Ok).toString('utf8');
export const pageOf = (exercise) => `${exercise.path.split('/')[0]}.html`;
export const doorOf = (exercise) => exercise.id.replace('/', '-');
export const plain = (message) => message.replace(/[`*]/g, '').replace(/\s+/g, ' ').trim();

/**
 * The answers of each exercise that `.ci/parity` wrote into `folder`, as `packs.jsonl` with their reports as `native.jsonl`: its
 * solution, and the first `most` wrong ones that can be typed.
 */
export function readAnswers(folder, most) {
    const lines = (file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
    const reports = lines('native.jsonl');
    const byExercise = new Map();
    lines('packs.jsonl').forEach((pack, at) => {
        const { id } = pack.exercise;
        const entry = byExercise.get(id) ?? { exercise: pack.exercise, answers: [] };
        const isTyped = pack.answer.edited.every((name) => pack.answer.files[name]?.Ok && !textOf(pack.answer.files[name]).includes('\r'));
        if (isTyped) entry.answers.push({ pack, report: reports[at] });
        byExercise.set(id, entry);
    });
    return [...byExercise.values()].map(({ exercise, answers }) => ({
        exercise,
        right: answers.find(({ pack }) => pack.answer.name.startsWith('solutions/')),
        wrong: answers.filter(({ report }) => report.verdict === 'failed').slice(0, most),
    }));
}

/** The book in a browser: `open` gives a page of it. */
export async function openBook(folder, problems, start = launch) {
    const { origin, close } = await serve(folder);
    const browser = await start();
    return {
        origin,
        async open(address, { width = 1280, theme = 'light', context } = {}) {
            const own = context ?? await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme === 'light' ? 'light' : 'dark' });
            if (context === undefined) await own.addInitScript(watch, theme);
            const page = await own.newPage();
            page.on('pageerror', (error) => problems.push(`${address}: ${error}`));
            page.on('console', (message) => message.type() === 'error' && problems.push(`${address}: ${message.text()}`));
            page.on('request', (request) => {
                const url = new URL(request.url());
                if (url.origin !== origin && !['data:', 'blob:', 'file:'].includes(url.protocol)) problems.push(`${address}: a request to ${url}`);
                if (url.pathname.includes('/workplace/')) page.loaded = (page.loaded ?? 0) + 1;
            });
            await page.goto(address, { waitUntil: 'load' });
            return page;
        },
        async close() {
            await browser.close();
            close();
        },
    };
}

const cardOf = (page, exercise) => page.locator(`section[aria-labelledby="${doorOf(exercise)}"]`);

/** Opens the workplace of an exercise. */
export async function enter(page, exercise) {
    const card = cardOf(page, exercise);
    await card.locator('.workplace-door').click();
    await card.locator('.workplace').waitFor();
    return card;
}

/** Types an answer: the files under the names that they have in it. */
export async function type(page, card, pack) {
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
        await page.keyboard.insertText(textOf(files[name]));
    }
    for (const name of (await shown()).filter((one) => !edited.includes(one))) {
        await card.locator('[role=tab]', { hasText: name }).first().click();
        await card.getByRole('button', { name: 'Delete' }).click();
    }
}

/** Presses Check, and returns what is said. */
export async function check(card) {
    await card.locator('.workplace-check').click();
    await card.locator('.workplace:not([aria-busy])').waitFor({ timeout: 30_000 });
    return (await card.locator('.workplace-verdict').innerText()).trim();
}
