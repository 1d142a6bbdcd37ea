import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config.ts';

/**
 * Where sheets lie while they are worked on: beside an embedded store, else in a folder of the machine that a relay with the
 * same storage finds again after a kill.
 */
export function importFolder(storage: Config['storage']): string {
  if (storage.kind === 'embedded') return join(storage.dataDir, 'imports');
  const { host, pathname } = new URL(storage.url);
  const name = createHash('sha256').update(`${host}${pathname} ${storage.prefix}`).digest('hex').slice(0, 16);
  return join(tmpdir(), `baibu-imports-${name}`);
}
