// Looks inside checks in the pages of the built book, in Chromium: the databases on the way, and the blocks of SQL that are run.
//
//     node inside.mjs BOOK ANSWERS
//
// BOOK holds the built book, ANSWERS what .ci/parity writes.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { accessibility, overflow } from './audit.mjs';
import { check, enter, openBook, pageOf, readAnswers, startTrial, type } from './learner.mjs';

const [folder, answersFolder] = process.argv.slice(2);
const { problems, expect, end } = startTrial();
const answers = readAnswers(answersFolder, 100);
const { origin, open, close } = await openBook(folder, problems);

const answerOf = (id) => answers.find(({ exercise }) => exercise.id === id);
const titleOf = async (card) => (await card.locator('.workplace-inside [role=status] p').first().innerText()).trim();
const lossOf = async (card) => (await card.locator('.inside-loss').allInnerTexts()).join(' ').trim();

async function look(card) {
    await card.getByRole('button', { name: 'Look inside' }).click();
    await card.locator('.workplace:not([aria-busy])').waitFor();
    await card.locator('.inside-slider').waitFor();
}

/** What is seen at each moment of a check. */
async function walk(card) {
    const slider = card.locator('.inside-slider input');
    const last = Number(await slider.getAttribute('max'));
    const seen = [];
    for (let at = 1; at <= last; at++) {
        await slider.fill(String(at));
        seen.push({
            title: await titleOf(card),
            loss: await lossOf(card),
            inside: (await card.locator('.workplace-inside').innerText()).replace(/\s+/g, ' '),
            words: await card.locator('.inside-tables tbody th').allInnerTexts(),
        });
    }
    return seen;
}

