import { areasAs, type Holder } from '../rights.ts';

/** Areas whose lists somebody may bring in: those of the area's secretary, and for the community's all that theirs reaches. */
export const areasToBring = (holder: Holder): string[] => areasAs(holder, 'areaSecretary', 'communitySecretary');

export const mayBring = (holder: Holder): boolean => areasToBring(holder).length > 0;

/**
 * Who somebody is while a sheet of theirs comes in: the community's secretary brings the register as the secretaries of the
 * areas would, care tier included. It goes in one direction: no right to read follows from it, and none at the drop.
 */
export function asBringer(holder: Holder): Holder {
  const above = holder.grants.filter(({ role }) => role === 'communitySecretary');
  return {
    ...holder,
    grants: [...holder.grants, ...above.map((grant) => ({ ...grant, role: 'areaSecretary' as const }))],
  };
}
