import { setImmediate } from 'node:timers/promises';

/** Lets others be served once work has taken a moment. */
export function breather(milliseconds = 12) {
	let since = performance.now();
	return async () => {
		if (performance.now() - since < milliseconds) return;
		await setImmediate();
		since = performance.now();
	};
}
