import type { FaultCode } from '../../domain/fault.ts';
import type { OutboxSums } from '../../store/outbox-summary.ts';
import { instantAt } from '../../platform/clock.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { whenOf } from './saying.ts';
import type { SyncModel } from './sync.svelte.ts';
import type { Post } from './post.ts';

/** The one sentence of the sheet: what is still here is safe; else what needs a person; else that all is well. */
export function titleLine({ here, attention, delivered }: OutboxSums, { sync: t }: Words): string {
  if (here > 0) return t.here(here);
  if (attention > 0) return t.attention(attention);
  return delivered > 0 ? t.allDelivered : t.nothing;
}

/** Troubles that are not over by waiting for a signal, and what a person can do about them. */
const troubles: readonly FaultCode[] = ['not-the-relay', 'storage-full', 'app-too-old', 'relay-too-old'];

/** The line under it: what happens by itself. */
export function leadLine({ here, attention }: OutboxSums, post: Post, words: Words): string {
  const { sync: t, fault } = words;
  const { online, sending, signInNeeded } = post;
  if (signInNeeded) return fault['session-ended'];
  if (post.fault !== undefined && troubles.includes(post.fault)) return fault[post.fault];
  if (!online) return here === 0 && attention > 0 ? t.keptHere : t.offline;
  if (post.lost !== undefined && post.lost > 0) return t.wentBack(post.lost);
  if (here === 0) return t.quiet;
  return sending ? t.sending : t.soon;
}

/** What the last button did, in words. */
export function toldLine(told: SyncModel['told'], { sync: t }: Words): string {
  if (told === undefined) return '';
  if (typeof told === 'number') return t.exported(told);
  if (typeof told === 'object') return t.handedTo(told.name, told.phone);
  return { trying: t.trying, nothing: t.nothingToExport, shared: t.shared, kept: t.exported(1) }[told];
}

interface Contact {
  readonly post: Pick<Post, 'lastContact'>;
  readonly minutesToNext: number | undefined;
  readonly today: string;
}

/** 近 30 天。上次联系今天 08:12，约 2 分钟后再试。 */
export function contactLine({ post, minutesToNext, today }: Contact, words: Words): string {
  const { sync: t } = words;
  const when = post.lastContact === undefined ? undefined : whenOf(instantAt(post.lastContact), today, words);
  const [day = '', time = ''] = when?.split(/ (?=\S+$)/) ?? [];
  const contact = when === undefined ? t.noContact : t.contact(day, time);
  const next =
    minutesToNext === undefined ? t.noNext : `${t.comma}${minutesToNext < 1 ? t.nextSoon : t.nextIn(minutesToNext)}`;
  return `${t.span}${contact}${next}`;
}
