import { careOf, parseDatabaseName } from '../domain/database-name.ts';
import type { HouseholdPlan, PlanMeasure, PlanState } from '../domain/documents/plan.ts';
import type { Door } from '../domain/door.ts';
import type { Part } from '../domain/envelope.ts';
import { failed, type Result } from '../domain/fault.ts';
import {
  foldPlan,
  foldPlans,
  isOver,
  nextStates,
  planIdOf,
  stateOfMeasure,
  type FoldedPlan,
} from '../domain/household-plan.ts';
import { fieldOf } from '../domain/register.ts';
import { areaOfDoor } from './one-tap.ts';
import { saveAction, type Action, type Saved } from './save.ts';
import { changeRegister, type Store } from './store.ts';

/** The plan of a household as it stands today; one without a document and without measures is empty. */
export const planOfHousehold = ({ shelf, clock }: Store, householdId: string): FoldedPlan =>
  foldPlan(
    householdId,
    shelf.get('householdPlan', planIdOf(householdId)),
    shelf.by('planMeasure', 'householdId', householdId),
    clock.today(),
  );

/** Every plan on this tablet, by household. */
export const plansOnTablet = ({ shelf, clock }: Store): ReadonlyMap<string, FoldedPlan> =>
  shelf.derive(
    'plans',
    ['householdPlan', 'planMeasure'],
    () => foldPlans(shelf.all('householdPlan'), shelf.all('planMeasure'), clock.today()),
    clock.today(),
  );

/** What a person fills in of a measure; undefined: as it was. */
export interface MeasureValues {
  readonly programme?: string;
  readonly measure?: string;
  readonly owner?: string;
  readonly dueOn?: string;
}

/** Where the plan of a door stands: with what is closed of its area. */
function careOfDoor(store: Store, door: Door): string | undefined {
  const area = areaOfDoor(store, door);
  const key = area === undefined ? undefined : parseDatabaseName(area)?.scope;
  return key === undefined ? undefined : careOf(key);
}

const part = (db: string, unit: string, doc: object): Part => ({ db, unit, doc: doc as Part['doc'] });

/** The plan's own document, when it is the first that is said of the household; two tablets that begin it make one. */
export function planBegun(store: Store, db: string, door: Door, unit: string): Part[] {
  const { householdId, dwellingId } = door;
  if (householdId === undefined || store.shelf.get('householdPlan', planIdOf(householdId))) return [];
  return [part(db, unit, changeRegister(store, 'householdPlan', planIdOf(householdId), { householdId, dwellingId }))];
}

/** Runs a change of a household's plan as one action; without a household, or without its closed part: `not-yours`. */
async function change(
  store: Store,
  door: Door,
  make: (at: { readonly db: string; readonly householdId: string; readonly unit: string }) => Part[],
  written: Pick<Action, 'draftKey' | 'form'> = {},
): Promise<Result<Saved>> {
  const { householdId } = door;
  const db = careOfDoor(store, door);
  if (householdId === undefined || db === undefined) return failed('not-yours');
  const unit = planIdOf(householdId);
  return saveAction(store, { parts: make({ db, householdId, unit }), ...written });
}

/** Says what is to become of the household. */
export const saveGoal = (store: Store, door: Door, goal: string): Promise<Result<Saved>> =>
  change(store, door, ({ db, householdId, unit }) => {
    const id = planIdOf(householdId);
    const whole = { householdId, dwellingId: door.dwellingId, goal };
    const seen: HouseholdPlan | undefined = store.shelf.get('householdPlan', id);
    return [part(db, unit, changeRegister(store, 'householdPlan', seen ?? id, seen ? { goal } : whole))];
  });

/**
 * Adds a measure, or changes what a person changed of one; it begins as a draft until the household agrees.
 * @param written the form it was written in, which goes with it
 */
export const saveMeasure = (
  store: Store,
  door: Door,
  seen: PlanMeasure | undefined,
  values: MeasureValues,
  written: Pick<Action, 'draftKey' | 'form'> = {},
): Promise<Result<Saved>> =>
  change(
    store,
    door,
    ({ db, householdId, unit }) => {
      const state = { is: 'drafted' as const, on: store.clock.today() };
      const whole = { householdId, dwellingId: door.dwellingId, state, ...values };
      const doc = changeRegister(store, 'planMeasure', seen, seen ? values : whole);
      return [...planBegun(store, db, door, unit), part(db, unit, doc)];
    },
    written,
  );

/** A measure goes on to the next state. Throws when that is no legal step: the screen offers none that is not. */
export const stepMeasure = (
  store: Store,
  door: Door,
  seen: PlanMeasure,
  to: PlanState,
  why?: string,
): Promise<Result<Saved>> => {
  if (!nextStates[stateOfMeasure(seen)].includes(to)) throw new Error(`no step from ${stateOfMeasure(seen)} to ${to}`);
  const state = { is: to, on: store.clock.today(), ...(why !== undefined && { why }) };
  return change(store, door, ({ db, unit }) => [part(db, unit, changeRegister(store, 'planMeasure', seen, { state }))]);
};

/** The household agrees to the plan as it stands: a version more, and what was a draft is agreed. */
export const agreePlan = (store: Store, door: Door, how: 'oral' | 'signature'): Promise<Result<Saved>> =>
  change(store, door, ({ db, householdId, unit }) => {
    const { plan, measures } = planOfHousehold(store, householdId);
    const on = store.clock.today();
    const agreement = { version: ((plan && fieldOf(plan, 'agreement')?.version) ?? 0) + 1, on, how };
    const whole = { householdId, dwellingId: door.dwellingId, agreement };
    const drafts = measures.filter((measure) => stateOfMeasure(measure) === 'drafted');
    const id = planIdOf(householdId);
    return [
      part(db, unit, changeRegister(store, 'householdPlan', plan ?? id, plan ? { agreement } : whole)),
      ...drafts.map((one) =>
        part(db, unit, changeRegister(store, 'planMeasure', one, { state: { is: 'agreed', on } })),
      ),
    ];
  });

/** Whether anything is left to do in a plan. */
export const isOpen = ({ state, measures }: FoldedPlan): boolean => measures.length === 0 || !isOver(state);
