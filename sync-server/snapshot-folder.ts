import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config.ts';

/**
 * Where snapshots lie. Beside an embedded store, in the folder that this relay alone uses, they outlive a restart; a relay
 * that keeps nothing itself has them in a folder of its own (mode 0700) that goes with it.
 */
export async function snapshotFolder(
  storage: Config['storage'],
): Promise<{ readonly path: string; readonly giveBack: () => Promise<void> }> {
  if (storage.kind === 'embedded')
    return { path: join(storage.dataDir, 'snapshots'), giveBack: () => Promise.resolve() };
  const name = join(tmpdir(), 'baibu-snapshots-');
  // A relay that may write nowhere serves no snapshots, and everything else.
  const path = await mkdtemp(name).catch(() => `${name}none`);
  return { path, giveBack: () => rm(path, { recursive: true, force: true }) };
}
