import type { VisitEffects } from '../../domain/checklist/visit-effects.ts';
import type { CallMade } from '../../store/visit-draft.ts';

export type CallNow = VisitEffects['callNow'][number];

interface Parts {
  /** what the answers raise now */
  readonly raised: () => readonly CallNow[];
  readonly made: () => readonly CallMade[];
  readonly keep: (calls: readonly CallMade[]) => void;
  readonly now: () => string;
}

/** Calls that cannot wait: each stands before everything else until it was made, or put aside for a moment. */
export class UrgentCalls {
  readonly #parts: Parts;
  /** put aside; they stay on the form as a warning */
  #aside = $state.raw<readonly string[]>([]);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Not made yet. */
  get open(): readonly CallNow[] {
    const made = new Set(this.#parts.made().map((call) => call.key));
    return this.#parts.raised().filter((call) => !made.has(call.key));
  }
  /** The one that stands before everything else. */
  get first(): CallNow | undefined {
    return this.open.find((call) => !this.#aside.includes(call.key));
  }
  made = (call: CallNow, number: string, to: string): void => {
    const said = to.trim() === '' ? {} : { to };
    this.#parts.keep([...this.#parts.made(), { key: call.key, at: this.#parts.now(), number, ...said }]);
  };
  later = (call: CallNow): void => {
    this.#aside = [...this.#aside, call.key];
  };
  again = (): void => {
    this.#aside = [];
  };
}
