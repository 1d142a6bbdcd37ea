import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countdown } from '../../src/ui/countdown.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('ends once, when its time is over', () => {
  const done = vi.fn();
  countdown(8000, done);
  vi.advanceTimersByTime(7999);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20_000);
  expect(done).toHaveBeenCalledTimes(1);
});

test('time spent paused does not count', () => {
  const done = vi.fn();
  const clock = countdown(8000, done);
  vi.advanceTimersByTime(5000);
  clock.pause();
  vi.advanceTimersByTime(60_000);
  clock.resume();
  vi.advanceTimersByTime(2999);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(done).toHaveBeenCalledTimes(1);
});

test('stopped, it never ends', () => {
  const done = vi.fn();
  countdown(8000, done).stop();
  vi.advanceTimersByTime(60_000);
  expect(done).not.toHaveBeenCalled();
});
