import { expect, test } from 'vitest';
import { openSite } from './browser.ts';

const site = openSite();

test('a reader of feeds finds the needs and offers of everybody from their lists', async () => {
	const page = await site.page();
	for (const kind of ['needs', 'offers']) {
		await page.goto(`/mulhouse/${kind}?state=open`);
		const href = await page.locator('link[type="application/atom+xml"]').getAttribute('href');
		expect(href).toBe(`/mulhouse/${kind}.atom?state=open`);
		const answer = await fetch(site.url + href);
		expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
		const read = await page.evaluate(
			(xml) => {
				const { documentElement: root } = new DOMParser().parseFromString(xml, 'application/xml');
				const entries = [...root.getElementsByTagNameNS('http://www.w3.org/2005/Atom', 'entry')];
				const said = (from: Element, name: string) => from.querySelector(`:scope > ${name}`)?.textContent ?? '';
				return {
					root: `${root.namespaceURI} ${root.localName}`,
					whole: ['id', 'title', 'updated'].every((name) => said(root, name)),
					entries: entries.map((entry) => ['id', 'title', 'updated', 'author', 'summary'].every((name) => said(entry, name))),
					distinct: new Set(entries.map((entry) => said(entry, 'id'))).size
				};
			},
			await answer.text()
		);
		expect(read).toMatchObject({ root: 'http://www.w3.org/2005/Atom feed', whole: true });
		expect(read.entries.length).toBeGreaterThan(3);
		expect(read.entries.every(Boolean)).toBe(true);
		expect(read.distinct).toBe(read.entries.length);
	}
	expect(site.troubles).toEqual([]);
});
