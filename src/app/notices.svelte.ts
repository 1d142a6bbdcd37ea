import type { Notice } from '../ui/notice.ts';
import type { ToastContent } from '../ui/toast-content.ts';

/** One notice at a time; a new one replaces the old. */
export class Notices {
  #notice = $state.raw<(Notice & { readonly id: string }) | undefined>();
  #chosen = $state<string | undefined>();
  #count = 0;
  readonly #tooLate: () => string;

  /** @param tooLate what is told when an undo came too late */
  constructor(tooLate: () => string) {
    this.#tooLate = tooLate;
  }

  tell = (notice: Notice): void => {
    this.#count += 1;
    this.#chosen = undefined;
    this.#notice = { ...notice, id: `notice-${this.#count}` };
  };

  /** As the toast wants it. @param undoWord the word of its one action */
  toast(undoWord: string): ToastContent | undefined {
    const notice = this.#notice;
    if (!notice) return undefined;
    const chosen = this.#chosen;
    return {
      id: notice.id,
      text: notice.text,
      ...(notice.glyph && { glyph: notice.glyph }),
      ...(notice.undo && { actionWord: undoWord }),
      ...(notice.chipsWord && { chipsWord: notice.chipsWord }),
      ...(notice.chips && { chips: notice.chips.map((chip) => ({ ...chip, pressed: chip.value === chosen })) }),
    };
  }

  gone = (id: string): void => {
    if (this.#notice?.id === id) this.#notice = undefined;
  };

  undo = (id: string): void => {
    const notice = this.#notice;
    if (notice?.id !== id) return;
    this.#notice = undefined;
    void notice.undo?.().then((undone) => {
      if (!undone) this.tell({ text: this.#tooLate(), glyph: 'warn' });
    });
  };

  chip = (id: string, value: string): void => {
    const notice = this.#notice;
    if (notice?.id !== id) return;
    this.#chosen = value;
    notice.onchip?.(value);
  };
}
