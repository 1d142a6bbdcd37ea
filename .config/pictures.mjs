import { requireNode } from './steps/node-version.mjs';

requireNode();
import('./steps/take-pictures.mjs').then(async ({ takePictures }) => {
  process.exitCode = await takePictures(process.argv.slice(2));
});
