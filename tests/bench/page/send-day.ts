import pouchdb from 'pouchdb';
import type { Part } from '../../../src/domain/envelope.ts';
import { Connectivity } from '../../../src/platform/connectivity.ts';
import { partsOf } from '../../../src/store/rebuild.ts';
import { openLine } from '../../../src/sync/line.ts';
import { outboxRound } from '../../../src/sync/outbox-round.ts';
import { carry, forget, open, whenLoaded, type Credentials } from './account.ts';
import { finish, inhabited } from './finish-five.ts';

interface Local {
  bulkDocs(docs: readonly object[]): Promise<unknown>;
  destroy(): Promise<unknown>;
}
/** As much of PouchDB as is used here. */
interface Stock {
  new (name: string, how: { adapter?: 'idb'; skip_setup?: true }): Local;
  replicate(from: Local, to: Local): Promise<{ readonly ok: boolean; readonly docs_written: number }>;
}
const PouchDB = pouchdb as Stock;

export interface SentDays {
  /** ms, one for each day */
  readonly app: readonly number[];
  readonly stock: readonly number[];
  /** documents of a day, as the stock push counted them */
  readonly documents: readonly number[];
}

/** The same documents out of one PouchDB for each database, all pushed at once. @returns ms and how many arrived */
async function pushByStock(parts: readonly Part[], day: number): Promise<{ ms: number; written: number }> {
  const names = [...new Set(parts.map(({ db }) => db))];
  const locals: [Local, Local][] = [];
  for (const name of names) {
    const local = new PouchDB(`day-${String(day)}-${name}`, { adapter: 'idb' });
    await local.bulkDocs(parts.filter(({ db }) => db === name).map(({ doc }) => doc));
    locals.push([local, new PouchDB(`${location.origin}/stock/${name}-${String(day)}`, { skip_setup: true })]);
  }
  const began = performance.now();
  const told = await Promise.all(locals.map(([local, remote]) => PouchDB.replicate(local, remote)));
  const ms = performance.now() - began;
  for (const [local] of locals) await local.destroy();
  return { ms, written: told.reduce((sum, { docs_written }) => sum + docs_written, 0) };
}

/** Saves a day of visits without a relay and sends it, the app's way and by a stock push, in turns. */
export async function sendDays(credentials: Credentials, days: number, visits: number): Promise<SentDays> {
  const account = await open(credentials);
  const { store } = account;
  const sync = carry(account);
  await whenLoaded(account, sync);
  await store.shelf.catchUp();
  sync.stop();
  const line = await openLine({
    origin: location.origin,
    user: store.user,
    device: store.device,
    connectivity: new Connectivity(),
  });
  const doors = inhabited(account);
  const [app, stock, documents]: [number[], number[], number[]] = [[], [], []];
  for (let day = -1; day < days; day += 1) {
    const parts: Part[] = [];
    for (let visit = 0; visit < visits; visit += 1) {
      const door = doors[((day + 1) * visits + visit) % doors.length];
      if (!door) throw new Error('no doors');
      const { envelope } = await finish(account, door);
      const row = await store.db.outbox.where('id').equals(envelope).first();
      if (row) parts.push(...(await partsOf(store, row)));
    }
    const token = await line.session.token();
    if (!token.ok) throw new Error(token.fault.code);
    const began = performance.now();
    const round = await outboxRound(line.store, line.wire);
    const ms = performance.now() - began;
    if (round.fault !== undefined || round.refused > 0 || round.answered !== visits)
      throw new Error(`not delivered: ${JSON.stringify(round)}`);
    const pushed = await pushByStock(parts, day + 1);
    // the first day warms both up
    if (day < 0) continue;
    app.push(ms);
    stock.push(pushed.ms);
    documents.push(pushed.written);
  }
  line.store.close();
  await forget(store);
  return { app, stock, documents };
}
