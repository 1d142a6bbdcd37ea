import { build } from 'esbuild';

await build({
  entryPoints: ['sync-server/main.ts'],
  outfile: 'dist/relay/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
