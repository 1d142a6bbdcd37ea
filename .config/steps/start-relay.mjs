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

/**
 * One command of an operator: builds the relay where it is stale, and passes the words on. Standard input is theirs.
 *
 * @param {string[]} words
 * @returns {Promise<number>} exit code
 */
export async function runRelayCommand(words) {
  if (!(await installIfNeeded())) return 1;
  if (!(await buildIfStale(['relay']))) return 1;
  return runInForeground(process.execPath, ['--enable-source-maps', 'dist/relay/main.js', ...words]);
}
