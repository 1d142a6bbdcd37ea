import { escalated, escalationId, notifiedId, rungsAbove } from '../../src/domain/arrival/escalation.ts';
import { arrivalTermsOf } from '../../src/domain/arrival/targets.ts';
import { arrivalOf, mustArriveOf } from '../../src/domain/care.ts';
import { areaOf, careOf, ownOf, refOf } from '../../src/domain/database-name.ts';
import { addMinutes, dayOf } from '../../src/domain/day.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { ArrivalStep, ArrivalTarget, Escalation } from '../../src/domain/documents/arrival.ts';
import type { Proposal } from '../../src/domain/documents/care.ts';
import { organisationOf, type Organisation } from '../../src/domain/organisation/organisation.ts';
import { standing } from '../../src/domain/visit-state.ts';
import { ofType } from '../storage/of-type.ts';
import { DatabaseMissing, StorageUnavailable, type Storage, type StoredDoc } from '../storage/port.ts';

/** Who wrote what the relay writes by itself. */
const relay = { by: 'relay', deviceId: 'relay', schema: 1 } as const;
/** When nobody is known to whom it could go, it is asked again after so long (ms). */
const askAgainAfter = 900_000;
/** What too few copies were made of is looked at again after so long (ms): it may have vanished with its node. */
const lookAgainAfter = 30_000;

interface Open {
  readonly proposal: Proposal;
  /** the relay's time (ms) at which its clock runs out next */
  nextAt: number;
  told: boolean;
}

/**
 * Keeps the clocks of one area's must-arrives: says that it has them, and writes down to which level each went when nobody had
 * come. What it writes has an id and a body made from the must-arrive and the organisation, and is written once: what stands,
 * stands, whichever relay was first.
 */
export class ArrivalDesk {
  readonly #storage: Storage;
  readonly #area: string;
  readonly #community: string;
  readonly #open = new Map<string, Open>();
  #targets: readonly ArrivalTarget[] = [];
  #moved = false;

  constructor(storage: Storage, area: string, community: string) {
    this.#storage = storage;
    this.#area = area;
    this.#community = community;
  }

