// Does exercises in the pages of the built book, in Chromium: every solution passes there, kept wrong answers are told what the
// terminal tells, and what was typed stays.
//
//     node workplace.mjs BOOK ANSWERS [WRONG]
//
// BOOK holds the built book. ANSWERS is where .ci/parity writes answers as `packs.jsonl` and their reports as `native.jsonl`.
// WRONG is the number of wrong answers that are typed for each exercise: one unless it is given.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { accessibility, overflow } from './audit.mjs';
import { check, enter, openBook, pageOf, plain, readAnswers, startTrial, textOf, type } from './learner.mjs';

const [folder, answersFolder, wrongAnswers = '1'] = process.argv.slice(2);
const { problems, expect, end } = startTrial();
const answers = readAnswers(answersFolder, Number(wrongAnswers));
const { origin, open, close } = await openBook(folder, problems);

try {
    // Every solution passes, and a wrong answer is told the same first.
    const byPage = new Map();
    answers.forEach((one) => byPage.set(pageOf(one.exercise), [...(byPage.get(pageOf(one.exercise)) ?? []), one]));
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

    const addPrice = answers.find(({ exercise }) => exercise.id === 'ch6/add-price');
    const address = `${origin}/${pageOf(addPrice.exercise)}`;

    // What was typed survives a reload, and Reset and undo work.
    {
        const page = await open(address);
        let card = await enter(page, addPrice.exercise);
        await type(page, card, addPrice.right.pack);
        await page.reload({ waitUntil: 'load' });
        card = await enter(page, addPrice.exercise);
        const wanted = textOf(addPrice.right.pack.answer.files[addPrice.right.pack.answer.edited[0]]);
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
                expect(true, state);
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
    // A page runs what it came with, and no other script.
    {
        const page = await open(address);
        const ran = await page.evaluate(async () => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = 1';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src="data:," alt="" onerror="window.ran = 2"><p style="color: red" id="strange">strange</p>');
            // What this function calls itself may do all that a debugger may.
            await new Promise((done) => setTimeout(() => {
                try {
                    window.evaluated = Function('return 3')();
                } catch {
                    // It should be.
                }
                setTimeout(done, 100);
            }));
            return [window.ran, window.evaluated, document.getElementById('strange').style.color];
        });
        expect(ran.every((one) => one === undefined || one === ''), `a strange script or style is let in: ${JSON.stringify(ran)}`);
        // Each of them is refused with an error in the console.
        const refused = problems.filter((problem) => problem.includes('Content Security Policy'));
        problems.splice(0, problems.length, ...problems.filter((problem) => !refused.includes(problem)));
        expect(refused.length >= 3, `${refused.length} of what is strange is refused`);
        await page.context().close();
    }
} finally {
    await close();
}
end('in workplaces');
