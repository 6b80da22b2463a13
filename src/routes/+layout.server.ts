import { randomUUID } from 'node:crypto';
import type { LayoutServerLoad } from './$types';

const themes = ['light', 'dark'] as const;

export const load: LayoutServerLoad = ({ locals, cookies }) => ({
	locale: locals.locale,
	/** What the reader chose; undefined follows the device. */
	theme: themes.find((theme) => theme === cookies.get('km0_theme')),
	/** By which a form that this page sends twice is known. */
	once: locals.account ? randomUUID() : undefined,
	account: locals.account && {
		name: locals.account.name,
		email: locals.account.email,
		isNetworkAdmin: locals.account.isNetworkAdmin
	}
});
