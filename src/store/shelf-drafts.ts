import type { RowSeal } from '../platform/crypto.ts';
import type { DraftRow } from './rows.ts';

export interface Draft<T = unknown> extends Omit<DraftRow, 'body'> {
  readonly body: T;
}

/** Half-filled forms, as screens read them. */
export class ShelfDrafts {
  readonly #drafts = new Map<string, Draft>();
  readonly #seal: RowSeal;
  /** rises with every reading, and when all is forgotten: opening an older one may end after a newer one */
  #heard = 0;

  constructor(seal: RowSeal) {
    this.#seal = seal;
  }

  get all(): readonly Draft[] {
    return [...this.#drafts.values()];
  }

  get(key: string): Draft | undefined {
    return this.#drafts.get(key);
  }

  show(key: string, draft: Draft | undefined): void {
    if (draft) this.#drafts.set(key, draft);
    else this.#drafts.delete(key);
  }

  /** Lays out all that lie in the store. @returns false: a newer reading has come meanwhile, or nobody reads any more */
  async take(rows: readonly DraftRow[]): Promise<boolean> {
    const heard = (this.#heard += 1);
    const bodies = await this.#seal.open(rows.map((row) => row.body));
    if (heard !== this.#heard) return false;
    this.#drafts.clear();
    rows.forEach((row, index) => {
      this.#drafts.set(row.key, { ...row, body: bodies[index] });
    });
    return true;
  }

  clear(): void {
    this.#heard += 1;
    this.#drafts.clear();
  }
}
