import { World } from './world.ts';
import type { Plan } from './plan.ts';
import type { Sightings } from './sightings.ts';
import { layTemplate } from './template.ts';
import { documentsIn, faultsOf } from './truths.ts';
import { Turns } from './virtual-time.ts';

/** Lives through worlds one after the other, in a process that was prepared for it. */
export interface Fate {
  /** Lives through a plan and heals; throws with everything that is wrong afterwards. */
  readonly liveThrough: (plan: Plan) => Promise<Sightings>;
  /** The same with one request meeting a trouble; gives the world when it is well again. */
  readonly liveThroughOne: (plan: Plan, single?: World['single']) => Promise<Lived>;
}

/** How a world ended. */
export interface Lived {
  readonly sightings: Sightings;
  readonly requests: readonly string[];
  /** what the relays hold of people's work: bodies by database and id */
  readonly documents: ReadonlyMap<string, string>;
}

/** Prepares this process: turns are counted, and signing costs no thread of the machine. */
export async function fate(): Promise<Fate> {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  crypto.subtle.sign = () => Promise.resolve(new ArrayBuffer(64));
  const turns = new Turns().install();
  const template = await layTemplate(turns, privateKey);
  async function live(plan: Plan, single: World['single']): Promise<Lived> {
    const world = new World(plan, turns, privateKey, template);
    world.single = single;
    try {
      await world.begin();
      await world.live();
      let faults: string[] = [];
      await world.heal(async () => {
        faults = await faultsOf(world);
        return faults.length === 0;
      });
      if (faults.length > 0) throw new Error(faults.slice(0, 12).join('\n'));
      return { sightings: world.sightings, requests: world.requests, documents: documentsIn(world) };
    } finally {
      world.end();
      await turns.calm();
    }
  }
  return {
    liveThrough: async (plan) => (await live(plan, undefined)).sightings,
    liveThroughOne: live,
  };
}
