import type { Me } from '../../domain/me.ts';

/** Who publishes checklists for the whole community; the gate has the same rule. */
export const isPermitted = (me: Me): boolean =>
  me.holder.grants.some(({ role }) => role === 'communitySecretary' || role === 'admin');
