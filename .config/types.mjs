import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps/root.mjs';

/** One compiler run per realm: what a file may lean on (DOM, worker, Node, nothing) depends on where it runs. */
const realms = [
  ['window', 'svelte-check/bin/svelte-check', '--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ['tests', ...tsc('tests')],
  ['domain', ...tsc('src/domain')],
  ['sync worker', ...tsc('src/sync/worker')],
  ['service worker', ...tsc('src/sync/service-worker')],
  ['relay', ...tsc('sync-server')],
  ['tools', ...tsc('.config')],
];

/** @param {string} folder */
function tsc(folder) {
  return ['typescript/bin/tsc', '--pretty', 'false', '-p', join(folder, 'tsconfig.json')];
}

/** Two at a time: one for each core of the smallest machine in use. */
const lanes = 2;
const waiting = [...realms];
let failed = 0;
await Promise.all(Array.from({ length: lanes }, lane));
process.exitCode = failed === 0 ? 0 : 1;

async function lane() {
  for (let realm = waiting.shift(); realm !== undefined; realm = waiting.shift()) {
    const [name = '', program = '', ...args] = realm;
    const began = Date.now();
    const { code, output } = await captured([join('node_modules', program), ...args]);
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    if (code === 0) continue;
    failed += 1;
    console.log(output);
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function captured(args) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ code, output }));
  });
}
