import type { MemberRegistration } from '../domain/documents/member.ts';
import { fieldOf } from '../domain/register.ts';
import { lookUp, lookUpEntry, type LookUpEntry } from '../domain/search/look-up.ts';
import type { Spell } from '../domain/search/spelling.ts';
import type { Shelf } from './shelf.ts';

/** Members who checked in, of the areas on this tablet; those who are gone are not listed. */
export const membersHere = (shelf: Shelf): readonly MemberRegistration[] =>
  shelf.derive('members', ['memberRegistration'], () =>
    shelf
      .all('memberRegistration')
      .filter((one) => fieldOf(one, 'ended') !== true)
      .sort((a, b) => ((fieldOf(a, 'name') ?? '') < (fieldOf(b, 'name') ?? '') ? -1 : 1)),
  );

/** By name, by what they offer or where they work, by the end of a telephone number; a slip of the name is forgiven. */
export function findMembers(
  shelf: Shelf,
  text: string,
  { spell, manner }: { readonly spell: Spell; readonly manner: string },
): readonly MemberRegistration[] {
  const entries = shelf.derive(
    'member search',
    ['memberRegistration'],
    () =>
      membersHere(shelf).map((one): LookUpEntry => {
        const [name = '', organisation = '', offers = ''] = [
          fieldOf(one, 'name'),
          fieldOf(one, 'organisation'),
          fieldOf(one, 'offers'),
        ];
        return lookUpEntry({ id: one._id, called: [name], written: [organisation, offers] }, spell);
      }),
    manner,
  );
  const tail = /^\d{3,11}$/.exec(text.trim())?.[0];
  if (tail !== undefined) return membersHere(shelf).filter((one) => fieldOf(one, 'phone')?.endsWith(tail) === true);
  return lookUp(entries, text, spell).flatMap((id) => shelf.get('memberRegistration', id) ?? []);
}
