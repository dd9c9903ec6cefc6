// The worker: runs the grader once for each line it is given, each time from its beginning, so that nothing is left of the check before.
import { ConsoleStdout, File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';

let grader;

self.onmessage = ({ data }) => {
    if (data instanceof WebAssembly.Module) {
        grader = data;
        return;
    }
    try {
        self.postMessage({ answer: ask(data) });
    } catch (error) {
        self.postMessage({ error: String(error?.message ?? error) });
    }
};

/** Gives the grader a line of JSON and returns what it answers, another one. */
function ask({ args, line }) {
    const out = [];
    const told = [];
    const streams = [
        new OpenFile(new File(new TextEncoder().encode(`${line}\n`))),
        new ConsoleStdout((bytes) => out.push(bytes.slice())),
        new ConsoleStdout((bytes) => told.push(bytes.slice())),
    ];
    const wasi = new WASI(['workbook-page', ...args], [], streams, { debug: false });
    const instance = new WebAssembly.Instance(grader, { wasi_snapshot_preview1: wasi.wasiImport });
    const code = wasi.start(instance);
    if (code !== 0) {
        throw new Error(text(told) || `the grader ended with ${code}`);
    }
    return text(out).trimEnd();
}

function text(pieces) {
    const decoder = new TextDecoder();
    return pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
}
