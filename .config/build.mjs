import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/build.mjs').then(async ({ buildIfStale }) => {
  process.exitCode = (await buildIfStale()) ? 0 : 1;
});
