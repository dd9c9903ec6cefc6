// Does exercises in the pages of the built book in Firefox: solutions pass there, and kept wrong answers are told what the terminal
// tells, from a server and from a file.
//
//     node firefox.mjs BOOK ANSWERS
//
// BOOK holds the built book, ANSWERS what .ci/parity writes. Firefox is `firefox-esr`, or the program in the variable FIREFOX.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from 'puppeteer-core';
import { serve } from './audit.mjs';
import { doorOf, pageOf, plain, readAnswers, startTrial, textOf } from './learner.mjs';

/** The chapters that are done: each exercise costs its time, and the grader is the same. */
const CHAPTERS = ['ch1/', 'ch6/'];

const [folder, answersFolder] = process.argv.slice(2);
const { problems, expect, end } = startTrial();
const answers = readAnswers(answersFolder, 2).filter(({ exercise }) => CHAPTERS.some((chapter) => exercise.id.startsWith(chapter)));
const { origin, close } = await serve(folder);
const browser = await launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true });

async function open(address) {
    const page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(`${address}: ${error}`));
    page.on('console', (message) => message.type() === 'error' && problems.push(`${address}: ${message.text()}`));
    await page.goto(address, { waitUntil: 'load' });
    // What is kept in the browser is that of the page before.
    await page.evaluate(() => localStorage.clear());
    return page;
}

async function enter(page, exercise) {
    const card = `section[aria-labelledby="${doorOf(exercise)}"]`;
    await page.locator(`${card} .workplace-door`).click();
    await page.waitForSelector(`${card} .workplace`);
    return card;
}

/** Types the texts of an answer whose files have the names of the exercise's own. */
async function type(page, card, pack) {
    for (const name of pack.answer.edited) {
        await page.evaluate((card, name) => [...document.querySelectorAll(`${card} [role=tab]`)].find((tab) => tab.textContent === name).click(), card, name);
        await page.focus(`${card} .cm-content`);
        await page.keyboard.down('Control');
        await page.keyboard.press('a');
        await page.keyboard.up('Control');
        await page.keyboard.press('Backspace');
        // Line by line, as it is typed: Enter would indent.
        for (const [at, line] of textOf(pack.answer.files[name]).split('\n').entries()) {
            if (at > 0) await page.evaluate(() => document.execCommand('insertText', false, '\n'));
            if (line !== '') await page.evaluate((line) => document.execCommand('insertText', false, line), line);
        }
    }
}

async function check(page, card) {
    await page.locator(`${card} .workplace-check`).click();
    await page.waitForSelector(`${card} .workplace:not([aria-busy])`);
    return page.$eval(`${card} .workplace-verdict`, (verdict) => verdict.innerText.trim());
}

try {
    for (const { exercise, right, wrong } of answers) {
        const page = await open(`${origin}/${pageOf(exercise)}`);
        const card = await enter(page, exercise);
        const hasItsNames = ({ pack }) => pack.answer.edited.every((name) => right.pack.answer.edited.includes(name)) && pack.answer.edited.length === right.pack.answer.edited.length;
        const own = await page.$$eval(`${card} [role=tab]`, (tabs) => tabs.map((tab) => tab.textContent));
        if (!right.pack.answer.edited.every((name) => own.includes(name))) continue;
        for (const { pack, report } of wrong.filter(hasItsNames)) {
            await type(page, card, pack);
            const told = await check(page, card);
            expect(plain(told).includes(plain(report.first.message)), `${exercise.id}: a wrong answer is told “${told}”, and “${report.first.message}” in the terminal`);
        }
        await type(page, card, right.pack);
        const told = await check(page, card);
        expect(told.startsWith('✓ Passed'), `${exercise.id}: the solution is told “${told}”`);
        await page.close();
    }

    // From a file: an exercise, and a block that is run.
    const { exercise, right } = answers.find(({ exercise }) => exercise.id === 'ch6/add-price');
    const page = await open(pathToFileURL(join(folder, pageOf(exercise))).href);
    const card = await enter(page, exercise);
    await type(page, card, right.pack);
    const told = await check(page, card);
    expect(told.startsWith('✓ Passed'), `from a file, the solution is told “${told}”`);
    await page.$eval('.block-door', (door) => door.click());
    await page.waitForSelector('.block-out p');
    expect((await page.$eval('.block-out', (out) => out.innerText)).startsWith('It'), 'from a file, a block does not run');
} finally {
    await browser.close();
    close();
}
end('in Firefox');
