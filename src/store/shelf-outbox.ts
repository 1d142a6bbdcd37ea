import type { OutboxRow } from './rows.ts';

/** The envelopes that are remembered, as screens read them. */
export class ShelfOutbox {
  readonly #rows = new Map<string, OutboxRow>();
  readonly #derived = new Map<string, unknown>();

  /** Oldest first. */
  get all(): readonly OutboxRow[] {
    return this.derive('outbox', () => [...this.#rows.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)));
  }

  /** A value computed from the envelopes, computed again only when one of them changed. */
  derive<T>(name: string, compute: () => T): T {
    if (!this.#derived.has(name)) this.#derived.set(name, compute());
    return this.#derived.get(name) as T;
  }

  /** Takes rows in; an older one never overwrites a newer one. */
  take(rows: readonly OutboxRow[]): void {
    if (rows.length > 0) this.#derived.clear();
    for (const row of rows) {
      if ((this.#rows.get(row.id)?.turn ?? -1) > row.turn) continue;
      if (row.gone) this.#rows.delete(row.id);
      else this.#rows.set(row.id, row);
    }
  }

  removeWhere(isGone: (row: OutboxRow) => boolean): void {
    const gone = [...this.#rows.values()].filter(isGone);
    for (const { id } of gone) this.#rows.delete(id);
    if (gone.length > 0) this.#derived.clear();
  }

  clear(): void {
    this.#rows.clear();
    this.#derived.clear();
  }
}
