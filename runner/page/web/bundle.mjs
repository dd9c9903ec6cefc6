// Bundles the workplace into one classic script, with its worker inside, so that it also runs from a file; and what shows the
// reader's progress into another.
//
//     node bundle.mjs FOLDER
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
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
// The styles of the editor come by way of the page's adopted sheets, as they do in a shadow root: the page's content security
// policy lets no script write a style element.
const adoptedStyles = {
    name: 'adopted-styles',
    setup(plugins) {
        plugins.onLoad({ filter: /style-mod\.js$/ }, ({ path }) => {
            const source = readFileSync(path, 'utf8');
            const asked = '!root.head && root.adoptedStyleSheets';
            if (source.split(asked).length !== 2) throw new Error(`${path} asks otherwise for a place of its styles`);
            return { contents: source.replace(asked, 'root.adoptedStyleSheets'), loader: 'js' };
        });
    },
};
await build({ ...options, entryPoints: ['src/workplace.js', 'src/progress.js'], outdir: process.argv[2] ?? 'built', plugins: [workerSource, adoptedStyles] });
