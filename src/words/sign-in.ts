import { inBoth } from './in-both.ts';

export const signIn = inBoth({ title: '' }, { title: '' });
