import { mediaOf, parseDatabaseName } from '../../src/domain/database-name.ts';
import { areasAfter } from '../gate/forwarding.ts';
import { isMediaBlob } from '../gate/media-blob.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';

type Row = { id: string; rev: string; ok: true } | { id: string; error: 'forbidden'; reason: string };

/**
 * Takes encrypted blobs as a replication brings them (`new_edits: false`, first revisions). A refused one is a row
 * `forbidden`: any other error would stop a stock replication. Never proof of safety: the tablet keeps a blob until it
 * was read back.
 */
export async function takeMedia(
  storage: Storage,
  database: string,
  handedIn: readonly unknown[],
  newEdits: boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  const blobs: StoredDoc[] = [];
  for (const one of handedIn) {
    if (!newEdits && isMediaBlob(one)) blobs.push(one);
    else rows.push({ id: idOf(one), error: 'forbidden', reason: 'invalid' });
  }
  const known = await storage.getMany(
    database,
    blobs.map((blob) => blob._id),
  );
  // an id that is taken by another blob stays with whoever was first
  const isOther = ({ _id, _rev }: StoredDoc): boolean => known.has(_id) && known.get(_id)?._rev !== _rev;
  for (const { _id } of blobs.filter(isOther)) rows.push({ id: _id, error: 'forbidden', reason: 'fact-exists' });
  // what a building took to another area with it is there already
  const [, ...after] = await areasAfter(storage, parseDatabaseName(database)?.scope ?? '');
  const ids = blobs.map(({ _id }) => _id);
  const went = await Promise.all(after.map((area) => storage.getMany(mediaOf(area), ids)));
  const news = blobs.filter(({ _id }) => !known.has(_id) && !went.some((some) => some.has(_id)));
  const written = news.length > 0 ? await storage.writeRevisions(database, news) : [];
  for (const { id, error } of written) if (error) rows.push({ id, error: 'forbidden', reason: 'invalid' });
  return rows;
}

function idOf(handedIn: unknown): string {
  const id = (handedIn as { _id?: unknown } | null)?._id;
  return typeof id === 'string' && id.length <= 160 ? id : '';
}
