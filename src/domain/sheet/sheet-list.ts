/** What a sheet lists: doors and residents, members who checked in, or the units of the community. */
export const sheetLists = ['register', 'members', 'organisation'] as const;
export type SheetList = (typeof sheetLists)[number];
