import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { invitation, type Invitation } from './calendar.ts';

const meeting: Invitation = {
	method: 'REQUEST',
	uid: 'a7e1',
	sequence: 2,
	stamp: new Date('2026-03-01T08:00:00Z'),
	starts: new Date('2026-03-29T07:30:00Z'),
	ends: new Date('2026-03-29T08:15:00Z'),
	summary: 'Gießerei Müller; Pompalin, „Zébulons“ – un très long titre qui ne tient pas sur une ligne de soixante-quinze octets',
	description: 'Ligne 1\nLigne 2 \\ fin',
	place: 'La Fonderie, salle 2; 1er étage',
	url: 'https://hub.example/mulhouse/introductions/1',
	organizer: { name: 'KM0 "Mulhouse"', email: 'km0@hub.example' },
	attendees: [{ name: 'Anne, de l’Atelier', email: 'anne@example.org' }]
};

test('a calendar reads what was meant, whatever signs it holds', () => {
	const written = invitation(meeting);
	const calendar = new ICAL.Component(ICAL.parse(written));
	const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') as ICAL.Component);
	expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
	expect({
		uid: event.uid,
		sequence: event.sequence,
		starts: event.startDate.toJSDate(),
		ends: event.endDate.toJSDate(),
		summary: event.summary,
		description: event.description,
		place: event.location,
		organizer: event.organizer,
		attendees: event.attendees.map((one) => [one.getFirstParameter('cn'), one.getFirstValue()])
	}).toEqual({
		uid: 'a7e1',
		sequence: 2,
		starts: meeting.starts,
		ends: meeting.ends,
		summary: meeting.summary,
		description: meeting.description,
		place: meeting.place,
		organizer: 'mailto:km0@hub.example',
		attendees: [['Anne, de l’Atelier', 'mailto:anne@example.org']]
	});
	for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
	expect(written.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

test('a meeting that is called off says so', () => {
	const calendar = new ICAL.Component(ICAL.parse(invitation({ ...meeting, method: 'CANCEL', sequence: 3 })));
	expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
	expect(calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('status')).toBe('CANCELLED');
});
