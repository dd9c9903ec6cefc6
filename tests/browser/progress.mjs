// Looks at what the built book says of its reader's progress, in Chromium: ticks, points, where they left off, and all of it as
// files.
//
//     node progress.mjs BOOK ANSWERS
//
// BOOK holds the built book, ANSWERS what .ci/parity writes.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessibility, overflow } from './audit.mjs';
import { check, enter, openBook, pageOf, readAnswers, startTrial, textOf, type } from './learner.mjs';

const [folder, answersFolder] = process.argv.slice(2);
const { problems, expect, end } = startTrial();
const answers = readAnswers(answersFolder, 1);
const { origin, open, close } = await openBook(folder, problems);
const scratch = mkdtempSync(join(tmpdir(), 'workbook-progress-'));

const rowOf = (page, id) => page.locator('.exercise-list tr', { has: page.getByText(id, { exact: true }) }).locator('td').last();
const buttonOf = (page, name) => page.locator('.progress').getByRole('button', { name });
const choose = (page, name, text) => page.locator('.progress input').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
const told = (page, words) => page.locator('.progress-told', { hasText: words }).waitFor({ timeout: 5_000 }).then(() => true, () => false);

/** Presses a button that saves a file, and returns where it is. */
async function saved(page, button) {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const path = join(scratch, download.suggestedFilename());
    await download.saveAs(path);
    return path;
}

try {
    const addPrice = answers.find(({ exercise }) => exercise.id === 'ch6/add-price');
    const wanted = textOf(addPrice.right.pack.answer.files[addPrice.right.pack.answer.edited[0]]);

    // A reader who has done nothing loads nothing, and may ask.
    const page = await open(`${origin}/exercises.html`);
    expect(page.loaded === undefined, 'the page of exercises loads something for a reader who has done nothing');
    await page.locator('.progress-door').click();
    await page.locator('.progress-summary').waitFor();
    expect((await page.locator('.progress-summary').innerText()).startsWith('0 of '), 'a reader who has done nothing has passed something');
    const context = page.context();

    // A pass is told at once in the table of contents.
    const chapter = await open(`${origin}/${pageOf(addPrice.exercise)}`, { context });
    const card = await enter(chapter, addPrice.exercise);
    await type(chapter, card, addPrice.wrong[0].pack);
    await check(card);
    await page.reload();
    await page.locator('.progress-summary a').waitFor();
    expect((await page.locator('.progress-summary').innerText()).includes(`Go on with ${addPrice.exercise.title}`), 'where the reader left off is not told');
    expect(/^\d+ of \d+$/.test(await rowOf(page, 'ch6/add-price').innerText()), 'what an answer has earned is not in its row');
    await type(chapter, card, addPrice.right.pack);
    await check(card);
    const tick = chapter.locator('#mdbook-sidebar .progress-tick');
    await tick.waitFor();
    expect((await tick.innerText()).includes('1/'), `the table of contents says “${await tick.innerText()}”`);

    // And on the page of exercises, where it is seen at once in another tab.
    await page.locator('.progress-passed').waitFor();
    expect((await rowOf(page, 'ch6/add-price').innerText()).startsWith('✓'), 'a pass has no tick in its row');
    expect((await page.locator('.progress-summary').innerText()).startsWith('1 of '), 'a pass is not counted');
    for (const width of [1280, 390]) {
        for (const theme of ['light', 'navy']) {
            const seen = await open(`${origin}/exercises.html`, { width, theme });
            await seen.evaluate(() => localStorage.setItem('workbook ch6/add-price', '{"passed":true,"earned":9}'));
            await seen.evaluate(() => localStorage.setItem('workbook last', 'ch6/add-price'));
            await seen.reload();
            await seen.locator('.progress-passed').waitFor();
            const report = (rule, message) => problems.push(`progress at ${width} px, ${theme}: ${rule}: ${message}`);
            await overflow(seen, report);
            await accessibility(seen, report);
            if (process.env.SCREENSHOTS) await seen.screenshot({ path: join(process.env.SCREENSHOTS, `progress-${width}-${theme}.png`) });
            await seen.context().close();
        }
    }

    // The answers are saved under the paths at which the terminal reads them.
    for (const zip of [await saved(chapter, card.getByRole('button', { name: 'Save as files' })), await saved(page, buttonOf(page, 'Save all answers as files'))]) {
        const path = `${addPrice.exercise.path.replace(/^/, 'exercises/')}/${addPrice.right.pack.answer.edited[0]}`;
        const text = execFileSync('unzip', ['-p', zip, path], { encoding: 'utf8' });
        expect(text === wanted, `${zip} has other text at ${path}`);
    }

    // Progress goes into a file, and from there into another browser; what is there stays unless the reader says otherwise.
    const file = await saved(page, buttonOf(page, 'Save my progress'));
    const other = await open(`${origin}/exercises.html`);
    await other.locator('.progress-door').click();
    await choose(other, 'progress.json', readFileSync(file, 'utf8'));
    expect(await told(other, 'on 1 exercise'), 'a saved file is not read');
    expect((await rowOf(other, 'ch6/add-price').innerText()).startsWith('✓'), 'a pass is not read from a file');
    const kept = () => other.evaluate(() => JSON.parse(localStorage.getItem('workbook ch6/add-price')));
    expect(Object.values((await kept()).texts)[0] === wanted, 'an answer is not read from a file');
    const changed = JSON.stringify({ exercises: { 'ch6/add-price': { texts: { 'migrations/0002_add_price.sql': 'another' } }, 'ch99/none': {} } });
    await choose(other, 'changed.json', changed);
    expect(await told(other, '1 entry of it is of no exercise'), 'an entry of no exercise is not told');
    expect(Object.values((await kept()).texts)[0] === wanted, 'a file takes the place of what was typed, unasked');
    await buttonOf(other, 'Take those of the file').click();
    expect(Object.values((await kept()).texts)[0] === 'another', 'an answer of the file is not taken');

    // What the terminal remembers is read as well; what is no progress is refused and changes nothing.
    await choose(other, 'progress.json', JSON.stringify({ exercises: { 'ch2/price': { passed: 'abc', ever_passed: true, hints: 0 } } }));
    await other.locator('.progress-summary', { hasText: '2 of ' }).waitFor();
    for (const [text, words] of [['not json', 'is no JSON'], ['null', 'is no JSON'], ['[]', 'has no list'], ['{"exercises":[1]}', 'has no list'], [' '.repeat(5_000_001), 'too large']]) {
        await choose(other, 'bad.json', text);
        expect(await told(other, words), `a file with “${text.slice(0, 20)}” is told otherwise: ${await other.locator('.progress-told').innerText()}`);
    }
    await choose(other, 'odd.json', '{"exercises":{"ch1/ask":5,"ch5/x":null,"ch6/add-price":{"texts":{"a":1},"earned":"many"},"last":{"passed":true}}}');
    expect(await told(other, 'on 1 exercise'), 'odd entries are not passed over');
    expect((await kept()).texts['migrations/0002_add_price.sql'] === 'another', 'odd entries change an answer');
} finally {
    rmSync(scratch, { recursive: true });
    await close();
}
end('with progress');
