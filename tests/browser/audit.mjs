// Looks at every page of the built book in Chromium, at two widths and in two themes, and lists what is wrong with it.
//
//     node audit.mjs [FOLDER OF THE BUILT BOOK]
//
// Chromium is the one in the environment variable CHROMIUM, or the first that is on the path.

import { accessSync, constants, createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { delimiter, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What of axe is run: WCAG 2.0 to 2.2, levels A and AA, and its best practices. No rule is switched off. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Each page is seen in each of these. The keyboard is tried once for each width: it knows no colours. */
const VIEWS = [
    { width: 1280, theme: 'light', keyboard: true },
    { width: 1280, theme: 'navy', keyboard: false },
    { width: 390, theme: 'light', keyboard: true },
    { width: 390, theme: 'navy', keyboard: false },
];

/** How long a page may go on moving after it has loaded, in milliseconds. */
const SETTLED = 150;

/** Everything that is wrong with the pages in `folder`: `{ page, view, rule, message }`. */
export async function audit(folder, views = VIEWS) {
    const { origin, close } = await serve(folder);
    const browser = await launch();
    try {
        // Two at a time keep two processors busy, without one page's work delaying another's.
        const todo = views.flatMap((view) => pages(folder).map((name) => ({ view, name })));
        const problems = [];
        const work = async () => {
            for (let next = todo.shift(); next; next = todo.shift()) {
                problems.push(...await look(browser, origin, next.name, next.view));
            }
        };
        await Promise.all([work(), work()]);
        return problems.sort((a, b) => `${a.page} ${a.view}`.localeCompare(`${b.page} ${b.view}`));
    } finally {
        await browser.close();
        close();
    }
}

/** Starts Chromium such that it asks no other host by itself. */
export function launch() {
    return chromium.launch({
        executablePath: browserPath(),
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
    });
}

/**
 * The pages in `folder`, without those in its folders: a book has none there. `toc.html` is none either: it is the frame
 * that stands in for the sidebar where no scripts run, and axe is a script.
 */
export function pages(folder) {
    return readdirSync(folder).filter((name) => extname(name) === '.html' && name !== 'toc.html').sort();
}

async function look(browser, origin, name, view) {
    const found = [];
    const report = (rule, message) => found.push({ page: name, view: `${view.width} px, ${view.theme}`, rule, message });
    const context = await browser.newContext({
        viewport: { width: view.width, height: 900 },
        colorScheme: view.theme === 'light' ? 'light' : 'dark',
    });
    await context.addInitScript(watch, view.theme);
    // A request to another host is not let out: what the page tried is known, whether or not there is a network.
    await context.route((url) => !isHere(url, origin), (route) => {
        report('foreign-request', route.request().url());
        return route.abort();
    });
    const page = await context.newPage();
    page.on('websocket', (socket) => report('foreign-request', socket.url()));
    page.on('console', (message) => message.type() === 'error' && report('console-error', message.text()));
    page.on('pageerror', (error) => report('console-error', String(error)));
    page.on('response', (answer) => answer.status() >= 400 && report('missing-file', answer.url()));

    // What the page itself moves, it moves each time. What moved once was cut in two where its bytes were, on a busy machine.
    let shifts = await shiftsOfLoading(page, `${origin}/${name}`);
    if (shifts.length > 0) {
        shifts = await shiftsOfLoading(page, `${origin}/${name}`);
    }
    for (const shift of shifts) {
        report('layout-shift', `${shift.value.toFixed(4)} by ${shift.what.join(', ') || 'something that is gone'}`);
    }
    await overflow(page, report);
    await setFolds(page, true);
    await overflow(page, report);
    await accessibility(page, report);
    await setFolds(page, false);
    await printed(page, report);
    // The page for printing has all others in it, where their keys are tried.
    if (view.keyboard && name !== 'print.html') {
        await keyboard(page, report);
    }
    await context.close();
    return found;
}

/** Loads the page and waits until it has settled: everything in it that was moved meanwhile. */
async function shiftsOfLoading(page, address) {
    await page.goto(address, { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.waitForTimeout(SETTLED);
    return page.evaluate(() => window.shifts);
}

const setFolds = (page, open) => page.evaluate((open) => document.querySelectorAll('details').forEach((fold) => { fold.open = open; }), open);

export async function accessibility(page, report) {
    await page.evaluate(axe);
    const run = (values) => axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false });
    for (const violation of (await page.evaluate(run, TAGS)).violations) {
        for (const node of violation.nodes) {
            const [first] = [...node.any, ...node.all, ...node.none];
            report(violation.id, `${node.target.join(' ')}: ${first?.message ?? violation.help}`);
        }
    }
}

/** Runs in the page before its own scripts: chooses the theme, and keeps every shift of the layout. */
export function watch(theme) {
    try {
        localStorage.setItem('mdbook-theme', theme);
    } catch {
        // A frame without an address of its own keeps nothing.
    }
    window.print = () => undefined;
    // The clipboard belongs to all pages that are open, so what this one copies is seen where it copies it.
    window.addEventListener('copy', (event) => {
        window.copied = event.clipboardData.getData('text/plain') || (event.target.value ?? String(getSelection()));
    });
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries().filter((entry) => !entry.hadRecentInput)) {
            const what = entry.sources.map(({ node }) => node?.outerHTML?.split('>')[0].concat('>') ?? node?.nodeName);
            window.shifts.push({ value: entry.value, what: what.filter(Boolean) });
        }
    }).observe({ type: 'layout-shift', buffered: true });
}

