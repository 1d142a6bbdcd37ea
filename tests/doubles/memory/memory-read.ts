import { DatabaseMissing, type ReadAnswer, type ReadOp, type ReadRequest } from '../../../sync-server/storage/port.ts';
import type { Database } from '../couchdb/database.ts';
import { allDocs, bulkGet, changes, describe, document, revsDiff, type Query } from '../couchdb/reads.ts';

export interface MemoryRead {
  readonly request: ReadRequest;
  readonly signal: AbortSignal;
  /** throws `DatabaseMissing` */
  readonly database: () => Database;
  readonly epochOf: (database: Database) => string;
}

type Json = Record<string, unknown>;

const answer = (status: number, body: object): ReadAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});
const missing = answer(404, { error: 'not_found', reason: 'missing' });

/** The reading half for one person, as far as tablets use it: no streams, no attachments. */
export async function readFromMemory({ request, database: open, epochOf }: MemoryRead): Promise<ReadAnswer> {
  await Promise.resolve();
  let database: Database;
  try {
    database = open();
  } catch (fault) {
    if (fault instanceof DatabaseMissing)
      return answer(404, { error: 'not_found', reason: 'Database does not exist.' });
    throw fault;
  }
  const { roles } = database.security.members;
  if (!request.person.roles.some((role) => roles.includes(role)))
    return answer(403, { error: 'forbidden', reason: 'You are not allowed to access this db.' });
  const query = request.query as Query;
  const body = request.body as Json | undefined;
  const reading: Partial<Record<ReadOp, () => object | undefined>> = {
    info: () => ({ ...describe(database), epoch: epochOf(database) }),
    changes: () => changes(database, query, body),
    allDocs: () => allDocs(database, query, body),
    bulkGet: () => bulkGet(database, (body as { docs: { id: string; rev?: string }[] }).docs, query),
    revsDiff: () => revsDiff(database, body as Record<string, string[]>),
    doc: () => document(database.trees.get(request.id ?? ''), query),
    localGet: () => database.locals.get(`${request.person.name} ${request.id ?? ''}`),
  };
  const found = reading[request.op]?.();
  return found ? answer(200, found) : missing;
}
