import type { Fault, Result } from '../../domain/fault.ts';

interface DoorNoteParts {
  /** what stands at the door now */
  readonly written: () => string;
  readonly keep: (text: string) => Promise<Result<unknown>>;
  /** hears that it was kept, or why not */
  readonly told: (fault: Fault | undefined) => void;
}

/** What stands at a door, while somebody changes it: what could not be kept stays where it was typed. */
export class DoorNote {
  readonly #parts: DoorNoteParts;
  #text = $state<string | undefined>();
  #keeping = false;

  constructor(parts: DoorNoteParts) {
    this.#parts = parts;
  }

  /** Undefined: nobody changes it. */
  get text(): string | undefined {
    return this.#text;
  }
  begin = (): void => {
    this.#text = this.#parts.written();
  };
  type = (text: string): void => {
    this.#text = text;
  };
  close = (): void => {
    this.#text = undefined;
  };
  keep = async (): Promise<void> => {
    const text = this.#text?.trim();
    if (text === undefined || this.#keeping) return;
    if (text === this.#parts.written()) {
      this.close();
      return;
    }
    this.#keeping = true;
    try {
      const kept = await this.#parts.keep(text);
      if (kept.ok) this.close();
      this.#parts.told(kept.ok ? undefined : kept.fault);
    } finally {
      this.#keeping = false;
    }
  };
}
