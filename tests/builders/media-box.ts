import PouchDB from 'pouchdb-core';
import memory from 'pouchdb-adapter-memory';
import replication from 'pouchdb-replication';
import { ulid } from 'ulid';
import { mediaBox, type MediaBox } from '../../src/sync/media-box.ts';

const Memory = PouchDB.plugin(memory as PouchDB.Plugin).plugin(replication);

/** A box in memory: what a tablet keeps in IndexedDB. */
export function aBox(): MediaBox {
  const name = `media-${ulid()}`;
  return mediaBox(
    () => new Memory<Record<string, unknown>>(name, { adapter: 'memory', auto_compaction: true }),
    (source, target, how) => Memory.replicate(source, target, how),
  );
}
