import type { Envelope, Part, Verdict } from '../../src/domain/envelope.ts';
import type { Head } from '../../src/domain/register.ts';
import { settlingTime, type Storage } from '../storage/port.ts';
import type { Deliverer } from './deliverer.ts';
import { formFault, judge, type Bench, type Judgement } from './judge.ts';
import type { Delivery } from './ledger.ts';
import { placesOf } from './references.ts';
import type { Shelf } from './shelf.ts';
import { judgeAll } from './units.ts';
import { writeAll, type Accepted, type Written } from './write.ts';

/** An envelope that is still open, wholly or in parts. */
export interface Arrival {
  readonly envelope: Envelope;
  readonly digest: string;
  /** what an earlier arrival of the same envelope left open or decided */
  readonly before: Delivery | undefined;
  /** whether a verdict of then still holds */
  readonly stands: (verdict: Verdict) => boolean;
  readonly receivedAt: string;
}

/**
 * Envelopes in their order, in waves: none of a wave names or changes what another one of it brings, so they are judged
 * by the same picture and written together. A day of visits is one wave; two changes of one household are two.
 */
export function wavesOf(arrivals: readonly Arrival[], holder: Deliverer['holder']): Arrival[][] {
  const waves: Arrival[][] = [];
  let brought = new Set<string>();
  for (const arrival of arrivals) {
    const { docs } = arrival.envelope;
    const named = docs.flatMap((part) => placesOf(part, holder).map(({ id }) => id));
    const last = waves.at(-1);
    if (last && !named.some((id) => brought.has(id))) last.push(arrival);
    else {
      waves.push([arrival]);
      brought = new Set();
    }
    for (const { doc } of docs) brought.add(doc._id);
  }
  return waves;
}

interface Settling {
  readonly storage: Storage;
  readonly shelf: Shelf;
  readonly bench: Omit<Bench, 'shells'>;
  readonly wave: readonly Arrival[];
  /** databases that took something; added to */
  readonly moved: Set<string>;
}

/** Judges and writes what is still open of a wave; for each envelope one verdict for each part, in order. */
export async function settle({ storage, shelf, bench, wave, moved }: Settling): Promise<Map<Envelope, Verdict[]>> {
  const cases = wave.map((arrival) => judged(arrival, shelf, bench));
  const accepted = cases.flatMap(({ accepted }) => [...accepted.values()]);
  const written = await writeAll(storage, shelf, accepted);
  for (const [part, { kind }] of written) if (kind === 'written') moved.add(part.db);
  const verdicts = cases.map(async ({ arrival, decided, judgements, accepted }): Promise<[Envelope, Verdict[]]> => {
    const { envelope, before, receivedAt } = arrival;
    const heldIsSafe = await isSafe(storage, before, bench.now);
    const all = envelope.docs.map((part, index): Verdict => {
      const known = decided(index);
      if (known) return known;
      const judgement = judgements[index];
      const place = { db: part.db, id: part.doc._id };
      const outcome = written.get(accepted.get(index) ?? missing);
      if (!judgement?.taken || !outcome) {
        const code = judgement?.taken === false ? judgement.code : 'invalid';
        const lacks = judgement?.taken === false ? judgement.lacks : undefined;
        return { ...place, code, ...(lacks && { lacks }), durable: false, receivedAt };
      }
      const { rev, ...said } = verdictOf(outcome, judgement.handedOver, heldIsSafe);
      // under the address that was sent nobody will ever find this revision
      const elsewhere = judgement.home !== part.db && !judgement.handedOver ? (true as const) : undefined;
      const there = elsewhere ? { elsewhere } : { ...(rev !== undefined && { rev }) };
      return { ...place, ...there, ...said, receivedAt };
    });
    return [envelope, all];
  });
  return new Map(await Promise.all(verdicts));
}

interface Judged {
  readonly arrival: Arrival;
  readonly decided: (index: number) => Verdict | undefined;
  readonly judgements: readonly Judgement[];
  /** what is to be written, by the part's place in the envelope */
  readonly accepted: ReadonlyMap<number, Accepted>;
}

const shellsIn = ({ docs }: Envelope): Map<string, Head> =>
  new Map(docs.flatMap(({ doc }) => (doc.type === 'visit' ? [[doc._id, doc as unknown as Head]] : [])));

function judged(arrival: Arrival, shelf: Shelf, bench: Omit<Bench, 'shells'>): Judged {
  const { envelope, before, stands } = arrival;
  const decided = (index: number): Verdict | undefined => {
    const verdict = before?.verdicts[index];
    return verdict && stands(verdict) ? verdict : undefined;
  };
  const cases = envelope.docs.map((part, index) => {
    const known = decided(index);
    const refusedBefore = known?.code === 'handed-over' ? undefined : known?.code;
    return { part, fault: refusedBefore ?? formFault(part) };
  });
  const own = { ...bench, shells: shellsIn(envelope) };
  const judgements = judgeAll(
    cases,
    (part, at) => judge(part, own, at),
    (db, id) => shelf.at(db, id)?.body,
  );
  const accepted = new Map<number, Accepted>();
  for (const [index, judgement] of judgements.entries()) {
    const part = envelope.docs[index];
    if (part && judgement.taken && !decided(index)) accepted.set(index, acceptedOf(part, judgement.home, envelope));
  }
  return { arrival, decided, judgements, accepted };
}

const missing: Accepted = { db: '', id: '', body: { _id: '', type: '', schema: 1, by: '', deviceId: '', at: '' } };

/** A unit is one within its envelope only. */
const acceptedOf = ({ doc, unit }: Part, home: string, { _id }: Envelope): Accepted => {
  const body = doc as unknown as Head;
  return { db: home, id: doc._id, body, unit: unit === undefined ? undefined : `${_id} ${unit}` };
};

function verdictOf(
  written: Written,
  handedOver: boolean,
  heldIsSafe: boolean,
): Pick<Verdict, 'rev' | 'code' | 'durable'> {
  if (written.kind === 'refused') return { code: written.code, durable: false };
  const durable = written.kind === 'written' ? written.durable : heldIsSafe;
  return { rev: written.rev, ...(handedOver && { code: 'handed-over' as const }), durable };
}

/**
 * Whether what is read back now is safe, although nobody saw its quorum: with a storage that stands alone always, in a
 * cluster once every node is there and the others had time to show what they hold.
 */
async function isSafe(storage: Storage, before: Delivery | undefined, now: number): Promise<boolean> {
  if (storage.kind === 'embedded') return true;
  return before !== undefined && now - Date.parse(before.receivedAt) >= settlingTime && (await storage.whole());
}
