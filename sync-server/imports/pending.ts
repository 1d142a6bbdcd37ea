import { isRegister } from '../../src/domain/catalogue.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import { ByPlace } from '../gate/by-place.ts';
import { createShelf, type Place, type Shelf } from '../gate/shelf.ts';
import { writeAll, type Accepted } from '../gate/write.ts';
import type { Storage } from '../storage/port.ts';
import type { RowPart } from './row-parts.ts';

/** What some rows make of one document. */
interface Change extends Accepted {
  readonly rows: readonly number[];
}

/** The documents of one batch of rows: what is stored of them, what rows made of it, what is to be written. */
export class Batch {
  readonly #storage: Storage;
  readonly #shelf: Shelf;
  /** ids that nobody can have stored: they need not be asked for */
  readonly #fresh = new ByPlace<true>();
  readonly #bodies = new ByPlace<Head>();
  readonly #changes = new ByPlace<Change>();
  #before: Batch | undefined;

  /** @param before the batch that is being written meanwhile */
  constructor(storage: Storage, before: Batch | undefined) {
    this.#storage = storage;
    const inner = createShelf(storage);
    this.#shelf = {
      ...inner,
      fetch: (wanted) => inner.fetch([...wanted].filter(({ db, id }) => !this.#fresh.has(db, id))),
      forget: (place) => {
        this.#fresh.delete(place.db, place.id);
        inner.forget(place);
      },
    };
    this.#before = before;
  }

  /** @param fresh places that do not exist yet */
  async fetch(wanted: readonly Place[], fresh: readonly Place[]): Promise<void> {
    for (const { db, id } of fresh) this.#fresh.set(db, id, true);
    await this.#shelf.fetch(wanted);
  }

  at = (db: string, id: string): Head | undefined =>
    this.#bodies.get(db, id) ?? this.#before?.madeAt(db, id) ?? this.#shelf.at(db, id)?.body;

  /** The batch before is stored: it need not be kept. */
  standAlone(): void {
    this.#before = undefined;
  }

  /** What a row of this batch made. */
  madeAt(db: string, id: string): Head | undefined {
    return this.#bodies.get(db, id);
  }

  /** Takes what the gate found good of a row. */
  take(row: number, parts: readonly RowPart[]): void {
    for (const { db, doc } of parts) {
      const id = doc._id;
      const held = this.at(db, id);
      this.#bodies.set(db, id, held && isRegister(doc.type) ? merge(held, doc) : doc);
      const earlier = this.#changes.get(db, id);
      const body = earlier && isRegister(doc.type) ? merge(earlier.body, doc) : doc;
      this.#changes.set(db, id, { db, id, body, rows: [...(earlier?.rows ?? []), row] });
    }
  }

  /** Writes all of it. @returns rows of which something was refused at the last moment */
  async write(): Promise<Set<number>> {
    const refused = new Set<number>();
    const changes = [...this.#changes.entries()].map(([, , change]) => change);
    const outcomes = await writeAll(this.#storage, this.#shelf, changes);
    for (const change of changes) {
      if (outcomes.get(change)?.kind === 'refused') for (const row of change.rows) refused.add(row);
    }
    return refused;
  }
}
