import {
  questionOfRole,
  type Answers,
  type AnswerValue,
  type Checklist,
  type Question,
} from '../../domain/checklist/checklist.ts';
import {
  droppedAnswers,
  evaluate,
  isComplete,
  nextMissing,
  type Block,
  type Dropped,
  type Evaluation,
} from '../../domain/checklist/evaluate.ts';
import { isEmpty } from '../../domain/checklist/condition.ts';
import { effectsOf, type VisitEffects } from '../../domain/checklist/visit-effects.ts';
import type { Door } from '../../domain/door.ts';
import { failed, type FaultCode, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { instantAt } from '../../platform/clock.ts';
import { watched } from '../../platform/watched.ts';
import { doorAtPath } from '../../store/door-of-draft.ts';
import { startCorrection } from '../../store/start-correction.ts';
import type { Store } from '../../store/store.ts';
import type { Album } from '../../store/album.ts';
import type { Draft } from '../../store/shelf-drafts.ts';
import { visitDraftKey, type HomeChange, type VisitDraftBody } from '../../store/visit-draft.ts';
import { finishAt, type Finishing } from './finishing.ts';
import { KeptDraft, summaryPlace } from './kept-draft.svelte.ts';
import { UrgentCalls } from './urgent-calls.svelte.ts';
import { picturesAt } from './pictures-at.ts';
import type { VisitPictures } from './visit-pictures.svelte.ts';
import { lastOwnAt } from './earlier-visit.ts';
import { beginAt, draftsAt, listOfDraft, openLists, othersAt, withAnotherList } from './first-draft.ts';

export type Phase = 'opening' | 'open' | 'no-door' | 'no-list';
export type Page = 'form' | 'summary';

/**
 * One visit while it is written. Every change goes into the draft at once; what is asked, missing and caused is derived
 * from its answers by the checklist engine, never kept.
 */
export class VisitModel {
  readonly store: Store;
  readonly me: Me;
  readonly #watch: () => void;
  readonly #kept: KeptDraft;
  readonly #path: string;
  readonly pictures: VisitPictures;
  #phase = $state<Phase>('opening');
  #page = $state<Page>('form');
  #previous = $state.raw<Answers>({});
  #at = $state<string | undefined>();
  /** somebody asked for the summary before everything was answered: from then on what is missing is marked */
  #tried = $state(false);
  /** an answer that would drop written words, until the worker decides */
  #pending = $state.raw<{ readonly answers: Answers; readonly dropped: readonly Dropped[] } | undefined>();
  #finishing = false;

  constructor(store: Store, me: Me, path: string, album?: Album) {
    this.store = store;
    this.me = me;
    this.#path = path;
    this.#watch = watched(store.shelf);
    this.#kept = new KeptDraft(store);
    this.pictures = picturesAt(this, album, this.#change);
  }

  /** Opens the door: its draft, or the correction that was asked for, or a new visit. */
  async open(): Promise<void> {
    const { door } = this;
    if (!door) return void (this.#phase = 'no-door');
    const returned = lastOwnAt(this.store, door);
    if (draftsAt(this.store, door).length === 0 && returned?.state === 'returned')
      await startCorrection(this.store, returned.visit._id);
    await this.#show(door);
  }

  /** Other drafts that lie at this door. */
  get others(): readonly Draft<VisitDraftBody>[] {
    this.#watch();
    return othersAt(this.store, this.draft);
  }
  /** Opens another draft of this door; what was written in this one is kept. */
  turnTo = async (key: string): Promise<void> => void (this.door && (await this.#show(this.door, key)));

  async #show(door: Door, key?: string): Promise<void> {
    const begun = await beginAt(this.store, this.me, door, key);
    if (!begun) return void (this.#phase = 'no-list');
    const { draft } = begun;
    this.#previous = begun.previous;
    this.#kept.begin(draft, begun.savedAt);
    this.#at = draft.at === summaryPlace ? undefined : draft.at;
    const open = this.checklist !== undefined;
    // what came back has something to be mended
    const mends = draft.again !== undefined || draft.at !== summaryPlace;
    this.#page = open && !mends && this.complete ? 'summary' : 'form';
    this.#phase = open ? 'open' : 'no-list';
  }

  get phase(): Phase {
    return this.#phase;
  }
  get page(): Page {
    return this.#page;
  }
  readonly door: Door | undefined = $derived.by(() => {
    this.#watch();
    return doorAtPath(this.store, this.#path);
  });
  get #current(): VisitDraftBody | undefined {
    return this.#kept.current;
  }
  get draft(): VisitDraftBody {
    if (!this.#current) throw new Error('no visit is open');
    return this.#current;
  }
  get savedAt(): string | undefined {
    return this.#kept.savedAt;
  }
  get fault(): FaultCode | undefined {
    return this.#kept.fault;
  }
  get previous(): Answers {
    return this.#previous;
  }
  get at(): string | undefined {
    return this.#at;
  }

  readonly lists: readonly Checklist[] = $derived.by(() => {
    this.#watch();
    return openLists(this.store, this.me);
  });
  readonly checklist: Checklist | undefined = $derived.by(() => {
    this.#watch();
    return this.#current && listOfDraft(this.store, this.me, this.#current);
  });
  get #list(): Checklist {
    if (!this.checklist) throw new Error('no checklist is open');
    return this.checklist;
  }
  readonly #context = $derived({ previous: this.#previous, confirmed: this.#current?.confirmed ?? [] });
  readonly #evaluation: Evaluation = $derived(evaluate(this.#list, this.draft.answers, this.#context));
  get evaluation(): Evaluation {
    return this.#evaluation;
  }
  readonly effects: VisitEffects = $derived(effectsOf(this.#list, this.draft.answers, this.#context));
  /** What is on the page: basic questions wait until it is known whether anything changed. */
  get shown(): readonly Question[] {
    const { visible } = this.#evaluation;
    const changed = questionOfRole(this.#list, 'changed');
    const open = changed !== undefined && visible.includes(changed) && this.answerTo(changed.id) === undefined;
    return open ? visible.filter((question) => !question.basic) : visible;
  }
  get complete(): boolean {
    return isComplete(this.#evaluation);
  }
  /** Nobody was met: the rest folds away, and the visit is finished from the form. */
  get quick(): boolean {
    return !['met', 'phone'].includes(this.#evaluation.outcome ?? 'met');
  }
  get left(): number {
    const { missing, problems, blocks } = this.#evaluation;
    return missing.length + problems.length + blocks.length;
  }

  /** @param ms since 1970, as a field without an offset gives it */
  instantOf = (ms: number): string => instantAt(ms);

  answerTo(id: string): AnswerValue | undefined {
    return this.draft.answers[id];
  }
  /** What is wrong with an answer; what is merely missing only after somebody wanted to go on. */
  problemOf(id: string): 'missing' | Evaluation['problems'][number]['code'] | undefined {
    const wrong = this.#tried ? this.#evaluation.problems.find((one) => one.id === id)?.code : undefined;
    return wrong ?? (this.#tried && this.#evaluation.missing.includes(id) ? 'missing' : undefined);
  }

  readonly #change = (more: Partial<VisitDraftBody>): void => {
    const at = this.#page === 'summary' ? summaryPlace : this.#at;
    void this.#kept.keep({ ...this.draft, ...more, ...(at !== undefined && { at }) });
  };

  /** One answer. Words that it would drop are asked about once; what was only tapped goes without a question. */
  answer = (question: Question, value: AnswerValue | undefined): void => {
    this.#at = question.id;
    const before = this.draft.answers;
    const { [question.id]: _, ...others } = before;
    const answers: Answers = value === undefined || isEmpty(value) ? others : { ...others, [question.id]: value };
    const written = droppedAnswers(this.#list, before, answers, this.#context).filter((one) => one.written);
    if (written.length > 0) this.#pending = { answers, dropped: written };
    else this.#change({ answers });
  };
  get pending(): readonly Dropped[] | undefined {
    return this.#pending?.dropped;
  }
  /** Decides about the words that an answer drops. */
  decide = (drop: boolean): void => {
    const pending = this.#pending;
    this.#pending = undefined;
    if (!pending || !drop) return;
    const gone = new Set(pending.dropped.map(({ question }) => question.id));
    this.#change({ answers: Object.fromEntries(Object.entries(pending.answers).filter(([id]) => !gone.has(id))) });
  };

  setChanges = (changes: readonly HomeChange[]): void => {
    this.#change({ changes });
  };
  write = (part: keyof VisitDraftBody['summary'], text: string): void => {
    this.#change({ summary: { ...this.draft.summary, [part]: text } });
  };
  confirm = (block: Block): void => {
    this.#change({ confirmed: [...(this.draft.confirmed ?? []), block.key] });
  };
  /** Joins what was said to a matter that is open already, or makes it one of its own again. */
  join = (key: string, matterId: string | undefined): void => {
    const others = Object.entries(this.draft.joined ?? {}).filter(([other]) => other !== key);
    this.#change({ joined: Object.fromEntries(matterId === undefined ? others : [...others, [key, matterId]]) });
  };

  /** Calls that cannot wait. */
  readonly calls = new UrgentCalls({
    raised: () => this.effects.callNow,
    made: () => this.draft.calls ?? [],
    keep: (calls) => {
      this.#change({ calls });
    },
    now: () => this.store.clock.instant(),
  });

  /** Where the reader is; goes into the draft with the next change. */
  look = (id: string): void => {
    this.#at = id;
  };
  /** The next required question without an answer, or the first thing in the way; undefined: nothing is. */
  next(): string | undefined {
    const { problems } = this.#evaluation;
    return nextMissing(this.#evaluation, this.#at) ?? problems[0]?.id;
  }
  /** To the summary, or to the first thing that is in the way. @returns the question to show */
  toSummary = (): string | undefined => {
    if (!this.complete) {
      this.#tried = true;
      return nextMissing(this.#evaluation) ?? this.#evaluation.problems[0]?.id;
    }
    this.#page = 'summary';
    if (this.savedAt !== undefined) void this.#kept.keep({ ...this.draft, at: summaryPlace });
    return undefined;
  };
  toForm = (): void => {
    this.#page = 'form';
  };

  /** Another checklist for the same door; what both ask is not asked again, and nothing is lost. */
  async changeList(list: Checklist): Promise<void> {
    const { door, checklist, store } = this;
    if (!door || !checklist || list.id === checklist.id) return;
    const { previous, answers } = await withAnotherList(store, door, () => this.draft, checklist, list);
    this.#previous = previous;
    this.#at = undefined;
    this.#change({ checklistId: list.id, checklistVersion: list.version, answers });
  }

  async correct(visitId: string): Promise<Result<string>> {
    const started = await startCorrection(this.store, visitId);
    if (started.ok && this.door) await this.#show(this.door, visitDraftKey(this.door, visitId));
    return started;
  }
  /** Finishes the visit; one that is undone comes back as the draft it was. */
  async finish(): Promise<Result<Finishing>> {
    if (this.#finishing) return failed('unexpected');
    this.#finishing = true;
    try {
      // a picture that is being made small belongs to the visit
      await this.pictures.settled;
      const finished = (await this.#kept.isDoneElsewhere())
        ? failed('done-elsewhere')
        : await finishAt(this.store, this.me, this.draft, this.#previous);
      if (!finished.ok) this.#kept.complain(finished.fault.code);
      return finished;
    } finally {
      this.#finishing = false;
    }
  }
}
