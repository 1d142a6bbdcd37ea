/** Something for each of some places: database and id. */
export class ByPlace<T> {
  readonly #databases = new Map<string, Map<string, T>>();

  get = (db: string, id: string): T | undefined => this.#databases.get(db)?.get(id);
  has = (db: string, id: string): boolean => this.#databases.get(db)?.has(id) === true;

  set(db: string, id: string, one: T): void {
    const held = this.#databases.get(db);
    if (held) held.set(id, one);
    else this.#databases.set(db, new Map([[id, one]]));
  }

  delete(db: string, id: string): void {
    this.#databases.get(db)?.delete(id);
  }

  *entries(): IterableIterator<[db: string, id: string, one: T]> {
    for (const [db, held] of this.#databases) for (const [id, one] of held) yield [db, id, one];
  }
}
