import { os } from '@orpc/server';
import type { Actor, Role } from './actor.ts';

export interface OperationMeta {
	/** Who may call it at all; the operation itself decides on the record. The permission matrix is drawn from this. */
	openTo: 'visitors' | 'members' | 'staff' | readonly Role[];
	/** A write leaves a line in the journal, and a key needs the scope `write` for it. */
	writes: boolean;
}

export interface OperationRoute {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below `/api/v1/hubs/{hub}`. */
	path: `/${string}`;
	/** One plain line, in English, for the document and the command line. */
	summary: string;
	description?: string;
	/** The module, as a chapter of the document. */
	tags: [string];
	openTo: OperationMeta['openTo'];
	/** POST, PUT, PATCH and DELETE write unless told otherwise (a search by POST). */
	writes?: boolean;
	successStatus?: number;
}

export interface OperationContext {
	actor: Actor;
}

/** Publishes an operation to programs: the HTTP API, its document, the command line and the tests of every operation read it from here. */
export function operation({ method, path, summary, description, tags, openTo, writes = method !== 'GET', successStatus }: OperationRoute) {
	return os
		.$context<OperationContext>()
		.$meta<OperationMeta>({ openTo, writes })
		.route({
			method,
			path,
			summary,
			description,
			tags,
			successStatus: successStatus ?? (method === 'POST' && writes ? 201 : 200),
			inputStructure: 'compact'
		});
}
