import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { hangsOn, snapshotOrder } from '../../src/domain/snapshot-order.ts';
import { snapshotForm, snapshotLine, type SnapshotHead } from '../../src/domain/snapshot.ts';
import type { ChangesPage, Storage, StoredDoc } from './port.ts';

const packed = promisify(gzip);

/** A tablet writes this much from one answer; a slow line brings it within its patience. */
const partRows = 1_000;
const partBytes = 1_000_000;

export type Making = Omit<SnapshotHead, 'part' | 'rows'>;

export const partName = (part: number): string => `${String(part)}.ndjson.gz`;
export const headName = 'head.json';

interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * Writes a snapshot of a database into the folder `to`, which is there only when it is whole. In memory stand one page
 * of the feed, one part, and an id and a place for each document: the lines themselves wait in a file.
 *
 * Read from the feed, not from `_all_docs`: the copy that answers a later page may lag behind the one that told
 * `update_seq`, but what the feed told up to its `last_seq` is never told less of.
 */
export async function makeSnapshot(
  storage: Storage,
  database: string,
  { id, epoch }: { id: string; epoch: string },
  to: string,
): Promise<Making> {
  const folder = `${to}.making`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(join(folder, 'lines'), 'wx+', 0o600);
  try {
    const { seq, places, order } = await readFeed(storage, database, file);
    const parts = inParts(order, places);
    const making: Making = { form: snapshotForm, id, epoch, seq, documents: places.size, parts: parts.length };
    for (const [part, ids] of parts.entries()) {
      const lines = await Promise.all(ids.map((one) => lineOf(file, places.get(one))));
      const head: SnapshotHead = { ...making, part, rows: lines.length };
      const text = `${[JSON.stringify(head), ...lines].join('\n')}\n`;
      await writeFile(join(folder, partName(part)), new Uint8Array(await packed(text)), { mode: 0o600 });
    }
    await writeFile(join(folder, headName), JSON.stringify(making), { mode: 0o600 });
    await file.close();
    await rm(join(folder, 'lines'));
    await rename(folder, to);
    return making;
  } catch (fault) {
    await file.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
    throw fault;
  }
}

interface Feed {
  readonly seq: string;
  readonly places: ReadonlyMap<string, Place>;
  readonly order: readonly string[];
}

async function readFeed(storage: Storage, database: string, file: FileHandle): Promise<Feed> {
  const places = new Map<string, Place>();
  const on = new Map<string, string | undefined>();
  let offset = 0;
  for (let since = '0'; ;) {
    const page: ChangesPage = await storage.changes(database, { since, includeDocs: true, conflicts: true });
    const lines: string[] = [];
    for (const { id, deleted, doc } of page.results) {
      // What changed while it was read comes again, and counts then.
      places.delete(id);
      on.delete(id);
      if (deleted === true || !doc || id.startsWith('_')) continue;
      const line = await lineFor(storage, database, doc);
      const length = Buffer.byteLength(line);
      places.set(id, { offset, length });
      on.set(id, hangsOn(doc));
      lines.push(line);
      offset += length;
    }
    if (lines.length > 0) await file.appendFile(lines.join(''));
    since = page.last_seq;
    if (page.pending === 0 || page.results.length === 0) return { seq: since, places, order: snapshotOrder(on) };
  }
}

async function lineFor(storage: Storage, database: string, doc: StoredDoc): Promise<string> {
  if (doc._conflicts === undefined || doc._conflicts.length === 0) return snapshotLine(doc._rev, doc, []);
  const leaves = await storage.leaves(database, doc._id);
  return snapshotLine(
    doc._rev,
    doc,
    leaves.filter((leaf) => leaf._rev !== doc._rev),
  );
}

async function lineOf(file: FileHandle, place: Place | undefined): Promise<string> {
  const { offset, length } = place ?? { offset: 0, length: 0 };
  const { buffer } = await file.read(new Uint8Array(length), 0, length, offset);
  return new TextDecoder().decode(buffer);
}

/** At least one part, so that also a snapshot of nothing has a head. */
function inParts(order: readonly string[], places: ReadonlyMap<string, Place>): string[][] {
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const id of order) {
    let part = parts.at(-1) ?? [];
    const { length } = places.get(id) ?? { length: 0 };
    if (part.length > 0 && (part.length >= partRows || bytes + length > partBytes)) {
      parts.push((part = []));
      bytes = 0;
    }
    part.push(id);
    bytes += length;
  }
  return parts;
}
