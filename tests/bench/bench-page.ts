import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openTablet, type Tablet, type TabletSetting } from '../journeys/setup/tablet.ts';
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

/** Runs `work` with a browser on a new profile, at the page that this relay serves. */
export const withTablet = <T>(
  relayPort: number,
  setting: Pick<TabletSetting, 'path'>,
  work: (tablet: Tablet) => Promise<T>,
): Promise<T> =>
  withFolder('profile', async (profileDir) => {
    const wire = await openWire(relayPort);
    const tablet = await openTablet({ profileDir, wire, ...setting });
    try {
      return await work(tablet);
    } finally {
      await tablet.close();
      await wire.close();
    }
  });

/** The page of measurements, loaded anew: a new window and new workers, the same storage. */
export async function freshPage(page: Page): Promise<Page> {
  await page.goto('/');
  await page.waitForFunction(() => 'bench' in window);
  return page;
}
