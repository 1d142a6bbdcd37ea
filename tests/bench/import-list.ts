import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OrgUnit } from '../../src/domain/documents/organisation.ts';
import { changeOf } from '../../src/domain/register.ts';
import { makeStamp } from '../../src/domain/stamp.ts';
import { contentOf, headOf } from '../../sync-server/imports/read-sheet.ts';
import { putAccount } from '../../sync-server/provisioning/accounts.ts';
import { hashPassword } from '../../sync-server/provisioning/password.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { openEmbeddedStorage } from '../../sync-server/storage/embedded.ts';
import { startRelay, type StartedRelay } from '../journeys/setup/relay.ts';
import { withFolder } from './bench-page.ts';
import { areaOfBuilding, sheetSize, writeCommunitySheet } from './community-sheet.ts';
import type { Figure } from './figure.ts';
import { password } from './seed.ts';

const community = 'bbt';
const user = 'area1';
/** As many as a batch of rows brings to one database. */
const documentsAtOnce = 600;
const keyOf = (area: number): string => `a${area + 1}`;

/** An empty register: the organisation of a community, and a secretary of all its areas. */
async function layOut(dataDir: string, buildings: number, areas: number): Promise<void> {
  let ids = 0;
  const storage = await openEmbeddedStorage({ dataDir, newId: () => `epoch${(ids += 1)}` });
  const keys = Array.from({ length: areas }, (_, area) => keyOf(area));
  await provision(storage, { communities: [{ key: community, areas: keys }], users: [user] });
  const unit = (id: string, level: string, name: string, parentId?: string, key?: string): Record<string, unknown> => ({
    ...changeOf<OrgUnit>(
      { ...{ _id: id, type: 'orgUnit', schema: 1, by: 'admin', deviceId: 'desk' }, at: '2026-01-01T08:00:00+08:00' },
      { level, name, parentId, order: 1, key },
      makeStamp(Date.parse('2026-01-01'), 0, 'admin0'),
    ),
  });
  await storage.write(`ref-${community}`, [
    unit(`orgUnit:${community}`, 'community', '百步亭') as never,
    ...keys.map((key, area) => unit(`orgUnit:${key}`, 'area', `${area + 1}片区`, `orgUnit:${community}`, key) as never),
    ...Array.from(
      { length: buildings },
      (_, building) =>
        unit(
          `orgUnit:b${building + 1}`,
          'building',
          `${building + 1}栋`,
          `orgUnit:${keyOf(areaOfBuilding(building))}`,
        ) as never,
    ),
  ]);
  await putAccount(storage, {
    ...{ username: user, name: 'area1', community, sealed: [], pinned: [] },
    passwordHash: await hashPassword(password),
    grants: [{ role: 'areaSecretary', unitId: `orgUnit:${community}`, areas: keys }],
  });
  await storage.close();
}

/** The most memory that a process had so far (MB), as the system counted it. */
const peakOf = (pid: number): number =>
  Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

interface Run {
  readonly rows: number;
  readonly readMs: number;
  readonly importMs: number;
  readonly againMs: number;
  readonly peakMb: number;
  readonly bare: Bare;
}

/** The documents that an import made, written once more with nothing around it. */
interface Bare {
  readonly ms: number;
  readonly documents: number;
}

async function readAlone(path: string): Promise<{ ms: number; rows: number }> {
  const began = performance.now();
  let rows = 0;
  for await (const some of contentOf(path, await headOf(path, 'register'))) rows += some.length;
  return { ms: performance.now() - began, rows };
}

