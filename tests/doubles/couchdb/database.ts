import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { childOf, leavesOf, lineageOf } from './revisions.ts';
import type { Given, Revision, Tree } from './revisions.ts';

export interface Security {
  admins: { names: string[]; roles: string[] };
  members: { names: string[]; roles: string[] };
}

export interface WriteRow {
  ok?: true;
  id: string;
  rev?: string;
  error?: string;
  reason?: string;
  accepted?: true;
}

/** What a backup of the shard files holds. */
export interface Backup {
  seq: number;
  trees: Map<string, Tree>;
  locals: Map<string, Record<string, unknown>>;
}

const ADMINS_ONLY: Security = { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles: ['_admin'] } };

/** One CouchDB database in memory, as one quorum sees it. */
export class Database {
  readonly name: string;
  readonly instanceStartTime: string;
  readonly moved = new EventEmitter().setMaxListeners(0);
  security: Security = ADMINS_ONLY;
  #state: Backup = { seq: 0, trees: new Map(), locals: new Map() };
  /** Part of every sequence; another one after a node came back empty. */
  #vector = randomBytes(3).toString('hex');

  constructor(name: string, instanceStartTime: string) {
    this.name = name;
    this.instanceStartTime = instanceStartTime;
  }

  get trees(): ReadonlyMap<string, Tree> {
    return this.#state.trees;
  }

  get locals(): Map<string, Record<string, unknown>> {
    return this.#state.locals;
  }

  /** Opaque, and another string each time it is asked. */
  sequence(seq = this.#state.seq): string {
    return `${seq}-g1AAAA${this.#vector}${randomBytes(6).toString('base64url')}`;
  }

  /** Where a `since` points to; `undefined` for one that was never given out by a CouchDB. */
  position(since: string): number | undefined {
    if (since === 'now') return this.#state.seq;
    if (since === '0') return 0;
    const known = /^(\d+)-g1AAAA([0-9a-f]{6})/.exec(since);
    if (!known) return undefined;
    return known[2] === this.#vector ? Number(known[1]) : 0;
  }

  /** From now on every sequence given out before means "from the beginning" (a node came back with an empty disk). */
  forgetSequences(): void {
    this.#vector = randomBytes(3).toString('hex');
  }

  changedAfter(position: number): Tree[] {
    return [...this.trees.values()].filter(({ seq }) => seq > position).sort((a, b) => a.seq - b.seq);
  }

  /** `new_edits: true`: only a leaf can be extended. */
  edit(given: Given): WriteRow {
    const tree = this.trees.get(given._id);
    const leaves = tree ? leavesOf(tree) : [];
    const winner = leaves[0];
    const parent = given._rev ? leaves.find(({ rev }) => rev === given._rev) : winner?.deleted ? winner : undefined;
    if (given._rev ? !parent : winner && !winner.deleted) {
      return { id: given._id, error: 'conflict', reason: 'Document update conflict.' };
    }
    const child = childOf(parent, given);
    if (!child) return { id: given._id, error: 'missing_stub', reason: 'Invalid attachment stub' };
    this.graft(given._id, [child]);
    return { ok: true, id: given._id, rev: child.rev };
  }

  /** `new_edits: false`: whatever comes is kept. */
  adopt(given: Given): void {
    this.graft(given._id, lineageOf(given));
  }

  graft(id: string, revisions: readonly Revision[]): void {
    const tree = this.trees.get(id) ?? { id, seq: 0, revisions: new Map<string, Revision>() };
    const fresh = revisions.filter(
      ({ rev, body }) => !tree.revisions.get(rev)?.body && (body ?? !tree.revisions.has(rev)),
    );
    if (fresh.length === 0) return;
    for (const revision of fresh) tree.revisions.set(revision.rev, revision);
    this.#touch(tree);
  }

  /** The only copy of a revision is gone. */
  lose(id: string, rev: string): void {
    const tree = this.trees.get(id);
    tree?.revisions.delete(rev);
    if (tree?.revisions.size === 0) this.#state.trees.delete(id);
  }

  backup(): Backup {
    return structuredClone(this.#state);
  }

  /** Shard files of an older day: the sequence goes back, `instance_start_time` stays. */
  restore(backup: Backup): void {
    this.#state = structuredClone(backup);
    for (const tree of this.trees.values()) {
      for (const { attachments } of tree.revisions.values()) {
        for (const one of Object.values(attachments)) one.bytes = Buffer.from(one.bytes);
      }
    }
  }

  #touch(tree: Tree): void {
    this.#state.seq += 1;
    tree.seq = this.#state.seq;
    this.#state.trees.set(tree.id, tree);
    this.moved.emit('moved');
  }
}
