import { bodyOf } from '../../src/domain/canonical.ts';
import { ledgerDatabase, logOf } from '../../src/domain/database-name.ts';
import type { Opening } from '../../src/domain/documents/visit.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { done, failed, type RefusalCode, type Result } from '../../src/domain/fault.ts';
import type { Head } from '../../src/domain/register.ts';
import { areasAs, handoverHome, mayRehome, type Holder } from '../../src/domain/rights.ts';
import { authorOf, holderOf } from '../provisioning/accounts.ts';
import { DatabaseMissing, settlingTime, StorageUnavailable, type Storage } from '../storage/port.ts';
import { checklistTiers } from './checklist-tiers.ts';
import { areaOfDatabase, databasesAfter, departedFrom, forwardingOf } from './forwarding.ts';
import { handedFrom, handedId, handedPrefix, rehomedFrom, rehomedId, type Handed, type HandedPart } from './handed.ts';
import { judgeAgain } from './judge.ts';
import { placesOf } from './references.ts';
import { createShelf, type Place, type Shelf } from './shelf.ts';
import { judgeAll } from './units.ts';
import { writeAll, type Accepted, type Written } from './write.ts';

/** What lies in the handover databases of one envelope in one area, as somebody above it may see it. */
export interface HandedWork extends Omit<Handed, 'parts'> {
  readonly key: string;
  /** as colleagues call the author */
  readonly name: string;
  readonly parts: readonly (HandedPart & { readonly doc: object })[];
  /** parts of a tier that this person may not see */
  readonly closed: number;
}

/** What became of one part: in its place, written but not yet safe, or why not. */
export interface RehomedPart {
  readonly id: string;
  readonly state: 'safe' | 'received' | 'refused';
  readonly code?: RefusalCode;
}

