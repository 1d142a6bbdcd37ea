import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { type Browser, chromium } from 'playwright-core';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('./gallery', import.meta.url));
const house = fileURLToPath(new URL('../..', import.meta.url));

export interface GalleryHost {
  /** Without a slash at the end. */
  readonly url: string;
  readonly browser: Browser;
  close: () => Promise<void>;
}

/** Serves the gallery on a free port of this machine and opens a browser for it. */
export async function openGallery(): Promise<GalleryHost> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const server = await createServer({
    configFile: false,
    root,
    cacheDir: `${house}/node_modules/.vite-gallery`,
    logLevel: 'error',
    plugins: [svelte({ configFile: false })],
    server: { host: '127.0.0.1', port, hmr: false, watch: null, fs: { allow: [house] } },
    optimizeDeps: { include: ['svelte', 'bits-ui'] },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
  return {
    url: server.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '',
    browser,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
