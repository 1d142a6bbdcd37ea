import { inBoth } from './in-both.ts';

export const household = inBoth({ title: '' }, { title: '' });
