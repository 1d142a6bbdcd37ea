import { makeReady } from './make-ready.mjs';
import { runInForeground } from './run.mjs';
import { closingLine, testOnce } from './run-tests.mjs';

const checks = ['format', 'lint', 'types', 'doors', 'dead'];

/**
 * All checks and the whole suite, whatever fails on the way; a check counts as one in the closing line.
 *
 * @returns {Promise<number>} exit code
 */
export async function checkAndTest() {
  const ready = await makeReady();
  if (ready === undefined) return 1;
  const failedChecks = [];
  for (const check of checks) {
    console.log(`\n— ${check}`);
    if ((await runInForeground('npm', ['run', '--silent', `check:${check}`], ready)) !== 0) failedChecks.push(check);
  }
  const { passed, failed } = await testOnce([], ready);
  if (failedChecks.length > 0) console.log(`\nfailed: ${failedChecks.join(', ')}`);
  console.log(closingLine(passed + checks.length - failedChecks.length, failed + failedChecks.length));
  return failed + failedChecks.length === 0 ? 0 : 1;
}
