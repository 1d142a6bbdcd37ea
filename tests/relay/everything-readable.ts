import { databaseKinds, sealedKinds } from '../../src/domain/database-name.ts';
import type { SignedInPerson } from '../builders/relay.ts';

/** Ways to read under `/db`, of a feed and of single documents. */
const ways: readonly { readonly path: string; readonly body?: unknown }[] = [
  { path: '' },
  { path: '/_changes?include_docs=true&conflicts=true' },
  { path: '/_changes?feed=longpoll&include_docs=true&timeout=10' },
  { path: '/_changes?filter=_selector&include_docs=true', body: { selector: { type: 'resident' } } },
  { path: '/_all_docs?include_docs=true' },
  { path: '/_snapshot?part=0' },
];

/** What a person asks for by name: documents that stand in the stores, extracts, records, reports. */
export interface Named {
  readonly documents: readonly string[];
  readonly extracts: readonly string[];
}

/**
 * Everything that the relay tells a person over HTTP, asked on every route that reads: each database of the community and of
 * two areas by each way, single documents by id, each extract, each report, the records that are opened with a reason.
 * @returns all bodies of answers that were not refused, by the route
 */
export async function everythingReadable(person: SignedInPerson, named: Named): Promise<ReadonlyMap<string, string>> {
  const told = new Map<string, string>();
  const ask = async (path: string, body?: unknown): Promise<void> => {
    const answer = await person.ask(path, body === undefined ? {} : { body });
    const text = await answer.text();
    // an answer that names only what was asked for tells nothing
    const missing = path.includes('/_bulk_get') && !text.includes('"ok":');
    if (answer.ok && !missing) told.set(body === undefined ? path : `${path} ${JSON.stringify(body)}`, text);
  };
  const scopes = ['a1', 'a2', 'c1', 'grid1', 'area1'];
  const databases = new Set([
    ...databaseKinds.flatMap((kind) => scopes.map((scope) => `${kind}-${scope}`)),
    ...sealedKinds.map((kind) => `sealed-${kind}-c1`),
    ...person.databases.map(({ name }) => name),
    ...['auth', 'ledger', 'imports'],
  ]);
  for (const database of databases) {
    for (const { path, body } of ways) await ask(`/db/${database}${path}`, body);
    await ask(`/db/${database}/_bulk_get?revs=false`, { docs: named.documents.map((id) => ({ id })) });
    for (const id of named.documents) await ask(`/db/${database}/${encodeURIComponent(id)}`);
    for (const id of named.documents) await ask('/api/open', { db: database, id, reason: 'help' });
  }
  for (const id of named.extracts) await ask(`/api/extracts/${encodeURIComponent(id)}`);
  const reports = [
    ...['/api/me', '/api/areas/a1/visits', '/api/areas/a2/visits', '/api/blank-spots?day=2026-11-23'],
    ...['/api/handovers', '/api/imports', '/db/', '/healthz'],
  ];
  for (const path of reports) await ask(path);
  return told;
}
