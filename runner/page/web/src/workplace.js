// The workplace of an exercise: its card with an editor, checked where it is read.
import { openBlock } from './block.js';
import { createEditor } from './editor.js';
import { aimedHint, inOrder, openExercise, packWith, solutionTexts } from './exercise.js';
import { explain, gradePack, prepareGrader, readFrames } from './grader.js';
import { showInside } from './inside.js';
import { load } from './loading.js';
import { keep, recall } from './memory.js';
import { make, prose, showReport } from './report.js';
import { saveZip } from './saving.js';

const PAUSE = 300;

/** Puts a workplace in the place of its door. */
async function openWorkplace(door) {
    const waiting = make('p', { class: 'workplace-waiting', role: 'status' }, 'The workplace is being opened.');
    door.disabled = true;
    door.after(waiting);
    try {
        const [data] = await Promise.all([load(door.dataset.exercise), prepareGrader()]);
        const { root, focus } = buildWorkplace(openExercise(data));
        waiting.remove();
        door.replaceWith(root);
        focus();
    } catch (error) {
        door.disabled = false;
        waiting.textContent = `The workplace cannot be opened: ${error.message}. The exercise can be done in a terminal all the same.`;
    }
}

function buildWorkplace(opened) {
    const { id, exercise, starters, given, folder } = opened;
    const part = (name) => `workplace-${id.replace('/', '-')}-${name}`;
    const kept = recall(id);
    let texts = readKept(opened, kept.texts);
    let shown;
    let lastFinding = kept.finding;
    let hinted = kept.hinted ?? 0;
    let aimed = false;
    let times = 0;
    let timer;
    let checking = false;
    const { secs, nanos } = exercise.limits.time;
    const limit = secs * 1_000 + nanos / 1e6;

    const tabs = make('div', { role: 'tablist', 'aria-label': 'Files', class: 'workplace-tabs' });
    const panel = make('div', { role: 'tabpanel', id: part('panel'), class: 'workplace-panel' });
    const help = make('p', { class: 'workplace-help', id: part('help') }, 'Ctrl-Enter checks. Escape, then Tab, leaves the editor.');
    const checkButton = make('button', { type: 'button', class: 'workplace-check' }, 'Check');
    const hintButton = make('button', { type: 'button' }, 'Hint');
    const resetButton = make('button', { type: 'button' }, 'Reset');
    const insideButton = make('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': part('inside') }, 'Look inside');
    const inside = make('div', { class: 'workplace-inside', id: part('inside') });
    const saveButton = make('button', { type: 'button' }, 'Save as files');
    const buttons = make('div', { class: 'workplace-buttons' }, checkButton, hintButton, insideButton, resetButton, saveButton);
    const verdict = make('div', { role: 'status', class: 'workplace-verdict' });
    const details = make('div', { class: 'workplace-details' });
    const hints = make('div', { role: 'status', class: 'workplace-hints' });
    const fileTools = make('div', { class: 'workplace-files' });
    const root = make('div', { class: 'workplace', role: 'group', 'aria-label': `Workplace of ${exercise.title}` },
        tabs, panel, fileTools, help, buttons, verdict, hints, details, inside);

    const editor = createEditor(panel, { check, changed });
    for (const [name, text] of Object.entries(given)) editor.put(name, text, true);
    for (const [name, text] of Object.entries(texts)) editor.put(name, text, false);

    function names() {
        return [...inOrder(exercise, Object.keys(texts)), ...Object.keys(given).sort()];
    }

    function drawTabs() {
        tabs.replaceChildren(...names().map((name) => {
            const tab = make('button', {
                type: 'button', role: 'tab', 'aria-controls': part('panel'), id: part(`tab-${name}`),
                'aria-selected': String(name === shown), tabindex: name === shown ? '0' : '-1',
            }, name, ...(name in given ? [make('span', { class: 'workplace-given' }, ' given')] : []));
            tab.addEventListener('click', () => show(name));
            return tab;
        }));
        panel.setAttribute('aria-labelledby', part(`tab-${shown}`));
        drawFileTools();
    }

    tabs.addEventListener('keydown', (event) => {
        const all = names();
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const to = { Home: 0, End: all.length - 1 }[event.key] ?? (step && (all.indexOf(shown) + step + all.length) % all.length);
        if (to === undefined) return;
        event.preventDefault();
        show(all[to]);
        tabs.querySelector('[aria-selected=true]').focus();
    });

    function show(name) {
        shown = name;
        editor.show(name);
        drawTabs();
    }

    /** A folder of scripts: they may get another name, and there may be more of them. */
    function drawFileTools() {
        if (folder === undefined) return;
        const mine = shown in texts;
        const field = make('input', { type: 'text', value: mine ? shown.slice(folder.length) : '', id: part('name'), spellcheck: 'false', autocomplete: 'off' });
        const label = make('label', { for: part('name') }, `Name in \`${folder}\` `);
        const rename = make('button', { type: 'button' }, 'Rename');
        const add = make('button', { type: 'button' }, 'Add as a new file');
        const remove = make('button', { type: 'button' }, 'Delete');
        rename.disabled = !mine;
        remove.disabled = !mine || Object.keys(texts).length < 2;
        rename.addEventListener('click', () => moveTo(field.value, true));
        add.addEventListener('click', () => moveTo(field.value, false));
        remove.addEventListener('click', () => {
            delete texts[shown];
            editor.forget(shown);
            changed();
            show(names()[0]);
        });
        fileTools.replaceChildren(label, field, rename, add, remove);
    }

    function moveTo(typed, isRename) {
        const name = folder + typed.trim();
        if (!/^[\w.-]+\.sql$/.test(typed.trim()) || names().includes(name)) {
            tell(`\`${typed.trim()}\` is ${names().includes(name) ? 'there already' : 'no name of a script, such as `0004_more.sql`'}.`);
            return;
        }
        const text = isRename ? editor.text(shown) : '-- migrate:up\n\n\n-- migrate:down\n\n';
        if (isRename) {
            delete texts[shown];
            editor.forget(shown);
        }
        texts[name] = text;
        editor.put(name, text, false);
        changed();
        show(name);
    }

    function tell(text) {
        verdict.replaceChildren(make('p', {}, ...prose(text)));
    }

    function currentTexts() {
        texts = Object.fromEntries(Object.keys(texts).map((name) => [name, editor.text(name)]));
        return texts;
    }

    function changed() {
        clearTimeout(timer);
        timer = setTimeout(keepTexts, PAUSE);
    }

    function keepTexts() {
        clearTimeout(timer);
        timer = undefined;
        keep(id, { texts: currentTexts() });
    }

    window.addEventListener('pagehide', () => timer !== undefined && keepTexts());

    async function check() {
        if (checking) return;
        checking = true;
        keepTexts();
        // A button that is disabled would lose the focus of who pressed it.
        checkButton.setAttribute('aria-disabled', 'true');
        root.setAttribute('aria-busy', 'true');
        const slow = setTimeout(() => tell('Checking.'), PAUSE);
        try {
            const report = await gradePack(packWith(opened, texts), limit);
            clearTimeout(slow);
            await showResult(report);
            if (isInsideShown()) await drawInside(report);
        } catch (error) {
            clearTimeout(slow);
            details.replaceChildren();
            inside.replaceChildren();
            tell(`It could not be graded: ${error.message}.`);
        }
        checking = false;
        checkButton.removeAttribute('aria-disabled');
        root.removeAttribute('aria-busy');
    }

    const isInsideShown = () => insideButton.getAttribute('aria-expanded') === 'true';

    /** Shows the databases of a check of what stands in the editor, from the first that is not as it should be. */
    async function drawInside(report) {
        const frames = await readFrames(packWith(opened, currentTexts()), limit);
        const failed = report?.steps.findIndex((step) => step.findings.length > 0);
        showInside({ frames, steps: exercise.steps, start: failed < 0 ? Infinity : failed, name: exercise.title, root: inside });
    }

    async function toggleInside() {
        const isShown = isInsideShown();
        insideButton.setAttribute('aria-expanded', String(!isShown));
        if (isShown) {
            inside.replaceChildren();
            return;
        }
        await check();
    }

    async function showResult(report) {
        const { first } = report;
        Object.keys(texts).forEach((name) => editor.mark(name, 0));
        const isSame = first && lastFinding && ['kind', 'table', 'column'].every((key) => first[key] === lastFinding[key]);
        times = isSame ? times + 1 : 1;
        aimed &&= isSame;
        lastFinding = first && { kind: first.kind, table: first.table, column: first.column };
        const gently = first && times > 1 ? (await explain(first.kind))?.gently : undefined;
        const solution = report.verdict === 'passed' ? solutionTexts(opened) : [];
        showReport({ report, exercise, solution, gently, folder: opened.answer.name, verdict, details, goTo });
        if (report.verdict === 'passed') {
            hints.replaceChildren();
            hinted = 0;
        }
        const file = fileOf(first);
        if (file !== undefined && first.line) {
            if (shown !== file) show(file);
            editor.mark(file, first.line);
        }
        const earned = Math.max(report.earned, recall(id).earned ?? 0);
        keep(id, { finding: lastFinding, hinted, earned, ...(report.verdict === 'passed' ? { passed: true } : {}) });
    }

    /** The learner's file that a finding is about. */
    function fileOf(finding) {
        const start = `${opened.answer.name}/`;
        const name = finding?.file?.startsWith(start) ? finding.file.slice(start.length) : undefined;
        return names().includes(name) ? name : undefined;
    }

    function goTo(finding) {
        const file = fileOf(finding);
        if (file === undefined) return;
        show(file);
        editor.mark(file, finding.line ?? 0);
        editor.focus();
    }

    /** One more hint each time: first one for what was found last, then the exercise's own. */
    async function hint() {
        const all = exercise.hints;
        let aim;
        if (lastFinding && !aimed) {
            aim = aimedHint(exercise, lastFinding) ?? (await explain(lastFinding.kind))?.hint;
            aimed = true;
        }
        if (aim !== undefined) {
            hints.append(make('p', {}, make('strong', {}, 'Hint for what was found last: '), ...prose(aim)));
            return;
        }
        if (hinted >= all.length) {
            if (all.length === 0) hints.replaceChildren(make('p', {}, 'This exercise needs no hints.'));
            return;
        }
        hints.append(make('p', {}, make('strong', {}, `Hint ${hinted + 1} of ${all.length}: `), ...prose(all[hinted])));
        hinted += 1;
        keep(id, { hinted });
        hintButton.disabled = false;
    }

    function reset() {
        for (const name of Object.keys(texts).filter((name) => !(name in starters))) {
            delete texts[name];
            editor.forget(name);
        }
        for (const [name, text] of Object.entries(starters)) {
            if (name in texts) {
                editor.replace(name, text);
            } else {
                editor.put(name, text, false);
            }
            texts[name] = text;
            editor.mark(name, 0);
        }
        keepTexts();
        if (!names().includes(shown)) show(names()[0]);
        drawTabs();
        details.replaceChildren();
        hints.replaceChildren();
        tell('The files are as they were at first. Undo (Ctrl-Z in the editor) brings back what was typed.');
    }

    /** The files under their paths in the course, where the terminal reads them. */
    function save() {
        const paths = Object.entries(currentTexts()).map(([name, text]) => [`${opened.answer.name}/${name}`, text]);
        saveZip(`${id.replace('/', '-')}.zip`, Object.fromEntries(paths));
        tell(`The zip has ${paths.length === 1 ? 'the file' : 'the files'} under \`${opened.answer.name}\`: unpacked in the folder of the course, \`workbook check ${id}\` finds ${paths.length === 1 ? 'it' : 'them'}.`);
    }

    checkButton.addEventListener('click', check);
    insideButton.addEventListener('click', toggleInside);
    saveButton.addEventListener('click', save);
    hintButton.addEventListener('click', hint);
    resetButton.addEventListener('click', reset);
    show(names()[0]);
    // What was shown of the exercise's own hints is shown again.
    hints.append(...exercise.hints.slice(0, hinted).map((text, at) => make('p', {}, make('strong', {}, `Hint ${at + 1} of ${exercise.hints.length}: `), ...prose(text))));
    return { root, focus: () => editor.focus() };
}

/** The texts as they were typed; the starter of a file that a new version of the course has added. */
function readKept({ starters, given, folder }, texts) {
    if (typeof texts !== 'object' || texts === null) return { ...starters };
    const isWanted = ([name, text]) => typeof text === 'string' && !(name in given) && (name in starters || (folder && name.startsWith(folder)));
    const known = Object.fromEntries(Object.entries(texts).filter(isWanted));
    const isInFolder = (name) => folder !== undefined && name.startsWith(folder);
    const missing = Object.entries(starters).filter(([name]) => !isInFolder(name) || Object.keys(known).length === 0);
    return { ...Object.fromEntries(missing), ...known };
}

window.openWorkplace = openWorkplace;
window.openBlock = openBlock;
