import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/check-and-test.mjs').then(async ({ checkAndTest }) => {
  process.exitCode = await checkAndTest();
});