export async function overflow(page, report) {
    const [wide, has] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth];
    });
    if (wide > has) {
        report('overflow', `the page is ${wide} px wide where there are ${has}`);
    }
}

/**
 * Goes through what the page is about with Tab, from its beginning to its end, and presses Enter on every fold and every
 * button for copying. What is inside a fold is reached once that was opened.
 */
async function keyboard(page, report) {
    await contents(page, report);
    await page.evaluate(recordKeys);
    // Sent as one batch after the other: to wait for each key would take most of the audit's time.
    const browser = await page.context().newCDPSession(page);
    const press = (key) => [{ type: 'keyDown', ...key }, { type: 'keyUp', ...key }].map((event) => browser.send('Input.dispatchKeyEvent', event));
    for (let round = 0; round < 100 && !await page.evaluate(() => window.left); round++) {
        await Promise.all(Array.from({ length: 20 }, () => [...press(TAB), ...press(ENTER)]).flat());
    }
    const [broken, missed] = await page.evaluate(() => {
        const name = (one) => `${one.outerHTML.slice(0, 60)} in ${one.parentElement.parentElement.innerText.trim().slice(0, 60)}`;
        const wanted = [...document.querySelectorAll('main summary, main .clip-button')];
        const missed = wanted.filter((one) => one.checkVisibility() && !window.worked.has(one));
        return [wanted.filter((one) => window.worked.get(one) === false).map(name), missed.map(name)];
    });
    broken.forEach((what) => report('keyboard', `Enter does not do its work on ${what}`));
    missed.forEach((what) => report('keyboard', `Tab does not reach ${what}`));
}

/** The button that shows the table of contents and hides it must have done so when Enter was pressed twice. */
async function contents(page, report) {
    const button = page.locator('#mdbook-sidebar-toggle');
    if (await button.count() === 0) return;
    const isShown = () => button.getAttribute('aria-expanded');
    const states = [await isShown()];
    await button.focus();
    for (const _ of ['there', 'back']) {
        await page.keyboard.press('Enter');
        states.push(await isShown());
    }
    if (states[0] === states[1] || states[0] !== states[2]) {
        report('keyboard', `Enter does not show and hide the table of contents: ${states.join(', ')}`);
    }
}

const TAB = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
const ENTER = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };

