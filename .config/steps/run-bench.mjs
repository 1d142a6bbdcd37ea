import { join } from 'node:path';
import { makeReady } from './make-ready.mjs';
import { root } from './root.mjs';
import { runInForeground } from './run.mjs';

const bundle = join(root, 'dist', 'bench', 'run.mjs');

/**
 * Bundles `tests/bench/run.ts` and runs it in Node, with the built app and relay and a Chromium at hand.
 *
 * @param {string[]} args handed to the measurements
 * @returns {Promise<number>} exit code
 */
export async function runBench(args) {
  const ready = await makeReady();
  if (ready === undefined) return 1;
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/bench/run.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  return runInForeground(process.execPath, ['--enable-source-maps', bundle, ...args], ready);
}
