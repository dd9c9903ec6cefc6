// A report as the page shows it: the first finding in full, the others in a line each, the steps with their points.

/** An element with attributes and children. */
export function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
}

/** A sentence of the course: what stands in backticks is code, what stands between asterisks is stressed. */
export function prose(text) {
    return text.trim().split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/).map((piece) => {
        if (piece.length > 2 && piece.startsWith('`')) return make('code', {}, piece.slice(1, -1));
        if (piece.length > 4 && piece.startsWith('**')) return make('strong', {}, piece.slice(2, -2));
        if (piece.length > 2 && piece.startsWith('*')) return make('em', {}, piece.slice(1, -1));
        return piece;
    });
}

/** Shows a report: what is heard in `verdict`, the rest in `details`. */
export function showReport({ report, exercise, solution, gently, folder, verdict, details, goTo }) {
    const { first } = report;
    verdict.className = `workplace-verdict workplace-${report.verdict}`;
    if (report.verdict === 'passed') {
        verdict.replaceChildren(
            make('p', {}, make('strong', {}, `✓ Passed, ${points(report)}. `), ...prose(exercise.praise ?? '')));
    } else if (first === undefined) {
        verdict.replaceChildren(make('p', {}, make('strong', {}, 'It could not be graded: '), ...prose(report.error ?? '')));
    } else {
        const untouched = report.verdict === 'untouched' ? ['The files are untouched. '] : [];
        verdict.replaceChildren(make('p', {}, ...untouched, make('strong', { class: 'workplace-not-yet' }, 'Not yet: '), ...prose(first.message)));
    }
    const all = report.steps.flatMap((step) => step.findings);
    const others = all.filter((finding) => !isSame(finding, first));
    details.replaceChildren(
        ...(first ? inFull(first, report, gently, folder, goTo) : []),
        ...(others.length > 0 ? [also(others, folder, goTo)] : []),
        ...(report.verdict === 'passed' ? afterPass(exercise, solution) : []),
        steps(report),
    );
}

const isSame = (one, other) => other !== undefined && ['kind', 'message', 'file', 'line'].every((key) => one[key] === other[key]);

function inFull(finding, report, gently, folder, goTo) {
    const lines = [];
    if (finding.line && finding.file) lines.push(make('p', {}, 'At ', place(finding, folder, goTo), '.'));
    if (finding.hint) lines.push(make('p', {}, make('strong', {}, 'Next: '), ...prose(finding.hint)));
    if (finding.section) lines.push(make('p', {}, make('strong', {}, 'Read: '), reading(finding.section)));
    const step = finding.step && report.steps.find((step) => step.name === finding.step);
    if (step) {
        const seen = step.why ? `After the step “${step.name}” this should be true: ${step.why.trim()}` : `Seen at the step “${step.name}”.`;
        lines.push(make('p', {}, ...prose(seen)));
    }
    if (gently) lines.push(make('div', {}, make('p', {}, make('strong', {}, 'In other words:')), ...gently.split('\n').map((line) => make('p', {}, ...prose(line)))));
    return lines;
}

function also(findings, folder, goTo) {
    const list = make('ul', {}, ...findings.map((finding) => make('li', {}, ...prose(finding.message),
        ...(finding.line && finding.file ? [' (', place(finding, folder, goTo), ')'] : []))));
    return make('details', { class: 'workplace-also' },
        make('summary', {}, findings.length === 1 ? 'Also 1 other finding' : `Also ${findings.length} other findings`), list);
}

/** The file and line of a finding, which lead there. */
function place(finding, folder, goTo) {
    const name = finding.file.startsWith(`${folder}/`) ? finding.file.slice(folder.length + 1) : finding.file;
    const button = make('button', { type: 'button', class: 'workplace-place' }, `${name}:${finding.line}`);
    button.addEventListener('click', () => goTo(finding));
    return button;
}

/** The link to a section: `book/ch06-changing-tables.md#the-id`. */
function reading(section) {
    const [file, id] = section.split('#');
    const page = file.replace(/^book\//, '').replace(/\.md$/, '.html');
    const here = location.pathname.endsWith(`/${page}`) ? document.getElementById(id) : null;
    return make('a', { href: `${page}#${id}` }, here?.textContent.trim() || `${page.replace('.html', '')}, “${id.replaceAll('-', ' ')}”`);
}

function afterPass(exercise, solution) {
    const files = solution.flatMap(([name, text]) => [make('p', {}, make('code', {}, name)), make('pre', { tabindex: '0', role: 'region', 'aria-label': `The solution's ${name}` }, make('code', {}, text.trimEnd()))]);
    const note = exercise.note ? [make('p', {}, ...prose(exercise.note))] : [];
    if (files.length === 0) return note;
    return [make('details', { class: 'workplace-solution' }, make('summary', {}, 'How the course solves it, and why so'), ...files, ...note)];
}

const SIGNS = { passed: '✓', skipped: '–' };
const WORDS = { passed: 'passed', skipped: 'not run' };

function steps(report) {
    const list = make('ol', { class: 'workplace-steps' }, ...report.steps.map((step) => make('li', { class: `workplace-step-${step.verdict}` },
        make('span', { 'aria-hidden': 'true' }, `${SIGNS[step.verdict] ?? '✗'} `),
        make('span', { class: 'workplace-heard' }, `${WORDS[step.verdict] ?? 'not yet'}: `),
        step.name,
        step.points > 0 ? ` (${points(step)})` : '',
        ...(step.blocked_by ? [': it needs the step “', step.blocked_by, '”'] : []))));
    return make('details', { class: 'workplace-all-steps' }, make('summary', {}, `Steps, ${points(report)}`), list);
}

const points = ({ earned, points }) => `${earned} of ${points} ${points === 1 ? 'point' : 'points'}`;
