import { droppedAnswers, evaluate, type Block, type Evaluation } from '../../domain/checklist/evaluate.ts';
import { isEmpty, type Answers, type AnswerValue } from '../../domain/checklist/condition.ts';
import type { Checklist, Question } from '../../domain/checklist/checklist.ts';
import { effectsOf, type VisitEffects } from '../../domain/checklist/visit-effects.ts';
import { instantAt } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import type { HomeChange, VisitDraftBody } from '../../store/visit-draft.ts';
import type { QuestionHost } from './question-host.ts';
import { VisitPictures } from './visit-pictures.svelte.ts';

/** A list tried out as a visit would ask it: at no door, and nothing of it is kept. */
export class TrialModel implements QuestionHost {
  readonly store: Store;
  readonly #listOf: () => Checklist;
  readonly door = undefined;
  readonly pictures: VisitPictures;
  #answers = $state.raw<Answers>({});
  #changes = $state.raw<readonly HomeChange[]>([]);
  #confirmed = $state.raw<readonly string[]>([]);

  /** @param listOf the list as it stands now: it may change while it is tried */
  constructor(store: Store, listOf: () => Checklist) {
    this.store = store;
    this.#listOf = listOf;
    // no album: there is nobody whose picture it would be
    this.pictures = new VisitPictures({
      album: undefined,
      area: () => undefined,
      draftKey: () => 'trial',
      draft: () => undefined,
      change: () => undefined,
    });
  }

  readonly checklist: Checklist = $derived.by(() => this.#listOf());
  readonly #context = $derived({ confirmed: this.#confirmed });
  readonly evaluation: Evaluation = $derived(evaluate(this.checklist, this.#answers, this.#context));
  readonly effects: VisitEffects = $derived(effectsOf(this.checklist, this.#answers, this.#context));

  get draft(): VisitDraftBody {
    const { id: checklistId } = this.checklist;
    const at = { dwellingId: 'dwelling:none', checklistId, startedAt: this.store.clock.instant() };
    return { ...at, answers: this.#answers, changes: this.#changes, summary: {} };
  }
  answerTo = (id: string): AnswerValue | undefined => this.#answers[id];
  /** What is wrong is told at once: whoever tries a list wants to see what it does. */
  problemOf = (id: string): Evaluation['problems'][number]['code'] | undefined =>
    this.evaluation.problems.find((one) => one.id === id)?.code;
  instantOf = (ms: number): string => instantAt(ms);
  setChanges = (changes: readonly HomeChange[]): void => {
    this.#changes = changes;
  };
  answer = (question: Question, value: AnswerValue | undefined): void => {
    const { [question.id]: _, ...others } = this.#answers;
    const answers = value === undefined || isEmpty(value) ? others : { ...others, [question.id]: value };
    const gone = new Set(
      droppedAnswers(this.checklist, this.#answers, answers, this.#context).map((one) => one.question.id),
    );
    this.#answers = Object.fromEntries(Object.entries(answers).filter(([id]) => !gone.has(id)));
  };
  confirm = (block: Block): void => {
    this.#confirmed = [...this.#confirmed, block.key];
  };
  again = (): void => {
    this.#answers = {};
    this.#changes = [];
    this.#confirmed = [];
  };
}
