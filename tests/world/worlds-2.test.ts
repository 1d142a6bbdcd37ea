import { worlds } from './worlds.ts';

await worlds(2);
