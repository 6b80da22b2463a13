import { expect, test } from 'vitest';
import { instantsOf, wallClock } from './time.ts';

const iso = (wall: string, zone = 'Europe/Paris') => instantsOf(wall, zone).map((at) => at.toISOString());

test('a wall clock tells one instant, none when it was put forward over it, two when it was put back', () => {
	expect(iso('2026-03-04T14:00')).toEqual(['2026-03-04T13:00:00.000Z']);
	expect(iso('2026-07-04T14:00')).toEqual(['2026-07-04T12:00:00.000Z']);
	expect(iso('2026-03-29T02:30')).toEqual([]);
	expect(iso('2026-10-25T02:30')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
	expect(iso('2026-03-04T14:00', 'America/New_York')).toEqual(['2026-03-04T19:00:00.000Z']);
	expect(iso('nonsense')).toEqual([]);
});

test('an instant is shown as the clock of its zone shows it', () => {
	expect(wallClock(new Date('2026-12-31T23:30:00Z'), 'Europe/Paris')).toBe('2027-01-01T00:30');
});
