// What the browser keeps of an exercise: the texts as they were typed. A browser that keeps nothing is no error.

const keyOf = (id) => `workbook ${id}`;

/** What is kept of an exercise. */
export function recall(id) {
    try {
        return JSON.parse(localStorage.getItem(keyOf(id))) ?? {};
    } catch {
        return {};
    }
}

/** Keeps what is new of an exercise. */
export function keep(id, news) {
    try {
        localStorage.setItem(keyOf(id), JSON.stringify({ ...recall(id), ...news }));
    } catch {
        // It is gone with the page.
    }
}
