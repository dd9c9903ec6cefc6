// Measures in Chromium what the built book's pages and workplaces cost, and prints each figure beside the one that it should keep to.
//
//     node figures.mjs BOOK ANSWERS [PLAIN]
//
// BOOK holds the built book, ANSWERS what .ci/parity writes, PLAIN the same book built by a plain mdBook. It fails where a size or
// a memory is too large; times depend on the machine, and are only printed.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { launch, pages, serve, watch } from './audit.mjs';
import { check, enter, pageOf, readAnswers, type } from './learner.mjs';

const CHECKS = 2_000;
const STARTS = 20;
const KEYS = 400;

const [folder, answersFolder, plain] = process.argv.slice(2);
const { origin, close } = await serve(folder);
const browser = await launch();
let failed = false;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const tell = (what, figure, wanted, must) => {
    if (must === false) failed = true;
    console.log(`${what}: ${figure} (${wanted})${must === false ? ': too much' : ''}`);
};
const compressed = (name) => brotliCompressSync(readFileSync(join(folder, 'workplace', name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length / 1_000;

async function open(name, base = origin) {
    const context = await browser.newContext();
    await context.addInitScript(watch, 'light');
    const page = await context.newPage();
    await page.goto(`${base}/${name}`, { waitUntil: 'load' });
    return page;
}

/** The bytes that a page loads by itself. */
async function weigh(name, base) {
    const page = await open(name, base);
    await page.waitForTimeout(100);
    const bytes = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0));
    await page.context().close();
    return bytes;
}

/** The memory of all that Chromium draws pages with, in megabytes. */
async function memory(session) {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const of = ({ id }) => Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1_000;
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, process) => sum + of(process), 0);
}

/** Presses Check so many times, each when the one before is done, and returns how long each took. */
const pressCheck = (card, times) => card.evaluate(async (card, times) => {
    const button = card.querySelector('.workplace-check');
    const workplace = card.querySelector('.workplace');
    const took = [];
    for (let at = 0; at < times; at++) {
        const start = performance.now();
        button.click();
        await new Promise((done) => {
            const observer = new MutationObserver(() => {
                if (workplace.hasAttribute('aria-busy')) return;
                observer.disconnect();
                done();
            });
            observer.observe(workplace, { attributeFilter: ['aria-busy'] });
        });
        took.push(performance.now() - start);
    }
    return took;
}, times);

try {
    const addPrice = readAnswers(answersFolder, 1).find(({ exercise }) => exercise.id === 'ch6/add-price');
    const name = pageOf(addPrice.exercise);

    const [grader, editor] = [compressed('grader.wasm'), compressed('workplace.js') + compressed('workplace.css')];
    tell('grader with brotli', `${grader.toFixed(0)} kB`, 'at most 500 wanted');
    tell('grader and editor with brotli', `${(grader + editor).toFixed(0)} kB`, 'at most 650 wanted');

    // From the moment that all files are there until the workplace is.
    const starts = [];
    for (let at = 0; at < STARTS; at++) {
        const page = await open(name);
        await page.evaluate(() => new MutationObserver(() => {
            if (document.querySelector('.workplace')) window.openedAt ??= performance.now();
        }).observe(document.body, { childList: true, subtree: true }));
        await enter(page, addPrice.exercise);
        starts.push(await page.evaluate(() => window.openedAt - Math.max(...performance.getEntriesByType('resource').filter(({ name }) => name.includes('/workplace/')).map(({ responseEnd }) => responseEnd))));
        await page.context().close();
    }
    tell('start after the files are there, median', `${median(starts).toFixed(0)} ms`, 'at most 50 ms');

    const page = await open(name);
    const card = await enter(page, addPrice.exercise);
    await type(page, card, addPrice.right.pack);
    await check(card);
    const session = await browser.newBrowserCDPSession();
    const tab = await page.context().newCDPSession(page);
    const settled = async () => {
        await tab.send('HeapProfiler.collectGarbage');
        await page.waitForTimeout(500);
        return memory(session);
    };
    const took = await pressCheck(card, 200);
    const before = await settled();
    took.push(...await pressCheck(card, CHECKS - 200));
    const after = await settled();
    tell(`check of ch6/add-price, median of ${CHECKS}`, `${median(took).toFixed(1)} ms`, 'at most 2 ms');
    tell(`memory after 200 checks and after ${CHECKS}`, `${before.toFixed(0)} MB, ${after.toFixed(0)} MB`, 'flat', after < before * 1.15 + 10);

    // The browser's own measure of what a key waits for.
    await page.evaluate(() => {
        window.waits = [];
        new PerformanceObserver((list) => window.waits.push(...list.getEntries().filter(({ name }) => name === 'keydown' || name === 'beforeinput' || name === 'input')
            .map((entry) => entry.processingEnd - entry.startTime))).observe({ type: 'event', durationThreshold: 16, buffered: true });
    });
    await card.locator('.cm-content').focus();
    for (let at = 0; at < KEYS; at++) await page.keyboard.press('abcdefghij '[at % 11] === ' ' ? 'Space' : 'abcdefghij'[at % 11]);
    await page.waitForTimeout(300);
    const waits = await page.evaluate(() => window.waits);
    const worst = waits.length === 0 ? 'under 16 ms, all' : `${Math.max(...waits).toFixed(0)} ms, ${waits.filter((wait) => wait > 16).length} over 16`;
    tell(`the longest that one of ${KEYS} keys waited`, worst, 'at most 16 ms');

    if (plain && existsSync(plain)) {
        const other = await serve(plain);
        const ratios = [];
        for (const name of pages(folder).filter((name) => existsSync(join(plain, name)) && name !== 'print.html')) {
            ratios.push([await weigh(name) / await weigh(name, other.origin), name]);
        }
        other.close();
        const [most, which] = ratios.toSorted(([a], [b]) => b - a)[0];
        tell('a page that nobody uses, to that of a plain mdBook', `${most.toFixed(2)} at most, ${which}`, 'at most 1.2', most <= 1.2);
    }
} finally {
    await browser.close();
    close();
}
process.exit(failed ? 1 : 0);