  /** Must-arrives whose clock may still run out: remembered beside the cursor. */
  get open(): readonly string[] {
    return [...this.#open.keys()].sort();
  }
  /** Whether `open` is another than was remembered. */
  get moved(): boolean {
    return this.#moved;
  }
  remembered(): void {
    this.#moved = false;
  }
  /** The relay's time (ms) at which something is to be done next. */
  get nextAt(): number {
    return Math.min(...[...this.#open.values()].map(({ nextAt }) => nextAt));
  }

  /** Begins where an earlier relay ended. @param open undefined: it never followed must-arrives here */
  async begin(open: readonly string[] | undefined): Promise<void> {
    const care = careOf(this.#area);
    const known = open ? await this.#storage.getMany(care, open) : undefined;
    await this.take(known ? [...known.values()] : await ofType(this.#storage, care, 'proposal'));
    this.#moved = open === undefined;
  }

  /** Takes new documents of the care database in; what follows is written by the next `flush`. */
  async take(docs: readonly StoredDoc[]): Promise<void> {
    const raised = docs.filter((doc) => doc['type'] === 'proposal' && doc['kind'] === 'mustArrive' && !doc._deleted);
    if (raised.length === 0) return;
    this.#targets = await this.#read(refOf(this.#community), 'arrivalTarget');
    for (const proposal of raised as unknown as Proposal[]) {
      const terms = arrivalTermsOf(proposal, this.#targets);
      if (!terms || this.#open.has(proposal._id)) continue;
      const nextAt = Date.parse(addMinutes(proposal.at, terms.minutes));
      this.#open.set(proposal._id, { proposal, nextAt, told: false });
      this.#moved = true;
    }
  }

  /** @param now the relay's time (ms) */
  async flush(now: number): Promise<void> {
    const untold = [...this.#open.values()].filter(({ told }) => !told);
    const notices = untold.map(({ proposal: { _id, at } }): ArrivalStep => {
      return {
        ...relay,
        _id: notifiedId(_id),
        type: 'arrivalStep',
        at,
        proposalId: _id,
        after: _id,
        stage: 'notified',
      };
    });
    const safe = await writeOnce(this.#storage, careOf(this.#area), notices);
    for (const one of untold) one.told = safe;
    if (this.nextAt <= now) await this.#escalate(now);
  }

  async #escalate(now: number): Promise<void> {
    const [care, area] = [careOf(this.#area), areaOf(this.#area)];
    const [steps, saidAbove, written, confirmations, withdrawals, allVisits, organisation] = await Promise.all([
      this.#read(care, 'arrivalStep'),
      this.#read(area, 'arrivalStep'),
      this.#read(care, 'escalation'),
      this.#read(care, 'confirmation'),
      this.#read(care, 'withdrawal'),
      this.#read(area, 'visit'),
      this.#organisation(),
    ]);
    const proposals = [...this.#open.values()].map(({ proposal }) => proposal);
    const holding = new Set(mustArriveOf(proposals, confirmations, withdrawals).map(({ _id }) => _id));
    const visits = standing(allVisits);
    for (const [id, one] of this.#open) {
      if (one.nextAt > now) continue;
      const { proposal } = one;
      const mine = [...steps, ...saidAbove].filter(({ proposalId }) => proposalId === id);
      const there = visits.filter(({ dwellingId }) => dwellingId === proposal.dwellingId);
      const { arrivedAt } = arrivalOf(proposal, there, { steps: mine, targets: this.#targets });
      const rungs = rungsAbove(organisation, this.#area, dayOf(proposal.at));
      const known = { proposal, rungs, targets: this.#targets, arrivedAt };
      const told = written.filter(({ proposalId }) => proposalId === id);
      const up = holding.has(id) ? escalated({ ...known, now: new Date(now).toISOString(), written: told }) : [];
      let safe = true;
      for (const { level, unitId, at, written: stands } of up) {
        if (stands) continue;
        // who answers for the area has a copy of its care database
        const holder = level === 'area' ? undefined : rungs.find((rung) => rung.level === level)?.post?.userId;
        safe = (await this.#write({ proposalId: id, area: this.#area, level, unitId, at }, holder)) && safe;
      }
      if (!safe) {
        one.nextAt = now + lookAgainAfter;
        continue;
      }
      const ended = !holding.has(id) || arrivedAt !== undefined || (rungs.length > 0 && up.length >= rungs.length);
      const terms = arrivalTermsOf(proposal, this.#targets);
      if (ended || !terms) {
        this.#open.delete(id);
        this.#moved = true;
      } else {
        const next = Date.parse(addMinutes(proposal.at, terms.minutes + up.length * terms.thenMinutes));
        one.nextAt = rungs.length === 0 ? now + askAgainAfter : next;
      }
    }
  }

  /** Who answers is told first: what stands in the area is not looked at again. */
  async #write(
    body: Pick<Escalation, 'proposalId' | 'area' | 'level' | 'unitId' | 'at'>,
    holder: string | undefined,
  ): Promise<boolean> {
    const _id = escalationId(body.proposalId, body.level);
    const doc: Escalation = { ...relay, _id, type: 'escalation', ...body };
    let told = true;
    if (holder !== undefined) {
      try {
        told = await writeOnce(this.#storage, ownOf(holder), [doc]);
      } catch (fault) {
        // an account that is gone has nobody to tell
        if (!(fault instanceof DatabaseMissing)) throw fault;
      }
    }
    return (await writeOnce(this.#storage, careOf(this.#area), [doc])) && told;
  }

  async #organisation(): Promise<Organisation> {
    const ref = refOf(this.#community);
    const [units, placements, posts, structures] = await Promise.all([
      this.#read(ref, 'orgUnit'),
      this.#read(ref, 'placement'),
      this.#read(ref, 'post'),
      this.#read(ref, 'structure'),
    ]);
    return organisationOf({ units, placements, posts, structures });
  }

  async #read<T extends keyof DocumentOf>(database: string, type: T): Promise<DocumentOf[T][]> {
    return (await ofType(this.#storage, database, type)) as unknown as DocumentOf[T][];
  }
}

/**
 * Writes what nobody has written yet; of two relays that write at once one is told of a conflict, and that is all.
 * @returns whether it cannot vanish with a node any more
 */
async function writeOnce(
  storage: Storage,
  database: string,
  docs: readonly { readonly _id: string }[],
): Promise<boolean> {
  if (docs.length === 0) return true;
  const ids = docs.map(({ _id }) => _id);
  const stored = await storage.getMany(database, ids);
  const missing = docs.filter(({ _id }) => !stored.has(_id));
  if (missing.length === 0) return true;
  const results = await storage.write(
    database,
    missing.map((doc) => ({ ...doc })),
  );
  if (results.some(({ error }) => error !== undefined && error !== 'conflict')) throw new StorageUnavailable();
  return results.every(({ error, durable }) => error === undefined && durable);
}
