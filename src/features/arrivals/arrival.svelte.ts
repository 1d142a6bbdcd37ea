import type { ArrivalTask } from '../../domain/arrival/arrival-task.ts';
import type { ArrivalStage, ArrivalStep } from '../../domain/documents/arrival.ts';
import type { Door } from '../../domain/door.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { watched } from '../../platform/watched.ts';
import { arrivalOnTablet } from '../../store/arrivals.ts';
import { saveDraft, seeDraft } from '../../store/drafts.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import { takeStep } from '../../store/raise-arrival.ts';
import { levelNameOn } from '../../store/organisation.ts';
import { nameOfUser } from '../../store/reference.ts';
import { standingHere, type RecordStanding } from '../../store/record-state.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';

/** What is being written down after somebody was there. */
export interface FollowUpDraft {
  readonly found: string;
  readonly next: string;
}

/** One must-arrive: where it stands, who has it, and the steps that this person may take now. */
export class ArrivalModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #id: string;
  readonly #watch: () => void;
  #draft = $state.raw<FollowUpDraft>({ found: '', next: '' });
  #writes = $state(false);
  #tried = $state(false);

  /** @param ulid of the proposal */
  constructor(store: Store, me: Me, ulid: string) {
    this.#store = store;
    this.#me = me;
    this.#id = `proposal:${ulid}`;
    this.#watch = watched(store.shelf);
    const kept = seeDraft(store, this.#key)?.body as FollowUpDraft | undefined;
    if (kept) [this.#draft, this.#writes] = [kept, true];
  }

  get #key(): string {
    return `arrival:${this.#id}`;
  }
  get task(): ArrivalTask | undefined {
    this.#watch();
    return arrivalOnTablet(this.#store, this.#id);
  }
  get door(): Door | undefined {
    const proposal = this.task?.proposal;
    const doors = proposal && doorsByDwelling(this.#store.shelf).get(proposal.dwellingId);
    return doors?.find(({ householdId }) => householdId === proposal?.householdId) ?? doors?.[0];
  }
  nameOf = (user: string): string | undefined => nameOfUser(this.#store.shelf, user);
  levelName = (level: string, language: 'zh' | 'en'): string => levelNameOn(this.#store, level)?.[language] ?? level;
  standingOf = (step: ArrivalStep): RecordStanding => standingHere(this.#store.shelf, step._id);

  /** Steps that come next; the rule of the gate says who may take them. */
  get may(): Readonly<Record<'take' | 'come' | 'follow' | 'close', boolean>> {
    const { task } = this;
    const state = task?.state ?? 'closed';
    const works = task !== undefined && this.#mayStep(task, 'acknowledged');
    return {
      take: works && (state === 'created' || state === 'notified'),
      come: works && task.arrivedAt === undefined && state !== 'followedUp' && state !== 'closed',
      follow: works && state === 'arrived',
      close: task !== undefined && state === 'followedUp' && this.#mayStep(task, 'closed'),
    };
  }
  #mayStep({ proposal, steps }: ArrivalTask, stage: ArrivalStage): boolean {
    const after = stage === 'closed' ? steps.findLast((step) => step.stage === 'followedUp') : proposal;
    const db = this.#store.shelf.databaseOf('proposal', proposal._id) ?? '';
    const { userId: by } = this.#me.holder;
    const step = { _id: '', type: 'arrivalStep', by, proposalId: proposal._id, stage, after: after?._id };
    return mayWrite(this.#me.holder, db, step, { after }) === undefined;
  }

  /** Saves a step. @returns how to take it back */
  step = async (stage: 'acknowledged' | 'arrived' | 'closed'): Promise<Result<{ undo: () => Promise<boolean> }>> => {
    const { task } = this;
    return task ? this.#saved(await takeStep(this.#store, task, stage)) : failed('not-yours');
  };

  get draft(): FollowUpDraft {
    return this.#draft;
  }
  get writes(): boolean {
    return this.#writes;
  }
  begin = (): void => {
    this.#writes = true;
  };
  change = (more: Partial<FollowUpDraft>): void => {
    this.#draft = { ...this.#draft, ...more };
    void saveDraft(this.#store, this.#key, 'arrival', this.#draft);
  };
  get foundMissing(): boolean {
    return this.#tried && this.#draft.found.trim() === '';
  }
  /** The first number of a person in the words, if any. Warns, never blocks. */
  get personal(): PersonalNumber['kind'] | undefined {
    return findPersonalNumbers(`${this.#draft.found} ${this.#draft.next}`)[0]?.kind;
  }

  /** Saves what was found, and throws its draft away. Undefined: it says nothing yet. */
  follow = async (): Promise<Result<{ undo: () => Promise<boolean> }> | undefined> => {
    this.#tried = true;
    const { task } = this;
    const [found, next] = [this.#draft.found.trim(), this.#draft.next.trim()];
    if (!task || found === '') return undefined;
    const form = { kind: 'arrival', body: this.#draft } as const;
    const said = { found, ...(next !== '' && { next }) };
    const saved = await takeStep(this.#store, task, 'followedUp', said, { draftKey: this.#key, form });
    if (saved.ok) this.#writes = false;
    return this.#saved(saved);
  };

  #saved(saved: Result<{ readonly envelopeId: string }>): Result<{ undo: () => Promise<boolean> }> {
    if (!saved.ok) return saved;
    const { envelopeId } = saved.value;
    return done({ undo: () => undo(this.#store, envelopeId) });
  }
}
