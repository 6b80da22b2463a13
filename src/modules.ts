// Every room of the house, once: what programs may call, and (by being read) the jobs that workers know.
import { ecosystemApi } from '#ecosystem/api.ts';

export const api = {
	...ecosystemApi
};
