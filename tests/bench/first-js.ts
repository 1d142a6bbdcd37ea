import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../.config/steps/root.mjs';
import { watchArrival } from './arrival.ts';
import { withTablet } from './bench-page.ts';
import type { Figure } from './figure.ts';

const mostKb = 120;
const app = join(root, 'dist/app');
const kb = (bytes: number): number => bytes / 1000;

/** Names of the modules that went into a chunk, from its source map; the bundler's own runtime and `public` have none. */
async function modulesOf(path: string): Promise<string[]> {
  if (basename(path).startsWith('rolldown-runtime-') || !path.startsWith('/assets/')) return [];
  const map = JSON.parse(await readFile(join(app, `${path}.map`), 'utf8')) as { sources: string[] };
  return map.sources;
}

/**
 * JavaScript that the page itself asks for until the sign-in is painted, each file packed by gzip; the service worker and
 * what it fetches are not part of it. PouchDB has no business there.
 */
export function firstJs(relayPort: number): Promise<Figure> {
  return withTablet(relayPort, async ({ page }) => {
    await page.addInitScript(watchArrival);
    await page.goto('/');
    await page.waitForFunction(() => window.arrival?.signIn !== undefined);
    // What is fetched ahead in quiet moments comes after that.
    const asked = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime < (window.arrival?.signIn ?? 0))
        .map(({ name }) => new URL(name).pathname)
        .filter((path) => path.endsWith('.js') && path !== '/sw.js'),
    );
    const files = await Promise.all(
      [...new Set(asked)].map(async (path) => {
        const bytes = await readFile(join(app, path));
        const pouch = (await modulesOf(path)).filter((source) => /node_modules\/pouchdb/.test(source));
        if (pouch.length > 0) throw new Error(`PouchDB is in the first load: ${path}`);
        return { path, packed: gzipSync(new Uint8Array(bytes)).byteLength, plain: bytes.byteLength };
      }),
    );
    const total = kb(files.reduce((sum, { packed }) => sum + packed, 0));
    const largest = [...files].sort((a, b) => b.packed - a.packed).slice(0, 5);
    return {
      name: 'first-js',
      value: total,
      unit: 'KB',
      ratio: total / mostKb,
      target: { most: mostKb },
      details: [
        `gzip of ${String(files.length)} files, ${kb(files.reduce((sum, { plain }) => sum + plain, 0)).toFixed(0)} KB plain; ` +
          `largest: ${largest.map(({ path, packed }) => `${basename(path)} ${kb(packed).toFixed(1)}`).join(', ')}`,
        'no module of PouchDB in any of them; ratio = value / 120',
      ],
    };
  });
}
