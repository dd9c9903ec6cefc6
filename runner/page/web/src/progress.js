// How far the reader is: ticks in the table of contents and on the page of exercises, where they left off, and all of it as a
// file. It is loaded once there is something to show, or somebody asks.
import { load } from './loading.js';
import { KEPT, lastOne, put, recall } from './memory.js';
import { make, prose } from './report.js';
import { saveFile, saveZip } from './saving.js';

/** The largest file that is read as progress, in bytes. */
const LARGEST_FILE = 5_000_000;

async function showProgress() {
    const exercises = await load('exercises');
    const panel = document.querySelector('.progress');
    const draw = () => {
        tickContents(exercises);
        tickLists(exercises);
        if (panel) drawSummary(panel, exercises);
    };
    if (panel) buildPanel(panel, exercises, draw);
    document.addEventListener(KEPT, draw);
    // Another page of the book keeps in the same place.
    window.addEventListener('storage', draw);
    draw();
}

/** A chapter's exercises that passed, beside its name. */
function tickContents(exercises) {
    for (const link of document.querySelectorAll('#mdbook-sidebar a')) {
        const page = link.pathname.split('/').at(-1);
        const inChapter = exercises.filter((exercise) => exercise.page === page);
        const passed = inChapter.filter(({ id }) => recall(id).passed).length;
        if (passed === 0) continue;
        const all = passed === inChapter.length;
        const tick = link.querySelector('.progress-tick') ?? make('span', { class: 'progress-tick' });
        tick.replaceChildren(
            make('span', { 'aria-hidden': 'true' }, all ? ' ✓' : ` ${passed}/${inChapter.length}`),
            make('span', { class: 'progress-heard' }, ` (${passed} of ${inChapter.length} exercises passed)`));
        link.append(tick);
    }
}

/** What an exercise has earned, in the last column of its row. */
function tickLists(exercises) {
    for (const row of document.querySelectorAll('.exercise-list tbody tr')) {
        const id = row.querySelector('code')?.textContent;
        const exercise = exercises.find((exercise) => exercise.id === id);
        const { passed, earned } = recall(id);
        if (exercise === undefined || (!passed && earned === undefined)) continue;
        const cell = row.lastElementChild;
        cell.classList.toggle('progress-passed', passed === true);
        cell.replaceChildren(...passed
            ? [make('span', { 'aria-hidden': 'true' }, '✓ '), make('span', { class: 'progress-heard' }, 'passed, '), String(exercise.points)]
            : [`${earned} of ${exercise.points}`]);
    }
}

function drawSummary(panel, exercises) {
    const passed = exercises.filter(({ id }) => recall(id).passed);
    const earned = exercises.reduce((sum, { id, points }) => sum + (recall(id).passed ? points : recall(id).earned ?? 0), 0);
    const all = exercises.reduce((sum, { points }) => sum + points, 0);
    const text = [`${passed.length} of ${exercises.length} exercises passed, ${earned} of ${all} points. `];
    const last = exercises.findIndex(({ id }) => id === lastOne());
    // After a pass, the one to go on with is the next.
    const next = recall(exercises[last]?.id).passed
        ? exercises.slice(last + 1).find(({ id, here }) => here && !recall(id).passed)
        : exercises[last];
    if (next) text.push('Go on with ', make('a', { href: `${next.page}#${next.id.replace('/', '-')}` }, next.title), '.');
    panel.querySelector('.progress-summary').replaceChildren(...text);
}

