import { refOf } from '../domain/database-name.ts';
import type { Post } from '../domain/documents/organisation.ts';
import type { Result } from '../domain/fault.ts';
import { groupBy } from '../domain/group.ts';
import type { Me } from '../domain/me.ts';
import { postsOn } from '../domain/organisation/organisation.ts';
import { postsOfPerson } from '../domain/organisation/person-posts.ts';
import { fieldOf } from '../domain/register.ts';
import { organisation } from './organisation.ts';
import { saveAction, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { newHead, type Store } from './store.ts';

/** What the place of a post is called: a unit of the tree, or an organisation of the catalogue. */
export function placeOfPost(shelf: Shelf, { unitId }: Post): string {
  const [partner, unit] = [shelf.get('partner', unitId), shelf.get('orgUnit', unitId)];
  return (partner && fieldOf(partner, 'name')) ?? (unit && fieldOf(unit, 'name')) ?? '';
}

/** Somebody of an organisation, and the other posts that they hold today. */
export interface HolderHere {
  readonly post: Post;
  readonly others: readonly Post[];
}

/** Who holds posts at an organisation of the catalogue today. */
export function holdersAt({ shelf, clock }: Store, partnerId: string): readonly HolderHere[] {
  const today = clock.today();
  const known = organisation(shelf);
  return postsOn(known, partnerId, today).map((post) => ({
    post,
    others: postsOfPerson(known, post, today).filter(({ _id }) => _id !== post._id),
  }));
}

/** People of this name who hold a post already, each once: whoever is meant keeps the telephone by which they are known. */
export function peopleNamed({ shelf, clock }: Store, name: string): readonly Post[] {
  const wanted = name.trim();
  if (wanted === '') return [];
  const today = clock.today();
  const units = [...new Set(shelf.all('post').flatMap((post) => (post.holderName === wanted ? [post.unitId] : [])))];
  const held = units.flatMap((unitId) => postsOn(organisation(shelf), unitId, today));
  const people = groupBy(
    held.filter(({ holderName }) => holderName === wanted),
    ({ userId, publicPhone, _id }) => userId ?? publicPhone ?? _id,
  );
  return [...people.values()].flatMap(([first]) => first ?? []);
}

/** What is said of somebody who takes a post at an organisation. */
export interface SeatWish extends Pick<Post, 'holderName' | 'publicPhone' | 'userId'> {
  readonly kind: 'organisationHead' | 'organisationMember';
}

/** Gives somebody a post at an organisation from today on. It has one head, and as many members as it has. */
export async function takeSeat(store: Store, me: Me, partnerId: string, wish: SeatWish): Promise<Result<Saved>> {
  const head = newHead(store, 'post');
  const seat = wish.kind === 'organisationMember' ? { seat: head._id.slice('post:'.length) } : {};
  const doc: Post = { ...head, unitId: partnerId, ...seat, ...wish, from: store.clock.today() };
  return saveAction(store, { parts: [{ db: refOf(me.holder.community), doc }] });
}

/** From today on nobody holds this post. */
export async function leaveSeat(store: Store, me: Me, post: Post): Promise<Result<Saved>> {
  const { unitId, kind, seat, _id: after } = post;
  const doc: Post = {
    ...newHead(store, 'post'),
    ...{ after, unitId, kind, from: store.clock.today() },
    ...(seat !== undefined && { seat }),
  };
  return saveAction(store, { parts: [{ db: refOf(me.holder.community), doc }] });
}
