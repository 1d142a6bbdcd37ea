import type { Post } from '../../domain/documents/organisation.ts';
import type { Contact } from '../../ui/contact.ts';
import type { Words } from '../../words/lexicon.svelte.ts';

/** A post as a line that can be rung: who, as what, at any hour or not. */
export function contactOf(post: Post, words: Words): Contact {
  const t = words.organisation;
  const notes = [...(post.as === undefined ? [] : [t[post.as]]), ...(post.onCall === true ? [t.onCall] : [])];
  return { term: t.posts[post.kind], name: post.holderName, phone: post.publicPhone, notes };
}
