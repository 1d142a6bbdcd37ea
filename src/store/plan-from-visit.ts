import type { VisitEffects } from '../domain/checklist/visit-effects.ts';
import { parseDatabaseName } from '../domain/database-name.ts';
import type { Visit } from '../domain/documents/visit.ts';
import type { Door } from '../domain/door.ts';
import type { Part } from '../domain/envelope.ts';
import { planBegun } from './household-plans.ts';
import type { Shelf } from './shelf.ts';
import { changeRegister, type Store } from './store.ts';

interface PlanSaying {
  readonly store: Store;
  readonly door: Door;
  readonly visit: Visit;
  /** the list that was asked: its measures stand under it */
  readonly checklistId: string;
  /** where the answers stand */
  readonly db: string;
  /** everything that the answers say, and what of it is new */
  readonly said: VisitEffects['writeBacks'];
  readonly isNew: VisitEffects['writeBacks'];
}

/** The first version of a visit: what came of it keeps its names through every correction. */
function firstVersion(shelf: Shelf, visit: Visit): string {
  const seen = new Set<string>();
  let first = visit;
  while (first.supersedes !== undefined && !seen.has(first._id)) {
    seen.add(first._id);
    const earlier = shelf.get('visit', first.supersedes);
    if (!earlier) return first.supersedes;
    first = earlier;
  }
  return first._id;
}

/**
 * The measure that a visit writes into the household's plan; a correction changes it. Never from a sealed list: that there is
 * such a measure would tell of it.
 */
export function measureParts({ store, door, visit, checklistId, db, said, isNew }: PlanSaying): Part[] {
  const { householdId, dwellingId } = door;
  const of = (all: VisitEffects['writeBacks'], to: 'householdPlan.items' | 'householdPlan.items.dueAt') => {
    const value = all.find((one) => one.to === to)?.value;
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const measure = of(said, 'householdPlan.items');
  const dueOn = of(said, 'householdPlan.items.dueAt');
  const changed = of(isNew, 'householdPlan.items') ?? of(isNew, 'householdPlan.items.dueAt');
  if (householdId === undefined || measure === undefined || changed === undefined) return [];
  if (parseDatabaseName(db)?.kind !== 'care') return [];
  const id = firstVersion(store.shelf, visit).replace(/^visit:/, 'planMeasure:');
  const seen = store.shelf.get('planMeasure', id);
  const state = { is: 'drafted' as const, on: visit.startedAt.slice(0, 10) };
  const words = { measure, ...(dueOn !== undefined && { dueOn }) };
  const whole = { householdId, dwellingId, programme: checklistId, state, ...words };
  const doc = changeRegister(store, 'planMeasure', seen ?? id, seen ? words : whole);
  return [...planBegun(store, db, door, visit._id), { db, unit: visit._id, doc }];
}
