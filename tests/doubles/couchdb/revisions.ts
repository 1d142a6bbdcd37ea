import { createHash } from 'node:crypto';

export interface Attachment {
  content_type: string;
  digest: string;
  revpos: number;
  bytes: Buffer;
}

export interface Revision {
  rev: string;
  parent?: string;
  deleted: boolean;
  /** Absent: known only as an ancestor. */
  body?: Record<string, unknown>;
  attachments: Record<string, Attachment>;
}

export interface Tree {
  id: string;
  /** Of the last change. */
  seq: number;
  revisions: Map<string, Revision>;
}

export interface Given {
  _id: string;
  _rev?: string;
  _deleted?: boolean;
  _revisions?: { start: number; ids: string[] };
  _attachments?: Record<string, { content_type: string; data?: string; stub?: boolean }>;
  [field: string]: unknown;
}

export const generation = (rev: string): number => Number.parseInt(rev, 10);

/** Leaves, the winner first: live before deleted, then the longer history, then the greater hash. */
export function leavesOf(tree: Tree): Revision[] {
  const parents = new Set([...tree.revisions.values()].map(({ parent }) => parent));
  return [...tree.revisions.values()].filter(({ rev }) => !parents.has(rev)).sort(byVictory);
}

function byVictory(a: Revision, b: Revision): number {
  if (a.deleted !== b.deleted) return a.deleted ? 1 : -1;
  return generation(b.rev) - generation(a.rev) || (a.rev < b.rev ? 1 : -1);
}

/** From the revision to its oldest known ancestor. */
export function historyOf(tree: Tree, rev: string): Revision[] {
  const history: Revision[] = [];
  for (let at = tree.revisions.get(rev); at; at = at.parent ? tree.revisions.get(at.parent) : undefined)
    history.push(at);
  return history;
}

/** A child of `parent` as CouchDB makes it: its hash comes from its content alone. `undefined`: an unknown stub. */
export function childOf(parent: Revision | undefined, given: Given): Revision | undefined {
  const pos = parent ? generation(parent.rev) + 1 : 1;
  const attachments = attachmentsOf(given, parent, pos);
  if (!attachments) return undefined;
  const body = bodyOf(given);
  const digests = Object.entries(attachments).map(([name, { digest }]) => [name, digest]);
  const content = JSON.stringify([given._deleted === true, parent?.rev, body, digests]);
  const rev = `${pos}-${createHash('md5').update(content).digest('hex')}`;
  return { rev, ...(parent ? { parent: parent.rev } : {}), deleted: given._deleted === true, body, attachments };
}

/** A revision that came with its history (`new_edits: false`), and the ancestors it names, the oldest first. */
export function lineageOf(given: Given): Revision[] {
  const [pos, hash] = (given._rev ?? '1-0').split('-') as [string, string];
  const { start, ids } = given._revisions ?? { start: Number(pos), ids: [hash] };
  const line = ids.map((id, index): Revision => {
    const parent = ids[index + 1];
    return {
      rev: `${start - index}-${id}`,
      ...(parent ? { parent: `${start - index - 1}-${parent}` } : {}),
      deleted: false,
      attachments: {},
    };
  });
  const newest = line[0];
  if (newest) {
    newest.deleted = given._deleted === true;
    newest.body = bodyOf(given);
    newest.attachments = attachmentsOf(given, undefined, start) ?? {};
  }
  return line.reverse();
}

/** The document as CouchDB shows it. */
export function shown(tree: Tree, leaf: Revision, withBytes = false): Record<string, unknown> {
  const attachments = Object.entries(leaf.attachments).map(([name, { bytes, ...rest }]) => [
    name,
    withBytes ? { ...rest, data: bytes.toString('base64') } : { ...rest, length: bytes.length, stub: true },
  ]);
  return {
    _id: tree.id,
    _rev: leaf.rev,
    ...(leaf.deleted ? { _deleted: true } : {}),
    ...leaf.body,
    ...(attachments.length > 0 ? { _attachments: Object.fromEntries(attachments) as unknown } : {}),
  };
}

function bodyOf(given: Given): Record<string, unknown> {
  return structuredClone(Object.fromEntries(Object.entries(given).filter(([field]) => !field.startsWith('_'))));
}

function attachmentsOf(
  given: Given,
  parent: Revision | undefined,
  pos: number,
): Record<string, Attachment> | undefined {
  const attachments: Record<string, Attachment> = {};
  for (const [name, { content_type, data, stub }] of Object.entries(given._attachments ?? {})) {
    const kept = parent?.attachments[name];
    if (stub && !kept) return undefined;
    if (stub && kept) {
      attachments[name] = kept;
      continue;
    }
    const bytes = Buffer.from(data ?? '', 'base64');
    const digest = `md5-${createHash('md5')
      .update(data ?? '', 'base64')
      .digest('base64')}`;
    attachments[name] = { content_type, digest, revpos: pos, bytes };
  }
  return attachments;
}
