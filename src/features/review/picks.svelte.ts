import type { Row } from './rows.ts';

/** 选多条: visits in which nobody said anything, chosen to be accepted together. */
export class Picks {
  #on = $state(false);
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  get on(): boolean {
    return this.#on;
  }
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }
  /** Only what nobody said anything in can be accepted together. */
  may = (row: Row): boolean => ['not_home', 'refused'].includes(row.folded.visit.outcome);
  start = (): void => {
    this.#on = true;
  };
  stop = (): void => {
    this.#on = false;
    this.#ids = new Set();
  };
  toggle = (id: string): void => {
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#ids = ids;
  };
  all = (rows: readonly Row[]): void => {
    this.#ids = new Set(rows.filter(this.may).map((row) => row.id));
  };
}
