import { buildIfStale } from './build.mjs';
import { chromiumOrInstall } from './chromium.mjs';
import { installIfNeeded } from './install.mjs';

/**
 * All that tests and measurements need: packages, a browser, a fresh build.
 *
 * @returns {Promise<{ CHROMIUM: string } | undefined>} environment to hand on; undefined, after one clear line, when
 *   something is missing
 */
export async function makeReady() {
  if (!(await installIfNeeded())) return undefined;
  const chromium = await chromiumOrInstall();
  if (chromium === undefined) return undefined;
  return (await buildIfStale()) ? { CHROMIUM: chromium } : undefined;
}
