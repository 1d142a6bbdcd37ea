import { inBoth } from './in-both.ts';

export const me = inBoth({ title: '' }, { title: '' });
