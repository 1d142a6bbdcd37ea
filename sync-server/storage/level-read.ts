import type { GatheringLevel } from './gathering-level.ts';
import type { ChangeRow, StoredDoc } from './port.ts';

/** What PouchDB's adapter keeps of a document in its store `document-store`; the documents themselves stand by sequence. */
interface Kept {
  readonly id: string;
  readonly seq: number;
  readonly winningRev: string;
  readonly deleted: boolean;
  readonly rev_map: Readonly<Record<string, number>>;
  readonly rev_tree: readonly { readonly ids: RevisionTree }[];
}
type RevisionTree = readonly [rev: string, state: object, then: readonly RevisionTree[]];

/** Reads one document the long way; undefined: it is gone. */
export type ReadOne = (id: string) => Promise<StoredDoc | undefined>;

const documentKey = (id: string): string => `\u00ffdocument-store\u00ff${id}`;
const sequenceKey = (seq: number): string => `\u00ffby-sequence\u00ff${String(seq).padStart(16, '0')}`;
/** A colon stands behind all digits. */
const afterSequences = '\u00ffby-sequence\u00ff:';

/** Entries of one look: they stand in memory together. */
const mostAtOnce = 1000;

/**
 * Live documents with `from <= _id <= to`, in the order of their ids. PouchDB makes a trip to LevelDB for each document;
 * here a thousand take two.
 */
export async function rangeIn(
  level: GatheringLevel,
  { from, to, limit, skip, descending }: { from: string; to: string; limit: number; skip: number; descending: boolean },
  conflicts: boolean,
  readOne: ReadOne,
): Promise<StoredDoc[]> {
  const live: Kept[] = [];
  const bounds = { gte: documentKey(from), lte: documentKey(to), reverse: descending };
  await level.each(bounds, (_key, value) => {
    const kept = JSON.parse(value) as Kept;
    if (!kept.deleted) live.push(kept);
    return live.length < skip + limit;
  });
  return documentsOf(level, live.slice(skip), conflicts, readOne);
}

async function documentsOf(
  level: GatheringLevel,
  all: readonly Kept[],
  conflicts: boolean,
  readOne: ReadOne,
): Promise<StoredDoc[]> {
  const found: StoredDoc[] = [];
  for (let at = 0; at < all.length; at += mostAtOnce) {
    const some = all.slice(at, at + mostAtOnce);
    const texts = await level.many(some.map((kept) => sequenceKey(kept.rev_map[kept.winningRev] ?? 0)));
    for (const [index, kept] of some.entries()) {
      const text = texts[index];
      // a newer one was written since, or it has several leaves
      const doc = text === undefined || (conflicts && !isStraight(kept)) ? await readOne(kept.id) : stored(text);
      if (doc) found.push(doc);
    }
  }
  return found;
}

/** Attachments are told of, not given. */
function stored(text: string): StoredDoc {
  const doc = JSON.parse(text) as StoredDoc;
  for (const attachment of Object.values(doc._attachments ?? {})) attachment.stub = true;
  return doc;
}

/** Whether a document was never written twice from one revision: then it has one leaf. */
function isStraight({ rev_tree: [first, ...others] }: Kept): boolean {
  if (others.length > 0) return false;
  for (let at = first?.ids; at; at = at[2][0]) if (at[2].length > 1) return false;
  return true;
}

/** Up to `limit` changes after a sequence, each document once, at its newest. */
export async function changesIn(
  level: GatheringLevel,
  { since, limit, includeDocs, conflicts }: { since: number; limit: number; includeDocs: boolean; conflicts: boolean },
  readOne: ReadOne,
): Promise<ChangeRow[]> {
  const rows: ChangeRow[] = [];
  for (let from = since; rows.length < limit;) {
    const entries: { seq: number; doc: StoredDoc }[] = [];
    const most = Math.min(limit - rows.length, mostAtOnce);
    await level.each({ gt: sequenceKey(from), lte: afterSequences }, (key, value) => {
      entries.push({ seq: Number(key.slice(-16)), doc: JSON.parse(value) as StoredDoc });
      return entries.length < most;
    });
    const texts = await level.many(entries.map(({ doc }) => documentKey(doc._id)));
    for (const [index, { seq, doc }] of entries.entries()) {
      const kept = JSON.parse(texts[index] ?? '{}') as Partial<Kept>;
      // some later sequence tells of it
      if (kept.seq !== seq) continue;
      rows.push(await changeOf(kept as Kept, doc));
    }
    if (entries.length < most) break;
    from = entries.at(-1)?.seq ?? from;
  }
  return rows;

  async function changeOf(kept: Kept, newest: StoredDoc): Promise<ChangeRow> {
    const { id, seq, winningRev, deleted } = kept;
    const change = { id, seq: String(seq), changes: [{ rev: winningRev }], ...(deleted && { deleted: true as const }) };
    if (!includeDocs) return change;
    const isWinner = newest._rev === winningRev;
    if (isWinner && (!conflicts || deleted || isStraight(kept))) return { ...change, doc: newest };
    if (!deleted) {
      const doc = await readOne(id);
      if (doc) return { ...change, doc };
    }
    const [text] = await level.many([sequenceKey(kept.rev_map[winningRev] ?? 0)]);
    return { ...change, doc: text === undefined ? newest : (JSON.parse(text) as StoredDoc) };
  }
}
