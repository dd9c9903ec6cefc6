// An SQL block of a page that its reader runs and changes in place, on the database as it is at that point of the page.
import { createEditor } from './editor.js';
import { prepareGrader, printSql } from './grader.js';
import { make } from './report.js';

/** How long statements may take, in milliseconds; the grader itself ends what runs away. */
const LIMIT = 3_000;
const NAME = 'block';

/** Puts an editor in the place of a block and runs what stands in it. */
export async function openBlock(pre) {
    if (pre.hidden) return;
    const code = pre.querySelector('code');
    const own = code.textContent.trimEnd();
    const panel = make('div', { class: 'workplace-panel' });
    const runButton = make('button', { type: 'button', class: 'workplace-check' }, 'Run');
    const backButton = make('button', { type: 'button' }, 'The page’s own text');
    const out = make('div', { role: 'status', class: 'block-out' });
    const root = make('div', { class: 'workplace block', role: 'group', 'aria-label': 'SQL to run and change' },
        panel, make('div', { class: 'workplace-buttons' }, runButton, backButton), out);
    const editor = createEditor(panel, { check: run, changed: () => undefined });
    editor.put(NAME, own, false, 'SQL; Ctrl-Enter runs it. Escape, then Tab, leaves the editor');
    editor.show(NAME);

    async function run() {
        root.setAttribute('aria-busy', 'true');
        try {
            await prepareGrader();
            show(await printSql({ before: blocksBefore(code), sql: toRun(editor.text(NAME)) }, LIMIT), isScript(editor.text(NAME)));
        } catch (error) {
            out.replaceChildren(make('p', {}, `It could not be run: ${error.message}.`));
        }
        root.removeAttribute('aria-busy');
    }

    function show({ result, error }, script) {
        const which = script ? 'The way up ran' : 'It ran';
        if (error !== undefined) {
            out.replaceChildren(make('p', {}, make('strong', { class: 'workplace-not-yet' }, 'SQLite refuses it:')), printed(error));
        } else if (result === '') {
            out.replaceChildren(make('p', {}, `${which}, and prints nothing.`));
        } else {
            out.replaceChildren(make('p', {}, 'It prints:'), printed(result.trimEnd()));
        }
    }

    function goBack() {
        root.remove();
        pre.hidden = false;
        pre.querySelector('.block-door').focus();
    }

    runButton.addEventListener('click', run);
    backButton.addEventListener('click', goBack);
    pre.after(root);
    pre.hidden = true;
    editor.focus();
    await run();
}

const printed = (text) => make('pre', { tabindex: '0', role: 'group', 'aria-label': 'What SQLite says' }, make('code', {}, text));

/** The statements that the page has run on its database before a block, as it has them itself. */
function blocksBefore(code) {
    const all = [...document.querySelectorAll('main pre > code.language-sql')];
    const keeps = ({ classList }) => !classList.contains('fails') && !classList.contains('elsewhere')
        && (!classList.contains('script') || classList.contains('kept'))
        && ![...classList].some((name) => name.startsWith('file='));
    return all.slice(0, all.indexOf(code)).filter((one) => keeps(one) && one.closest('.starter, .workplace') === null)
        .map((one) => toRun(one.textContent));
}

const isScript = (text) => text.includes('-- migrate:up');
/** Of a migration, its way up. */
const toRun = (text) => isScript(text) ? text.split('-- migrate:down')[0] : text;
