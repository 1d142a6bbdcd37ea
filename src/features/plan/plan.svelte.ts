import { addressLabel } from '../../domain/address.ts';
import { careOf, logOf, parseDatabaseName } from '../../domain/database-name.ts';
import type { PlanMeasure, PlanState } from '../../domain/documents/plan.ts';
import type { Door } from '../../domain/door.ts';
import { doorOfPath } from '../../domain/door-path.ts';
import { failed, type Result } from '../../domain/fault.ts';
import { stateOfMeasure, type FoldedPlan } from '../../domain/household-plan.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { mayRead } from '../../domain/rights.ts';
import { watched } from '../../platform/watched.ts';
import { doorsOnTablet } from '../../store/due-doors.ts';
import {
  agreePlan,
  planOfHousehold,
  saveGoal,
  saveMeasure,
  stepMeasure,
  type MeasureValues,
} from '../../store/household-plans.ts';
import { dropDraft, saveDraft, seeDraft } from '../../store/drafts.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { communityName } from '../../store/organisation.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import type { MeasureDraft } from '../../store/written-form.ts';
import type { Filled } from './measure-form.svelte.ts';

export type Purpose = 'prepare' | 'help' | 'correct';

/** One household's plan: closed until a purpose is chosen, then its goal, its measures and their steps. */
export class PlanModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #path: string;
  readonly #watch: () => void;
  #open = $state(false);

  constructor(store: Store, me: Me, path: string) {
    this.#store = store;
    this.#me = me;
    this.#path = path;
    this.#watch = watched(store.shelf);
  }

  /** The household; a dwelling without one has no plan. */
  get door(): (Door & { readonly householdId: string }) | undefined {
    this.#watch();
    const door = doorOfPath(this.#path, doorsOnTablet(this.#store.shelf));
    return door?.householdId === undefined ? undefined : { ...door, householdId: door.householdId };
  }
  get place(): string {
    return this.door ? addressLabel(this.door.address) : '';
  }
  /** Name of the head of the household, for the printed page. */
  get head(): string | undefined {
    this.#watch();
    const { shelf } = this.#store;
    const household = shelf.get('household', this.door?.householdId ?? '');
    const head = shelf.get('resident', (household && fieldOf(household, 'headId')) ?? '');
    return head && fieldOf(head, 'name');
  }
  get community(): string {
    this.#watch();
    return communityName(this.#store.shelf);
  }
  get reader(): string {
    return this.#me.name;
  }
  get today(): string {
    return this.#store.clock.today();
  }
  get now(): string {
    return this.#store.clock.instant();
  }
  get plan(): FoldedPlan | undefined {
    this.#watch();
    return this.door && planOfHousehold(this.#store, this.door.householdId);
  }
  get goal(): string {
    const plan = this.plan?.plan;
    return (plan && fieldOf(plan, 'goal')) ?? '';
  }
  get agreement() {
    const plan = this.plan?.plan;
    return plan && fieldOf(plan, 'agreement');
  }
  /** How many measures wait for the household. */
  get drafted(): number {
    return (this.plan?.measures ?? []).filter((one) => stateOfMeasure(one) === 'drafted').length;
  }

  get #care(): string | undefined {
    const area = this.door && areaOfDoor(this.#store, this.door);
    const key = area === undefined ? undefined : parseDatabaseName(area)?.scope;
    return key === undefined ? undefined : careOf(key);
  }
  /** Whether this person holds the closed part in which plans stand. */
  get mayOpen(): boolean {
    const care = this.#care;
    return care !== undefined && mayRead(this.#me.holder, care);
  }
  get isOpen(): boolean {
    return this.#open;
  }
  /** Opens the plan; that it was opened, and what for, is a fact in the log before anything shows. */
  open = async (purpose: Purpose): Promise<Result<unknown>> => {
    const [db, door, plan] = [this.#care, this.door, this.plan];
    if (db === undefined || !door || !plan) return failed('not-yours');
    const opening = { ...newHead(this.#store, 'opening'), db, subjectId: door.householdId, purpose };
    const doc = { ...opening, shown: plan.measures.length };
    const saved = await saveAction(this.#store, { parts: [{ db: logOf(this.#me.holder.community), doc }] });
    if (saved.ok) this.#open = true;
    return saved;
  };

  readonly #at = async (act: (door: Door) => Promise<Result<unknown>>): Promise<Result<unknown>> => {
    const { door } = this;
    return door ? act(door) : failed('not-yours');
  };
  keepGoal = (goal: string): Promise<Result<unknown>> => this.#at((door) => saveGoal(this.#store, door, goal));
  keepMeasure = (seen: PlanMeasure | undefined, values: MeasureValues, typed: Filled): Promise<Result<unknown>> =>
    this.#at((door) => {
      const body = this.#half(typed);
      const written = body ? { draftKey: this.#draftKey(seen), form: { kind: 'measure' as const, body } } : {};
      return saveMeasure(this.#store, door, seen, values, written);
    });
  halfWritten = (seen: PlanMeasure | undefined): Filled | undefined => {
    const half = seeDraft(this.#store, this.#draftKey(seen))?.body as MeasureDraft | undefined;
    if (!half) return undefined;
    const { at: _at, ...typed } = half;
    return typed;
  };
  keepHalf = (seen: PlanMeasure | undefined, values: Filled | undefined): void => {
    const [key, body] = [this.#draftKey(seen), values && this.#half(values)];
    if (body) void saveDraft(this.#store, key, 'measure', body);
    else if (this.#store.shelf.draft(key)) void dropDraft(this.#store, key);
  };
  /** One for each measure of a household, and one for a new one. */
  #draftKey(seen: PlanMeasure | undefined): string {
    return `measure:${this.door?.householdId ?? ''}:${seen?._id ?? ''}`;
  }
  #half(values: Filled): MeasureDraft | undefined {
    const { door } = this;
    return door && { at: { dwellingId: door.dwellingId, householdId: door.householdId }, ...values };
  }
  step = (measure: PlanMeasure, to: PlanState, why?: string): Promise<Result<unknown>> =>
    this.#at((door) => stepMeasure(this.#store, door, measure, to, why));
  agree = (how: 'oral' | 'signature'): Promise<Result<unknown>> =>
    this.#at((door) => agreePlan(this.#store, door, how));
}
