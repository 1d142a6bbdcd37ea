import { expect, test, vi } from 'vitest';
import { Notices } from '../../src/app/notices.svelte.ts';

const shown = (notices: Notices) => notices.toast('撤销');

test('an undo that worked is silent; one that came too late is told', async () => {
  const notices = new Notices(() => '来不及撤销');
  for (const undone of [true, false]) {
    notices.tell({ text: '已存', undo: () => Promise.resolve(undone) });
    const { id } = shown(notices) ?? { id: '' };
    notices.undo(id);
    expect(shown(notices)).toBeUndefined();
    await vi.waitUntil(() => undone || shown(notices) !== undefined);
    expect(shown(notices)?.text).toBe(undone ? undefined : '来不及撤销');
  }
});
