import type { Door } from '../../domain/door.ts';
import { doorKey } from '../../domain/door.ts';
import { doorPath } from '../../domain/door-path.ts';
import { watched } from '../../platform/watched.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import { readMeta, writeMeta } from '../../store/meta.ts';
import type { Store } from '../../store/store.ts';
import { visitDrafts } from '../../store/visit-draft.ts';

/** A visit of the day that waits to be written down. */
export interface Waiting {
  readonly key: string;
  readonly startedAt: string;
  readonly door: Door | undefined;
  /** `/visits/<it>` */
  readonly path: string;
}

/** Times that are offered for the reminder: after the last doors and before the night (ours). */
export const eveningTimes = ['17:00', '17:30', '18:00', '18:30', '19:00', '19:30', '20:00', '20:30', '21:00', '21:30'];

/** Visits that were begun and not finished, oldest first, of whatever day: yesterday's are no less unfinished. */
export const waitingDrafts = (store: Store): Waiting[] =>
  visitDrafts(store)
    .map(({ key, body }): Waiting => {
      const doors = doorsByDwelling(store.shelf).get(body.dwellingId) ?? [];
      const door = doors.find((one) => doorKey(one) === doorKey(body));
      return { key, startedAt: body.startedAt, door, path: doorPath(body) };
    })
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));

/** What is left to write down this evening, and when this tablet calls it to mind. */
export class EveningModel {
  readonly #store: Store;
  readonly #watch: () => void;
  #at = $state<string | undefined>();

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
    void readMeta(store.db, 'eveningAt').then((at) => (this.#at = at));
  }

  get drafts(): readonly Waiting[] {
    this.#watch();
    return waitingDrafts(this.#store);
  }
  /** HH:MM; undefined: never. */
  get at(): string | undefined {
    return this.#at;
  }
  remindAt = async (at: string | undefined): Promise<void> => {
    this.#at = at;
    await writeMeta(this.#store.db, 'eveningAt', at);
  };
}
