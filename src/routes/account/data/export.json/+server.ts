import { json } from '@sveltejs/kit';
import { signedIn } from '#platform/signed-in.ts';
import { ownData } from '#privacy/own-data.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) =>
	json(await ownData(signedIn(event)), {
		headers: { 'content-disposition': 'attachment; filename="km0.json"', 'cache-control': 'no-store' }
	});
