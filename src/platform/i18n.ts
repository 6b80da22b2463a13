import { AsyncLocalStorage } from 'node:async_hooks';
import * as words from './paraglide/messages.js';
import { overwriteGetLocale } from './paraglide/runtime.js';

export const locales = ['fr', 'de', 'en'] as const;
export type Locale = (typeof locales)[number];
export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);

const current = new AsyncLocalStorage<Locale>();
overwriteGetLocale(() => current.getStore() ?? 'fr');

/** Every message that `work` asks for comes in this language. */
export const speaking = <T>(locale: Locale, work: () => T): T => current.run(locale, work);

type Params = Record<string, string | number>;
const messages = words as unknown as Record<string, ((params: Params, options: { locale?: Locale }) => string) | undefined>;

export const isMessage = (key: string) => typeof messages[key] === 'function';

/** The message behind a key that is only known at run time (a refusal's code, a role). Pages use `m.…()` instead, so that they ship only what they say. */
export function say(key: string, params: Params = {}, locale?: Locale): string {
	const message = messages[key];
	if (!message) throw new Error(`no message "${key}"`);
	return message(params, locale ? { locale } : {});
}

/** The best language among `offered` for what a browser asks for in `Accept-Language`. */
export function preferred(header: string | null, offered: readonly Locale[]): Locale | undefined {
	const wanted = (header ?? '')
		.split(',')
		.map((part) => {
			const [tag = '', q] = part.trim().split(';q=');
			return { tag: tag.slice(0, 2).toLowerCase(), q: q === undefined ? 1 : Number(q) || 0 };
		})
		.filter(({ q }) => q > 0)
		.sort((a, b) => b.q - a.q);
	return wanted.map(({ tag }) => tag).find((tag): tag is Locale => offered.includes(tag as Locale));
}
