import { byHash } from './canonical.ts';
import type { TagLife } from './care-tags.ts';
import { assigneeOf, completes } from './cycle.ts';
import { addDays, compareInstants, dayOf, daysBetween, laterDay, type Day } from './day.ts';
import type { CareLevel, PlanCancellation } from './documents/care.ts';
import type { Policy } from './documents/organisation.ts';
import type { Visit } from './documents/visit.ts';
import { doorKey, type DoorFacts } from './door.ts';
import { windowOf } from './policy.ts';
import { slotsUpTo, termsOf } from './policy-slots.ts';
import { placed, putOffs, type Placed } from './put-off.ts';

/** `missed`: the next one was due before anybody came. */
type PlanState = 'planned' | 'postponed' | 'due' | 'overdue' | 'done' | 'missed' | 'cancelled';

/** 走访计划: one visit that a care tag and its policy ask for. Computed from facts; as secret as its tag. */
export interface VisitPlan {
  readonly tagId: string;
  readonly kind: string;
  readonly level?: CareLevel;
  readonly policyKey: string;
  readonly checklistId: string;
  readonly provider?: string;
  readonly dueOn: Day;
  /** the last day on which a visit is on time */
  readonly until: Day;
  readonly state: PlanState;
  /** the day on which it was due before somebody named a later one */
  readonly postponedFrom?: Day;
  /** visits that did not complete it: nobody home, no entry, "later" */
  readonly attempts: readonly string[];
  /** the visit that completed it */
  readonly visitId?: string;
  readonly doneOn?: Day;
  readonly late?: boolean;
  readonly cancellation?: PlanCancellation;
  readonly assignee?: string;
}

interface Folded {
  /** the last completed visit, or the day of one that was cancelled: the next one is counted from it */
  readonly base: Day | undefined;
  readonly since: string | undefined;
  /** the visit that last counted: one before half an interval has passed is extra, completes nothing and moves the next */
  readonly counted: Day | undefined;
  /** nobody lives here */
  readonly empty: boolean;
  readonly plans: readonly VisitPlan[];
}

const nobodyThere = ({ outcome }: Visit): boolean => outcome === 'vacant' || outcome === 'moved';

/** The fold behind `plansOfTag`: one visit or one cancellation at a time. */
class Plans {
  readonly #life: TagLife;
  readonly #facts: DoorFacts;
  readonly #terms: ReturnType<typeof termsOf>;
  readonly #tries: readonly Visit[];

  constructor(life: TagLife, facts: DoorFacts, policies: readonly Policy[]) {
    this.#life = life;
    this.#facts = facts;
    this.#terms = termsOf(life, policies);
    this.#tries = facts.visits.filter((visit) => !completes(visit, facts.refusals));
  }

  #slots({ base, since }: Folded, to: Day, upTo?: string): { due: Placed[]; next: Placed | undefined } {
    const { due, next } = slotsUpTo(this.#terms, { key: doorKey(this.#facts.door), base, to });
    const all = placed(next ? [...due, next] : due, putOffs(this.#facts, since, upTo));
    return { due: all.filter(({ dueOn }) => dueOn <= to), next: all.find(({ dueOn }) => dueOn > to) };
  }

  #plan(slot: Placed, state: PlanState, more: Partial<VisitPlan> = {}): VisitPlan {
    const { policy, level, dueOn, postponedFrom } = slot;
    return {
      tagId: this.#life.proposal._id,
      kind: this.#life.proposal.subject,
      policyKey: policy.key,
      checklistId: policy.checklistId,
      dueOn,
      until: addDays(dueOn, windowOf(policy)),
      state,
      attempts: [],
      ...(level.level !== undefined && { level: level.level }),
      ...(policy.provider !== undefined && { provider: policy.provider }),
      ...(postponedFrom !== undefined && { postponedFrom }),
      ...more,
    };
  }
  #missed(due: readonly Placed[]): VisitPlan[] {
    return due.slice(0, -1).map((slot) => this.#plan(slot, 'missed'));
  }
  #attempts(since: string | undefined, known: (visit: Visit) => boolean): string[] {
    const after = this.#tries.filter((one) => since === undefined || compareInstants(one.startedAt, since) > 0);
    return after.filter(known).map(({ _id }) => _id);
  }

