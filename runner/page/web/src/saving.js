// Saves something as a file on the reader's machine.
import { strToU8, zipSync } from 'fflate';

/** Offers a file for saving. */
export function saveFile(name, content, type) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    // The browser reads it after the click.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Saves texts in a zip, under their paths in the course: unpacked in the folder of the course, they are where it reads them. */
export function saveZip(name, texts) {
    const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, strToU8(text)]));
    saveFile(name, zipSync(files), 'application/zip');
}
