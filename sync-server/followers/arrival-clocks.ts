import { parseDatabaseName } from '../../src/domain/database-name.ts';
import type { Storage } from '../storage/port.ts';
import { ArrivalDesk } from './arrival-desk.ts';
import type { Cursor } from './cursor.ts';

/** The clocks of all areas that were followed since this relay started. */
export class ArrivalClocks {
  readonly #storage: Storage;
  readonly #communityOf: (area: string) => Promise<string | undefined>;
  readonly #desks = new Map<string, ArrivalDesk>();

  constructor(storage: Storage, communityOf: (area: string) => Promise<string | undefined>) {
    this.#storage = storage;
    this.#communityOf = communityOf;
  }

  /** The desk of a care database; of any other there is none. @param before how far it was followed, if it still counts */
  async deskOf(database: string, before: Cursor | undefined): Promise<ArrivalDesk | undefined> {
    const name = parseDatabaseName(database);
    if (name?.kind !== 'care') return undefined;
    const known = this.#desks.get(database);
    if (known && before) return known;
    const community = await this.#communityOf(name.scope);
    if (community === undefined) return undefined;
    const desk = new ArrivalDesk(this.#storage, name.scope, community);
    // a feed that is read from its beginning brings everything by itself
    await desk.begin(before ? before.arrivals : []);
    this.#desks.set(database, desk);
    return desk;
  }

  /** Databases in which a clock has run out. @param now the relay's time (ms) */
  runOut(now: number): string[] {
    return [...this.#desks].flatMap(([database, desk]) => (desk.nextAt <= now ? [database] : []));
  }
}