/** Runs in the page: for each fold and button that is reached, keeps whether Enter did its work there. */
function recordKeys() {
    const main = document.querySelector('main');
    main.tabIndex = -1;
    main.focus();
    window.worked = new Map();
    window.left = false;
    const isOurs = (at) => !window.left && at.matches('summary, .clip-button');
    let at, wasOpen;
    window.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter') return;
        at = document.activeElement;
        wasOpen = at.parentElement?.open;
        window.copied = undefined;
        // A link would lead away.
        if (!isOurs(at)) event.preventDefault();
    }, true);
    window.addEventListener('keyup', (event) => {
        if (event.key === 'Tab') window.left ||= !main.contains(document.activeElement);
        if (event.key !== 'Enter' || !isOurs(at)) return;
        const code = at.closest('pre')?.querySelector('code').innerText.trim();
        // What is copied is pasted into a terminal, where a prompt would be an error.
        const isCopied = () => window.copied?.trim() === code.replace(/^\$ /gm, '');
        const works = at.matches('summary') ? at.parentElement.open !== wasOpen : isCopied();
        // The first time counts: at its end the page may begin again.
        if (!window.worked.has(at)) window.worked.set(at, works);
    }, true);
}

/** On paper nothing can be opened: what is folded has to be there, except hints, which would give the answer away. */
async function printed(page, report) {
    await page.emulateMedia({ media: 'print' });
    const wrong = await page.evaluate(async () => {
        // What is folded is laid out only with the next picture.
        await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
        const isShown = (one) => one.checkVisibility() && one.getClientRects().length > 0;
        const inside = [...document.querySelectorAll('main details > :not(summary)')];
        const hints = inside.filter((one) => one.closest('.hints'));
        const hidden = inside.filter((one) => !one.closest('.hints') && !isShown(one));
        return [...hints.filter(isShown).map((one) => `a hint is printed: ${one.outerHTML.slice(0, 80)}`),
            ...hidden.map((one) => `a fold is not printed: ${one.outerHTML.slice(0, 80)}`)];
    });
    wrong.forEach((message) => report('print', message));
    await page.emulateMedia({ media: 'screen' });
}

const isHere = (url, origin) => url.origin === origin || ['data:', 'blob:', 'about:'].includes(url.protocol);

const TYPES = {
    '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
    '.png': 'image/png', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
};

/** Serves the files of a folder on a free port of this machine. */
export async function serve(folder) {
    const server = createServer((request, answer) => {
        const path = normalize(decodeURIComponent(new URL(request.url, 'http://here').pathname));
        const file = join(folder, path);
        const isFile = file.startsWith(normalize(folder + sep)) && statSync(file, { throwIfNoEntry: false })?.isFile();
        if (!isFile) {
            answer.writeHead(404).end();
            return;
        }
        answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
        createReadStream(file).pipe(answer);
    });
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function browserPath() {
    const names = ['chromium', 'chromium-browser', 'google-chrome'];
    const places = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
    const found = process.env.CHROMIUM ?? places.find(isExecutable);
    if (!found) {
        throw new Error(`found no Chromium; install the package \`chromium\`, or name its program in CHROMIUM`);
    }
    return found;
}

function isExecutable(path) {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

async function main() {
    const folder = process.argv[2] ?? fileURLToPath(new URL('../../book-html', import.meta.url));
    if (!statSync(join(folder, 'index.html'), { throwIfNoEntry: false })) {
        console.error(`error: there is no built book in \`${folder}\`\nhint: \`workbook book build\` makes it`);
        process.exit(2);
    }
    const problems = await audit(folder);
    for (const { page, view, rule, message } of problems) {
        console.log(`${page} (${view}): ${rule}: ${message}`);
    }
    console.log(`${pages(folder).length} pages seen in ${VIEWS.length} ways each, ${problems.length} problems`);
    process.exit(problems.length === 0 ? 0 : 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await main();
}
