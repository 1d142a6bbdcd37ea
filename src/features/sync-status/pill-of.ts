import type { OutboxSums } from '../../store/outbox-summary.ts';
import type { PillKind } from '../../ui/pill.ts';
import type { Post } from './post.ts';

/** What the pill says (ui.md §5.9): what somebody must act on wins; no signal is normal and never an error. */
export function pillOf(
  { here, attention }: Pick<OutboxSums, 'here' | 'attention'>,
  { online, sending }: Pick<Post, 'online' | 'sending'>,
): { readonly kind: PillKind; readonly count: number } {
  if (attention > 0) return { kind: 'attention', count: attention };
  if (sending && here > 0) return { kind: 'sending', count: here };
  if (!online) return { kind: 'offline', count: here };
  return here > 0 ? { kind: 'local', count: here } : { kind: 'delivered', count: 0 };
}
