import { isRegister } from '../../src/domain/catalogue.ts';
import { canonical } from '../../src/domain/canonical.ts';
import type { Envelope, EnvelopeAnswer, Part } from '../../src/domain/envelope.ts';
import type { Holder } from '../../src/domain/rights.ts';
import { retryRefused } from '../../src/store/reissue.ts';
import { saveAction } from '../../src/store/save.ts';
import { Cluster } from '../doubles/couchdb/cluster.ts';
import { childOf, leavesOf, type Given } from '../doubles/couchdb/revisions.ts';
import type { Database } from '../doubles/couchdb/database.ts';
import { memoryStorage } from '../doubles/memory/memory-storage.ts';
import type { Storage, WriteResult } from '../../sync-server/storage/port.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Register } from '../../src/domain/register.ts';
import { makeStamp } from '../../src/domain/stamp.ts';
import { aHousehold, mondayMs } from '../builders/documents.ts';
import { partsOf } from './deeds.ts';
import { Luck } from './luck.ts';
import type { Deed, Plan, Step } from './plan.ts';
import { openSession, serve, type Town } from './relay-door.ts';
import { RelayProcess } from './relay-process.ts';
import { Sightings } from './sightings.ts';
import { Tablet } from './tablet.ts';
import type { Template } from './template.ts';
import { accounts, cast, households, layDownTown } from './town.ts';
import { VirtualTime, type Turns } from './virtual-time.ts';
import { WakeStreams } from './wake-streams.ts';
import { cut, travel, troubles, type Trouble } from './weather.ts';

/** What a person did, as the world remembers it. */
export interface Done {
  readonly tablet: Tablet;
  readonly parts: readonly Part[];
  /** saved: the person was told so; open: the tablet died before it could say */
  state: 'open' | 'saved';
}

/** How long internal replication of a cluster needs to show a second leaf (measured: 5.4 s). */
const lateBy = 5_400;
const relayBack = 25_000;
const minute = 60_000;

/** A few tablets, relays and a storage, in one process and in virtual time. */
export class World {
  readonly plan: Plan;
  readonly turns: Turns;
  readonly time: VirtualTime;
  readonly luck: Luck;
  readonly sightings = new Sightings();
  readonly cluster: Cluster;
  readonly town: Town = { holders: accounts(), tokens: new Map(), revoked: new Set() };
  readonly relays: RelayProcess[] = [];
  readonly tablets: Tablet[] = [];
  readonly done: Done[] = [];
  readonly bugs: unknown[] = [];
  /** parts of which a tablet was told that they are safe */
  readonly safe = new Map<string, Part>();
  readonly #key: CryptoKey;
  #trouble = 0;
  #answers = true;
  #restore: (() => void) | undefined;
  #rightsMoved = false;
  readonly #streams: WakeStreams;
  #restored = false;
  #epochWaits = false;
  #races = 0;
  readonly #rivals: Register[] = [];
  #deeds = 0;
  /** requests that were made since the world began to live, in order */
  readonly requests: string[] = [];
  /** the one request, by its place, that meets this trouble */
  single: { readonly at: number; readonly trouble: Trouble } | undefined;
  #arrived = new Map<string, number>();

  readonly #template: Template | undefined;

