// Everything after the version check is imported late: an old Node must get as far as its one clear line.
import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/start-relay.mjs').then(async ({ startRelay }) => {
  process.exitCode = await startRelay();
});
