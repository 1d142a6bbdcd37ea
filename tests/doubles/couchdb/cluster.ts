import { EventEmitter } from 'node:events';
import { Database } from './database.ts';
import type { WriteRow } from './database.ts';
import { childOf } from './revisions.ts';
import type { Given } from './revisions.ts';

interface Fragile {
  database: Database;
  id: string;
  rev: string;
}

/** The databases of a three-node cluster, and the ways in which such a cluster surprised those who measured it. */
export class Cluster {
  readonly databases = new Map<string, Database>();
  readonly updated = new EventEmitter().setMaxListeners(0);
  /** `_db_updates` forgets what was acknowledged just before a node died. */
  deafToUpdates = false;
  #nodesDown = false;
  #fragile: Fragile[] = [];
  #rivals: { database: Database; rival: Given }[] = [];
  #late: (() => void)[] = [];
  #created = 0;

  get nodesDown(): boolean {
    return this.#nodesDown;
  }

  create(name: string): Database {
    this.#created += 1;
    const database = new Database(name, String(1_700_000_000 + this.#created));
    this.databases.set(name, database);
    database.moved.on('moved', () => this.#tell(name, 'updated'));
    this.#tell(name, 'created');
    return database;
  }

  /** Deleted and created again: only `instance_start_time` tells. */
  recreate(name: string): void {
    const { security } = this.#existing(name);
    this.create(name).security = security;
  }

  /** Two of three nodes stop: every write is now 202 `accepted`, on one copy. */
  stopNodes(): void {
    this.#nodesDown = true;
  }

  /** The two come back. With `lost`, the third died with its disk first: what only it had is gone. */
  startNodes({ lost }: { lost: boolean }): void {
    this.#nodesDown = false;
    if (lost) for (const { database, id, rev } of this.#fragile) database.lose(id, rev);
    this.#fragile = [];
  }

  /** The next write to this document races with another relay's: both are accepted, the other's leaf shows at `settle`. */
  raceNextWrite(name: string, rival: Given): void {
    this.#rivals.push({ database: this.#existing(name), rival });
  }

  /** Internal replication catches up (5.4 s later, when it was measured). */
  settle(): void {
    for (const show of this.#late.splice(0)) show();
  }

  /** Forgets everything that was still to come: races, late leaves, copies that might be lost. */
  forgetPlans(): void {
    this.#nodesDown = false;
    this.#fragile = [];
    this.#rivals = [];
    this.#late = [];
  }

  /** A write by another relay, past the gate of this one. */
  writeElsewhere(name: string, given: Given): WriteRow {
    return this.#existing(name).edit(given);
  }

  /** Revisions with histories, as a replicator or an old backup brings them. */
  adopt(name: string, given: Given): void {
    this.#existing(name).adopt(given);
  }

  forgetSequences(name: string): void {
    this.#existing(name).forgetSequences();
  }

  backup(name: string): () => void {
    const database = this.#existing(name);
    const kept = database.backup();
    return () => database.restore(kept);
  }

  write(database: Database, given: Given): WriteRow {
    const race = this.#rivals.find(({ rival, ...at }) => at.database === database && rival._id === given._id);
    const parent = given._rev ? database.trees.get(given._id)?.revisions.get(given._rev) : undefined;
    const row = database.edit(given);
    if (!row.rev) return row;
    if (race) {
      this.#rivals.splice(this.#rivals.indexOf(race), 1);
      const other = childOf(parent, race.rival);
      if (other) this.#late.push(() => database.graft(given._id, [other]));
    }
    if (this.#nodesDown) this.#fragile.push({ database, id: given._id, rev: row.rev });
    return race || this.#nodesDown ? { ...row, accepted: true } : row;
  }

  /** `new_edits: false` says nothing of copies. */
  writeRevision(database: Database, given: Given): void {
    database.adopt(given);
    if (this.#nodesDown && given._rev) this.#fragile.push({ database, id: given._id, rev: given._rev });
  }

  #tell(name: string, type: string): void {
    if (!this.deafToUpdates) this.updated.emit('updated', { db_name: name, type });
  }

  #existing(name: string): Database {
    const database = this.databases.get(name);
    if (!database) throw new Error(`no database ${name}`);
    return database;
  }
}
