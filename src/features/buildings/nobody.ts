import type { Door } from '../../domain/door.ts';
import { retrySlots } from '../../domain/documents/visit.ts';
import { saveOneTap, saveSlot } from '../../store/one-tap.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import type { Notice } from '../../ui/notice.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

/** Nobody home, by one tap from the chart: saved first, then told, with undo and when to come again. */
export async function knockNobody(
  store: Store,
  door: Door,
  words: Words,
  tell: (notice: Notice) => void,
): Promise<void> {
  const saved = await saveOneTap(store, door, 'not_home');
  if (!saved.ok) {
    tell({ text: words.fault[saved.fault.code], glyph: 'warn' });
    return;
  }
  const { visit, envelopeId } = saved.value;
  tell({
    text: words.today.savedOutcome(door.address.room, words.status.outcome.not_home),
    glyph: 'tablet',
    undo: () => void undo(store, envelopeId),
    chipsWord: words.today.whenAgain,
    chips: retrySlots.map((slot) => ({ value: slot, label: words.status.slot[slot] })),
    onchip: (value) => {
      const slot = retrySlots.find((one) => one === value);
      if (slot) void saveSlot(store, door, visit._id, slot);
    },
  });
}
