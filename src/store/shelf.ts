import type { DocumentOf } from '../domain/document.ts';
import type { Clock as StampClock } from '../domain/stamp.ts';
import type { RowSeal } from '../platform/crypto.ts';
import type { AccountDatabase } from './database.ts';
import { live } from './live.ts';
import { readMeta } from './meta.ts';
import { onMoved } from './moved.ts';
import { databaseOfKey, idOfKey, rowKey } from './rows.ts';
import type { Cursor, DocumentRow, DraftRow, OutboxRow } from './rows.ts';
import { ShelfOutbox } from './shelf-outbox.ts';
import { ShelfDocuments } from './shelf-documents.ts';
import { ShelfDrafts, type Draft } from './shelf-drafts.ts';
import { aTurnForOthers, readFirst, readNews, type News, type Reading } from './reading.ts';
import { isShelved } from './shelved.ts';

/** A row of the shelf: the document, and what a save needs to know of its row. */
export interface Shelved {
  readonly doc: DocumentOf[keyof DocumentOf];
  readonly db: string;
  readonly turn: number;
}

/** ms between two readings of what another context wrote: after more rows than `much` (a first load), and after fewer */
const [gathering, gatheringLittle, much] = [250, 25, 100];
/** rows that are opened and laid out before anybody else has a turn: at an unlock; while a first load comes in */
const [laidOutAtOnce, followedAtOnce] = [500, 150];

type HeardTime = (relayAhead: number | undefined, clock: StampClock | undefined) => void;

/**
 * What screens read: everything that lists, folds and the due rule look at, in memory while the tablet is unlocked.
 * Answers and identity numbers are not laid out; they are fetched one by one (`visits.ts`, `households.ts`).
 *
 * 1. The shelf shows what is committed, never more: a save shows when its transaction is done.
 * 2. It follows the store's `turn`: whatever context wrote, it fetches the rows above the turn it knows.
 * 3. It forgets on `close()`, at lock and at sign-out.
 * 4. What is laid out stays until it is known to be gone: a room never loses its ground while somebody types in it.
 * 5. At an unlock the lists of doors are laid out first; until `whole`, what stands behind a door is still on its way.
 */
export class Shelf {
  readonly documents = new ShelfDocuments();
  readonly #outbox = new ShelfOutbox();
  readonly #drafts: ShelfDrafts;
  #cursors: readonly Cursor[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #db: AccountDatabase;
  readonly #seal: RowSeal;
  #turn = -1;
  #ahead: Promise<Reading> | undefined;
  #generation = 0;
  #whole = false;
  #restWanted = false;
  /** rises when all is forgotten: what was read before is not laid out any more */
  #life = 0;
  #catchingUp: Promise<void> | undefined;
  #again = false;
  #readAfter = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #following: (() => void)[] = [];

  readonly #heardTime: HeardTime;

  /** @param heardTime hears the relay's time and the stamp clock whenever another context changed them */
  constructor(db: AccountDatabase, seal: RowSeal, heardTime: HeardTime) {
    this.#db = db;
    this.#seal = seal;
    this.#drafts = new ShelfDrafts(seal);
    this.#heardTime = heardTime;
  }

