import type { AnyDocument } from '../domain/document.ts';
import { done, type Result } from '../domain/fault.ts';
import type { Incoming } from '../store/receive.ts';
import { faultIn } from './limited-fetch.ts';

/** A document as a listing names it. */
export interface Listed {
  readonly id: string;
  readonly rev: string;
}

/** What a comparison asks of the relay beside the feed. */
export interface Comparing {
  /** Of these documents, by id and revision, those that the relay does not have, nor anything newer of them. */
  missing(database: string, revs: ReadonlyMap<string, string>): Promise<Result<readonly string[]>>;
  /** Live documents by id, after one; fewer than `limit`: the end. */
  list(database: string, after: string | undefined, limit: number): Promise<Result<readonly Listed[]>>;
  /** These documents with every live leaf; what is not there is left out. At most 1,000. */
  read(database: string, ids: readonly string[]): Promise<Result<readonly Incoming[]>>;
}

type Doc = AnyDocument & { readonly _rev: string; readonly _conflicts?: readonly string[] };
interface Row {
  readonly id?: string;
  readonly key: string;
  readonly error?: string;
  readonly value?: { readonly rev: string; readonly deleted?: boolean };
  readonly doc?: Doc | null;
}

const generation = (rev: string): number => Number.parseInt(rev, 10);

/** @param ask a fetch that carries the token and throws for every answer that is not one */
export function comparingOver(origin: string, ask: typeof fetch): Comparing {
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await ask(`${origin}/db/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.json();
  };
  const asResult = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
    try {
      return done(await work());
    } catch (error) {
      return faultIn(error);
    }
  };
  const byKeys = async (database: string, keys: readonly string[], query = ''): Promise<readonly Row[]> =>
    ((await post(`${database}/_all_docs${query}`, { keys })) as { rows: readonly Row[] }).rows;

  return {
    missing: (database, revs) =>
      asResult(async () => {
        if (revs.size === 0) return [];
        const asked = Object.fromEntries([...revs].map(([id, rev]) => [id, [rev]]));
        const unknown = Object.keys((await post(`${database}/_revs_diff`, asked)) as object);
        if (unknown.length === 0) return [];
        // an old revision that was compacted away counts as unknown although the document went on
        const rows = await byKeys(database, unknown);
        return rows
          .filter(({ key, value }) => !value || generation(value.rev) <= generation(revs.get(key) ?? '0'))
          .map(({ key }) => key);
      }),

    list: (database, after, limit) =>
      asResult(async () => {
        const query = new URLSearchParams({ limit: String(limit) });
        // U+0000 is the smallest that can follow
        if (after !== undefined) query.set('startkey', JSON.stringify(`${after}\u0000`));
        const response = await ask(`${origin}/db/${database}/_all_docs?${query.toString()}`);
        const { rows } = (await response.json()) as { rows: readonly Row[] };
        return rows.flatMap(({ id, value }) => (id !== undefined && value ? [{ id, rev: value.rev }] : []));
      }),

    read: (database, ids) =>
      asResult(async () => {
        const rows = await byKeys(database, ids, '?include_docs=true&conflicts=true');
        const live = rows.flatMap(({ doc }) => (doc ? [doc] : []));
        return Promise.all(
          live.map(async (doc): Promise<Incoming> => {
            const path = `${origin}/db/${database}/${encodeURIComponent(doc._id)}?rev=`;
            const losing = await Promise.all(
              (doc._conflicts ?? []).map(async (rev) => (await (await ask(path + rev)).json()) as AnyDocument),
            );
            return { id: doc._id, rev: doc._rev, leaves: [doc, ...losing] };
          }),
        );
      }),
  };
}