async function importOnce(relay: StartedRelay, path: string): Promise<number> {
  const at = (way: string): string => `${relay.origin}/api/${way}`;
  const json = { 'content-type': 'application/json' };
  const device = { id: 'bench-desk', name: 'bench' };
  const signedIn = await fetch(at('sessions'), {
    ...{ method: 'POST', headers: json, body: JSON.stringify({ username: user, password, device }) },
  });
  const { token } = (await signedIn.json()) as { token: string };
  const bearer = { authorization: `Bearer ${token}` };
  const asOf = '2026-06-01T00:00:00.000Z';
  const brought = await fetch(at(`imports?asOf=${asOf}`), {
    ...{ method: 'POST', headers: { ...bearer, 'content-type': 'application/octet-stream' } },
    body: new Uint8Array(await readFile(path)),
  });
  const { id, mapping } = (await brought.json()) as { id: string; mapping: readonly string[] };
  const began = performance.now();
  await fetch(at(`imports/${id}/import`), {
    ...{ method: 'POST', headers: { ...bearer, ...json }, body: JSON.stringify({ mapping, asOf }) },
  });
  for (;;) {
    await pause(100);
    const told = await fetch(at(`imports/${id}`), { headers: bearer });
    const { state, counts } = (await told.json()) as { state: string; counts: { faulty: number; rows: number } };
    if (state === 'done' && counts.faulty > 0)
      throw new Error(`${counts.faulty} of ${counts.rows} rows did not come in`);
    if (state === 'done') return performance.now() - began;
    if (state !== 'running') throw new Error(`the import is ${state}`);
  }
}

/** What the storage alone needs for the same documents: the floor beneath an import. */
async function writtenBare(dataDir: string, into: string): Promise<Bare> {
  const newId = (): string => 'bare';
  const from = await openEmbeddedStorage({ dataDir, newId });
  const bare = await openEmbeddedStorage({ dataDir: into, newId });
  let [ms, documents] = [0, 0];
  for (const name of await from.listDatabases()) {
    if (!/^(area|care)-/.test(name)) continue;
    await bare.ensureDatabase(name);
    for (let after = '', more = true; more;) {
      const docs = await from.range(name, after, '\uffff', { limit: documentsAtOnce });
      const began = performance.now();
      await bare.write(
        name,
        docs.map(({ _rev: _, ...draft }) => draft),
      );
      ms += performance.now() - began;
      documents += docs.length;
      more = docs.length === documentsAtOnce;
      after = `${docs.at(-1)?._id ?? ''}\u0000`;
    }
  }
  await Promise.all([from.close(), bare.close()]);
  return { ms, documents };
}

async function runOf(households: number): Promise<Run> {
  return withFolder('import', async (folder) => {
    const path = join(folder, 'list.xlsx');
    const { buildings, areas } = sheetSize(households);
    await writeCommunitySheet(path, households);
    const dataDir = join(folder, 'data');
    await layOut(dataDir, buildings, areas);
    const { ms: readMs, rows } = await readAlone(path);
    const relay = await startRelay({ dataDir, env: { DEMO: 'off' } });
    let run: Omit<Run, 'bare'>;
    try {
      const importMs = await importOnce(relay, path);
      const peakMb = peakOf(relay.pid);
      run = { rows, readMs, importMs, againMs: await importOnce(relay, path), peakMb };
    } finally {
      await relay.stop();
    }
    return { ...run, bare: await writtenBare(dataDir, join(folder, 'bare')) };
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const told = (run: Run): string =>
  `${run.rows} rows: read alone ${seconds(run.readMs)}, imported ${seconds(run.importMs)} ` +
  `(${Math.round((run.rows / run.importMs) * 1000)} rows/s), the same again ${seconds(run.againMs)}, peak ${run.peakMb.toFixed(0)} MB; ` +
  `its ${run.bare.documents} documents alone into the same storage ${seconds(run.bare.ms)} (ratio ${(run.bare.ms / run.readMs).toFixed(1)})`;

/**
 * The list of a community, and of a tenth of it, into an empty register; the ratio is against reading the same file alone.
 * @param households of the larger run; 40,000 make 220,000 rows
 */
export async function importList(households: number): Promise<Figure> {
  const tenth = await runOf(Math.max(1, Math.round(households / 10)));
  const whole = await runOf(households);
  return {
    ...{ name: 'import', value: whole.importMs, unit: 'ms', ratio: whole.importMs / whole.readMs },
    target: { mostRatio: 4 },
    details: [
      `memory of the relay ${whole.peakMb.toFixed(0)} MB, target ≤ 500 MB: ${whole.peakMb <= 500 ? 'met' : 'MISSED'}`,
      told(tenth),
      told(whole),
      `from 1× to 10×: reading ×${(whole.readMs / tenth.readMs).toFixed(1)}, import ×${(whole.importMs / tenth.importMs).toFixed(1)}, ` +
        `memory ×${(whole.peakMb / tenth.peakMb).toFixed(1)}`,
    ],
  };
}
