import pino from 'pino';

/** One JSON object a line. What could open a door is cut out before it is written. */
export const log = pino({
	level: process.env.KM0_LOG ?? 'info',
	base: null,
	redact: {
		paths: [
			'password',
			'token',
			'secret',
			'authorization',
			'cookie',
			'*.password',
			'*.token',
			'*.secret',
			'*.authorization',
			'*.cookie',
			'headers.authorization',
			'headers.cookie'
		],
		censor: '…'
	}
});
