import type { PostKind } from '../../domain/documents/organisation.ts';

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
export function nearestPosts(
  posts: readonly { readonly kind: PostKind | undefined; readonly name: string | undefined }[],
  words: Readonly<Partial<Record<PostKind, string>>>,
): string[] {
  const found = order.flatMap((kind) => {
    const post = posts.find((one) => one.kind === kind && one.name !== undefined);
    return post?.name === undefined ? [] : [`${words[kind] ?? ''} ${post.name}`.trim()];
  });
  return [...new Set(found)].slice(0, most);
}