  visited(held: Folded, visit: Visit): Folded {
    const day = dayOf(visit.startedAt);
    const { due, next } = held.empty ? { due: [], next: undefined } : this.#slots(held, day, visit.startedAt);
    const current = due.at(-1) ?? next;
    const soon = current !== undefined && held.counted !== undefined && due.length === 0;
    const extra = soon && daysBetween(held.counted, day) * 2 < current.policy.intervalDays;
    const plans = this.#missed(due);
    if (current && !extra && !nobodyThere(visit)) {
      const attempts = this.#attempts(held.since, (one) => compareInstants(one.startedAt, visit.startedAt) <= 0);
      const late = day > addDays(current.dueOn, windowOf(current.policy));
      plans.push(this.#plan(current, 'done', { visitId: visit._id, doneOn: day, late, attempts }));
    }
    return {
      base: held.base === undefined ? day : laterDay(held.base, day),
      since: visit.startedAt,
      counted: extra ? held.counted : day,
      empty: nobodyThere(visit),
      plans: [...held.plans, ...plans],
    };
  }

  cancelled(held: Folded, cancellation: PlanCancellation): Folded {
    const { at, dueOn } = cancellation;
    // somebody came before, or the same visit was cancelled already
    if (held.empty || (held.base !== undefined && dueOn <= held.base)) return held;
    const { due, next } = this.#slots(held, dayOf(at), at);
    const current = due.at(-1) ?? next;
    const plans = current ? [...this.#missed(due), this.#plan(current, 'cancelled', { cancellation })] : [];
    return { ...held, base: dueOn, counted: dueOn, plans: [...held.plans, ...plans] };
  }

  /** What is open on the last day: the visits that nobody made, and the one that is asked for now. */
  open(held: Folded, last: Day): VisitPlan[] {
    if (held.empty) return [];
    const { due, next } = this.#slots(held, last);
    const current = due.at(-1);
    const attempts = this.#attempts(held.since, ({ startedAt }) => dayOf(startedAt) <= last);
    const assignee = assigneeOf(this.#facts);
    const more = { attempts, ...(assignee !== undefined && { assignee }) };
    const ended = this.#life.state === 'ended';
    if (!current) {
      if (ended || !next) return [];
      return [this.#plan(next, next.postponedFrom === undefined ? 'planned' : 'postponed', more)];
    }
    const isOver = last > addDays(current.dueOn, windowOf(current.policy));
    // a tag that ended while a visit was still on time asks for it no more
    if (ended) return [...this.#missed(due), ...(isOver ? [this.#plan(current, 'missed', { attempts })] : [])];
    return [...this.#missed(due), this.#plan(current, isOver ? 'overdue' : 'due', more)];
  }
}

/**
 * The plans of one care tag at its door, oldest first: what became of those that were due, and the one that is open. Only
 * facts decide, so every tablet shows the same, in whatever order they came.
 * @param policies every version
 */
export function plansOfTag(life: TagLife, facts: DoorFacts, policies: readonly Policy[], today: Day): VisitPlan[] {
  const [first] = life.levels;
  if (!first) return [];
  const last = life.endedOn !== undefined && life.endedOn < today ? life.endedOn : today;
  const fold = new Plans(life, facts, policies);
  const completed = facts.visits.filter((visit) => completes(visit, facts.refusals));
  const opening = completed.findLast(({ startedAt }) => dayOf(startedAt) < first.from);
  const openedOn = opening && dayOf(opening.startedAt);
  const start: Folded = {
    base: openedOn,
    since: opening?.startedAt,
    counted: openedOn,
    empty: opening !== undefined && nobodyThere(opening),
    plans: [],
  };
  const steps = [
    ...completed.map((visit) => ({
      at: visit.startedAt,
      id: visit._id,
      on: (held: Folded) => fold.visited(held, visit),
    })),
    ...(facts.cancellations ?? [])
      .filter(({ tagId }) => tagId === life.proposal._id)
      .map((made) => ({ at: made.at, id: made._id, on: (held: Folded) => fold.cancelled(held, made) })),
  ];
  const folded = steps
    .filter(({ at }) => dayOf(at) >= first.from && dayOf(at) <= last)
    .sort((a, b) => compareInstants(a.at, b.at) || byHash(a.id, b.id))
    .reduce((held, step) => step.on(held), start);
  return [...folded.plans, ...fold.open(folded, last)];
}

/** The plan that waits to be made, if the tag asks for one. */
export const openPlan = (plans: readonly VisitPlan[]): VisitPlan | undefined =>
  plans.findLast(({ state }) => state === 'planned' || state === 'postponed' || state === 'due' || state === 'overdue');
