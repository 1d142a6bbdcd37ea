import { tick } from 'svelte';
import { dropDraft } from '../../store/drafts.ts';
import { keyOfVisitDraft } from '../../store/visit-draft.ts';
import type { Notice } from '../../ui/notice.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { showQuestion } from './here.ts';
import type { VisitModel } from './visit.svelte.ts';

export interface WaysParts {
  readonly model: VisitModel;
  /** asked anew at each step: the language may change */
  readonly words: () => Words;
  /** where one goes on when the visit is left */
  readonly home: () => string;
  readonly go: (path: string) => void;
  readonly tell: (notice: Notice) => void;
}

/** Ways through a visit and out of it. */
export function waysOf({ model, words, home, go, tell }: WaysParts) {
  const show = async (question: string | undefined): Promise<void> => {
    await tick();
    if (question !== undefined) showQuestion(question);
  };
  const complain = (code: keyof Words['fault']): void => {
    tell({ text: words().fault[code], glyph: 'warn' });
  };

  const toSummary = async (): Promise<void> => {
    await show(model.toSummary());
    if (model.page === 'summary') document.querySelector<HTMLElement>('h1')?.focus();
  };
  const finish = async (): Promise<void> => {
    const outcome = model.evaluation.outcome ?? 'met';
    const { quick, door } = model;
    const room = door?.address.room ?? '';
    const finished = await model.finish();
    if (!finished.ok) {
      complain(finished.fault.code);
      return;
    }
    const { undo } = finished.value;
    const { visit: t, status } = words();
    go(home());
    tell({
      text: quick ? t.finishedWith(room, status.outcome[outcome]) : t.finished(room),
      glyph: 'tablet',
      ...(undo && { undo }),
    });
  };
  /** On to what is still required; when nothing is, to the summary, or out when nobody was met. */
  const onward = async (): Promise<void> => {
    const next = model.next();
    if (next !== undefined && !model.complete) await show(next);
    else if (model.quick && model.complete) await finish();
    else await toSummary();
  };
  const throwAway = async (): Promise<void> => {
    model.pictures.close();
    await dropDraft(model.store, keyOfVisitDraft(model.draft));
    go(home());
  };
  const correct = async (visitId: string): Promise<void> => {
    const started = await model.correct(visitId);
    if (!started.ok) complain(started.fault.code);
  };
  return { toSummary, finish, onward, throwAway, correct };
}
