import { isLocale, overwriteGetLocale } from '#platform/paraglide/runtime.js';

overwriteGetLocale(() => (isLocale(document.documentElement.lang) ? document.documentElement.lang : 'fr'));
