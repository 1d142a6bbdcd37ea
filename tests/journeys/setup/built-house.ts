import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../../../.config/steps/build.mjs';
import { startRelay } from './relay.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Data folder of a relay that made the demo community and was ended; copy it, never start in it. */
    demoFolder: string;
  }
}

/** Journeys walk through what is delivered: the built app, served by the built relay, in the demo community. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await buildIfStale())) throw new Error('app or relay did not build');
  const folder = await mkdtemp(join(tmpdir(), 'baibu-demo-'));
  const relay = await startRelay({ dataDir: folder });
  await relay.stop();
  project.provide('demoFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
