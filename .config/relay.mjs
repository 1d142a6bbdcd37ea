// Everything after the version check is imported late: an old Node must get as far as its one clear line.
import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/start-relay.mjs').then(async ({ runRelayCommand }) => {
  const words = process.argv.slice(2);
  process.exitCode = await runRelayCommand(words.length > 0 ? words : ['help']);
});
