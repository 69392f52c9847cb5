/** What this is called to whoever asks; a test holds it to package.json. */
export const VERSION = '0.1.0';
