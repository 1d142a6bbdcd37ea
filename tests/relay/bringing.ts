import { expect } from 'vitest';
import type { Register } from '../../src/domain/register.ts';
import type { SheetList } from '../../src/domain/sheet/sheet-list.ts';
import type { SignedInPerson, TestRelay } from '../builders/relay.ts';

/** The day of the sheets that are brought, unless a test says another. */
export const asOf = '2026-11-01T08:00:00.000Z';

/** A sheet at the relay as its owner hears of it. */
export interface Job {
  readonly id: string;
  readonly state: string;
  readonly fault?: string;
  readonly headers: string[];
  readonly mapping: string[];
  readonly cursor: number;
  readonly counts: Record<string, number>;
  readonly faultyRows: { row: number; faults: { column: string; code: string; row?: number }[] }[];
}

export async function bring(who: SignedInPerson, file: Buffer, day = asOf, list: SheetList = 'register'): Promise<Job> {
  const url = `/api/imports?asOf=${encodeURIComponent(day)}&list=${list}`;
  const answer = await fetch(`${new URL(who.device === '' ? '' : (urlOf.get(who) ?? '')).origin}${url}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(file),
  });
  return (await answer.json()) as Job;
}
const urlOf = new Map<SignedInPerson, string>();
export async function signedIn(relay: TestRelay, name: string): Promise<SignedInPerson> {
  const who = await relay.signIn(name);
  urlOf.set(who, relay.url);
  return who;
}
export const jobOf = async (who: SignedInPerson, id: string): Promise<Job> =>
  (await (await who.ask(`/api/imports/${id}`)).json()) as Job;

export async function begin(
  who: SignedInPerson,
  { id, mapping }: Job,
  how: 'check' | 'import',
  day = asOf,
): Promise<void> {
  const answer = await who.ask(`/api/imports/${id}/${how}`, { body: { mapping, asOf: day } });
  expect(answer.status).toBe(200);
}
export async function ended(who: SignedInPerson, id: string): Promise<Job> {
  let job = await jobOf(who, id);
  await expect
    .poll(async () => (job = await jobOf(who, id)).state, { timeout: 20_000 })
    .not.toMatch(/^(checking|running)$/);
  return job;
}
/** Brings a sheet in, from the first row to the last. */
export async function imported(
  who: SignedInPerson,
  file: Buffer,
  day = asOf,
  list: SheetList = 'register',
): Promise<Job> {
  const job = await bring(who, file, day, list);
  await begin(who, job, 'import', day);
  return ended(who, job.id);
}

/** Documents of a type in a database, however many. */
export async function typed(relay: TestRelay, db: string, type: string): Promise<Register[]> {
  const found: Register[] = [];
  for (let from = `${type}:`; ;) {
    const page = await relay.storage.range(db, from, `${type}:\uffff`, { limit: 1000 });
    found.push(...(page as unknown as Register[]));
    const last = page.at(-1);
    if (!last || page.length < 1000) return found;
    from = `${last._id}\u0000`;
  }
}
export const valuesOf = (register: Register | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(register?.fields ?? {}).map(([name, { v }]) => [name, v]));
