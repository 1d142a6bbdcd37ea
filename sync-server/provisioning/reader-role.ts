import { databasesOf, type Holder } from '../../src/domain/rights.ts';

/**
 * The role that may read a database. Provisioning names it in `readers`; a person's reads carry one for each readable
 * database, so that the storage decides once more. The prefix keeps the list closed: no name can make it `_admin`.
 */
export const readerRole = (database: string): string => `read-${database}`;

/** All roles that a person's reads carry. */
export const readerRolesOf = (holder: Holder): string[] =>
  databasesOf(holder)
    .filter((right) => right.read)
    .map((right) => readerRole(right.name));
