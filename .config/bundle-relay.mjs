import { build } from 'esbuild';

await build({
  entryPoints: { main: 'sync-server/main.ts', 'import-worker': 'sync-server/imports/import-worker.ts' },
  outdir: 'dist/relay',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
