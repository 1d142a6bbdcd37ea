import type { AnswerValue, Question } from '../../domain/checklist/checklist.ts';
import type { MediaKind, MediaReference } from '../../domain/documents/media.ts';
import { failed, type FaultCode } from '../../domain/fault.ts';
import type { Album, Tile } from '../../store/album.ts';
import type { VisitDraftBody } from '../../store/visit-draft.ts';

export interface VisitPicturesParts {
  readonly album: Album | undefined;
  /** key of the area that owns them; undefined: this person may add none there */
  readonly area: () => string | undefined;
  readonly draftKey: () => string;
  readonly draft: () => Pick<VisitDraftBody, 'media' | 'answers'> | undefined;
  readonly change: (change: Pick<VisitDraftBody, 'media' | 'answers'>) => void;
}

/** Pictures of one question or of one matter at most. */
export const mostPictures = 6;

/** Pictures and signatures of a visit while it is written: taken, shown, and taken out again. */
export class VisitPictures {
  readonly #parts: VisitPicturesParts;
  #making = $state.raw<ReadonlySet<string>>(new Set());
  #problem = $state.raw<{ readonly slot: string; readonly code: FaultCode } | undefined>();
  #settled: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: VisitPicturesParts) {
    this.#parts = parts;
  }

  get mayTake(): boolean {
    return this.#parts.album !== undefined && this.#parts.area() !== undefined;
  }
  of(slot: string): readonly MediaReference[] {
    return this.#parts.draft()?.media?.[slot] ?? [];
  }
  tiles(slot: string): readonly Tile[] {
    return this.#parts.album?.tiles(this.of(slot)) ?? [];
  }
  isMaking(slot: string): boolean {
    return this.#making.has(slot);
  }
  problem(slot: string): FaultCode | undefined {
    return this.#problem?.slot === slot ? this.#problem.code : undefined;
  }
  again = (id: string): void => {
    this.#parts.album?.again(id);
  };

  /** Everything that was taken is in the draft, or told why not. */
  get settled(): Promise<void> {
    return this.#settled;
  }
  /** The visit is finished or thrown away: what still comes is not wanted. */
  close(): void {
    this.#closed = true;
  }

  /** @param question the one that it answers; without one it shows what the slot stands for */
  take(slot: string, file: Blob, kind: MediaKind, question?: Question): void {
    const { album } = this.#parts;
    const area = this.#parts.area();
    if (!album || area === undefined || this.of(slot).length >= mostPictures) return;
    this.#problem = undefined;
    this.#making = new Set([...this.#making, slot]);
    const taking = album
      .take(file, { kind, area, draftKey: this.#parts.draftKey() })
      // whatever went wrong with it, the visit can be finished
      .catch(() => failed('unexpected'))
      .then((taken) => {
        if (taken.ok) this.#keep(slot, taken.value, question);
        else this.#problem = { slot, code: taken.fault.code };
      });
    this.#settled = Promise.all([this.#settled, taking]).then(() => {
      this.#making = new Set([...this.#making].filter((one) => one !== slot));
    });
  }

  #keep(slot: string, taken: MediaReference, question: Question | undefined): void {
    const draft = this.#parts.draft();
    if (this.#closed || !draft) this.#parts.album?.drop(taken.id);
    else this.#write(slot, [...this.of(slot), taken], question);
  }

  remove(slot: string, id: string, question?: Question): void {
    this.#write(
      slot,
      this.of(slot).filter((one) => one.id !== id),
      question,
    );
    this.#parts.album?.drop(id);
  }

  #write(slot: string, kept: readonly MediaReference[], question: Question | undefined): void {
    const { media = {}, answers = {} } = this.#parts.draft() ?? {};
    const others = Object.fromEntries(Object.entries(media).filter(([other]) => other !== slot));
    const ids = kept.map(({ id }) => id);
    const value: AnswerValue | undefined =
      question?.type === 'signature' ? ids.at(-1) : ids.length > 0 ? ids : undefined;
    const rest = Object.fromEntries(Object.entries(answers).filter(([id]) => id !== question?.id));
    this.#parts.change({
      media: kept.length > 0 ? { ...others, [slot]: kept } : others,
      answers: question ? { ...rest, ...(value !== undefined && { [question.id]: value }) } : answers,
    });
  }
}
