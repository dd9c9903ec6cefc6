// Loads what stands beside this script: a script that hands its data over, which also a page that was opened as a file may load.

const here = new URL('.', document.currentScript.src);
const waiting = new Map();
const loaded = new Map();

// Each script that loads data is told of all that comes, also of what another has asked for.
const others = window.workplaceData;
window.workplaceData = (name, data) => {
    others?.(name, data);
    waiting.get(name)?.(data);
};

/** The data of this name. */
export function load(name) {
    if (!loaded.has(name)) {
        const data = new Promise((resolve, reject) => {
            waiting.set(name, resolve);
            const script = document.createElement('script');
            script.src = new URL(`${name}.js`, here);
            script.onerror = () => reject(new Error(`\`workplace/${name}.js\` cannot be loaded`));
            script.onload = () => script.remove();
            document.head.append(script);
        });
        loaded.set(name, data);
        data.catch(() => loaded.delete(name));
    }
    return loaded.get(name);
}

/** The bytes of a module: as they are, or from a script where nothing else can be loaded. */
export async function loadBytes(name) {
    if (here.protocol === 'file:') {
        return Uint8Array.from(atob(await load(name)), (letter) => letter.charCodeAt(0));
    }
    const answer = await fetch(new URL(`${name}.wasm`, here));
    if (!answer.ok) {
        throw new Error(`\`workplace/${name}.wasm\` cannot be loaded: ${answer.status}`);
    }
    return answer.arrayBuffer();
}
