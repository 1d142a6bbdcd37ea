import { extractOf, refOf } from '../../src/domain/database-name.ts';
import { homesId, type AreaHomes, type CountedHome } from '../../src/domain/extract.ts';
import { groupBy } from '../../src/domain/group.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import { readConfig } from '../../sync-server/config.ts';
import { putAccount } from '../../sync-server/provisioning/accounts.ts';
import { hashPassword } from '../../sync-server/provisioning/password.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { startRelay } from '../../sync-server/relay.ts';
import type { DraftDoc, Storage } from '../../sync-server/storage/port.ts';
import { aTown, today } from '../builders/a-town.ts';
import { freePort } from '../journeys/setup/free-port.ts';
import { startRelay as startBuiltRelay } from '../journeys/setup/relay.ts';
import { withFolder } from './bench-page.ts';
import { median, spread, type Figure } from './figure.ts';
import { password } from './seed.ts';

const tries = 12;
const batch = 500;
const community = 'c1';

interface Size {
  readonly units: readonly number[];
  readonly households: number;
}
/** 百步亭, and ten times as much of everything (domain.md §8b). */
const once: Size = { units: [1, 9, 100, 712], households: 40_000 };
const tenfold: Size = { units: [1, 90, 1000, 7120], households: 400_000 };

const areaOfBuilding = (building: number, { units }: Size): number =>
  Math.floor(((building - 1) * (units[2] ?? 0)) / (units[3] ?? 1)) + 1;

async function write(storage: Storage, database: string, docs: readonly object[]): Promise<void> {
  for (let from = 0; from < docs.length; from += batch) {
    const written = await storage.write(database, docs.slice(from, from + batch) as DraftDoc[]);
    if (written.some((row) => row.error !== undefined)) throw new Error(`not everything of ${database} was written`);
  }
}

/** Organisation, posts, and per area the document that the followers keep of its homes. @returns how many documents */
async function seed(dataDir: string, size: Size): Promise<number> {
  const config = readConfig({ DATA_DIR: dataDir, DEMO: 'off', PORT: String(await freePort()) });
  if (!config.ok) throw new Error(config.fault.en);
  const settings = {
    clock: Date.now,
    appFolder: 'none',
    importProgram: new URL('file:///none'),
    version: '0.0.0-bench',
    logLevel: 'silent',
  } as const;
  const started = await startRelay({ config: config.value, ...settings });
  if (!started.ok) throw new Error(started.fault.en);
  const { storage, stop } = started.value;
  // the report reads none of the areas' own databases: they need not exist
  await provision(storage, { communities: [{ key: community, areas: [] }], users: ['secretary'] });
  const { units, structures: levels, posts, homes } = aTown(structures.fiveLevels, size);
  const byArea = groupBy(homes, ({ buildingId }) =>
    areaOfBuilding(Number(buildingId.slice('orgUnit:building-'.length)), size),
  );
  const counted = (all: typeof homes): CountedHome[] =>
    all.map(({ charges, ...home }, place) => ({
      ...{ ...home, door: `${String((place % 9) + 1)}-1-1203` },
      charges: charges.map(({ _id, unitId, seat = '', from }) => ({ _id, unitId, seat, from })),
    }));
  const extracts = [...byArea].map(([area, all]): AreaHomes => ({
    ...{ _id: homesId(`a${String(area)}`), type: 'extract', schema: 1, area: `a${String(area)}` },
    homes: counted(all),
  }));
  const ref = [...units, ...levels, ...posts].map((doc) => ({ ...doc }));
  await write(storage, refOf(community), ref);
  await write(storage, extractOf(community), extracts);
  const areas = extracts.map(({ area }) => area);
  await putAccount(storage, {
    ...{ username: 'secretary', name: '书记', community, sealed: [], pinned: [] },
    grants: [{ role: 'communitySecretary', unitId: 'orgUnit:community-1', areas }],
    passwordHash: await hashPassword(password, { power: 10, r: 8, p: 1 }),
  });
  await stop();
  return ref.length + extracts.length;
}

interface Measured {
  readonly took: readonly number[];
  readonly documents: number;
}

async function measure(size: Size): Promise<Measured> {
  return withFolder('blank-spots', async (dataDir) => {
    const documents = await seed(dataDir, size);
    const relay = await startBuiltRelay({ dataDir, env: { DEMO: 'off' } });
    try {
      const signedIn = await fetch(`${relay.origin}/api/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'secretary', password, device: { id: 'bench-desk', name: 'bench' } }),
      });
      const { token } = (await signedIn.json()) as { token: string };
      const took: number[] = [];
      for (let time = 0; time < tries; time += 1) {
        const began = performance.now();
        const answer = await fetch(`${relay.origin}/api/blank-spots?day=${today}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const report = (await answer.json()) as { households: number; blank: number };
        took.push(performance.now() - began);
        if (report.households !== size.households || report.blank !== 0) throw new Error(JSON.stringify(report));
      }
      return { took, documents };
    } finally {
      await relay.stop();
    }
  });
}

/** The report on blank spots of a whole community, asked of the relay over HTTP; and how it grows. */
export async function blankSpotsFigure(): Promise<Figure> {
  const small = await measure(once);
  const large = await measure(tenfold);
  return {
    name: 'blank-spots',
    value: median(small.took),
    unit: 'ms',
    ratio: median(large.took) / median(small.took),
    target: { most: 2000 },
    details: [
      '40,000 households, 712 buildings, 100 areas, answered anew each time: nothing is kept between answers',
      `the first answer of a relay that has just started: ${String(Math.round(small.took[0] ?? 0))} ms; 10×: ${String(Math.round(large.took[0] ?? 0))} ms`,
      `1× (${String(small.documents)} documents read), ms: ${spread(small.took)}`,
      `10× (400,000 households, ${String(large.documents)} documents read), ms: ${spread(large.took)}`,
      'the embedded relay is a process of its own; asked over HTTP by the community secretary',
      'ratio = median at 10× / median at 1×: growth in proportion is 10',
    ],
  };
}
