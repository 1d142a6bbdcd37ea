import type { PlanMeasure } from '../../domain/documents/plan.ts';
import type { Result } from '../../domain/fault.ts';
import { fieldOf } from '../../domain/register.ts';
import type { MeasureValues } from '../../store/household-plans.ts';

type Filled = Required<MeasureValues>;
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

/** A measure while somebody writes it: what could not be kept stays where it was typed. */
export class MeasureForm {
  readonly #keep: (seen: PlanMeasure | undefined, values: MeasureValues) => Promise<Result<unknown>>;
  #open = $state(false);
  #seen = $state.raw<PlanMeasure | undefined>();
  #values = $state.raw<Filled>(empty);
  #tried = $state(false);

  constructor(keep: (seen: PlanMeasure | undefined, values: MeasureValues) => Promise<Result<unknown>>) {
    this.#keep = keep;
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
    this.#values = { ...writtenIn(measure), ...(measure === undefined && { owner }) };
    this.#tried = false;
    this.#open = true;
  };
  change = (values: Partial<Filled>): void => {
    this.#values = { ...this.#values, ...values };
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
      this.close();
      return { ok: true, value: undefined };
    }
    const kept = await this.#keep(this.#seen, Object.fromEntries(changed));
    if (kept.ok) this.close();
    return kept;
  };
}
