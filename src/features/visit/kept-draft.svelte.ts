import type { FaultCode } from '../../domain/fault.ts';
import { joinDrafts } from '../../domain/join-drafts.ts';
import { watched } from '../../platform/watched.ts';
import { draftFromElsewhere, isDoneElsewhere, seeDraft } from '../../store/drafts.ts';
import type { Store } from '../../store/store.ts';
import { keyOfVisitDraft, saveVisitDraft, type VisitDraftBody } from '../../store/visit-draft.ts';

/** The page of a draft that was left on its summary. */
export const summaryPlace = 'summary';

/** The draft of a visit: kept at each change, and following what another window writes in the same one. */
export class KeptDraft {
  readonly #store: Store;
  readonly #watch: () => void;
  #written = $state.raw<VisitDraftBody | undefined>();
  #savedAt = $state<string | undefined>();
  #fault = $state<FaultCode | undefined>();
  /** the draft as it lay there when this form saw it last */
  #seen: VisitDraftBody | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  /** What was written here, joined to what another window wrote meanwhile. */
  readonly current: VisitDraftBody | undefined = $derived.by(() => {
    this.#watch();
    const mine = this.#written;
    if (!mine) return undefined;
    const elsewhere = draftFromElsewhere(this.#store, keyOfVisitDraft(mine))?.body as VisitDraftBody | undefined;
    return elsewhere ? joinDrafts(this.#seen ?? {}, elsewhere, mine) : mine;
  });
  get savedAt(): string | undefined {
    return this.#savedAt;
  }
  get fault(): FaultCode | undefined {
    return this.#fault;
  }
  complain(code: FaultCode): void {
    this.#fault = code;
  }

  /** The form opens with this. */
  begin(draft: VisitDraftBody, savedAt: string | undefined): void {
    this.#seen = seeDraft(this.#store, keyOfVisitDraft(draft))?.body as VisitDraftBody | undefined;
    this.#written = draft;
    this.#savedAt = savedAt;
  }

  async keep(next: VisitDraftBody): Promise<void> {
    this.#written = next;
    const saved = await saveVisitDraft(this.#store, next);
    this.#fault = saved.ok ? undefined : saved.fault.code;
    if (!saved.ok) return;
    const kept = saved.value.body;
    this.#savedAt = saved.value.savedAt;
    this.#seen = kept;
    if (kept !== next) this.#written = joinDrafts(next, kept, this.#written);
  }

  /** Whether another window finished it or threw it away. */
  isDoneElsewhere(): Promise<boolean> {
    return this.#written ? isDoneElsewhere(this.#store, keyOfVisitDraft(this.#written)) : Promise.resolve(false);
  }
}
