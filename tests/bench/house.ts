import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { root } from '../../.config/steps/root.mjs';

/** Beside a relay in `relay/main.js` the app is looked for in `app/`. */
const house = join(root, 'dist', 'bench');

/**
 * Builds the page of measurements and puts the built relay beside it, so that the relay itself serves the page: same
 * origin, same headers, nothing in between.
 * @returns the program of that relay
 */
export async function buildBenchHouse(): Promise<string> {
  await build({
    configFile: false,
    plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
    root: join(root, 'tests/bench/page'),
    logLevel: 'warn',
    build: {
      outDir: join(house, 'app'),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
    worker: { format: 'es' },
  });
  await mkdir(join(house, 'relay'), { recursive: true });
  const program = join(house, 'relay', 'main.js');
  await cp(join(root, 'dist/relay/main.js'), program);
  return program;
}
