import { buildIfStale } from './build.mjs';
import { installIfNeeded } from './install.mjs';
import { runInForeground } from './run.mjs';

/**
 * From whatever state the folder is in to a relay that answers; stays until the relay ends.
 *
 * @returns {Promise<number>} exit code
 */
export async function startRelay() {
  if (!(await installIfNeeded())) return 1;
  if (!(await buildIfStale())) return 1;
  return runInForeground(process.execPath, ['--enable-source-maps', 'dist/relay/main.js']);
}
