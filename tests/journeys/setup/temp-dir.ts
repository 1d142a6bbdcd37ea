import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder that goes when the running test has finished. Ask for it before what lives in it: last made, first closed. */
export async function tempDir(what: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), `baibu-${what}-`));
  onTestFinished(() => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return path;
}
