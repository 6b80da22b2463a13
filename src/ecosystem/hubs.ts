import { db } from '#platform/db.server.ts';

/** What everybody may know of a hub; undefined when there is none at this address. */
export const findHub = (id: string) => db.selectFrom('hubs').selectAll().where('id', '=', id).executeTakeFirst();

/** The hub that answers at this host name, when one chose it. */
export const hubAtHost = (host: string) => db.selectFrom('hubs').select('id').where('host', '=', host).executeTakeFirst();

export const allHubs = () => db.selectFrom('hubs').select(['id', 'name', 'place', 'network', 'isDemo']).orderBy('name').execute();