  /**
   * Begins to read while a PIN is being checked; nothing is opened. `open` goes on with it and catches up with what was
   * written since, `close` forgets it.
   */
  readAhead(): void {
    if (this.#turn >= 0) return;
    this.#ahead ??= readFirst(this.#db);
    // Whoever opens hears of a fault; who does not open does not care.
    this.#ahead.catch(() => undefined);
  }

  /** Lays everything out and follows every change from then on; resolves when all is there. */
  async open(): Promise<void> {
    await this.openFirst();
    await this.readRest();
  }

  /** Everything is laid out; before, residents, reviews and what else hangs on a door may be missing. */
  get whole(): boolean {
    return this.#whole;
  }

  /** Lays out what was left for later, if anything was. */
  async readRest(): Promise<void> {
    this.#restWanted = true;
    while (!this.#whole && this.#turn >= 0) await this.catchUp();
  }

  /** Lays out what lists of doors look at, and follows every change from then on. `readRest` brings the others. */
  async openFirst(): Promise<void> {
    // Heard from before the first reading on: what is written meanwhile is read right after it.
    this.#following.push(onMoved(this.#db, ['meta', 'cursors'], () => this.#catchUpSoon()));
    const life = this.#life;
    await this.#layOut();
    if (life !== this.#life) return;
    this.#catchUpSoon();
    this.#following.push(
      live(
        () => Promise.all([readMeta(this.#db, 'relayAhead'), readMeta(this.#db, 'stampClock')]),
        ([ahead, clock]) => {
          this.#heardTime(ahead, clock);
        },
      ),
      live(
        () => this.#db.drafts.toArray(),
        (rows) => void this.#takeDrafts(rows),
      ),
    );
  }

  close(): void {
    this.#life += 1;
    this.#ahead = undefined;
    clearTimeout(this.#soon);
    this.#soon = undefined;
    for (const leave of this.#following) leave();
    this.#following = [];
    this.documents.clear();
    this.#outbox.clear();
    this.#drafts.clear();
    this.#turn = -1;
    this.#whole = false;
    this.#restWanted = false;
  }

  /** Hears after every change. Fits Svelte's `createSubscriber`. Returns the way out. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Newest turn that is laid out; the same number means that nothing changed. */
  get turn(): number {
    return this.#turn;
  }

  /** The document of that type and id, if this tablet has it. */
  get<T extends keyof DocumentOf>(type: T, id: string): DocumentOf[T] | undefined {
    return this.documents.get(type, id)?.doc as DocumentOf[T] | undefined;
  }

  /** Every document of a type; the same array until one of them changes. */
  all<T extends keyof DocumentOf>(type: T): readonly DocumentOf[T][] {
    return this.documents.all(type) as readonly DocumentOf[T][];
  }

  /** Documents of a type that point at `id`, by the field that points (`links.ts` lists them). */
  by<T extends keyof DocumentOf>(type: T, field: string, id: string): readonly DocumentOf[T][] {
    return this.documents.by(type, field, id) as readonly DocumentOf[T][];
  }

  /** The database in which a document lies. */
  databaseOf(type: keyof DocumentOf, id: string): string | undefined {
    return this.documents.get(type, id)?.db;
  }

  /** A value computed from documents of these types, computed again only when one of them, or `also`, changed. */
  derive<T>(name: string, types: readonly (keyof DocumentOf)[], compute: () => T, also = ''): T {
    return this.documents.derive(name, types, compute, also);
  }

  /** Every envelope that is remembered, oldest first. */
  get outbox(): readonly OutboxRow[] {
    return this.#outbox.all;
  }

  /** A value computed from the outbox, computed again only when it changed. */
  deriveFromOutbox<T>(name: string, compute: () => T): T {
    return this.#outbox.derive(name, compute);
  }

  get drafts(): readonly Draft[] {
    return this.#drafts.all;
  }

  draft(key: string): Draft | undefined {
    return this.#drafts.get(key);
  }

  get cursors(): readonly Cursor[] {
    return this.#cursors;
  }

  /** A draft as it was just saved or thrown away, before the live query tells of it. */
  showDraft(key: string, draft: Draft | undefined): void {
    this.#drafts.show(key, draft);
    this.#tell();
  }

  /** Lays out what a command has just committed, without waiting for a read behind others' transactions. */
  show(documents: readonly { readonly type: string; readonly item: Shelved }[], envelope: OutboxRow): void {
    if (this.#turn < 0) return;
    for (const { type, item } of documents) if (isShelved(type)) this.documents.put(type, item);
    this.#outbox.take([envelope]);
    this.#tell();
  }

  /** Reads what was committed since the turn that is laid out. */
  catchUp(): Promise<void> {
    if (this.#turn < 0) return Promise.resolve();
    if (this.#catchingUp) {
      this.#again = true;
      return this.#catchingUp;
    }
    this.#catchingUp = this.#read().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  /** While another context writes much, its rows are read together: a read stands in the way of every save. */
  #catchUpSoon(): void {
    if (this.#soon !== undefined) return;
    const rest = Math.max(0, this.#readAfter - performance.now());
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      // A database that was closed underneath is the session's trouble; the shelf keeps what it has.
      this.catchUp().catch((error: unknown) => {
        if (this.#db.isOpen()) throw error;
      });
    }, rest);
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      const rest = this.#restWanted && !this.#whole;
      const since = { turn: this.#turn, generation: this.#generation };
      const { turn, generation, cursors, rows, outbox, others, here } = await readNews(this.#db, since, rest);
      if (this.#turn < 0) return;
      if (here) await this.#letGo(here, turn);
      if (this.#turn < 0) return;
      this.#generation = generation;
      await this.#takeInTurns(others, laidOutAtOnce);
      if (this.#turn < 0) return;
      this.#whole ||= rest;
      this.#readAfter = performance.now() + (rows.length > much ? gathering : gatheringLittle);
      const newer = turn > this.#turn;
      if (newer) await this.#takeInTurns(rows, followedAtOnce);
      if (this.#turn < 0) return;
      const moved = JSON.stringify(cursors) !== JSON.stringify(this.#cursors);
      this.#cursors = cursors;
      if (newer) {
        this.#outbox.take(outbox);
        this.#turn = turn;
      }
      if (newer || moved || rest) this.#tell();
    } while (this.#again);
  }

  async #layOut(): Promise<void> {
    const [ahead, life] = [this.#ahead, this.#life];
    this.#ahead = undefined;
    const { turn, generation, documents, outbox, drafts, cursors } = await (ahead ?? readFirst(this.#db));
    if (life !== this.#life) return;
    await this.#take(documents);
    if (life !== this.#life) return;
    this.#outbox.take(outbox);
    this.#cursors = cursors;
    this.#generation = generation;
    this.#turn = turn;
    await this.#takeDrafts(drafts);
  }

  /**
   * Rows that went in bulk leave the shelf at once, and nothing else does: whoever is looking keeps what they look at. What
   * was shown since that reading stays; of a document that lies in two databases the other copy is laid out.
   * @param upTo the turn of the reading
   */
  async #letGo(here: NonNullable<News['here']>, upTo: number): Promise<void> {
    const keys = new Set(here.documents);
    const gone = this.documents.removeWhere(({ db, doc, turn }) => turn <= upTo && !keys.has(rowKey(db, doc._id)));
    this.#outbox.removeWhere(({ id, turn }) => turn <= upTo && !here.outbox.has(id));
    if (gone.size === 0) return;
    const copies = await this.#db.documents.bulkGet(here.documents.filter((key) => gone.has(idOfKey(key))));
    await this.#take(copies.filter((row) => row !== undefined));
  }

  async #takeInTurns(rows: readonly DocumentRow[], atOnce: number): Promise<void> {
    for (let from = 0; from < rows.length; from += atOnce) {
      if (from > 0) await aTurnForOthers();
      await this.#take(rows.slice(from, from + atOnce));
    }
  }

  async #take(rows: readonly DocumentRow[]): Promise<void> {
    // A save may have shown a newer row while these were on their way.
    const fresh = (row: DocumentRow): boolean =>
      (this.documents.get(row.type, idOfKey(row.key))?.turn ?? -1) <= row.turn && isShelved(row.type);
    const live = rows.filter((row) => !row.gone && isShelved(row.type));
    const life = this.#life;
    const bodies = await this.#seal.open(live.map((row) => row.body));
    if (life !== this.#life) return;
    for (const row of rows) {
      const id = idOfKey(row.key);
      // what lies in another database too is still there
      const here = this.documents.get(row.type, id)?.db === databaseOfKey(row.key);
      if (row.gone && here && fresh(row)) this.documents.remove(row.type, id);
    }
    live.forEach((row, index) => {
      if (!fresh(row)) return;
      const doc = bodies[index] as Shelved['doc'];
      this.documents.put(row.type, { doc, db: databaseOfKey(row.key), turn: row.turn });
    });
  }

  async #takeDrafts(rows: readonly DraftRow[]): Promise<void> {
    if (await this.#drafts.take(rows)) this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
