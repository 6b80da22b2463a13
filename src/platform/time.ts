/** What a clock in this zone shows at this instant, as `2026-03-29T02:30`. */
export function wallClock(at: Date, timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit'
	}).formatToParts(at);
	const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
	return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** The instants at which a clock in this zone shows this: none when clocks were put forward over it, two when they were put back. */
export function instantsOf(wall: string, timeZone: string): Date[] {
	const asUtc = new Date(`${wall.slice(0, 16)}Z`).getTime();
	if (Number.isNaN(asUtc)) return [];
	const day = 86_400_000;
	// The offsets of the day before and the day after are all that may hold then.
	const offsets = [asUtc - day, asUtc + day].map((near) => new Date(`${wallClock(new Date(near), timeZone)}Z`).getTime() - near);
	return [...new Set(offsets)]
		.map((offset) => new Date(asUtc - offset))
		.filter((at) => wallClock(at, timeZone) === wall.slice(0, 16))
		.sort((a, b) => a.getTime() - b.getTime());
}
