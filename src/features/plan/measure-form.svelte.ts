import type { PlanMeasure } from '../../domain/documents/plan.ts';
import type { Result } from '../../domain/fault.ts';
import { fieldOf } from '../../domain/register.ts';
import type { MeasureValues } from '../../store/household-plans.ts';

/** What stands in the form. */
export type Filled = Required<MeasureValues>;
const empty: Filled = { programme: '', measure: '', owner: '', dueOn: '' };

const writtenIn = (measure: PlanMeasure | undefined): Filled =>
  measure
    ? {
        programme: fieldOf(measure, 'programme') ?? '',
        measure: fieldOf(measure, 'measure') ?? '',
        owner: fieldOf(measure, 'owner') ?? '',
        dueOn: fieldOf(measure, 'dueOn') ?? '',
      }
    : empty;

/** Where a measure goes, and where it lies while it is half written. */
export interface MeasureDesk {
  keepMeasure(seen: PlanMeasure | undefined, values: MeasureValues, typed: Filled): Promise<Result<unknown>>;
  halfWritten(seen: PlanMeasure | undefined): Filled | undefined;
  /** @param values undefined: nothing is half written any more */
  keepHalf(seen: PlanMeasure | undefined, values: Filled | undefined): void;
}

/** A measure while somebody writes it: what is typed is kept as it is typed, and stays until it is saved. */
export class MeasureForm {
  readonly #desk: MeasureDesk;
  #open = $state(false);
  #seen = $state.raw<PlanMeasure | undefined>();
  #values = $state.raw<Filled>(empty);
  #tried = $state(false);

  constructor(desk: MeasureDesk) {
    this.#desk = desk;
  }

  get isOpen(): boolean {
    return this.#open;
  }
  get values(): Filled {
    return this.#values;
  }
  /** Nothing can be kept without words. */
  get missing(): boolean {
    return this.#tried && this.#values.measure.trim() === '';
  }
  /** @param owner who does it, unless somebody else is written there */
  begin = (measure: PlanMeasure | undefined, owner: string): void => {
    this.#seen = measure;
    const half = this.#desk.halfWritten(measure);
    this.#values = half ?? { ...writtenIn(measure), ...(measure === undefined && { owner }) };
    this.#tried = false;
    this.#open = true;
  };
  change = (values: Partial<Filled>): void => {
    this.#values = { ...this.#values, ...values };
    this.#desk.keepHalf(this.#seen, this.#values);
  };
  close = (): void => {
    this.#open = false;
  };

  /** Keeps what was changed and nothing else; a day that was not given is none. Undefined: something is missing. */
  keep = async (): Promise<Result<unknown> | undefined> => {
    this.#tried = true;
    if (this.missing) return undefined;
    const before = writtenIn(this.#seen);
    const changed = Object.entries(this.#values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([name, value]) => value !== before[name as keyof Filled] && value !== '');
    if (changed.length === 0) {
      this.#desk.keepHalf(this.#seen, undefined);
      this.close();
      return { ok: true, value: undefined };
    }
    const kept = await this.#desk.keepMeasure(this.#seen, Object.fromEntries(changed), this.#values);
    if (kept.ok) this.close();
    return kept;
  };
}
