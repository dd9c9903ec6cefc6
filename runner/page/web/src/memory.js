// What the browser keeps of the exercises: the texts as they were typed, and what passed. A browser that keeps nothing is no
// error.

const START = 'workbook ';
/** Names the exercise that was worked on last. It is no id: those have a `/`. */
const LAST = `${START}last`;

/** Heard on the document when something new is kept. */
export const KEPT = 'workbook-kept';

/** What is kept of an exercise. */
export function recall(id) {
    try {
        return JSON.parse(localStorage.getItem(START + id)) ?? {};
    } catch {
        return {};
    }
}

/** Keeps what is new of an exercise, which is the one worked on last. */
export function keep(id, news) {
    put(id, news);
    try {
        localStorage.setItem(LAST, id);
    } catch {
        // It is gone with the page.
    }
    document.dispatchEvent(new Event(KEPT));
}

/** Keeps what is new of an exercise that nobody works on now; false where the browser has no room for it. */
export function put(id, news) {
    try {
        localStorage.setItem(START + id, JSON.stringify({ ...recall(id), ...news }));
        return true;
    } catch {
        return false;
    }
}

/** The exercise that was worked on last. */
export function lastOne() {
    try {
        return localStorage.getItem(LAST);
    } catch {
        return null;
    }
}
