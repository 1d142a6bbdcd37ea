import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { VitePWA } from 'vite-plugin-pwa';
import { configDefaults, defineConfig } from 'vitest/config';
import { appManifest } from './.config/app-manifest.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };
const testing = Boolean(process.env['VITEST']);

/** Class-based state runs its effects only when compiled for the browser, also in Node. */
const asInTheBrowser = { resolve: { conditions: ['browser', 'module', 'development'] } };

const journeyMinutes = 60_000;
/** Shows the furniture in a real Chromium, which should have the machine to itself. */
const inTheBrowser = 'tests/ui/gallery.test.ts';

export default defineConfig({
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    ...(testing
      ? []
      : [
          VitePWA({
            strategies: 'injectManifest',
            srcDir: 'src/sync/service-worker',
            filename: 'sw.ts',
            // The app registers by itself, after its first paint, and asks before an update takes over.
            injectRegister: false,
            manifest: appManifest,
            // The patterns below hold them already.
            includeManifestIcons: false,
            injectManifest: {
              globPatterns: ['**/*.{js,css,html,svg,webmanifest}', 'icons/*.png'],
              // A classic script: module service workers are missing from browsers of older tablets.
              rollupFormat: 'iife',
            },
          }),
        ]),
  ],
  define: { 'import.meta.env.APP_VERSION': JSON.stringify(version) },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // Every inlined asset is a `data:` address, which the content security policy does not allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  test: {
    exclude: [...configDefaults.exclude, 'dist/**'],
    passWithNoTests: true,
    // Vitest leaves one core to its watcher, which a run does not have.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'domain', environment: 'node', include: ['tests/domain/**/*.test.ts'] },
      },
      {
        extends: true,
        ...asInTheBrowser,
        test: {
          name: 'store',
          environment: 'node',
          include: ['tests/{store,sync,features,platform,ui,words,app}/**/*.test.ts'],
          exclude: [inTheBrowser],
          setupFiles: ['fake-indexeddb/auto'],
        },
      },
      {
        extends: true,
        test: {
          name: 'relay',
          environment: 'node',
          include: ['tests/{relay,contracts,doubles}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        ...asInTheBrowser,
        test: {
          name: 'world',
          environment: 'node',
          include: ['tests/world/**/*.test.ts'],
          setupFiles: ['fake-indexeddb/auto'],
          testTimeout: 1_800_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'house',
          environment: 'node',
          include: ['tests/house/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          environment: 'node',
          include: ['tests/journeys/**/*.test.ts', inTheBrowser],
          globalSetup: ['tests/journeys/setup/built-house.ts'],
          fileParallelism: false,
          // After everything else: one Chromium has both cores to itself.
          sequence: { groupOrder: 1 },
          testTimeout: 3 * journeyMinutes,
          hookTimeout: journeyMinutes,
        },
      },
    ],
  },
});
