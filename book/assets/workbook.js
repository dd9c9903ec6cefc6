// Mends what mdBook's own page lacks for a keyboard and a screen reader, where neither a setting nor a style sheet can.

// The bar at the top is a landmark, like everything else on the page.
document.getElementById('mdbook-menu-bar')?.setAttribute('role', 'banner');

// What shows the table of contents is the label of a hidden box, which no key reaches. A button takes its place; mdBook's
// own script keeps the label, and what it says of the label is true of the button.
const label = document.getElementById('mdbook-sidebar-toggle');
const box = document.getElementById('mdbook-sidebar-toggle-anchor');
if (label && box) {
    const button = document.createElement('button');
    button.type = 'button';
    for (const { name, value } of [...label.attributes].filter(({ name }) => name !== 'for')) {
        button.setAttribute(name, value);
    }
    button.append(...label.childNodes);
    label.replaceWith(button);
    button.addEventListener('click', () => {
        label.click();
        box.click();
    });
    const tell = () => button.setAttribute('aria-expanded', label.getAttribute('aria-expanded'));
    new MutationObserver(tell).observe(label, { attributeFilter: ['aria-expanded'] });
}

// A prompt is no part of a command: what is copied can be run.
document.addEventListener('copy', (event) => {
    const text = event.target.value ?? String(getSelection());
    if (text.startsWith('$ ')) {
        event.clipboardData.setData('text/plain', text.replace(/^\$ /gm, ''));
        event.preventDefault();
    }
});

// What is wider than its place can be scrolled with the arrow keys, once it has the focus.
const letScroll = () => {
    for (const wide of document.querySelectorAll('main pre > code, main .table-wrapper, main .tables-scroll')) {
        if (wide.scrollWidth > wide.clientWidth) {
            wide.tabIndex = 0;
        } else {
            wide.removeAttribute('tabindex');
        }
    }
};
letScroll();
window.addEventListener('resize', letScroll);
document.addEventListener('toggle', letScroll, true);

// An exercise is done where it is read, once its reader opens it: only then is anything loaded for it. A book that a plain
// mdBook has built has nothing to load.
const hasWorkplace = document.querySelector('meta[name=workbook-workplace]') !== null;
const loadFrom = (name) => new Promise((resolve, reject) => {
    const src = `${window.path_to_root ?? ''}workplace/${name}.js`;
    document.head.append(Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject }));
});
const loadStyle = () => {
    const href = `${window.path_to_root ?? ''}workplace/workplace.css`;
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
};
let workplaces;
const openWorkplaces = async () => {
    workplaces ??= (loadStyle(), loadFrom('workplace'));
    await workplaces;
};
for (const door of document.querySelectorAll('.workplace-door')) {
    door.addEventListener('click', async () => {
        await openWorkplaces();
        window.openWorkplace(door);
    });
}

// A block of SQL can be run and changed, where what runs it is beside the page, and the page is one chapter.
const isRun = ({ classList }) => ![...classList].some((name) => name === 'elsewhere' || name.startsWith('file='));
const canRun = hasWorkplace && !location.pathname.endsWith('/print.html');
for (const code of canRun ? document.querySelectorAll('main pre > code.language-sql') : []) {
    if (!isRun(code) || code.closest('.starter')) continue;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'block-door', textContent: 'Run' });
    button.addEventListener('click', async () => {
        await openWorkplaces();
        window.openBlock(code.parentElement);
    });
    code.parentElement.querySelector('.buttons')?.append(button);
}

// How far the reader is, once there is something to show.
let progress;
const showProgress = () => { progress ??= loadFrom('progress').catch(() => undefined); };
const hasBegun = () => {
    try {
        return Object.keys(localStorage).some((key) => key.startsWith('workbook '));
    } catch {
        return false;
    }
};
document.querySelector('.progress-door')?.addEventListener('click', showProgress);
document.addEventListener('workbook-kept', showProgress);
if (hasWorkplace && hasBegun()) showProgress();
