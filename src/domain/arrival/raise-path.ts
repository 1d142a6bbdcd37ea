import { doorPath } from '../door-path.ts';

/** What a path begins with that stands for a matter; any other stands for a door. */
const ofMatter = 'm-';

/** What stands in an address for the door, or the matter, that a must-arrive is raised from: no personal value. */
export const raisePath = (from: { readonly matterId: string } | Parameters<typeof doorPath>[0]): string =>
  'matterId' in from ? `${ofMatter}${from.matterId.slice('matter:'.length)}` : doorPath(from);

/** The matter that such a part of an address stands for; undefined: it stands for a door. */
export const matterOfPath = (path: string): string | undefined =>
  path.startsWith(ofMatter) ? `matter:${path.slice(ofMatter.length)}` : undefined;
