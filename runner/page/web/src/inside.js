// The databases of a check on the way: one after each script and step, with what it did to the rows, beside the expected one.
import { make, prose } from './report.js';
import { columnsOnlyOf, count, lossesBetween, pairRows, pairTables, valueOf } from './tables.js';

/**
 * Shows the databases of a check, beginning with the one after the step `start`; `name` says which exercise they belong to.
 */
export function showInside({ frames, steps, start, name, root }) {
    if (frames.length === 0) {
        root.replaceChildren(make('p', {}, 'The check did not come as far as a database.'));
        return;
    }
    const slider = make('input', { type: 'range', min: '1', max: String(frames.length), step: '1', 'aria-label': `Moment in the check of ${name}` });
    const said = make('div', { role: 'status' });
    const tables = make('div', { class: 'inside-tables' });
    const back = make('button', { type: 'button' }, 'Before');
    const next = make('button', { type: 'button' }, 'Next');
    const at = () => Number(slider.value) - 1;
    const draw = () => {
        const frame = frames[at()];
        const before = stateBefore(frames, at());
        const title = titleOf(frame, steps);
        slider.setAttribute('aria-valuetext', title);
        said.replaceChildren(
            make('p', {}, make('strong', {}, `${at() + 1} of ${frames.length}: `), ...prose(title)),
            ...sayLosses(lossesBetween(before, frame.tables)),
            make('p', {}, ...prose(sayVersions(frame)), ...(frame.put_right ? [' The rows were put right before it, so that this step is judged for itself.'] : [])));
        tables.replaceChildren(...pairTables(before, frame.tables).map((pair) => showTable(pair, frame)), ...showMissing(frame));
        back.setAttribute('aria-disabled', String(at() === 0));
        next.setAttribute('aria-disabled', String(at() === frames.length - 1));
    };
    const move = (by) => {
        slider.value = String(Number(slider.value) + by);
        draw();
    };
    slider.addEventListener('input', draw);
    back.addEventListener('click', () => move(-1));
    next.addEventListener('click', () => move(1));
    const first = frames.findIndex((frame) => frame.step >= start && frame.expected);
    slider.value = String((first < 0 ? frames.length - 1 : first) + 1);
    root.replaceChildren(make('div', { class: 'inside-slider' }, back, slider, next), said, tables);
    draw();
}

/** The tables as they were before a frame: as they should have been where the rows were put right. */
function stateBefore(frames, at) {
    if (at === 0) return [];
    return (frames[at].put_right && frames[at - 1].expected) || frames[at - 1].tables;
}

function titleOf({ step, script, expected }, steps) {
    const which = script ? `\`${script.name.split('/').at(-1)}\`, ${script.half === 'up' ? 'the way up' : 'the way down'}` : undefined;
    const name = `“${steps[step]?.name ?? step + 1}”`;
    if (which === undefined) return `after the step ${name}`;
    return expected ? `after the step ${name}, whose last script was ${which}` : `in the step ${name}, after ${which}`;
}

function sayLosses(losses) {
    if (losses.length === 0) return [];
    return [make('p', { class: 'inside-loss' }, make('strong', {}, 'Gone here: '), ...prose(`${losses.join(', ')}.`))];
}

function sayVersions({ versions }) {
    return versions.length === 0 ? 'No version is applied.' : `\`schema_migrations\` holds ${versions.map((version) => `\`${version}\``).join(', ')}.`;
}

/** A table as it is, marked with what the moment did; and beside it as it should be, where that differs. */
function showTable({ name, before, after }, frame) {
    const expected = frame.expected?.find((table) => table.name === name);
    const box = make('div', { class: 'inside-table' });
    if (after === undefined) {
        box.append(make('p', {}, ...prose(`The table \`${name}\` is gone${before.count > 0 ? `, with ${count(before.count, 'row')}` : ''}.`)));
    } else {
        box.append(drawTable(after, before, expected, `\`${name}\` as it is`, frame.expected ? MARKS_JUDGED : MARKS));
    }
    if (frame.expected && expected === undefined) {
        if (after !== undefined) box.append(make('p', { class: 'inside-verdict' }, ...prose(`There should be no table \`${name}\` here.`)));
    } else if (expected && after && isSame(after, expected)) {
        box.append(make('p', { class: 'inside-verdict' }, make('span', { 'aria-hidden': 'true' }, '✓ '), 'It has the rows it should have.'));
    } else if (expected && after) {
        box.append(drawTable(expected, undefined, after, `\`${name}\` as it should be`, MARKS_EXPECTED));
    }
    return box;
}