try {
    // A right answer is as expected at every step, of every exercise; nothing is told to differ.
    for (const { exercise, right } of answers) {
        const page = await open(`${origin}/${pageOf(exercise)}`);
        const card = await enter(page, exercise);
        await type(page, card, right.pack);
        await card.getByRole('button', { name: 'Look inside' }).click();
        await card.locator('.workplace:not([aria-busy])').waitFor();
        await card.locator('.workplace-inside :first-child').first().waitFor();
        if (await card.locator('.inside-slider').count() > 0) {
            for (const { title, words, inside } of await walk(card)) {
                const odd = words.filter((word) => /expected|missing|differs/.test(word));
                expect(odd.length === 0 && !inside.includes('should be'), `${exercise.id}: ${title}: the solution is told ${inside}`);
            }
        }
        await page.context().close();
    }

    // A wrong answer: what differs is marked on both sides, and what is gone is said at the moment it goes.
    const addPrice = answerOf('ch6/add-price');
    {
        const page = await open(`${origin}/${pageOf(addPrice.exercise)}`);
        const card = await enter(page, addPrice.exercise);
        await type(page, card, addPrice.right.pack);
        const typed = async (text) => {
            await card.locator('.cm-content').focus();
            await page.keyboard.press('Control+a');
            await page.keyboard.insertText(text);
        };
        await typed('-- migrate:up\nALTER TABLE product ADD COLUMN price INTEGER;\nDELETE FROM product WHERE id = 1;\nUPDATE product SET name = \'Tea\' WHERE id = 2;\n-- migrate:down\nALTER TABLE product DROP COLUMN price;\n');
        await look(card);
        const seen = await walk(card);
        const losing = seen.filter(({ loss }) => loss.includes('1 row of product'));
        expect(losing.length >= 1, `a row that is deleted is not told: ${JSON.stringify(seen.map(({ title, loss }) => [title, loss]))}`);
        expect(losing[0]?.words.some((word) => word.includes('lost')), `a lost row is not marked: ${losing[0]?.words}`);
        expect(seen.some(({ words }) => words.some((word) => word.includes('changed'))), 'a changed row is not marked');
        expect(seen.some(({ words }) => words.some((word) => word.includes('differs'))), 'a row that differs is not marked');
        expect(seen.some(({ words }) => words.some((word) => word.includes('missing'))), 'a row that is missing is not marked');
        expect(seen.some(({ inside }) => inside.includes('schema_migrations holds')), 'the versions are not told');

        // The keyboard moves it, and what is heard says where it is.
        const slider = card.locator('.inside-slider input');
        await slider.fill('1');
        await slider.focus();
        await page.keyboard.press('ArrowRight');
        expect((await titleOf(card)).startsWith('2 of '), 'the arrow keys do not move it');
        expect((await slider.getAttribute('aria-valuetext')).includes('step'), 'what is heard does not name the step');
        await card.locator('.inside-slider').getByRole('button', { name: 'Next' }).click();
        expect((await titleOf(card)).startsWith('3 of '), 'the button does not move it');
        await page.context().close();
    }

    // Every wrong answer that can be looked into is, without an error.
    for (const { exercise, wrong } of answers) {
        const page = await open(`${origin}/${pageOf(exercise)}`);
        const card = await enter(page, exercise);
        for (const { pack, report } of wrong.slice(0, 2)) {
            await type(page, card, pack);
            const told = await check(card);
            expect(told.startsWith('Not yet') || told.startsWith('The files'), `${exercise.id}: “${report.first.message}” is told “${told}”`);
            if (await card.getByRole('button', { name: 'Look inside' }).getAttribute('aria-expanded') === 'false') {
                await card.getByRole('button', { name: 'Look inside' }).click();
                await card.locator('.workplace:not([aria-busy])').waitFor();
            }
            expect((await card.locator('.workplace-inside').innerText()).length > 20, `${exercise.id}: nothing is seen inside`);
        }
        await page.context().close();
    }

    // Looked at wide and narrow, light and dark, at the step that loses something.
    for (const width of [1280, 390]) {
        for (const theme of ['light', 'navy']) {
            const page = await open(`${origin}/${pageOf(addPrice.exercise)}`, { width, theme });
            const report = (rule, message) => problems.push(`inside at ${width} px, ${theme}: ${rule}: ${message}`);
            const card = await enter(page, addPrice.exercise);
            await card.locator('.cm-content').focus();
            await page.keyboard.press('Control+a');
            await page.keyboard.insertText('-- migrate:up\nALTER TABLE product ADD COLUMN price INTEGER;\nDELETE FROM product WHERE id = 1;\n-- migrate:down\nALTER TABLE product DROP COLUMN price;\n');
            await look(card);
            const slider = card.locator('.inside-slider input');
            for (let at = 1; at <= Number(await slider.getAttribute('max')); at++) {
                await slider.fill(String(at));
                if (await lossOf(card) !== '') break;
            }
            // No button half under the bar at the top.
            await card.locator('.workplace-buttons').evaluate((buttons) => buttons.scrollIntoView({ block: 'center' }));
            await overflow(page, report);
            await accessibility(page, report);
            if (process.env.SCREENSHOTS) await card.locator('.workplace-inside').screenshot({ path: join(process.env.SCREENSHOTS, `inside-${width}-${theme}.png`) });
            const block = page.locator('pre:has(> code.language-sql)').first();
            await block.hover();
            await block.locator('.block-door').click();
            await page.locator('.block .block-out :first-child').first().waitFor();
            await overflow(page, report);
            await accessibility(page, report);
            if (process.env.SCREENSHOTS) await page.locator('.block').first().screenshot({ path: join(process.env.SCREENSHOTS, `block-${width}-${theme}.png`) });
            await page.context().close();
        }
    }

    // Every block runs in its place, and prints what the page prints below it.
    let ran = 0;
    const plain = (text) => text.trimEnd().split('\n').map((line) => line.trimEnd()).join('\n');
    for (const name of readdirSync(folder).filter((name) => /^ch\d\d-.*\.html$/.test(name))) {
        const page = await open(`${origin}/${name}`);
        expect(page.loaded === undefined, `${name} loads something for blocks that nobody runs`);
        const count = await page.locator('.block-door').count();
        // What is opened moves what is below.
        await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
        await page.waitForTimeout(200);
        for (let at = 0; at < count; at++) {
            const door = page.locator('.block-door').nth(at);
            const about = await door.evaluate((door) => {
                const pre = door.closest('pre');
                const code = pre.querySelector('code');
                const next = pre.nextElementSibling?.querySelector(':scope > code.language-text:not(.both):not(.sketch)');
                return { info: code.className, text: code.textContent, printed: pre.nextElementSibling?.matches('pre') ? next?.textContent : undefined };
            });
            await door.evaluate((door) => door.click());
            const block = page.locator('.block');
            await block.locator('.block-out :first-child').first().waitFor();
            const out = await block.locator('.block-out').innerText();
            const fails = / fails\b/.test(about.info);
            expect(out.includes('SQLite refuses it') === fails || / script/.test(about.info), `${name}: “${about.text}” is told ${out}`);
            if (about.printed !== undefined) {
                const said = await block.locator('.block-out pre').count() > 0 ? await block.locator('.block-out pre').innerText() : '';
                expect(plain(said) === plain(about.printed), `${name}: “${about.text}” prints\n${said}\nand the page says\n${about.printed}`);
            }
            ran += 1;
            // A click of the mouse would miss where the page above is still being laid out.
            await block.getByRole('button', { name: 'own text' }).evaluate((button) => button.click());
            expect(await page.locator('.block').count() === 0, `${name}: the page's own text does not come back`);
        }
        await page.context().close();
    }
    expect(ran > 150, `only ${ran} blocks were run`);
    console.log(`${ran} blocks were run`);

    // A block that is changed runs changed; one that never ends, ends; from a file too.
    {
        const page = await open(pathToFileURL(join(folder, 'ch01-why-a-database.html')).href);
        await page.locator('.block-door').first().evaluate((door) => door.click());
        const block = page.locator('.block');
        await block.locator('.block-out :first-child').first().waitFor();
        const run = async (sql) => {
            await block.locator('.cm-content').focus();
            await page.keyboard.press('Control+a');
            await page.keyboard.insertText(sql);
            await page.keyboard.press('Control+Enter');
            await block.locator('.block-out', { hasText: /./ }).waitFor();
            await page.waitForFunction(() => !document.querySelector('.block').hasAttribute('aria-busy'));
            return (await block.locator('.block-out').innerText()).replace(/\s+/g, ' ');
        };
        expect((await run('SELECT 6 * 7 AS answer;')).includes('42'), 'a changed block does not run');
        const refused = await run('SELECT colour;');
        expect(refused.includes('no such column: colour'), `an error is not shown: ${refused}`);
        expect((await run('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;')).includes('stopped after 3 seconds'), 'a statement that never ends is not stopped');
        expect((await run('SELECT length(zeroblob(900000000)) + length(hex(zeroblob(900000000)));')).length > 0, 'a statement that needs much memory breaks it');
        expect((await run('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i FROM n;')).includes('more rows'), 'a long result is not cut');
        expect((await run('SELECT 1 AS one;')).includes('one'), 'nothing runs after that');
        await page.context().close();
    }
} finally {
    await close();
}
end('inside checks and in blocks');
