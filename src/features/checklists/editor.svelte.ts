import type { AuthoringFault } from '../../domain/checklist/authoring.ts';
import { unclassified, type Checklist, type Question, type QuestionType } from '../../domain/checklist/checklist.ts';
import { withCommonHeader } from '../../domain/checklist/common-header.ts';
import * as editing from '../../domain/checklist/editing.ts';
import { done, failed, type FaultCode, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import type { Remark } from '../../domain/xlsform/remark.ts';
import { watched } from '../../platform/watched.ts';
import {
  checklistDraftKey,
  checklistVersions,
  publishedVersions,
  dropChecklistDraft,
  nextChecklistVersion,
  publishChecklist,
  saveChecklistDraft,
  type ChecklistDraftBody,
  type PublishedVersion,
} from '../../store/checklist-drafts.ts';
import { seeDraft } from '../../store/drafts.ts';
import type { Store } from '../../store/store.ts';
import { isPermitted } from './permitted.ts';

export type { PublishedVersion };

/** What somebody is asked once before it is opened: the list's tier, or questions that were closed. */
export type Lowering =
  | { readonly kind: 'tier'; readonly tier: Checklist['tier'] }
  | { readonly kind: 'questions'; readonly questions: readonly Question[] };

const tiers = ['T1', 'T2', 'T3', 'T4'];

/**
 * One checklist while it is edited. Every change is kept as a draft at once; what is in force changes only when a version is
 * published. What was closed is opened in a step of its own, never by the way.
 */
export class EditorModel {
  readonly store: Store;
  readonly #me: Me;
  readonly #id: string;
  readonly #watch: () => void;
  #written = $state.raw<ChecklistDraftBody | undefined>();
  #savedAt = $state<string | undefined>();
  #fault = $state<FaultCode | undefined>();
  #at = $state<string | undefined>();
  #lowering = $state.raw<Lowering | undefined>();
  #busy = false;

  constructor(store: Store, me: Me, id: string) {
    this.store = store;
    this.#me = me;
    this.#id = id;
    this.#watch = watched(store.shelf);
    const draft = seeDraft(store, checklistDraftKey(id));
    this.#written = draft?.body as ChecklistDraftBody | undefined;
    this.#savedAt = draft?.savedAt;
  }

  get permitted(): boolean {
    return isPermitted(this.#me);
  }
  /** Published versions, the newest first. */
  readonly versions: readonly Checklist[] = $derived.by(() => {
    this.#watch();
    return checklistVersions(this.store.shelf, this.#id);
  });
  /** The same with who published them and when. */
  readonly published: readonly PublishedVersion[] = $derived.by(() => {
    this.#watch();
    return publishedVersions(this.store.shelf, this.#id);
  });
  get list(): Checklist | undefined {
    return this.#written?.checklist ?? this.versions[0];
  }
  /** The list as a worker's form runs it. */
  get asForm(): Checklist | undefined {
    return this.list && withCommonHeader(this.list);
  }
  get isDraft(): boolean {
    return this.#written !== undefined;
  }
  get savedAt(): string | undefined {
    return this.#savedAt;
  }
  get fault(): FaultCode | undefined {
    return this.#fault;
  }
  get nextVersion(): number {
    this.#watch();
    return nextChecklistVersion(this.store.shelf, this.#id);
  }
  /** Somebody published a version since work on this draft began. */
  get overtakenBy(): number | undefined {
    const newest = this.versions[0]?.version;
    return this.#written && newest !== undefined && newest !== this.#written.basedOn ? newest : undefined;
  }
  get faults(): readonly AuthoringFault[] {
    return this.list ? editing.publishingFaults(this.list) : [];
  }
  get remarks(): readonly Remark[] {
    return this.#written?.remarks ?? [];
  }
  get lowered(): editing.Lowered {
    return this.#base && this.list ? editing.loweredSince(this.#base, this.list) : { questions: [] };
  }
  get #base(): Checklist | undefined {
    return this.#written?.cameAs ?? this.versions[0];
  }

  /** The question that is open for changes. */
  get question(): Question | undefined {
    return this.list?.questions.find(({ id }) => id === this.#at);
  }
  open = (id: string | undefined): void => {
    this.#at = id;
  };
  /** Questions that stand before the open one, the common ones included: conditions may look at them. */
  get before(): readonly Question[] {
    const questions = this.asForm?.questions ?? [];
    return questions.slice(
      0,
      questions.findIndex(({ id }) => id === this.#at),
    );
  }
  get isSettled(): boolean {
    return this.question !== undefined && editing.isSettled(this.question, this.versions);
  }
  get mayRemove(): boolean {
    return this.list !== undefined && this.question !== undefined && editing.mayRemove(this.list, this.question);
  }

  #write(checklist: Checklist, more: Partial<ChecklistDraftBody> = {}): void {
    const basedOn = this.#written ? this.#written.basedOn : this.versions[0]?.version;
    const next = { ...this.#written, ...(basedOn !== undefined && { basedOn }), ...more, checklist };
    this.#written = next;
    void saveChecklistDraft(this.store, next).then((saved) => {
      this.#fault = saved.ok ? undefined : saved.fault.code;
      if (!saved.ok) return;
      this.#savedAt = saved.value.savedAt;
      // what another window wrote in the same draft is in it
      if (this.#written === next && saved.value.body !== next) this.#written = saved.value.body;
    });
  }
  #edit(change: (list: Checklist) => Checklist): void {
    const { list } = this;
    if (list && this.permitted) this.#write(change(list));
  }

  say = (change: Partial<Pick<Checklist, 'title' | 'neutralTitle' | 'targetMinutes'>>): void =>
    this.#edit((list) => ({ ...list, ...change }));
  change = (change: editing.QuestionChange): void =>
    this.#edit((list) => (this.#at === undefined ? list : editing.changeQuestion(list, this.#at, change)));
  askAs = (type: QuestionType): void =>
    this.#edit((list) => (this.#at === undefined || this.isSettled ? list : editing.askAs(list, this.#at, type)));
  add = (): void => {
    const before = new Set(this.list?.questions.map(({ id }) => id));
    this.#edit((list) => editing.addQuestion(list, this.#at, this.versions));
    this.#at = this.list?.questions.find(({ id }) => !before.has(id))?.id;
  };
  remove = (): void => {
    const id = this.#at;
    if (id === undefined) return;
    this.#edit((list) => editing.removeQuestion(list, id));
    this.#at = undefined;
  };
  move = (id: string, by: -1 | 1): void => this.#edit((list) => editing.moveQuestion(list, id, by));
  addChoice = (): void =>
    this.#edit((list) => (this.#at === undefined ? list : editing.addChoice(list, this.#at, this.versions)));
  removeChoice = (value: string): void =>
    this.#edit((list) => (this.#at === undefined ? list : editing.removeChoice(list, this.#at, value)));

  /** Closes a question, or asks first before it is opened. */
  close = (closed: boolean): void => {
    const { question } = this;
    if (!question) return;
    const before = this.#base?.questions.find(({ id }) => id === question.id)?.sensitive;
    if (closed) this.change({ sensitive: before ?? [unclassified] });
    else this.#lowering = { kind: 'questions', questions: [question] };
  };
  /** Raises the list's tier at once, and asks before it is lowered. */
  tierTo = (tier: Checklist['tier']): void => {
    const { list } = this;
    if (!list || list.tier === tier || list.tier === 'T4' || tier === 'T4') return;
    if (tiers.indexOf(tier) > tiers.indexOf(list.tier)) this.#edit((one) => ({ ...one, tier }));
    else this.#lowering = { kind: 'tier', tier };
  };
  get lowering(): Lowering | undefined {
    return this.#lowering;
  }
  /** Whoever was asked decides; nothing is opened without it. */
  decide = (lower: boolean): void => {
    const lowering = this.#lowering;
    this.#lowering = undefined;
    if (!lowering || !lower) return;
    if (lowering.kind === 'tier') return this.#edit((list) => ({ ...list, tier: lowering.tier }));
    const ids = lowering.questions.map(({ id }) => id);
    this.#edit((list) => ids.reduce((one, id) => editing.changeQuestion(one, id, { sensitive: undefined }), list));
  };

  /** Somebody has looked at what was not kept. */
  seen = (remark?: Remark): void => {
    const { list } = this;
    if (list) this.#write(list, { remarks: remark ? this.remarks.filter((one) => one !== remark) : [] });
  };

  /** @returns the version that was published */
  publish = async (): Promise<Result<number>> => {
    if (this.#busy || !this.#written || !this.permitted) return failed('illegal-step');
    this.#busy = true;
    try {
      const version = this.nextVersion;
      const published = await publishChecklist(this.store, this.#me, this.#written);
      this.#fault = published.ok ? undefined : published.fault.code;
      if (!published.ok) return published;
      this.#forget();
      return done(version);
    } finally {
      this.#busy = false;
    }
  };
  /** Throws the draft away; what is in force stays. */
  discard = async (): Promise<void> => {
    await dropChecklistDraft(this.store, this.#id);
    this.#forget();
  };
  #forget(): void {
    this.#written = undefined;
    this.#savedAt = undefined;
    this.#at = undefined;
  }
}
