import { join } from 'node:path';
import { makeReady } from './make-ready.mjs';
import { root } from './root.mjs';
import { runInForeground } from './run.mjs';

const bundle = join(root, 'dist', 'pictures', 'run.mjs');

/**
 * Bundles `tests/journeys/setup/take-pictures.ts` and runs it on the built app and relay.
 *
 * @param {string[]} args a folder for every screen at every size, or nothing
 * @returns {Promise<number>} exit code
 */
export async function takePictures(args) {
  const ready = await makeReady();
  if (ready === undefined) return 1;
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/journeys/setup/take-pictures.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return runInForeground(process.execPath, [bundle, ...args], ready);
}
