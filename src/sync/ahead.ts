import type { Result } from '../domain/fault.ts';
import type { Page, SnapshotPart } from './wire.ts';

type Asked<T> = { readonly of: string; readonly answer: Promise<Result<T>> } | undefined;

/**
 * What a round asked for before it was paused: one page of a feed and one part of a snapshot at most. Whoever goes on at
 * that place takes it instead of asking the relay once more.
 */
export class Ahead {
  #page: Asked<Page>;
  #part: Asked<SnapshotPart>;

  keepPage(db: string, epoch: string, since: string, answer: Promise<Result<Page>>): void {
    this.#page = { of: [db, epoch, since].join(' '), answer };
  }

  /** The last page of a feed is asked for anew: what was sent during the pause comes behind it. */
  async page(db: string, epoch: string, since: string, ask: () => Promise<Result<Page>>): Promise<Result<Page>> {
    const kept = this.#page?.of === [db, epoch, since].join(' ') ? await this.#page.answer : undefined;
    if (kept) this.#page = undefined;
    return kept?.ok && !kept.value.atEnd ? kept : ask();
  }

  keepPart(db: string, id: string, part: number, answer: Promise<Result<SnapshotPart>>): void {
    this.#part = { of: [db, id, String(part)].join(' '), answer };
  }

  async part(
    db: string,
    id: string,
    part: number,
    ask: () => Promise<Result<SnapshotPart>>,
  ): Promise<Result<SnapshotPart>> {
    const kept = this.#part?.of === [db, id, String(part)].join(' ') ? await this.#part.answer : undefined;
    if (kept) this.#part = undefined;
    return kept?.ok ? kept : ask();
  }
}