  /** @param template a town that others laid down before, so that this world need not */
  constructor(plan: Plan, turns: Turns, key: CryptoKey, template?: Template) {
    this.plan = plan;
    this.turns = turns;
    this.#template = template;
    this.cluster = template?.cluster ?? new Cluster();
    this.#key = key;
    this.time = new VirtualTime(turns, mondayMs);
    this.luck = new Luck(plan.seed);
    const { relays, luck, sightings } = this;
    const { holders } = this.town;
    this.#streams = new WakeStreams({
      relays,
      holders,
      luck,
      sightings,
      time: this.time,
      trouble: () => this.#trouble,
    });
  }

  /** A storage as a relay opens it. */
  open(): Storage {
    const kind = this.plan.storage === 'cluster' ? 'couchdb' : 'embedded';
    return memoryStorage({
      cluster: this.cluster,
      kind,
      answers: () => this.#answers,
      ...(kind === 'couchdb' && { raced: (database: Database, given: Given) => this.#raced(database, given) }),
    });
  }

  async begin(): Promise<void> {
    const { plan, time } = this;
    if (this.#template) this.#template.restore();
    else await layDownTown(this.open());
    const onBug = (bug: unknown): void => void this.bugs.push(bug);
    for (let n = 0; n < plan.relays; n += 1) {
      this.relays.push(
        new RelayProcess({
          open: () => this.open(),
          now: () => time.now,
          after: (ms, work) => time.after(ms, work),
          sightings: this.sightings,
          onBug,
        }),
      );
    }
    for (const place of plan.tablets) {
      const role = cast[place];
      if (!role) throw new Error('nobody carries this tablet');
      const tablet = new Tablet({
        ...role,
        place,
        time,
        luck: this.luck,
        key: this.#key,
        fetch: (asking, input, init) => this.#fetch(asking, input, init),
        wake: (asking, heard, ended, reached) => this.#streams.open(asking, heard, ended, reached),
        knows: (token) => this.town.tokens.has(token),
        onBug,
      });
      this.tablets.push(tablet);
      const remembered = plan.fresh && place === plan.tablets[0] ? undefined : this.#template?.memories.get(place);
      await tablet.boot(openSession(this.town, role.user, role.device, time.now), remembered);
    }
    await time.pass(2_000);
    this.#trouble = plan.trouble;
    this.#restore = this.cluster.backup('area-a1');
  }

  async live(): Promise<void> {
    const { gaps, steps } = this.plan;
    for (const [index, step] of steps.entries()) {
      await this.#happen(step);
      await this.time.pass(gaps[index % gaps.length] ?? 0);
    }
  }

  /** Everything works again; resolves when time can change nothing more, or after as long as a silence may last. */
  async heal(settled: () => Promise<boolean>): Promise<void> {
    this.#trouble = 0;
    this.#answers = true;
    await this.#raiseEpoch();
    this.cluster.settle();
    this.cluster.startNodes({ lost: false });
    if (this.#restored) this.#rivalsSayAgain();
    for (const relay of this.relays) relay.start();
    for (const tablet of this.tablets) {
      if (!tablet.on) await tablet.boot();
      tablet.network = true;
      tablet.connectivity.networkIs(true);
    }
    for (let round = 0; round < 24; round += 1) {
      await this.time.pass(round === 0 ? 20_000 : 5 * minute);
      await Promise.all(this.relays.map((relay) => relay.followers.sweep()));
      if (await settled()) return;
    }
  }

  end(): void {
    for (const tablet of this.tablets) tablet.end();
    for (const relay of this.relays) relay.end();
  }

  async #happen(step: Step): Promise<void> {
    const { sightings } = this;
    const tablet = 'tablet' in step ? this.tablets[step.tablet % this.tablets.length] : undefined;
    switch (step.kind) {
      case 'does':
        if (tablet?.on) void this.#does(tablet, step.deed, step.holdMs);
        return;
      case 'kill': {
        if (!tablet?.on) return;
        if (step.deed) void this.#does(tablet, step.deed, 0);
        for (let turn = 0; turn < step.afterTurns; turn += 1) await this.turns.next();
        if (tablet.kill()) sightings.saw('killed-inside-transaction');
        sightings.saw('tablet-killed');
        await this.turns.calm();
        await tablet.boot();
        return;
      }
      case 'network':
        if (!tablet) return;
        tablet.network = step.there;
        tablet.connectivity.networkIs(step.there);
        return;
      case 'clock':
        if (!tablet) return;
        sightings.saw('clock-moved');
        tablet.skew = step.skew;
        if (step.deed && tablet.on) void this.#does(tablet, step.deed, 0);
        return;
      case 'asks':
        if (tablet?.on) tablet.engine.now();
        return;
      case 'retries':
        if (tablet?.on) await this.#retries(tablet);
        return;
      case 'kill-relay': {
        const relay = this.relays[step.relay % this.relays.length];
        if (!relay?.alive) return;
        if (step.atWrite === 0) relay.kill();
        else relay.killAtWrite(step.atWrite, step.carriedOut);
        this.time.after(relayBack, () => {
          if (!relay.alive) relay.start();
        });
        return;
      }
      case 'storage':
        this.#answers = step.answers;
        await this.#raiseEpoch();
        return;
      case 'nodes':
        if (this.plan.storage !== 'cluster' || this.cluster.nodesDown) return;
        this.cluster.stopNodes();
        this.time.after(step.forMs, () => {
          if (step.lost) sightings.saw('nodes-lost');
          this.cluster.startNodes({ lost: step.lost });
        });
        return;
      case 'race':
        this.#race(step.household);
        return;
      case 'backup':
        this.#restore = this.cluster.backup('area-a1');
        return;
      case 'restore':
        // What people wrote who may not write any more, nobody can send again.
        if (this.#rightsMoved || !this.#restore) return;
        this.#restored = true;
        sightings.saw('restored');
        this.#restore();
        this.#epochWaits = true;
        await this.#raiseEpoch();
        return;
      case 'forget-sequences':
        if (this.plan.storage !== 'cluster') return;
        sightings.saw('sequence-forgotten');
        this.cluster.forgetSequences('area-a1');
        return;
      case 'rights':
        this.#setRights(step.user, step.end);
    }
  }

  /** The operator tells of the restore as soon as the storage answers again. */
  async #raiseEpoch(): Promise<void> {
    if (!this.#epochWaits || !this.#answers) return;
    this.#epochWaits = false;
    // In a cluster the operator is a process of its own, and no relay hears of it; beside an embedded storage there is none.
    const alive = this.relays.filter((relay) => relay.alive).map((relay) => relay.storage);
    const told = this.plan.storage === 'cluster' || alive.length === 0 ? [this.open()] : alive;
    for (const storage of told) await storage.raiseEpoch('area-a1');
  }

  async #does(tablet: Tablet, deed: Deed, holdMs: number): Promise<void> {
    const { store, life } = tablet;
    try {
      this.#deeds += 1;
      const parts = await partsOf(store, deed, new Luck(this.plan.seed + this.#deeds));
      if (!parts || tablet.life !== life) return;
      const action: Done = { tablet, parts, state: 'open' };
      this.done.push(action);
      const saved = await saveAction(store, { parts, ...(holdMs > 0 && { holdMs }) });
      if (saved.ok && tablet.life === life) action.state = 'saved';
    } catch (error) {
      if (tablet.life === life) this.bugs.push(error);
    }
  }

  async #retries(tablet: Tablet): Promise<void> {
    const { store, life } = tablet;
    try {
      const refused = await store.db.outbox.where('state').equals('refused').toArray();
      for (const row of refused) await retryRefused(store, row.id);
    } catch (error) {
      if (tablet.life === life) this.bugs.push(error);
    }
  }

  #setRights(user: string, end: boolean): void {
    const full = accounts().get(user);
    const now = this.town.holders.get(user);
    if (this.#restored) return;
    if (!full || !now || end === now.grants.length < 1) return;
    this.sightings.saw('rights-changed');
    this.#rightsMoved = true;
    const until = new Date(this.time.now).toISOString();
    const ended: Holder = { ...full, grants: [], ended: full.grants.map((grant) => ({ ...grant, until })) };
    this.town.holders.set(user, end ? ended : full);
    // Whoever's rights changed is told so with a new session, and no stream outlives that.
    for (const [token, session] of this.town.tokens) if (session.user === user) this.town.tokens.delete(token);
    this.#streams.endOf(user);
  }

  /** Tablets that are not in this world say again what a restore took of their changes, as those in it do. */
  #rivalsSayAgain(): void {
    for (const rival of this.#rivals) {
      const tree = this.cluster.databases.get('area-a1')?.trees.get(rival._id);
      const [winner] = tree ? leavesOf(tree) : [];
      if (!winner?.body) continue;
      const known = { _id: rival._id, ...winner.body } as unknown as Register;
      const whole = merge(known, rival);
      if (canonical(whole) === canonical(known)) continue;
      this.cluster.writeElsewhere('area-a1', { ...whole, _rev: winner.rev });
    }
  }

  /** Another relay is about to extend the same leaf: a cluster accepts both, and shows the other one later. */
  #race(place: number): void {
    if (this.plan.storage !== 'cluster') return;
    const id = households[place % households.length] ?? households[0];
    const tree = this.cluster.databases.get('area-a1')?.trees.get(id);
    const body = tree && (leavesOf(tree)[0]?.body as unknown as Register | undefined);
    if (!body) return;
    this.#races += 1;
    const rival = aHousehold({
      _id: id,
      values: { doorNote: `另一台${String(this.#races)}` },
      stamp: makeStamp(this.time.now, this.#races, 'elsewhere'),
    });
    const known = merge({ ...body, _id: id }, rival as Register);
    this.cluster.raceNextWrite('area-a1', known as unknown as Given);
    this.#rivals.push(known);
    for (const wait of [lateBy, 6 * lateBy])
      this.time.after(wait, () => {
        this.cluster.settle();
        if (leavesOf(tree).length > 1) this.sightings.saw('late-leaf');
      });
  }

  async #fetch(tablet: Tablet, input: string, init: RequestInit | undefined): Promise<Response> {
    const { time, luck, sightings } = this;
    const text = typeof init?.body === 'string' ? init.body : undefined;
    const asked = {
      method: init?.method ?? 'GET',
      url: new URL(input),
      token: (new Headers(init?.headers).get('authorization') ?? '').replace('Bearer ', ''),
      text,
    };
    if (!tablet.network) {
      await time.wait(5);
      throw cut();
    }
    const at = this.requests.push(`${asked.method} ${asked.url.pathname}`) - 1;
    const chance = luck.hits(this.#trouble) ? luck.of(troubles) : undefined;
    const trouble = this.single?.at === at ? this.single.trouble : chance;
    return travel(trouble, { time, luck, sightings, carry: () => this.#carry(asked) });
  }

  async #carry(asked: { method: string; url: URL; token: string; text: string | undefined }): Promise<Response> {
    const alive = this.relays.filter((relay) => relay.alive);
    const [first, ...others] = alive;
    if (!first) throw cut();
    const relay = this.luck.of([first, ...others]);
    const body = asked.text === undefined ? undefined : (JSON.parse(asked.text) as unknown);
    let deaf: (() => void) | undefined;
    const died = new Promise<never>((_, reject) => {
      deaf = relay.onDeath(() => {
        reject(cut());
      });
    });
    try {
      const served = serve(relay, this.town, this.time.now, { ...asked, body }).catch((error: unknown) => {
        this.bugs.push(error);
        throw error;
      });
      const response = await Promise.race([served, died]);
      if (asked.url.pathname.startsWith('/db/drop') && response.ok) await this.#watch(body, response);
      return response;
    } finally {
      deaf?.();
    }
  }

  /** What went through the door in, for the sightings. */
  async #watch(body: unknown, response: Response): Promise<void> {
    const { sightings } = this;
    const { docs } = body as { docs: Envelope[] };
    for (const { _id } of docs) {
      sightings.saw('envelopes');
      const times = (this.#arrived.get(_id) ?? 0) + 1;
      this.#arrived.set(_id, times);
      if (times > 1) sightings.saw('envelope-again');
    }
    for (const answer of (await response.json()) as EnvelopeAnswer[]) {
      if ('error' in answer) continue;
      for (const { code, durable, db, id } of answer.verdicts) {
        const part = docs
          .flatMap((envelope) => (envelope._id === answer.id ? envelope.docs : []))
          .find((one) => one.db === db && one.doc._id === id);
        if (part && durable && (code === undefined || code === 'handed-over'))
          this.safe.set(`${answer.id} ${db} ${id}`, part);
        if (code === 'handed-over' || code === 'clock-ahead' || code === 'not-yet') sightings.saw(code);
        else if (code !== undefined) sightings.saw('refused');
        else sightings.saw(durable ? 'delivered' : 'not-safe-yet');
      }
    }
  }

  /** Another relay extended the same leaf a moment ago: a cluster may have accepted both, and shows it later. */
  #raced(database: Database, given: Given): WriteResult | undefined {
    const tree = database.trees.get(given._id);
    const parent = given._rev === undefined ? undefined : tree?.revisions.get(given._rev);
    if (!tree || !parent?.body || !isRegister(String(given['type'])) || !this.luck.hits(0.5)) return undefined;
    const other = childOf(parent, given);
    if (!other) return undefined;
    this.sightings.saw('late-leaf');
    this.time.after(lateBy, () => {
      database.graft(given._id, [other]);
    });
    return { id: given._id, rev: other.rev, durable: false };
  }
}
