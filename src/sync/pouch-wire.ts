import HttpAdapter from 'pouchdb-adapter-http';
import PouchDB from 'pouchdb-core';
import type { AnyDocument } from '../domain/document.ts';
import type { EnvelopeAnswer } from '../domain/envelope.ts';
import { done, failed } from '../domain/fault.ts';
import { readSnapshotHead, readSnapshotLine } from '../domain/snapshot.ts';
import type { Incoming } from '../store/receive.ts';
import { comparingOver } from './comparing.ts';
import { faultIn, limitedFetch, WireFault, type FetchLimits } from './limited-fetch.ts';
import { WakeLine } from './wake.ts';
import type { Page, SnapshotPart, Wire } from './wire.ts';

PouchDB.plugin(HttpAdapter);

type Told = AnyDocument & { readonly _rev: string; readonly _conflicts?: readonly string[] };
type Database = PouchDB.Database<Record<string, unknown>>;

export interface PouchWireParts extends Omit<FetchLimits, 'patience'> {
  /** where the relay is: the origin, without a path */
  readonly origin: string;
  readonly patience?: number;
}

/** A slow line takes this long for a batch of 4 MB (ms). */
const defaultPatience = 45_000;

/** Undefined: of another form. Throws when the end is missing. */
function partOf(text: string): SnapshotPart | undefined {
  const [first = '', ...lines] = text.split('\n');
  const head = readSnapshotHead(first);
  if (!head) return undefined;
  // Every line ends; what a proxy cut does not, or has fewer of them.
  if (lines.pop() !== '' || lines.length !== head.rows) throw new WireFault({ code: 'offline' });
  const rows = lines.map((line): Incoming => {
    const { rev, leaves, text: body } = readSnapshotLine(line);
    const [winner] = leaves as readonly AnyDocument[];
    return {
      id: winner?._id ?? '',
      rev,
      leaves: leaves as readonly AnyDocument[],
      ...(body !== undefined && { text: body }),
    };
  });
  return { head, rows };
}

/** The relay through PouchDB, which speaks CouchDB's protocol; nothing is stored in a PouchDB here. */
export function pouchWire({ origin, patience = defaultPatience, ...limits }: PouchWireParts): Wire {
  const ownFetch = limitedFetch({ ...limits, patience });
  const wakeLine = new WakeLine({ ...limits, origin });
  const databases = new Map<string, Database>();
  const database = (name: string): Database => {
    const known = databases.get(name);
    if (known) return known;
    const made: Database = new PouchDB(`${origin}/db/${name}`, {
      skip_setup: true,
      fetch: (url: string | Request, init?: RequestInit) => ownFetch(url, init),
    });
    databases.set(name, made);
    return made;
  };

  async function leavesOf(db: Database, doc: Told): Promise<AnyDocument[]> {
    const losing = await Promise.all((doc._conflicts ?? []).map((rev) => db.get(doc._id, { rev })));
    return [doc, ...losing.map((leaf) => leaf as unknown as AnyDocument)];
  }

  return {
    ...comparingOver(origin, ownFetch),

    async send(envelopes) {
      try {
        const answers = await database('drop').bulkDocs(
          envelopes as unknown as PouchDB.Core.PutDocument<Record<string, unknown>>[],
        );
        return done(answers as unknown as EnvelopeAnswer[]);
      } catch (error) {
        return faultIn(error);
      }
    },

    async state(name) {
      try {
        const response = await ownFetch(`${origin}/db/${name}`);
        const told = (await response.json()) as {
          epoch?: string;
          instance_start_time?: string;
          doc_count?: number;
          update_seq?: string | number;
        };
        const epoch = told.epoch ?? told.instance_start_time;
        // JSON of somebody else: an epoch made up here would set off a comparison of everything
        if (epoch === undefined) return failed('not-the-relay');
        return done({ epoch, documents: told.doc_count ?? 0, seq: String(told.update_seq ?? '0') });
      } catch (error) {
        return faultIn(error);
      }
    },

    async changes(name, since, limit) {
      const db = database(name);
      try {
        const page = await db.changes({
          since,
          limit,
          batch_size: limit,
          include_docs: true,
          conflicts: true,
        });
        const rows = await Promise.all(
          page.results
            .filter((row) => !row.id.startsWith('_design/'))
            .map(async (row): Promise<Incoming & { seq: string | undefined }> => {
              const doc = row.doc as unknown as Told | undefined;
              const gone = row.deleted === true || !doc;
              return {
                id: row.id,
                seq: row.seq === null ? undefined : String(row.seq),
                rev: row.changes[0]?.rev ?? '',
                ...(gone && { deleted: true }),
                leaves: gone ? [] : doc._conflicts ? await leavesOf(db, doc) : [doc],
              };
            }),
        );
        const value: Page = { rows, lastSeq: String(page.last_seq), atEnd: page.results.length < limit };
        return done(value);
      } catch (error) {
        return faultIn(error);
      }
    },

    async snapshot(name, part, id) {
      try {
        const which = new URLSearchParams({ part: String(part), ...(id !== undefined && { id }) });
        const response = await ownFetch(`${origin}/db/${name}/_snapshot?${String(which)}`);
        // Cut after its first bytes: as good as no answer.
        const text = await response.text().catch(() => undefined);
        if (text === undefined) return failed('offline');
        const value = partOf(text);
        return value ? done(value) : failed('not-found');
      } catch (error) {
        const told = faultIn(error);
        // A relay from before there were snapshots knows no such address.
        return !told.ok && told.fault.code === 'bad-request' ? failed('not-found') : told;
      }
    },

    wake: (heard, ending, reached) => wakeLine.read(heard, ending, reached),
  };
}
