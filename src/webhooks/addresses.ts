import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { readSettings } from '#platform/settings.ts';

/** Why an address is not written to; the code is the key of a message. */
export class NotReachable extends Error {
	readonly code: string;
	constructor(code: 'webhook_address_invalid' | 'webhook_https_only' | 'webhook_address_inside' | 'webhook_name_unknown') {
		super(code);
		this.code = code;
	}
}

/** Networks that are not the public internet (IANA's registries of special-purpose addresses). */
const inside = new BlockList();
for (const [network, bits] of [
	...([
		['0.0.0.0', 8],
		['10.0.0.0', 8],
		['100.64.0.0', 10],
		['127.0.0.0', 8],
		['169.254.0.0', 16],
		['172.16.0.0', 12]
	] as const),
	...([
		['192.0.0.0', 24],
		['192.0.2.0', 24],
		['192.88.99.0', 24],
		['192.168.0.0', 16],
		['198.18.0.0', 15]
	] as const),
	...([
		['198.51.100.0', 24],
		['203.0.113.0', 24],
		['224.0.0.0', 3]
	] as const)
])
	inside.addSubnet(network, bits, 'ipv4');
// Of IPv6 only 2000::/3 is given out; what is within and is not, or carries an IPv4 address inside, is named here.
for (const [network, bits] of [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20]
] as const)
	inside.addSubnet(network, bits, 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

const isPublic = ({ address, family }: LookupAddress) =>
	family === 4 ? !inside.check(address, 'ipv4') : givenOut.check(address, 'ipv6') && !inside.check(address, 'ipv6');

function isAllowed({ address, family }: LookupAddress): boolean {
	const allowed = new BlockList();
	for (const network of readSettings().KM0_WEBHOOK_NETWORKS) {
		const [start = '', bits] = network.split('/');
		const is = isIP(start);
		allowed.addSubnet(start, Number(bits), is === 4 ? 'ipv4' : 'ipv6');
	}
	return allowed.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

export interface Reachable {
	url: URL;
	/** Where the name leads now: whoever connects does so to one of these and asks for no other. */
	hosts: LookupAddress[];
}

const patience = 5000;

/** Where this address leads, or why nothing is sent there. Every address of a name has to be one of the public internet, or of a network that the settings allow. */
export async function reach(address: string): Promise<Reachable> {
	const url = URL.parse(address);
	if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || !url.hostname)
		throw new NotReachable('webhook_address_invalid');
	const hosts = await hostsOf(url.hostname.replace(/^\[(.*)\]$/, '$1'));
	if (!hosts.every((host) => isPublic(host) || isAllowed(host))) throw new NotReachable('webhook_address_inside');
	if (url.protocol === 'http:' && !hosts.every(isAllowed)) throw new NotReachable('webhook_https_only');
	return { url, hosts };
}

async function hostsOf(name: string): Promise<LookupAddress[]> {
	const family = isIP(name);
	if (family) return [{ address: name, family }];
	let tired: NodeJS.Timeout | undefined;
	try {
		return await Promise.race([
			lookup(name, { all: true }),
			new Promise<never>((_, reject) => {
				tired = setTimeout(() => reject(new Error('no answer')), patience);
			})
		]);
	} catch {
		throw new NotReachable('webhook_name_unknown');
	} finally {
		clearTimeout(tired);
	}
}
