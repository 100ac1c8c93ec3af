// SPDX-License-Identifier: Apache-2.0
// Runs a WASI command on V8, with the folder's work as / and ., and usr as /usr: node wasi.mjs FOLDER FILE.wasm ARGUMENT...
// Functions that are missing are stubs that throw.
import { WASI } from 'node:wasi';
import fs from 'node:fs';
import path from 'node:path';

const [folder, file, ...args] = process.argv.slice(2);
const work = path.join(folder, 'work');
const wasi = new WASI({ version: 'preview1', args: [path.basename(file), ...args], env: {}, preopens: { '/usr': path.join(folder, 'usr'), '.': work, '/': work } });
const module = await WebAssembly.compile(fs.readFileSync(file));
const imports = { wasi_snapshot_preview1: wasi.wasiImport };
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind === 'function') {
        (imports[from] ??= {})[name] ??= () => { throw new Error(`${from}.${name} called`); };
    }
}
process.exit(wasi.start(await WebAssembly.instantiate(module, imports)));