export interface RehomeSettings {
  readonly storage: Storage;
  /** the relay's time in ms */
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Work of former colleagues on its way from the handover databases to where it belongs. */
export interface Rehoming {
  waiting(holder: Holder): Promise<HandedWork[]>;
  /**
   * Puts all that this person may of one envelope where it belongs, in its author's name. Idempotent: what is there is
   * there. Faults: `not-found`, `forbidden`.
   */
  rehome(who: { readonly holder: Holder; readonly deviceId: string }, key: string): Promise<Result<RehomedPart[]>>;
}

const mostShown = 200;

export function createRehoming({ storage, clock, newId }: RehomeSettings): Rehoming {
  /** Parts that are not in their place yet. */
  async function openParts({ by, envelopeId, parts }: Handed): Promise<HandedPart[]> {
    const found = await storage.getMany(
      ledgerDatabase,
      parts.map((part) => rehomedId(by, envelopeId, part)),
    );
    return parts.filter((part) => found.get(rehomedId(by, envelopeId, part))?.['safe'] !== true);
  }

  async function bodiesOf(parts: readonly HandedPart[], community: string): Promise<Map<HandedPart, Head>> {
    const shelf = createShelf(storage);
    const homeOf = ({ db }: HandedPart): string => handoverHome(db, community) ?? db;
    await shelf.fetch(parts.map((part) => ({ db: homeOf(part), id: part.id })));
    return new Map(
      parts.flatMap((part) => {
        const held = shelf.at(homeOf(part), part.id);
        return held ? [[part, held.body]] : [];
      }),
    );
  }

  return {
    async waiting(holder) {
      const areas = areasAs(holder, 'areaSecretary', 'gardenSecretary', 'communitySecretary');
      const work: HandedWork[] = [];
      for (const area of areas) {
        const prefix = handedPrefix(area);
        const rows = await storage.range(ledgerDatabase, prefix, `${prefix}\uffff`, { limit: mostShown });
        for (const handed of rows.map(handedFrom)) {
          const open = await openParts(handed);
          if (open.length === 0) continue;
          const mine = open.filter(({ db }) => mayRehome(holder, db));
          const bodies = await bodiesOf(mine, holder.community);
          const { parts: _, ...head } = handed;
          work.push({
            ...head,
            key: handedId(handed),
            name: (await authorOf(storage, handed.by))?.name ?? handed.by,
            parts: [...bodies].map(([part, doc]) => ({ ...part, doc })),
            closed: open.length - mine.length,
          });
        }
      }
      return work;
    },

    async rehome({ holder, deviceId }, key) {
      const stored = /^handed:[a-z0-9-]+:[a-z0-9-]+:envelope:[0-9A-Z]{26}$/.test(key)
        ? await storage.get(ledgerDatabase, key)
        : undefined;
      if (!stored) return failed('not-found');
      const handed = handedFrom(stored);
      const { by, envelopeId } = handed;
      if (!handed.parts.some(({ db }) => mayRehome(holder, db))) return failed('forbidden');
      const open = (await openParts(handed)).filter(({ db }) => mayRehome(holder, db));
      const at = new Date(clock()).toISOString();
      if (open.length > 0) await log(storage, holder, deviceId, at, newId(), open);
      const author = await authorOf(storage, by);
      if (!author) return failed('not-found');
      const bodies = await bodiesOf(open, holder.community);
      const shelf = createShelf(storage);
      const outcomes = await moveAll(storage, shelf, holderOf(author), bodies, open);
      const results: RehomedPart[] = [];
      for (const part of open) {
        const outcome = outcomes.get(part) ?? { kind: 'refused', code: 'not-yet' };
        if (outcome.kind === 'refused') {
          results.push({ id: part.id, state: 'refused', code: outcome.code });
          continue;
        }
        const safe = await markRehomed(storage, part, outcome, { by, envelopeId, rehomedBy: holder.userId, at });
        if (safe) await letGo(storage, part, holder.community);
        results.push({ id: part.id, state: safe ? 'safe' : 'received' });
      }
      if ((await openParts(handed)).length === 0)
        await storage.write(ledgerDatabase, [{ _id: key, _rev: stored._rev, _deleted: true }]);
      return done(results);
    },
  };
}

/** Judges and writes; visits last, so that a desk sees no visit before what belongs to it. */
async function moveAll(
  storage: Storage,
  shelf: Shelf,
  author: Holder,
  bodies: ReadonlyMap<HandedPart, Head>,
  open: readonly HandedPart[],
): Promise<Map<HandedPart, Written>> {
  const parts = [...bodies].map(([handed, doc]) => ({ handed, part: { db: handed.db, doc } as unknown as Part }));
  const sent = parts.map(({ part }) => part);
  const departed = await departedFrom(
    storage,
    open.flatMap(({ db }) => areaOfDatabase(db)),
  );
  const placesNow = ({ db, id }: HandedPart): Place[] => databasesAfter(departed, db).map((now) => ({ db: now, id }));
  await shelf.fetch([...open.flatMap(placesNow), ...sent.flatMap((part) => placesOf(part, author))]);
  const forwarding = await forwardingOf(departed, shelf, sent, author);
  const tiers = await checklistTiers(storage, author.community);
  const shells = new Map(
    parts.flatMap(({ part }) => (part.doc.type === 'visit' ? [[part.doc._id, headOf(part)]] : [])),
  );
  const judgements = judgeAll(
    parts.map(({ part }) => ({ part, fault: undefined })),
    (part, at) => judgeAgain(part, author, { tiers, shells, forwarding }, at),
    (db, id) => shelf.at(db, id)?.body,
  );
  const outcomes = new Map<HandedPart, Written>();
  const accepted = new Map<Accepted, HandedPart>();
  for (const [index, { handed, part }] of parts.entries()) {
    const judgement = judgements[index];
    if (judgement?.taken) accepted.set({ db: judgement.home, id: part.doc._id, body: headOf(part) }, handed);
    else outcomes.set(handed, { kind: 'refused', code: judgement?.code ?? 'invalid' });
  }
  // an earlier try was cut after it had let go of the copy in the handover database
  for (const part of open) {
    const there = bodies.has(part) ? undefined : placesNow(part).flatMap(({ db, id }) => shelf.at(db, id) ?? [])[0];
    if (there) outcomes.set(part, { kind: 'held', rev: there.rev });
  }
  const isVisit = ({ body }: Accepted): boolean => body.type === 'visit';
  for (const some of [[...accepted.keys()].filter((one) => !isVisit(one)), [...accepted.keys()].filter(isVisit)]) {
    for (const [one, written] of await writeAll(storage, shelf, some)) {
      const handed = accepted.get(one);
      if (handed) outcomes.set(handed, written);
    }
  }
  return outcomes;
}

const headOf = ({ doc }: Part): Head => bodyOf(doc) as unknown as Head;

/** Writes down that a part is in its place. @returns whether it is there safely */
async function markRehomed(
  storage: Storage,
  part: HandedPart,
  outcome: Extract<Written, { rev: string }>,
  told: { by: string; envelopeId: string; rehomedBy: string; at: string },
): Promise<boolean> {
  const _id = rehomedId(told.by, told.envelopeId, part);
  const stored = await storage.get(ledgerDatabase, _id);
  const before = stored && rehomedFrom(stored);
  if (before?.safe) return true;
  const waited = before && Date.parse(told.at) - Date.parse(before.at) >= settlingTime;
  const readBack = storage.kind === 'embedded' || (waited === true && (await storage.whole()));
  const safe = outcome.kind === 'written' ? outcome.durable : readBack;
  // the first who put it there stays named
  const body = before ? { ...before, safe } : { ...part, ...told, safe };
  const [written] = await storage.write(ledgerDatabase, [
    { ...body, _id, type: 'rehomed', ...(stored && { _rev: stored._rev }) },
  ]);
  if (!written || (written.error !== undefined && written.error !== 'conflict')) throw new StorageUnavailable();
  return safe && written.error === undefined;
}

/** What is in its place need not lie in the handover database any more. */
async function letGo(storage: Storage, { db, id }: HandedPart, community: string): Promise<void> {
  const home = handoverHome(db, community);
  if (home === undefined || home === db) return;
  try {
    const leaves = await storage.leaves(home, id);
    if (leaves.length > 0)
      await storage.write(
        home,
        leaves.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true as const })),
      );
  } catch (fault) {
    if (!(fault instanceof DatabaseMissing)) throw fault;
  }
}

/** Who moved what is in the log before it moves; if it cannot be logged, nothing moves. */
async function log(
  storage: Storage,
  { userId: by, community }: Holder,
  deviceId: string,
  at: string,
  id: string,
  parts: readonly HandedPart[],
): Promise<void> {
  const [first] = parts;
  if (!first) return;
  const opening: Opening = {
    _id: `opening:${id}`,
    type: 'opening',
    schema: 1,
    by,
    deviceId,
    at,
    db: handoverHome(first.db, community) ?? first.db,
    subjectId: first.id,
    purpose: 'review',
    shown: parts.length,
  };
  const [written] = await storage.write(logOf(community), [{ ...opening }]);
  if (!written || written.error) throw new StorageUnavailable();
}