/** The tables that should be there and are not. */
function showMissing(frame) {
    const missing = (frame.expected ?? []).filter(({ name }) => !frame.tables.some((table) => table.name === name));
    return missing.map((table) => make('div', { class: 'inside-table' },
        drawTable(table, undefined, undefined, `\`${table.name}\` as it should be; it is not there`, MARKS)));
}

const columnsOf = (table) => table.columns.map(({ name }) => name);
const isSame = (one, other) => one.count === other.count && columnsOf(one).sort().join() === columnsOf(other).sort().join()
    && pairRows(one, other).every(({ row, other: twin }) => row && twin && columnsOf(one).every((name) => valueOf(one, row, name) === valueOf(other, twin, name)));

/** The words for a row that the other state lacks, and for a value that differs there. */
const MARKS = {};
const MARKS_JUDGED = { alone: 'not expected', differs: 'differs' };
const MARKS_EXPECTED = { alone: 'missing', differs: 'differs' };

/** Draws a table; `before` is what it was, `twin` what it is compared with. */
function drawTable(table, before, twin, title, marks) {
    const judged = marks.alone !== undefined;
    const newColumns = before ? columnsOnlyOf(table, before) : [];
    const oddColumns = judged ? columnsOnlyOf(table, twin) : [];
    const head = make('tr', {}, make('th', { scope: 'col' }, make('span', { class: 'workplace-heard' }, 'What became of the row')),
        ...table.columns.map(({ name, declared, required }) => make('th', { scope: 'col', class: newColumns.includes(name) ? 'inside-added' : oddColumns.includes(name) ? 'inside-differs' : '' },
            name, make('span', { class: 'inside-type' }, ` ${declared}${required ? ' NOT NULL' : ''}`), ...mark(newColumns.includes(name) ? 'new' : oddColumns.includes(name) ? marks.alone : ''))));
    const was = new Map(pairRows(table, before).filter(({ row }) => row).map(({ row, other }) => [row, other]));
    const twins = new Map(pairRows(table, twin).filter(({ row }) => row).map(({ row, other }) => [row, other]));
    const rows = table.rows.map((row) => drawRow({ table, row, before, was: was.get(row), twin, other: twins.get(row), marks }));
    const lost = before ? pairRows(before, table).filter(({ row, other }) => row && !other) : [];
    const lostRows = lost.map(({ row }) => make('tr', { class: 'inside-lost' }, make('th', { scope: 'row' }, 'lost'),
        ...table.columns.map(({ name }) => make('td', {}, make('del', {}, valueOf(before, row, name) ?? '')))));
    const more = table.count - table.rows.length;
    const body = [...rows, ...lostRows];
    const drawn = make('table', {}, make('caption', {}, ...prose(title)), make('thead', {}, head), make('tbody', {}, ...body));
    const notes = more > 0 ? [make('p', {}, `${count(more, 'more row')} not shown.`)] : table.count === 0 && lost.length === 0 ? [make('p', {}, 'It has no rows.')] : [];
    return make('div', { class: 'inside-scroll', tabindex: '0', role: 'group', 'aria-label': title.replaceAll('`', '') }, drawn, ...notes);
}

function drawRow({ table, row, before, was, twin, other, marks }) {
    const judged = marks.alone !== undefined;
    const words = [];
    let kind = '';
    if (before !== undefined && was === undefined) {
        words.push('added');
        kind = 'inside-added';
    }
    const cells = table.columns.map(({ name }) => {
        const value = valueOf(table, row, name);
        const old = was && valueOf(before, was, name);
        const isChanged = old !== undefined && old !== value;
        const wanted = other && valueOf(twin, other, name);
        const isOdd = judged && wanted !== undefined && wanted !== value;
        if (isChanged && !words.includes('changed')) words.push('changed');
        if (isOdd && !words.includes(marks.differs)) words.push(marks.differs);
        return make('td', { class: isOdd ? 'inside-differs' : isChanged ? 'inside-changed' : '' }, value, ...(isChanged ? [' ', make('del', {}, old)] : []));
    });
    if (judged && other === undefined) {
        words.push(marks.alone);
        kind = 'inside-differs';
    }
    return make('tr', kind === '' ? {} : { class: kind }, make('th', { scope: 'row' }, words.join(', ') || make('span', { class: 'workplace-heard' }, 'no difference')), ...cells);
}

const mark = (word) => word === '' ? [] : [make('span', { class: 'inside-mark' }, ` ${word}`)];
