import type { FastifyRequest } from 'fastify';
import { parseDatabaseName, tierOf } from '../../src/domain/database-name.ts';
import type { ReadOp } from '../storage/port.ts';
import { matchDatabasePath } from './database-path.ts';

const pathOf: Readonly<Record<ReadOp, string>> = {
  info: '',
  changes: '_changes',
  allDocs: '_all_docs',
  bulkGet: '_bulk_get',
  revsDiff: '_revs_diff',
  doc: ':id',
  attachment: ':id/:attachment',
  localGet: '_local/:id',
  localPut: '_local/:id',
};

/** What logs and metrics may say of a request: the pattern of its route and the tier, never a name, an id or a person. */
export function labelOf(request: FastifyRequest): { route: string; tier: string } {
  const pattern = request.routeOptions.url ?? 'none';
  if (pattern !== '/db/*') return { route: pattern, tier: 'none' };
  const asked = matchDatabasePath(request.method, (request.raw.url ?? '').split('?')[0] ?? '');
  if (!('database' in asked)) return { route: `/db/${asked.kind}`, tier: 'none' };
  const name = parseDatabaseName(asked.database);
  const tier = name ? tierOf[name.kind] : 'none';
  if (asked.kind === 'read') return { route: `/db/:name/${pathOf[asked.op]}`, tier };
  if (asked.kind === 'write')
    return { route: asked.database === 'drop' ? '/db/drop/_bulk_docs' : '/db/:name/_bulk_docs', tier };
  return { route: `/db/:name/${asked.kind}`, tier };
}
