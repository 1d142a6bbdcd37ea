import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/run-tests.mjs').then(async ({ runTests }) => {
  process.exitCode = await runTests(process.argv.slice(2));
});
