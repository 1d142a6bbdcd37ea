import { areasAs, type Holder } from '../rights.ts';
import { sheetLists, type SheetList } from './sheet-list.ts';

/** Areas whose lists somebody may bring in: those of the area's secretary, and for the community's all that theirs reaches. */
export const areasToBring = (holder: Holder): string[] => areasAs(holder, 'areaSecretary', 'communitySecretary');

/** Lists that somebody may bring: units are for whoever makes or heads the community. */
export const listsToBring = (holder: Holder): SheetList[] =>
  sheetLists.filter((list) =>
    list === 'organisation'
      ? holder.grants.some(({ role }) => role === 'communitySecretary' || role === 'admin')
      : areasToBring(holder).length > 0,
  );
export const mayBring = (holder: Holder, list: SheetList): boolean => listsToBring(holder).includes(list);

/**
 * Who somebody is while a sheet of theirs comes in: the community's secretary brings the register as the secretaries of the
 * areas would, care tier included, and the units as the administrator would. It goes in one direction: no right to read
 * follows from it, and none at the drop.
 */
export function asBringer(holder: Holder): Holder {
  const above = holder.grants.filter(({ role }) => role === 'communitySecretary');
  const meanwhile = (['areaSecretary', 'admin'] as const).flatMap((role) => above.map((grant) => ({ ...grant, role })));
  return { ...holder, grants: [...holder.grants, ...meanwhile] };
}
