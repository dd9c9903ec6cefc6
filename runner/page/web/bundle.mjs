// Bundles the workplace into one classic script, with its worker inside, so that it also runs from a file.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const options = { bundle: true, minify: true, format: 'iife', target: 'es2022', charset: 'utf8', legalComments: 'none', absWorkingDir: at('.'), logLevel: 'warning' };

const worker = await build({ ...options, entryPoints: ['src/worker.js'], write: false });
const workerSource = {
    name: 'worker-source',
    setup(plugins) {
        plugins.onResolve({ filter: /^worker-source$/ }, () => ({ path: 'worker-source', namespace: 'worker-source' }));
        plugins.onLoad({ filter: /.*/, namespace: 'worker-source' }, () => ({ contents: worker.outputFiles[0].text, loader: 'text' }));
    },
};
await build({ ...options, entryPoints: ['src/workplace.js'], outfile: process.argv[2] ?? 'built/workplace.js', plugins: [workerSource] });
