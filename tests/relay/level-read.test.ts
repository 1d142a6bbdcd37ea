import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bulkWrite, changesPage, newsPage, oneOf } from '../../sync-server/storage/embedded-documents.ts';
import { OpenDatabases, type OpenDatabase } from '../../sync-server/storage/embedded-databases.ts';
import { rangeIn } from '../../sync-server/storage/level-read.ts';

// What is read straight from LevelDB is what PouchDB would have told.

const edits = fc.array(
  fc.record({
    id: fc.constantFrom('a:1', 'a:2', 'b:1', 'b:2', 'b:é', 'c:1'),
    how: fc.constantFrom('write', 'write', 'branch', 'delete', 'attach'),
    value: fc.nat(99),
  }),
  { minLength: 1, maxLength: 30 },
);
type Edit = (typeof edits extends fc.Arbitrary<infer T> ? T : never)[number];

async function make(database: OpenDatabase, { id, how, value }: Edit, round: number): Promise<void> {
  const held = await oneOf(database, false)(id);
  const on = held && { _rev: held._rev };
  if (how === 'branch') {
    const hash = String(round).padStart(32, '0');
    const doc = { _id: id, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] }, value };
    await bulkWrite(database, [doc], false);
  } else if (how === 'attach') {
    const _attachments = {
      picture: { content_type: 'image/png', data: Buffer.from(String(value)).toString('base64') },
    };
    await bulkWrite(database, [{ _id: id, ...on, value, _attachments }], true);
  } else if (how === 'write' || held) {
    await bulkWrite(database, [{ _id: id, ...on, value, ...(how === 'delete' && { _deleted: true as const }) }], true);
  }
}

it('tells ranges and changes as PouchDB tells them, of branches, deletions and attachments too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baibu-level-read-'));
  const databases = new OpenDatabases(folder, 4);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(edits, fc.boolean(), fc.nat(4), fc.nat(20), async (all, conflicts, skip, since) => {
      await databases.use(`db${(made += 1)}`, async (database, level) => {
        for (const [round, edit] of all.entries()) await make(database, edit, round);
        for (const descending of [false, true]) {
          const [startkey, endkey] = descending ? ['b:\uffff', 'a:2'] : ['a:2', 'b:\uffff'];
          const asked = { startkey, endkey, include_docs: true, limit: 3, skip, descending, conflicts };
          const { rows } = await database.allDocs(asked);
          const mine = { from: 'a:2', to: 'b:\uffff', limit: 3, skip, descending };
          expect(await rangeIn(level, mine, conflicts, oneOf(database, conflicts))).toEqual(rows.map(({ doc }) => doc));
        }
        for (const limit of [1, 3, 100]) {
          const query = { since: String(since), limit, includeDocs: true, conflicts };
          expect(withStubs(await newsPage(database, level, query))).toEqual(
            withStubs(await changesPage(database, query)),
          );
        }
      });
    }),
    { numRuns: 60 },
  );
  await databases.close();
  await rm(folder, { recursive: true });
});

/** PouchDB marks attachments as stubs in some answers and not in others. */
const withStubs = (page: object): unknown =>
  JSON.parse(JSON.stringify(page), (name, value: unknown) =>
    name === 'stub' || name === 'revpos' ? undefined : value,
  );
