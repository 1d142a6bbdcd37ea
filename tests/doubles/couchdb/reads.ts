import type { Database } from './database.ts';
import { historyOf, leavesOf, shown } from './revisions.ts';
import type { Revision, Tree } from './revisions.ts';
import { matches } from './selector.ts';

export type Query = Record<string, string>;
type Json = Record<string, unknown>;

const yes = (value: string | undefined): boolean => value === 'true';

export function describe(database: Database): Json {
  const live = [...database.trees.values()].filter((tree) => leavesOf(tree)[0]?.deleted === false);
  return {
    db_name: database.name,
    doc_count: live.length,
    doc_del_count: database.trees.size - live.length,
    update_seq: database.sequence(),
    instance_start_time: database.instanceStartTime,
    cluster: { q: 1, n: 3, w: 2, r: 2 },
  };
}

/** A document with what the query asks for; `undefined`: missing or deleted. */
export function document(tree: Tree | undefined, query: Query): Json | undefined {
  const leaf = tree && chosen(tree, query);
  if (!tree || !leaf?.body) return undefined;
  const doc = shown(tree, leaf, yes(query['attachments']));
  if (yes(query['revs'])) doc['_revisions'] = revisionsOf(tree, leaf);
  if (yes(query['revs_info'])) {
    doc['_revs_info'] = historyOf(tree, leaf.rev).map(({ rev, body }) => ({
      rev,
      status: body ? 'available' : 'missing',
    }));
  }
  if (yes(query['conflicts'])) Object.assign(doc, conflictsOf(tree));
  return doc;
}

function chosen(tree: Tree, query: Query): Revision | undefined {
  const rev = query['rev'];
  if (!rev) return leavesOf(tree).find(({ deleted }) => !deleted);
  if (!yes(query['latest'])) return tree.revisions.get(rev);
  return leavesOf(tree).find((leaf) => historyOf(tree, leaf.rev).some((ancestor) => ancestor.rev === rev));
}

function revisionsOf(tree: Tree, leaf: Revision): Json {
  return { start: Number.parseInt(leaf.rev, 10), ids: historyOf(tree, leaf.rev).map(({ rev }) => rev.split('-')[1]) };
}

function conflictsOf(tree: Tree): Json {
  const losing = leavesOf(tree).slice(1);
  const live = losing.filter(({ deleted }) => !deleted).map(({ rev }) => rev);
  return live.length > 0 ? { _conflicts: live } : {};
}

export function openRevisions(tree: Tree, wanted: string, query: Query): Json[] {
  const revs = wanted === 'all' ? leavesOf(tree).map(({ rev }) => rev) : (JSON.parse(wanted) as string[]);
  return revs.map((rev) => {
    const doc = document(tree, { ...query, rev });
    return doc ? { ok: doc } : { missing: rev };
  });
}

export function bulkGet(database: Database, docs: readonly { id: string; rev?: string }[], query: Query): Json {
  const results = docs.map(({ id, rev }) => {
    const doc = document(database.trees.get(id), { ...query, ...(rev ? { rev } : {}) });
    const error = { id, rev: rev ?? 'undefined', error: 'not_found', reason: 'missing' };
    return { id, docs: [doc ? { ok: doc } : { error }] };
  });
  return { results };
}

export function revsDiff(database: Database, asked: Record<string, string[]>): Json {
  const differing = Object.entries(asked).map(([id, revs]) => {
    const known = database.trees.get(id)?.revisions;
    return [id, { missing: revs.filter((rev) => !known?.get(rev)?.body) }] as const;
  });
  return Object.fromEntries(differing.filter(([, { missing }]) => missing.length > 0));
}

export function allDocs(database: Database, query: Query, body: { keys?: string[] } | undefined): Json {
  const keys = body?.keys ?? (query['keys'] ? (JSON.parse(query['keys']) as string[]) : undefined);
  const rows = keys
    ? keys.map((key) => row(database.trees.get(key), query) ?? { key, error: 'not_found' })
    : range(database, query).flatMap((tree) => row(tree, query) ?? []);
  const total = describe(database)['doc_count'];
  return {
    total_rows: total,
    offset: 0,
    rows,
    ...(yes(query['update_seq']) ? { update_seq: database.sequence() } : {}),
  };
}

function range(database: Database, query: Query): Tree[] {
  const key = (name: string): string | undefined =>
    query[name] === undefined ? undefined : (JSON.parse(query[name]) as string);
  const descending = yes(query['descending']);
  const [from, to] = descending ? [key('endkey'), key('startkey')] : [key('startkey'), key('endkey')];
  const only = key('key');
  const live = [...database.trees.values()].filter((tree) => !leavesOf(tree)[0]?.deleted);
  const found = live.filter(
    ({ id }) =>
      (from === undefined || id >= from) &&
      (to === undefined || (query['inclusive_end'] === 'false' ? id < to : id <= to)) &&
      (only === undefined || id === only),
  );
  found.sort((a, b) => (a.id < b.id ? -1 : 1) * (descending ? -1 : 1));
  const skip = Number(query['skip'] ?? 0);
  return found.slice(skip, skip + Number(query['limit'] ?? Infinity));
}

function row(tree: Tree | undefined, query: Query): Json | undefined {
  const winner = tree && leavesOf(tree)[0];
  if (!tree || !winner) return undefined;
  const value = { rev: winner.rev, ...(winner.deleted ? { deleted: true } : {}) };
  const doc = yes(query['include_docs']) ? { doc: document(tree, query) ?? null } : {};
  return { id: tree.id, key: tree.id, value, ...doc };
}

export interface Changes {
  results: Json[];
  last_seq: string;
  pending: number;
}

/** `undefined`: a sequence that was never given out (400). */
export function changes(database: Database, query: Query, body: Json | undefined): Changes | undefined {
  const position = database.position(query['since'] ?? '0');
  if (position === undefined) return undefined;
  const limit = Number(query['limit'] ?? Infinity);
  const descending = yes(query['descending']);
  const changed = descending ? database.changedAfter(0).reverse() : database.changedAfter(position);
  const all = changed.filter((tree) => passes(tree, query, body));
  const results = all.slice(0, limit);
  const pending = all.length - results.length;
  const last = pending > 0 ? (results.at(-1)?.seq ?? position) : Math.max(position, changed.at(-1)?.seq ?? 0);
  return {
    results: results.map((tree) => changeRow(database, tree, query)),
    last_seq: database.sequence(last),
    pending: descending ? 0 : pending,
  };
}

function passes(tree: Tree, query: Query, body: Json | undefined): boolean {
  const winner = leavesOf(tree)[0];
  if (query['filter'] === '_doc_ids') return (body?.['doc_ids'] as string[]).includes(tree.id);
  if (query['filter'] !== '_selector' || !winner) return true;
  return matches(shown(tree, winner), body?.['selector'] as Json);
}

function changeRow(database: Database, tree: Tree, query: Query): Json {
  const leaves = leavesOf(tree);
  const winner = leaves[0];
  if (!winner) throw new Error('a tree without leaves');
  const told = query['style'] === 'all_docs' ? leaves : [winner];
  const doc = {
    ...shown(tree, winner, yes(query['attachments'])),
    ...(yes(query['conflicts']) ? conflictsOf(tree) : {}),
  };
  return {
    seq: database.sequence(tree.seq),
    id: tree.id,
    changes: told.map(({ rev }) => ({ rev })),
    ...(winner.deleted ? { deleted: true } : {}),
    ...(yes(query['include_docs']) ? { doc } : {}),
  };
}
