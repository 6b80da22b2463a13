import type { Caller } from '../auth.server.ts';

export interface Browser extends Caller {
	/** What it would send along now. */
	jar: Map<string, string>;
}

let addresses = 0;

/** A browser of its own, at an address of its own unless told otherwise, with the cookies that it was handed. */
export function browser({
	address = `203.0.113.${++addresses}`,
	userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0'
} = {}): Browser {
	const jar = new Map<string, string>();
	return {
		jar,
		address,
		get headers() {
			return new Headers({
				cookie: [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; '),
				'user-agent': userAgent,
				'x-km0-address': address
			});
		},
		keep(name, value, { maxAge }) {
			if (maxAge === 0) jar.delete(name);
			else jar.set(name, value);
		}
	};
}
