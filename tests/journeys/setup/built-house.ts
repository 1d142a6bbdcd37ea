import { buildIfStale } from '../../../.config/steps/build.mjs';

/** Journeys walk through what is delivered: the built app, served by the built relay. */
export default async function setup(): Promise<void> {
  if (!(await buildIfStale())) throw new Error('app or relay did not build');
}
