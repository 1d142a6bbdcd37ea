import IdbAdapter from 'pouchdb-adapter-idb';
import PouchDB from 'pouchdb-core';
import Replication from 'pouchdb-replication';
import { mediaBox, type MediaBox } from '../media-box.ts';

PouchDB.plugin(IdbAdapter).plugin(Replication);

/** The box of one account in this browser. What is removed leaves a tombstone without its bytes. */
export const browserMediaBox = (user: string): MediaBox =>
  mediaBox(
    () => new PouchDB<Record<string, unknown>>(`baibu-media-${user}`, { adapter: 'idb', auto_compaction: true }),
    (source, target, how) => PouchDB.replicate(source, target, how),
  );
