import { findHub } from '#ecosystem/hubs.ts';
import { download } from '#ecosystem/list-export.ts';
import { kinds } from '#imports/fields.ts';
import { mayImport } from '#imports/policy.ts';
import { explained, template } from '#imports/templates.ts';
import { say } from '#platform/i18n.ts';
import { authorize, found } from '#platform/refusal.ts';
import { signedIn } from '#platform/signed-in.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	signedIn(event);
	const { actor, locale } = event.locals;
	authorize(mayImport(actor));
	const kind = found(kinds.find((one) => one === event.params.kind));
	const hub = found(await findHub(event.params.hub));
	return download(event.params.format, {
		name: `${hub.id}-${kind}`,
		title: say(`import_kind_${kind}`),
		...template(kind, locale),
		more: [
			{
				name: say('import_template_sheet'),
				columns: [
					{ key: 'label', header: say('import_column'), type: 'text' },
					{ key: 'explanation', header: say('import_explanation'), type: 'text' }
				],
				rows: explained(actor, { kind }).map(({ label, explanation }) => ({ label, explanation }))
			}
		],
		locale,
		timeZone: hub.timeZone
	});
};
