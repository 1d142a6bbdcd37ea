import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { DatabaseRight } from '../../../src/domain/rights.ts';

/** A document as a journey looks at it: whatever the tablet has kept. */
export type Remembered = Readonly<Record<string, unknown>> & { readonly _id: string; readonly type: string };

interface Waiting {
  readonly id: string;
  readonly state: string;
  readonly gone?: true;
}

type Settled = <T>(request: IDBRequest<T>) => Promise<T>;

/**
 * Works in one of the page's databases, beside the app, and closes it again.
 * @param work runs in the page: it sees nothing but what it is given
 */
const inDatabase = <G, T>(
  page: Page,
  name: string,
  work: (db: IDBDatabase, settled: Settled, given: G) => Promise<T>,
  given: G,
): Promise<T> =>
  page.evaluate(`(async () => {
    const settled = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const db = await settled(indexedDB.open(${JSON.stringify(name)}));
    try {
      return await (${work.toString()})(db, settled, ${JSON.stringify(given)});
    } finally {
      db.close();
    }
  })()`);

/** All rows of one table of an account's memory. */
const rowsOf = (page: Page, user: string, table: string): Promise<Record<string, unknown>[]> =>
  inDatabase(
    page,
    `baibu-${user}`,
    (db, settled, name) =>
      settled(db.transaction(name).objectStore(name).getAll()) as Promise<Record<string, unknown>[]>,
    table,
  );

/** Documents of a type that this tablet remembers and that stand. */
export async function remembered(page: Page, user: string, type: string): Promise<Remembered[]> {
  const rows = await rowsOf(page, user, 'documents');
  return rows
    .filter((row) => row['type'] === type && row['gone'] !== true)
    .map((row) => JSON.parse(row['body'] as string) as Remembered);
}

export interface KeptAction {
  readonly id: string;
  readonly state: string;
  /** `<type>:<id>` of what it wrote */
  readonly refs: readonly string[];
  /** those of them of which there is no row: half an action */
  readonly missing: readonly string[];
}

/** What was done on this tablet, each action with what is missing of it; reads no more than that. */
export const actionsOf = (page: Page, user: string): Promise<KeptAction[]> =>
  inDatabase(
    page,
    `baibu-${user}`,
    async (db, settled) => {
      interface Row {
        readonly id: string;
        readonly state: string;
        readonly gone?: true;
        readonly refs: readonly { readonly db: string; readonly id: string }[];
      }
      const work = db.transaction(['outbox', 'documents']);
      const rows = (await settled(work.objectStore('outbox').getAll())) as Row[];
      const documents = work.objectStore('documents');
      const kept: KeptAction[] = [];
      for (const { id, state, refs, gone } of rows) {
        if (gone) continue;
        const missing: string[] = [];
        for (const ref of refs) if ((await settled(documents.count(`${ref.db}|${ref.id}`))) === 0) missing.push(ref.id);
        kept.push({ id, state, refs: refs.map((ref) => ref.id), missing });
      }
      return kept;
    },
    null,
  );

/** Keys of the documents of one database that this tablet remembers and that stand. */
export async function documentsIn(page: Page, user: string, database: string): Promise<unknown[]> {
  const rows = await rowsOf(page, user, 'documents');
  return rows
    .filter((row) => String(row['key']).startsWith(`${database}|`) && row['gone'] !== true)
    .map((row) => row['key']);
}

/** Envelopes of this tablet that stand, whatever became of them. */
export async function envelopes(page: Page, user: string): Promise<Waiting[]> {
  return ((await rowsOf(page, user, 'outbox')) as unknown as Waiting[]).filter((row) => row.gone !== true);
}

/** Databases of which a tablet holds a copy; blobs, extracts and counts are read one by one. */
const isCopied = (name: string): boolean => /^(?:ref|area|care|sealed|own)-/.test(name);

/** Waits until the first load has reached its end in every database of this person. */
export async function loadedFor(page: Page, user: string): Promise<void> {
  await until(async () => {
    const [cursors, meta] = await Promise.all([rowsOf(page, user, 'cursors'), rowsOf(page, user, 'meta')]);
    const granted = meta.find((row) => row['key'] === 'databases')?.['value'] as DatabaseRight[] | undefined;
    const wanted = (granted ?? []).filter(({ name, read }) => read && isCopied(name));
    const here = new Set(cursors.filter((row) => row['complete'] === true).map((row) => row['db']));
    return wanted.length > 0 && wanted.every(({ name }) => here.has(name));
  }, 60_000);
}

/** Asks again and again until it is so. @throws when it is not so within `patience`, ms */
export async function until(isSo: () => Promise<boolean>, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${patience} ms: ${isSo.toString()}`);
    await pause(50);
  }
}

/** What names the extracts that this tablet keeps for a time without a signal. */
export async function extractsKept(page: Page, user: string): Promise<readonly string[]> {
  const meta = await rowsOf(page, user, 'meta');
  return Object.keys((meta.find((row) => row['key'] === 'extracts')?.['value'] as object | undefined) ?? {});
}

/** Drafts as they lie on this tablet. */
export async function draftsOf(page: Page, user: string): Promise<unknown[]> {
  return (await rowsOf(page, user, 'drafts')).map((row) => JSON.parse(row['body'] as string));
}

/** What this tablet remembers of its pictures, by id. */
export async function picturesOf(page: Page, user: string): Promise<{ readonly id: string; readonly state: string }[]> {
  return (await rowsOf(page, user, 'media')) as unknown as { readonly id: string; readonly state: string }[];
}

/** The bytes of one picture are not where they should be any more, as after a loss on the disk; what is known of it stays. */
export const misplacePicture = (page: Page, user: string, id: string): Promise<void> =>
  inDatabase(
    page,
    `_pouch_baibu-media-${user}`,
    async (db, settled, picture) => {
      // where PouchDB keeps one row for each document
      const documents = db.transaction('document-store', 'readwrite').objectStore('document-store');
      if ((await settled(documents.count(picture))) === 0) throw new Error('the picture is not there');
      await settled(documents.delete(picture));
    },
    id,
  );
