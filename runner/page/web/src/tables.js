// What separates two states of a database, as data: tables, columns and rows that came, changed or went.

/** The tables of two states by their names, in the order of the first that has them: `{ name, before, after }`. */
export function pairTables(before, after) {
    const names = [...new Set([...after, ...before].map(({ name }) => name))];
    const of = (tables, name) => tables.find((table) => table.name === name);
    return names.map((name) => ({ name, before: of(before, name), after: of(after, name) }));
}

/**
 * The rows of two states of a table: `{ row, other }`, where `row` or `other` is missing if only one of them has it. Rows are the
 * same that have the same key; where there is no key, those that are equal.
 */
export function pairRows(one, other) {
    const key = isKeyOfBoth(one, other) ? one.key : undefined;
    const left = new Map();
    for (const row of other?.rows ?? []) {
        const name = nameOf(other, row, key);
        left.set(name, [...(left.get(name) ?? []), row]);
    }
    const pairs = (one?.rows ?? []).map((row) => ({ row, other: left.get(nameOf(one, row, key))?.shift() }));
    return [...pairs, ...[...left.values()].flat().map((row) => ({ row: undefined, other: row }))];
}

const isKeyOfBoth = (one, other) => one !== undefined && other !== undefined && one.key.length > 0 && one.key.join() === other.key.join();

const nameOf = (table, row, key) => JSON.stringify(key ? key.map((name) => valueOf(table, row, name)) : row.map((value, at) => [table.columns[at].name, value]).sort());

/** The value of a column in a row, as SQL; undefined where there is no such column. */
export function valueOf(table, row, column) {
    return row?.[table.columns.findIndex(({ name }) => name === column)];
}

/** The columns that only the first of two tables has. */
export function columnsOnlyOf(one, other) {
    return one.columns.map(({ name }) => name).filter((name) => !other?.columns.some((column) => column.name === name));
}

/** What was there before and is nowhere afterwards, in words: rows, and values of columns that went. */
export function lossesBetween(before, after) {
    return pairTables(before, after).flatMap(({ name, before: was, after: is }) => {
        if (was === undefined) return [];
        const moved = is ?? after.find((table) => !before.some((old) => old.name === table.name) && hasAllRows(table, was));
        if (moved === undefined) return was.count > 0 ? [`the table \`${name}\` with ${count(was.count, 'row')}`] : [];
        const pairs = pairRows(was, moved);
        // Rows beyond those that are shown are only counted.
        const gone = Math.max(pairs.filter(({ row, other }) => row && !other).length, was.count - moved.count, 0);
        const isKept = isKeyOfBoth(was, moved);
        const added = columnsOnlyOf(moved, was);
        const values = (isKept ? columnsOnlyOf(was, moved) : []).flatMap((column) => {
            const lost = pairs.filter(({ row, other }) => {
                const value = row && other && valueOf(was, row, column);
                return value && value !== 'NULL' && !added.some((name) => valueOf(moved, other, name) === value);
            }).length;
            return lost > 0 ? [`${count(lost, 'value')} of \`${name}.${column}\``] : [];
        });
        return [...(gone > 0 && (isKept || was.count > moved.count) ? [`${count(gone, 'row')} of \`${name}\``] : []), ...values];
    });
}

const hasAllRows = (table, rows) => table.count >= rows.count && rows.rows.every((row) => table.rows.some((other) => row.every((value) => value === 'NULL' || other.includes(value))));

/** A number of things: `1 row`, `2 rows`. */
export function count(number, thing) {
    return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
