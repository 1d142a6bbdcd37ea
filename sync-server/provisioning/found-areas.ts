import type { Storage } from '../storage/port.ts';
import { communitiesOf } from './communities.ts';
import { provision } from './provision.ts';

/**
 * Makes the databases of new areas of a community, unless one of the keys is another community's; once more changes nothing.
 * @param dry only looks
 * @returns keys that belong to another community
 */
export async function foundAreas(
  storage: Storage,
  community: string,
  keys: readonly string[],
  dry: boolean,
): Promise<string[]> {
  const others = (await communitiesOf(storage)).filter(({ key }) => key !== community);
  const taken = keys.filter((key) => others.some(({ areas }) => areas.includes(key)));
  const free = keys.filter((key) => !taken.includes(key));
  if (!dry && free.length > 0) await provision(storage, { communities: [{ key: community, areas: free }], users: [] });
  return taken;
}
