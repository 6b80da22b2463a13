import { expect, test } from 'vitest';
import { conceptsOf, sectorsIn, wanted } from './subject.ts';

const weights = (ids: string[]) => Object.fromEntries(wanted(ids.map((id) => ({ id, weight: 1 }))).map(({ id, weight }) => [id, weight]));

test('what is asked for in a foundry that wants cameras is cameras', () => {
	const asked = weights(['quality-control', 'foundry', 'machine-vision']);
	expect(asked['machine-vision']).toBeGreaterThan(asked.foundry * 1.2);
	expect(asked.foundry).toBeGreaterThan(asked['quality-control']);
});

test('a process that is asked for alone is what is wanted', () => {
	expect(weights(['foundry']).foundry).toBeGreaterThan(0.8);
});

test('sectors are told apart, and what a person took away stays away', () => {
	const spoken = conceptsOf('contrôle par caméra', 'fr', ['automotive'], ['machine-vision']);
	expect(spoken.map(({ id }) => id)).not.toContain('machine-vision');
	expect(conceptsOf('contrôle par caméra', 'fr').map(({ id }) => id)).toContain('machine-vision');
	expect(sectorsIn(spoken)).toEqual(['automotive']);
});
