import type { Actor } from '#platform/actor.ts';
import type { Locale } from '#platform/i18n.ts';

declare global {
	namespace App {
		interface Error {
			code?: string;
			request?: string;
			/** What was typed into a form that was sent after the session had ended. */
			again?: [string, string][];
		}
		interface Locals {
			/** The signed-in person, in whatever hub. */
			account: { id: string; name: string; email: string; locale: Locale; isNetworkAdmin: boolean } | null;
			/** Who acts in the hub of this address; outside a hub's pages a visitor of no hub. */
			actor: Actor;
			locale: Locale;
			request: string;
		}
		interface Platform {
			req: import('node:http').IncomingMessage;
		}
	}
}

export {};
