import type { PostKind } from '../../domain/documents/organisation.ts';
import { postsAt, unitPath } from '../../store/organisation.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import type { VisitModel } from './visit.svelte.ts';

/** Who is asked first, the one nearest to a broken lamp first; supervisors are not handed things at the door. */
const order: readonly PostKind[] = [
  'propertyCompany',
  'buildingLeader',
  'partyGroupLeader',
  'healthOfficer',
  'safetyOfficer',
  'cultureOfficer',
  'housingOfficer',
];
const most = 4;

/** Real posts of the building and above as chips: 物业 陈师傅, 楼栋长 许姐. */
export function nearestPosts({ store, door }: VisitModel, words: Words): string[] {
  const posts = door ? postsAt(store, unitPath(store, door.buildingId)) : [];
  const titles: Readonly<Partial<Record<PostKind, string>>> = words.visit.posts;
  const found = order.flatMap((kind) => {
    const name = posts.find((post) => post.kind === kind && post.as === undefined)?.holderName;
    return name === undefined ? [] : [`${titles[kind] ?? ''} ${name}`.trim()];
  });
  return [...new Set(found)].slice(0, most);
}
