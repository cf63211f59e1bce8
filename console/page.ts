// The page as three files in memory, bundled from their source when the console starts. Nothing is written to disk.
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Content } from './answer.ts';

export interface Page {
  readonly shell: Content;
  readonly script: Content;
  readonly style: Content;
}

const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Spillway</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="app"></div><noscript>This page needs JavaScript.</noscript></body>
</html>
`;

export const icon: Content = {
  type: 'image/svg+xml',
  body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f5fd0"/><path d="M7 9h7c2.5 0 4 1.5 4 4v6c0 2.500 1.500 4 4 4h3" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><path d="M7 23h5" stroke="#fff" stroke-opacity=".55" stroke-width="3" stroke-linecap="round"/></svg>`,
};

export async function bundlePage(): Promise<Page> {
  const web = join(import.meta.dirname, 'web');
  const { outputFiles } = await build({
    entryPoints: [join(web, 'page.tsx'), join(web, 'style', 'page.css')],
    outdir: web,
    entryNames: 'page',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
    tsconfig: join(web, 'tsconfig.json'),
  });
  const file = (extension: string): string =>
    outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  return {
    shell: { type: 'text/html; charset=utf-8', body: SHELL },
    script: { type: 'text/javascript; charset=utf-8', body: file('.js') },
    style: { type: 'text/css; charset=utf-8', body: file('.css') },
  };
}
