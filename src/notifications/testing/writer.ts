// Another process of the installation, in which something happens that one person is told of. Its arguments: hub, member, introduction.
import { system } from '#platform/actor.ts';
import { closePool, inHub, transaction } from '#platform/db.server.ts';
import { prepareJobs, stopJobs } from '#platform/jobs.ts';
import { record } from '#platform/journal.ts';
import { notificationKinds, notify } from '#platform/notifications.ts';
import '#modules.ts';

const [hub = '', member = '', introduction = ''] = process.argv.slice(2);
const kind = notificationKinds().find(({ name }) => name === 'introduction_dates')!;
await prepareJobs();
await inHub(hub, () =>
	transaction(async (tx) => {
		await notify(tx, {
			hub,
			to: member,
			kind,
			what: 'introduction_dates',
			record: introduction,
			path: `/introductions/${introduction}`,
			words: { need: 'Une ligne', partner: 'Okulia' },
			params: { dates: '–', minutes: '60', place: '–' }
		});
		await record(tx, system(hub), 'introduction.dates_proposed', introduction);
	})
);
await stopJobs();
await closePool();
