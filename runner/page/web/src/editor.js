// The editor of a file: SQL in colours, with numbered lines, undo, and a mark at the line a finding is about.
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { SQLite, sql } from '@codemirror/lang-sql';
import { tags } from '@lezer/highlight';

const markLine = StateEffect.define();

const markedLine = StateField.define({
    create: () => Decoration.none,
    update(marks, change) {
        const effect = change.effects.find((effect) => effect.is(markLine));
        if (effect === undefined) return marks.map(change.changes);
        const { doc } = change.state;
        const there = effect.value >= 1 && effect.value <= doc.lines;
        return there ? Decoration.set([Decoration.line({ class: 'workplace-marked' }).range(doc.line(effect.value).from)]) : Decoration.none;
    },
    provide: (field) => EditorView.decorations.from(field),
});

// The colours are the style sheet's, so that they follow the theme.
const colours = HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.typeName], class: 'workplace-keyword' },
    { tag: [tags.string, tags.special(tags.string)], class: 'workplace-string' },
    { tag: [tags.number, tags.bool, tags.null], class: 'workplace-number' },
    { tag: [tags.lineComment, tags.blockComment], class: 'workplace-comment' },
]);

// Typed over a selection, Chromium's own editing writes a style attribute, which the page's content security policy refuses.
const typeOver = EditorView.domEventHandlers({
    beforeinput(event, view) {
        if (event.inputType !== 'insertText' || event.isComposing || !event.data || view.state.readOnly || view.state.selection.main.empty) return false;
        view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
        return true;
    },
});

const lookAndKeys = [
    lineNumbers(), highlightSpecialChars(), drawSelection(), bracketMatching(), indentUnit.of('    '),
    EditorView.lineWrapping, typeOver, markedLine, sql({ dialect: SQLite }), syntaxHighlighting(colours),
];

/** An editor in `parent` for all files, one of which is seen at a time. */
export function createEditor(parent, { check, changed }) {
    const states = new Map();
    let shown;
    const view = new EditorView({ parent });
    const extensions = (label, given) => [
        keymap.of([{ key: 'Mod-Enter', run: () => (check(), true) }]),
        lookAndKeys,
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': String(given) }),
        given
            ? [EditorState.readOnly.of(true), keymap.of(defaultKeymap)]
            : [history(), keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab])],
        EditorView.updateListener.of((update) => update.docChanged && changed(shown)),
    ];
    const keepShown = () => shown !== undefined && states.set(shown, view.state);
    return {
        /** Makes a file known, or known anew. */
        put(name, text, given, label = given ? `${name}, given` : name) {
            states.set(name, EditorState.create({ doc: text, extensions: extensions(label, given) }));
            if (name === shown) view.setState(states.get(name));
        },
        forget(name) {
            if (shown === name) shown = undefined;
            states.delete(name);
        },
        show(name) {
            keepShown();
            shown = name;
            view.setState(states.get(name));
        },
        text(name) {
            keepShown();
            return states.get(name).doc.toString();
        },
        /** Replaces the whole text, which undo takes back. */
        replace(name, text) {
            keepShown();
            const state = states.get(name);
            const change = { changes: { from: 0, to: state.doc.length, insert: text } };
            if (name === shown) view.dispatch(change);
            else states.set(name, state.update(change).state);
        },
        /** Marks a line of a file; 0 is none. */
        mark(name, line) {
            keepShown();
            if (!states.has(name)) return;
            const change = { effects: markLine.of(line) };
            if (name === shown) view.dispatch(change);
            else states.set(name, states.get(name).update(change).state);
        },
        focus: () => view.focus(),
    };
}
