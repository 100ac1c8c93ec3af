// SPDX-License-Identifier: Apache-2.0
// Serves a kernel on V8: node serve.js FILE.wasm, then numbers n on standard input, each answered with `checksum nanoseconds`.
'use strict';
const fs = require('fs');
const {run} = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(process.argv[2])), {}).exports;

require('readline').createInterface({input: process.stdin}).on('line', line => {
    const start = process.hrtime.bigint();
    const sum = run(Number(line));
    console.log(`${sum} ${process.hrtime.bigint() - start}`);
});
