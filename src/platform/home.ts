import { join } from 'node:path';

/**
 * The folder that KM0 lies in. The built server runs as one bundle elsewhere, so files that are read at run time (migrations, open data)
 * are named from here, never from the module that reads them.
 */
export const home = process.env.KM0_HOME ?? join(import.meta.dirname, '../..');
