import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openTablet, type Tablet } from '../journeys/setup/tablet.ts';
import { openWire } from '../journeys/setup/wire.ts';

/** Runs `work` with a new folder, which goes afterwards. */
export async function withFolder<T>(what: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), `baibu-bench-${what}-`));
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Runs `work` with a browser on a new profile; nothing is opened yet. Throws when the page threw. */
export const withTablet = <T>(relayPort: number, work: (tablet: Tablet) => Promise<T>): Promise<T> =>
  withFolder('profile', async (profileDir) => {
    const wire = await openWire(relayPort);
    const tablet = await openTablet({ profileDir, wire, path: null });
    try {
      const done = await work(tablet);
      // PouchDB asks for checkpoints that are not there, and the browser says so.
      const complaints = tablet.complaints.filter((line) => !line.startsWith('Failed to load resource'));
      if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`);
      return done;
    } finally {
      await tablet.close();
      await wire.close();
    }
  });

/** Runs `work` in the page of measurements, on a new profile. */
export const withBenchPage = <T>(relayPort: number, work: (page: Page) => Promise<T>): Promise<T> =>
  withTablet(relayPort, async ({ page }) => {
    await freshPage(page);
    return work(page);
  });

/** The page of measurements, loaded anew: a new window and new workers, the same storage. */
export async function freshPage(page: Page): Promise<void> {
  await page.goto('/');
  await page.waitForFunction(() => 'bench' in window);
}
