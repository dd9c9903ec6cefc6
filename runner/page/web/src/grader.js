// The grader: what the page loads of it, and the worker it runs in, which is ended when a check takes too long.
import workerSource from 'worker-source';
import { load, loadBytes } from './loading.js';

/** How long a check may go on after the exercise's own limit, in milliseconds: the grader itself ends what runs away. */
const GRACE = 3_000;

let compiled;
let worker;
let last = Promise.resolve();

/** Loads and compiles the grader, once. */
export function prepareGrader() {
    compiled ??= compile();
    compiled.catch(() => { compiled = undefined; });
    return compiled;
}

async function compile() {
    const module = await WebAssembly.compile(await loadBytes('grader'));
    start(module);
    return module;
}

function start(module) {
    const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.postMessage(module);
}

/** Grades a pack, which is JSON, within `limit` milliseconds and returns the report. */
export const gradePack = (pack, limit) => ask([], pack, limit);

/** Grades a pack and returns the databases on the way. */
export const readFrames = (pack, limit) => ask(['frames'], pack, limit);

/** Runs statements of a page. */
export const printSql = (page, limit) => ask(['sql'], JSON.stringify(page), limit);

/** Asks the grader, one question at a time: workplaces share the worker. */
function ask(args, line, limit) {
    const answer = last.then(() => askNow(args, line, limit));
    last = answer.catch(() => undefined);
    return answer;
}

async function askNow(args, line, limit) {
    const module = await prepareGrader();
    return new Promise((resolve, reject) => {
        const clock = setTimeout(() => {
            worker.terminate();
            start(module);
            reject(new Error(`it took longer than ${(limit + GRACE) / 1_000} seconds, and was ended`));
        }, limit + GRACE);
        const settle = (then) => {
            clearTimeout(clock);
            then();
        };
        worker.onmessage = ({ data }) => settle(() => data.error === undefined ? resolve(JSON.parse(data.answer)) : reject(new Error(data.error)));
        worker.onerror = (event) => settle(() => {
            worker.terminate();
            start(module);
            reject(new Error(event.message || 'the worker broke'));
        });
        worker.postMessage({ args, line });
    });
}

/** The words on a kind of finding. */
export async function explain(kind) {
    const kinds = await load('explained');
    return kinds.find((one) => one.kind === kind);
}
