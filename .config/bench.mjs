import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/run-bench.mjs').then(async ({ runBench }) => {
  process.exitCode = await runBench(process.argv.slice(2));
});
