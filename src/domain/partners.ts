import type { Partner } from './documents/nearby.ts';
import { fieldOf } from './register.ts';

/** Partners that may take on a project: those with a part-time member of the committee, by name. */
export const claimants = (partners: readonly Partner[]): Partner[] =>
  partners
    .filter((one) => fieldOf(one, 'partTimeMember') === true && fieldOf(one, 'ended') !== true)
    .sort((a, b) => ((fieldOf(a, 'name') ?? '') < (fieldOf(b, 'name') ?? '') ? -1 : 1));
