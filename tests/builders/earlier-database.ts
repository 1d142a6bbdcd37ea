import type { DraftRow, OutboxRow } from '../../src/store/rows.ts';
import { aHousehold, aVisit, monday, mondayMs } from './documents.ts';
import { anId } from './ids.ts';

/** What lies in every earlier database: 30 actions that wait, one that was refused, two drafts, a home that came from the relay. */
export const earlierOutbox = 30;
export const earlierHome = aHousehold();

const savedAt = (n: number): number => mondayMs + n * 60_000;

/** Rows in the form in which version 1 wrote them; never changed, whatever a newer version writes. */
function rowsOfVersion1() {
  const visits = Array.from({ length: earlierOutbox }, (_, n) => aVisit({ _id: anId('visit', n + 1) }));
  const outbox: Omit<OutboxRow, 'seq'>[] = visits.map((visit, n) => ({
    id: anId('envelope', n + 1),
    state: n === 0 ? 'refused' : 'waiting',
    turn: n + 1,
    savedAt: monday,
    savedMs: savedAt(n),
    refs: [{ db: 'area-a1', id: visit._id, type: 'visit' }],
    packed: JSON.stringify([{ db: 'area-a1', doc: visit }]),
    ...(n === 0 && {
      verdicts: [{ db: 'area-a1', id: visit._id, code: 'illegal-step', durable: false, receivedAt: monday }],
    }),
  }));
  const drafts: DraftRow[] = [
    { key: 'note:quick', kind: 'note', savedAt: monday, body: JSON.stringify({ text: '半句话', private: false }) },
    {
      key: `visit:${earlierHome._id}`,
      kind: 'visit',
      savedAt: monday,
      body: JSON.stringify({ dwellingId: anId('dwelling'), checklistId: 'routine', answers: { outcome: 'met' } }),
    },
  ];
  return {
    documents: [
      ...visits.map((visit, n) => ({
        key: `area-a1|${visit._id}`,
        type: 'visit',
        turn: n + 1,
        body: JSON.stringify(visit),
      })),
      {
        key: `area-a1|${earlierHome._id}`,
        type: 'household',
        turn: 1,
        rev: '1-a',
        body: JSON.stringify(earlierHome),
      },
    ],
    outbox,
    drafts,
    cursors: [{ db: 'area-a1', epoch: 'e1', seq: '9', count: 1, total: 1, complete: true }],
    meta: [
      { key: 'turn', value: earlierOutbox },
      { key: 'relayAhead', value: 0 },
      { key: 'stampClock', value: { last: '000000000.000.grid1tablet', replica: 'grid1tablet' } },
      { key: 'databases', value: [{ name: 'area-a1', read: true, write: true }] },
    ],
  };
}

function fill(db: IDBDatabase, rows: Readonly<Record<string, readonly object[]>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const work = db.transaction(Object.keys(rows), 'readwrite');
    for (const [table, all] of Object.entries(rows)) for (const row of all) work.objectStore(table).put(row);
    work.oncomplete = () => {
      db.close();
      resolve();
    };
    work.onabort = () => {
      reject(new Error(String(work.error)));
    };
  });
}

function make(user: string, version: number, lay: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(`baibu-${user}`, version);
    asked.onupgradeneeded = () => {
      lay(asked.result);
    };
    asked.onsuccess = () => {
      resolve(asked.result);
    };
    asked.onerror = () => {
      reject(new Error(String(asked.error)));
    };
  });
}

function layVersion1(made: IDBDatabase, documentIndexes: readonly string[]): void {
  const documents = made.createObjectStore('documents', { keyPath: 'key' });
  for (const index of documentIndexes) documents.createIndex(index, index);
  const outbox = made.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
  outbox.createIndex('id', 'id', { unique: true });
  outbox.createIndex('state', 'state');
  outbox.createIndex('turn', 'turn');
  made.createObjectStore('drafts', { keyPath: 'key' });
  made.createObjectStore('cursors', { keyPath: 'db' });
  made.createObjectStore('meta', { keyPath: 'key' });
}

/** Version 1 as tablets have it; the first of them had one index more. Dexie counts versions in tens. */
async function version1(user: string, documentIndexes: readonly string[]): Promise<void> {
  const db = await make(user, 10, (made) => {
    layVersion1(made, documentIndexes);
  });
  await fill(db, rowsOfVersion1());
}

/** Version 2: it remembers pictures. */
async function version2(user: string): Promise<void> {
  const db = await make(user, 20, (made) => {
    layVersion1(made, ['turn', 'about']);
    made.createObjectStore('media', { keyPath: 'id' }).createIndex('state', 'state');
  });
  const media = [{ id: anId('media'), area: 'a1', kind: 'photo', bytes: 90_000, state: 'draft', changedMs: mondayMs }];
  await fill(db, { ...rowsOfVersion1(), media });
}

/**
 * Databases as every released version of the app left them, made without the app's own code. A version is added here when
 * the next one is declared, and never changed.
 */
export const earlierDatabases: readonly {
  readonly version: number;
  readonly name: string;
  readonly make: (user: string) => Promise<void>;
}[] = [
  { version: 1, name: 'version 1, the first tablets', make: (user) => version1(user, ['turn', 'type', 'about']) },
  { version: 1, name: 'version 1', make: (user) => version1(user, ['turn', 'about']) },
  { version: 2, name: 'version 2', make: version2 },
];
