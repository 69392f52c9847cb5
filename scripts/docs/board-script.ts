import { build } from 'esbuild';

const HEAD = `/** Written by "npm run docs" from src/web, with openapi-fetch (MIT) in it. Do not change it by hand. */
`;

/** The script of the page for people who signed in, as one text, so that it needs no step between source and server. */
export async function boardScript(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['src/web/main.ts'],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    legalComments: 'none',
    write: false,
  });
  const text = outputFiles.map((file) => file.text.trim()).join('');
  if (/<\/script|<!--/i.test(text)) throw new Error('a page cannot hold this script: it would end there');
  return `${HEAD}export const BOARD_SCRIPT = ${JSON.stringify(text)};\n`;
}
