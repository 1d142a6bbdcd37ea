import type { Door } from '../domain/door.ts';
import { doorKey } from '../domain/door.ts';
import { doorPath } from '../domain/door-path.ts';
import { retrySlots } from '../domain/documents/visit.ts';
import { questionOfRole, type Checklist } from '../domain/checklist/checklist.ts';
import { evaluate } from '../domain/checklist/evaluate.ts';
import { dueOfDoorOnTablet } from '../store/due-doors.ts';
import type { Result } from '../domain/fault.ts';
import { saveOneTap, saveRefusal, saveSlot } from '../store/one-tap.ts';
import { checklists } from '../store/reference.ts';
import type { Saved } from '../store/save.ts';
import type { Store } from '../store/store.ts';
import { undo } from '../store/undo.ts';
import { saveVisitDraft } from '../store/visit-draft.ts';
import type { Notice } from '../ui/notice.ts';
import type { Words } from '../words/lexicon.svelte.ts';

const choices = ['later', 'paper', 'no_more'] as const;

interface KnockParts {
  readonly store: Store;
  readonly words: Words;
  readonly tell: (notice: Notice) => void;
  readonly go: (path: string) => void;
}

/** Answers a list with this outcome alone, to see whether it asks something that must not be left out. */
function followUp(checklist: Checklist, outcome: 'not_home' | 'refused'): Record<string, string> | undefined {
  const question = questionOfRole(checklist, 'outcome');
  if (!question) return undefined;
  const answers = { [question.id]: outcome };
  return evaluate(checklist, answers, {}).missing.length > 0 ? answers : undefined;
}

/**
 * 没人 or 婉拒 by one tap, from any screen: saved first, then told, with undo for eight seconds and chips for what comes
 * next. A list with a required question after this outcome (an elder alone who does not answer) opens that question.
 * @returns whether it was saved
 */
async function knock(parts: KnockParts, door: Door, outcome: 'not_home' | 'refused'): Promise<boolean> {
  const { store, words, tell, go } = parts;
  const { today: t, status } = words;
  const reason = dueOfDoorOnTablet(store, doorKey(door))?.reasons.find((one) => one.checklistId !== undefined);
  const checklist = checklists(store.shelf).get(reason?.checklistId ?? 'routine');
  const asked = checklist && followUp(checklist, outcome);
  if (asked) {
    const { dwellingId, householdId } = door;
    const body = { dwellingId, ...(householdId !== undefined && { householdId }), checklistId: checklist.id };
    await saveVisitDraft(store, {
      ...body,
      startedAt: store.clock.instant(),
      answers: asked,
      changes: [],
      summary: {},
    });
    go(`/visits/${doorPath(door)}`);
    return false;
  }
  const saved = await saveOneTap(store, door, outcome);
  if (!saved.ok) {
    tell({ text: words.fault[saved.fault.code], glyph: 'warn' });
    return false;
  }
  const { visit, envelopeId } = saved.value;
  /** what was chosen since; taken back before the visit */
  const added: Promise<Result<Saved>>[] = [];
  const notHome = outcome === 'not_home';
  const choose = async (value: string): Promise<void> => {
    const slot = retrySlots.find((one) => one === value);
    const choice = choices.find((one) => one === value);
    const saving = slot
      ? saveSlot(store, door, visit._id, slot)
      : choice && saveRefusal(store, door, visit._id, choice);
    if (!saving) return;
    added.push(saving);
    const chosen = await saving;
    if (!chosen.ok) tell({ text: words.fault[chosen.fault.code], glyph: 'warn' });
  };
  const takeBack = async (): Promise<boolean> => {
    const envelopes = (await Promise.all(added)).flatMap((one) => (one.ok ? [one.value.envelopeId] : []));
    const undone = await Promise.all([envelopeId, ...envelopes].map((id) => undo(store, id)));
    return undone.every((one) => one);
  };
  tell({
    text: t.savedOutcome(door.address.room, status.outcome[outcome]),
    glyph: 'tablet',
    undo: takeBack,
    chipsWord: notHome ? t.whenAgain : t.afterRefusal,
    chips: notHome
      ? retrySlots.map((slot) => ({ value: slot, label: status.slot[slot] }))
      : choices.map((choice) => ({ value: choice, label: t.refusal[choice] })),
    onchip: (value) => void choose(value),
  });
  return true;
}

/** ms: two taps so close are one; the second would say it again, or of the door that follows. */
const oneTap = 400;

/** 没人 and 婉拒 as rooms have them: one at a time. */
export class Knocks {
  readonly #parts: () => KnockParts;
  #saving = false;
  #savedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: () => KnockParts) {
    this.#parts = parts;
  }

  /** @returns whether it was saved */
  tap = async (door: Door, outcome: 'not_home' | 'refused'): Promise<boolean> => {
    const { clock } = this.#parts().store;
    if (this.#saving || Math.abs(clock.now() - this.#savedAt) < oneTap) return false;
    this.#saving = true;
    try {
      return await knock(this.#parts(), door, outcome);
    } finally {
      this.#saving = false;
      this.#savedAt = clock.now();
    }
  };
}
