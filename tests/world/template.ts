import type { Cluster } from '../doubles/couchdb/cluster.ts';
import { memoryOf, type Memory } from './tablet.ts';
import { cast } from './town.ts';
import type { Turns } from './virtual-time.ts';
import { World } from './world.ts';

/** A town as everybody finds it on Monday morning: fetched by every tablet, followed by the relay. */
export interface Template {
  readonly cluster: Cluster;
  /** by place in `cast` */
  readonly memories: ReadonlyMap<number, Memory>;
  /** Brings the storage back to that morning. */
  readonly restore: () => void;
}

/** Lays the town down once, so that thousands of worlds can begin there. */
export async function layTemplate(turns: Turns, key: CryptoKey): Promise<Template> {
  const tablets = cast.map((_, place) => place);
  const plan = {
    seed: 1,
    tablets,
    fresh: true,
    relays: 1,
    storage: 'embedded',
    trouble: 0,
    gaps: [],
    steps: [],
  } as const;
  const world = new World(plan, turns, key);
  await world.begin();
  await Promise.all(world.relays.map((relay) => relay.followers.sweep()));
  await world.time.pass(20_000);
  const memories = new Map<number, Memory>();
  for (const [place, tablet] of world.tablets.entries()) memories.set(place, await memoryOf(tablet));
  world.end();
  await turns.calm();
  const { cluster } = world;
  const backups = [...cluster.databases.keys()].map((name) => cluster.backup(name));
  return {
    cluster,
    memories,
    restore: () => {
      cluster.forgetPlans();
      for (const backup of backups) backup();
    },
  };
}