function buildPanel(panel, exercises, draw) {
    const summary = make('p', { class: 'progress-summary' });
    const told = make('div', { role: 'status', class: 'progress-told' });
    const button = (text, work) => {
        const button = make('button', { type: 'button' }, text);
        button.addEventListener('click', work);
        return button;
    };
    const tell = (text, ...more) => told.replaceChildren(make('p', {}, ...prose(text)), ...more);
    const chooser = make('input', { type: 'file', accept: '.json,application/json', 'aria-label': 'A file with progress' });
    chooser.hidden = true;
    chooser.addEventListener('change', async () => {
        const [file] = chooser.files;
        chooser.value = '';
        if (file === undefined) return;
        try {
            importFile(await readProgress(file), exercises, { tell, button });
        } catch (error) {
            tell(error.message);
        }
        draw();
    });
    const saveAnswers = () => {
        const texts = exercises.flatMap(({ id, folder }) => Object.entries(recall(id).texts ?? {}).map(([name, text]) => [`${folder}/${name}`, text]));
        if (texts.length === 0) return tell('No answer was typed in this browser yet.');
        saveZip('workbook-answers.zip', Object.fromEntries(texts));
        return tell('The zip has each file under its path: unpacked in the folder of the course, `workbook check` finds them.');
    };
    const saveProgress = () => {
        const kept = exercises.map(({ id }) => [id, recall(id)]).filter(([, kept]) => Object.keys(kept).length > 0);
        saveFile('workbook-progress.json', JSON.stringify({ exercises: Object.fromEntries(kept) }, null, 2), 'application/json');
    };
    panel.replaceChildren(
        summary,
        make('div', { class: 'progress-buttons' },
            button('Save all answers as files', saveAnswers),
            button('Save my progress', saveProgress),
            button('Read progress from a file', () => chooser.click())),
        chooser, told,
        make('p', { class: 'progress-note' }, 'All of this is kept in this browser and nowhere else.'));
}

/** The exercises of a file with progress: one that was saved here, or the terminal's `.workbook/progress.json`. */
async function readProgress(file) {
    if (file.size > LARGEST_FILE) throw new Error(`\`${file.name}\` is too large to be a file with progress.`);
    const asked = 'Choose one that was saved here, or `.workbook/progress.json` of the course in the terminal.';
    let read;
    try {
        read = JSON.parse(await file.text()).exercises;
    } catch {
        throw new Error(`\`${file.name}\` is no JSON. ${asked}`);
    }
    if (typeof read !== 'object' || read === null || Array.isArray(read)) {
        throw new Error(`\`${file.name}\` has no list of \`exercises\`. ${asked}`);
    }
    return read;
}

/** Takes what is new from a file. An answer that is here already stays until the reader says otherwise. */
function importFile(read, exercises, { tell, button }) {
    const known = exercises.filter(({ id }) => typeof read[id] === 'object' && read[id] !== null);
    const others = [];
    for (const { id } of known) {
        const kept = recall(id);
        const found = read[id];
        const passed = kept.passed || found.passed === true || found.ever_passed === true;
        const earned = Math.max(kept.earned ?? 0, Number.isFinite(found.earned) ? found.earned : 0);
        const texts = readTexts(found.texts);
        const isOther = texts && kept.texts && JSON.stringify(texts) !== JSON.stringify(kept.texts);
        if (isOther) others.push([id, texts]);
        put(id, { ...(passed ? { passed } : {}), ...(earned > 0 ? { earned } : {}), ...(texts && !isOther ? { texts } : {}) });
    }
    const unknown = Object.keys(read).length - known.length;
    const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;
    const strangers = unknown > 0 ? ` ${count(unknown, 'entry').replace('entrys', 'entries')} of it ${unknown === 1 ? 'is' : 'are'} of no exercise of this course.` : '';
    const done = `Read what the file has on ${count(known.length, 'exercise')}.${strangers}`;
    if (others.length === 0) {
        tell(done);
        return;
    }
    const take = button('Take those of the file', () => {
        others.forEach(([id, texts]) => put(id, { texts }));
        tell(`Took ${count(others.length, 'answer')} of the file.`);
    });
    const stay = button('Keep those here', () => tell('The answers that were here have stayed.'));
    tell(`${done} ${count(others.length, 'answer')} in it ${others.length === 1 ? 'differs' : 'differ'} from what was typed here.`, make('div', { class: 'progress-buttons' }, take, stay));
}

/** Files by their names, if a file has that. */
function readTexts(texts) {
    if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) return undefined;
    const entries = Object.entries(texts);
    return entries.length > 0 && entries.every(([, text]) => typeof text === 'string') ? texts : undefined;
}

showProgress();
