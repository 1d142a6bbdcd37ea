import type { Me } from '../../domain/me.ts';
import { postsAt, unitPath } from '../../store/organisation.ts';
import type { Store } from '../../store/store.ts';
import { keepAsFile } from './keep-as-file.ts';

/** Who takes what the relay did not: the secretary nearest above, with the telephone that is published. */
export interface Secretary {
  readonly name: string;
  readonly phone: string;
}

export function secretaryOf(store: Store, { holder }: Me): Secretary | undefined {
  const kinds: readonly (string | undefined)[] = ['areaSecretary', 'gardenSecretary', 'communitySecretary'];
  const posts = holder.grants.flatMap(({ unitId }) => postsAt(store, unitPath(store, unitId)));
  const post = posts.find((one) => kinds.includes(one.kind) && one.userId !== holder.userId);
  return post?.holderName === undefined ? undefined : { name: post.holderName, phone: post.publicPhone ?? '' };
}

/**
 * Hands JSON to somebody by the tablet's own way of sharing; where it has none, or somebody thinks better of it, as a file.
 * @returns whether the tablet shared it
 */
export async function shareOrKeep(name: string, content: unknown): Promise<boolean> {
  const file = new File([JSON.stringify(content, null, 2)], name, { type: 'application/json' });
  const may = 'canShare' in navigator && navigator.canShare({ files: [file] });
  const shared =
    may &&
    (await navigator.share({ files: [file] }).then(
      () => true,
      () => false,
    ));
  if (!shared) keepAsFile(name, content);
  return shared;
}
