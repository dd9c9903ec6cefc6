// An exercise in the page as data: its files, what was typed into them, and what they are graded with.

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The exercise from what the book has of it. */
export function openExercise({ exercise, answer, rest, sealed }) {
    const starters = Object.fromEntries(answer.edited.map((name) => [name, textOf(answer.files[name])]));
    const given = Object.fromEntries(Object.keys(answer.files).filter((name) => !(name in starters)).map((name) => [name, textOf(answer.files[name])]));
    const solution = sealed === undefined ? null : JSON.parse(unseal(sealed, exercise.id));
    // An entry that ends with `/` is a folder in which scripts may be renamed, added and taken away.
    const folder = exercise.files.find((name) => name.endsWith('/'));
    return { id: exercise.id, exercise, answer, rest, starters, given, solution, folder };
}

/** The pack of an exercise with these texts in the place of the learner's, as JSON. */
export function packWith({ exercise, answer, rest, given, solution }, texts) {
    const files = { ...answer.files };
    for (const name of answer.edited) delete files[name];
    for (const [name, text] of Object.entries(texts)) files[name] = { Ok: [...encoder.encode(text)] };
    const scripts = [...Object.keys(given), ...Object.keys(texts)].filter((name) => /^migrations\/.*\.sql$/.test(name));
    const own = {
        answer: {
            ...answer,
            edited: inOrder(exercise, Object.keys(texts)),
            scripts: { Ok: scripts.map((name) => name.slice('migrations/'.length)).sort() },
            files,
        },
        solution,
        now: Math.floor(Date.now() / 1_000),
    };
    // The rest is not read here: it may hold whole numbers that a script would round.
    return `${JSON.stringify(own).slice(0, -1)},${rest.slice(1)}`;
}

/** The solution's text of each file that the learner edits. */
export function solutionTexts({ solution }) {
    return solution === null ? [] : solution.edited.map((name) => [name, textOf(solution.files[name])]);
}

/** The names in the order of the exercise. */
export function inOrder(exercise, names) {
    return exercise.files.flatMap((entry) => names.filter((name) => name === entry || (entry.endsWith('/') && name.startsWith(entry))).sort());
}

/** The hint of the exercise for a finding, the closest one. */
export function aimedHint(exercise, { kind, table, column }) {
    const keys = [table && column && `${kind} ${table}.${column}`, table && `${kind} ${table}`, kind];
    return keys.filter(Boolean).map((key) => exercise.hint_for[key]).find(Boolean);
}

const textOf = (file) => decoder.decode(new Uint8Array(file.Ok));

/** The text behind hexadecimal digits that were made with a key. */
function unseal(sealed, key) {
    const keys = encoder.encode(key);
    const bytes = sealed.match(/../g).map((pair, at) => parseInt(pair, 16) ^ keys[at % keys.length]);
    return decoder.decode(new Uint8Array(bytes));
}
